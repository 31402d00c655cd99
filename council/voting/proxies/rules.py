"""Proxies: how many one may hold, no chains, written authority (OWN-13, trust 4.8): pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable
from council.voting.rules import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from council.meetings.kinds import Terms

LIVE = frozenset({"announced", "open"})  # states of a meeting in which a proxy can be given


@dataclass(frozen=True, slots=True)
class Between:
    """What stands of principal and holder in a meeting before one gives the other a proxy.

    `held`: live proxies of the holder. The others say who gave or holds one already.
    """

    held: int = 0
    principal_gave: bool = False
    principal_holds: bool = False
    holder_gave: bool = False
    principal_present: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A live proxy, as far as a roll asks for it."""

    principal: str
    holder: str


def limit(rule: str, terms: Terms) -> int:
    """How many proxies one may hold: three by OWN-13; in others what the council has set."""
    own = PRESETS[rule].proxies
    return own or terms.proxies


def may_give(principal: str, holder: str, state: str, most: int, between: Between) -> None:
    """Raises proxy.*: the meeting is over, none allowed, oneself, given already, a chain, too many,
    or the principal is there and votes for themselves.
    """
    must_be_live(state)
    if principal == holder:
        raise unreadable("proxy.oneself")
    if most == 0:
        raise Refused("proxy.none_allowed")
    if between.principal_gave:
        raise Refused("proxy.given_already")
    if between.principal_holds or between.holder_gave:
        raise Refused("proxy.chain")
    if between.held >= most:
        raise Refused("proxy.limit", most=most)
    if between.principal_present:
        raise Refused("proxy.principal_present")


def must_be_live(state: str) -> None:
    if state not in LIVE:
        raise Refused("proxy.meeting_over")


def must_be_written(on: date, today: date) -> None:
    """The authority is on paper before it is entered."""
    if on > today:
        raise unreadable("proxy.date")


def speakers(
    given: Iterable[Given], may_vote: frozenset[str], absent: frozenset[str], most: int
) -> dict[str, str]:
    """Principal → holder, of those on the roll of a poll: the holder is there and votes, the
    principal is called, is not there and is not recused. No more than `most` for one holder.
    """
    found: dict[str, str] = {}
    held: dict[str, int] = {}
    for one in given:
        free = held.get(one.holder, 0) < most
        if one.holder in may_vote and one.principal in absent and free:
            found[one.principal] = one.holder
            held[one.holder] = held.get(one.holder, 0) + 1
    return found
