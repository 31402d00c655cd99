"""Pure rules: who may look, what must be said about it, and when an answer is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council.privacy.consent_texts import CURRENT, PURPOSES
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

# What can be looked at; a list is an export or a print of many people.
LOOKS = ("person", "people", "units", "register", "letters", "access_log", "data_request")
WHY = 200  # characters of a reason
TEXT = 500  # characters of a request and of its answer
CHANNELS = ("online", "paper", "oral")
KINDS = ("correct", "delete", "explain")
ANSWER_WITHIN = 15  # working days (IDP-8)
STAFF = ("secretary", "community_secretary", "social_worker")
ANSWERERS = ("secretary", "community_secretary")
WATCHERS = ("supervisor", "auditor", "community_secretary")
# The office that stands in the log, of those that somebody holds: the one that sees most.
WIDEST = (
    "community_secretary",
    "secretary",
    "supervisor",
    "auditor",
    "social_worker",
    "chair",
    "group_leader",
    "admin",
)
KEPT_AT_LEAST = 183  # days: six months (网络安全法 21(3))
KEPT_AT_MOST = 3653
KEPT = 730  # days, unless the community says otherwise
SATURDAY = 5


def must_say_why(what: str, why: str) -> None:
    """A look needs a reason of 2 to 200 characters."""
    if what not in LOOKS:
        message = f"not in LOOKS: {what}"
        raise ValueError(message)
    if not 2 <= len(why) <= WHY:  # noqa: PLR2004 - the shortest reason, 开会
        raise unreadable("access.why", most=WHY)


def widest(offices: Collection[str]) -> str:
    """The office to be named; empty for a resident."""
    named = [office for office in WIDEST if office in offices]
    return (named or [*sorted(offices), ""])[0]


def only(offices: Iterable[str], allowed: Iterable[str]) -> None:
    """To others the page does not exist."""
    if not set(offices) & set(allowed):
        raise NotThere


def must_be_current(purpose: str, version: int) -> None:
    """Agreed is what was read: words that changed meanwhile are shown first."""
    if purpose not in PURPOSES:
        raise unreadable("form.choice", field="purpose")
    if version != CURRENT[purpose].version:
        raise Refused("consent.text_changed")


def must_enter(person: str, purpose: str, channel: str, witness: str | None, by: str) -> None:
    """Paper needs no witness, words need a third person; nobody enters their own consent."""
    if purpose not in PURPOSES:
        raise unreadable("form.choice", field="purpose")
    if channel not in ("paper", "oral"):
        raise unreadable("form.choice", field="channel")
    if person == by:
        raise Refused("consent.yourself")
    if (channel == "oral") != (witness is not None) or witness in {person, by}:
        raise unreadable("consent.witness")


def must_ask(kind: str, text: str) -> None:
    if kind not in KINDS:
        raise unreadable("form.choice", field="kind")
    _must_say(text)


def must_answer(outcome: str, text: str) -> None:
    """Also a yes says what was done."""
    if outcome not in ("done", "refused"):
        raise unreadable("form.choice", field="outcome")
    _must_say(text)


def _must_say(text: str) -> None:
    if not 2 <= len(text) <= TEXT:  # noqa: PLR2004 - the shortest thing that can be said
        raise unreadable("request.text", most=TEXT)


def may_answer(kind: str, outcome: str, *, yours: bool) -> None:
    """Nobody answers their own request; a deletion is done by two."""
    if yours:
        raise Refused("request.own")
    if kind == "delete" and outcome == "done":
        raise Refused("request.by_two")


def must_be_erasable(in_office: bool, voting: bool) -> None:  # noqa: FBT001 - two facts, one pair
    """Offices and seats end first, and a vote to which somebody is called is published first."""
    if in_office:
        raise Refused("erasure.in_office")
    if voting:
        raise Refused("erasure.poll_open")


def due(asked: date, holidays: Collection[date] = (), days: int = ANSWER_WITHIN) -> date:
    """The last day for an answer: `days` working days after the day of asking."""
    day = asked
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY and day not in holidays
    return day


def kept(days: Any) -> int:
    """How many days the access log is kept: a setting, never less than six months."""
    return max(int(days), KEPT_AT_LEAST) if isinstance(days, int) else KEPT


def must_keep(days: int) -> None:
    """The access log is kept for half a year at least and ten years at most."""
    if not KEPT_AT_LEAST <= days <= KEPT_AT_MOST:
        raise unreadable("terms.log_days", least=KEPT_AT_LEAST, most=KEPT_AT_MOST)
