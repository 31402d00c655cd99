"""Who was told of an owners' vote: attempts for each unit, and the residents' committee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import local
from council.live import topics
from council.meetings import kind_queries, owner_queries
from council.refusal import NotThere, unreadable
from council.voting.actions.held import locked
from council.voting.delivery import queries, rules
from council.voting.delivery.rules import POSTED
from council.voting.life import subjects
from council.voting.tables import CommitteeNotice, Delivery, DeliveryUnit

if TYPE_CHECKING:
    from datetime import date, datetime

MANY = 60  # rows in one statement: SQLite takes 999 values


@dataclass(frozen=True, slots=True)
class Entry:
    """The same attempt for one unit or many; `evidence` may name somebody, so it stays here."""

    units: tuple[str, ...]
    channel: str
    at: datetime
    arrived: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Committee:
    """The office that was told, how, and which office of it comes."""

    told_on: date
    how: str
    office: str
    sends: str = ""


async def list_units(poll: dict[str, Any]) -> None:
    """Within the announcement: whatever counts now has to be reached (OWN-15)."""
    if not subjects.is_owners(poll["rule_code"]):
        return
    found = await owner_queries.counted_units(poll["community"])
    for first in range(0, len(found), MANY):
        rows = [DeliveryUnit(poll=poll["id"], unit=one) for one in found[first : first + MANY]]
        await DeliveryUnit.insert(*rows)


async def deliver(poll: str, entry: Entry, by: Actor) -> None:
    """delivery.entered: added to what was tried before, never instead of it.

    Refused with delivery.not_now, in_future, too_early, unit_unknown, and of a notice on site
    reached_already, try_first (OWN-15).
    """
    async with change(by) as c:
        found = await _asked(poll, by)
        rules.may_enter(found["state"])
        rules.must_be_in_time(entry.at, local(found["announced_at"]), local(c.at))
        wanted = tuple(dict.fromkeys(entry.units))
        listed = await queries.units(poll)
        if not wanted or not set(wanted) <= set(listed):
            raise unreadable("delivery.unit_unknown")
        if entry.channel == POSTED:
            rules.may_post(wanted, await queries.attempts(poll))
        await _add(found, wanted, entry, by, c.at)
        now = await queries.standing(poll)
        body = {"poll": poll, "channel": entry.channel, "arrived": entry.arrived}
        sums = {"units": len(wanted), "reached": now.reached, "of": now.units}
        c.record("delivery.entered", {**body, **sums})
        c.tell(topics.room(found["meeting"]), "delivery.entered", poll)


async def strike_delivery(poll: str, no: int, reason: str, by: Actor) -> None:
    """delivery.struck: it stays readable and counts no more; a second time changes nothing.

    Refused with delivery.not_now once the vote has ended.
    """
    async with change(by) as c:
        found = await _asked(poll, by)
        rules.may_enter(found["state"])
        line = await db.row(
            "SELECT channel, struck_at FROM delivery WHERE poll = {} AND no = {}", poll, no
        )
        if line is None:
            raise NotThere
        if line["struck_at"] is not None:
            return
        await db.rows(
            "UPDATE delivery SET struck_at = {}, struck_by = {}, struck_why = {}"
            " WHERE poll = {} AND no = {}",
            c.at,
            by.person,
            reason,
            poll,
            no,
        )
        now = await queries.standing(poll)
        sums = {"reached": now.reached, "of": now.units}
        c.record("delivery.struck", {"poll": poll, "no": no, **sums}, {"reason": reason})
        c.tell(topics.room(found["meeting"]), "delivery.struck", poll)


async def tell_committee(poll: str, notice: Committee, by: Actor) -> None:
    """delivery.committee_told: OWN-10, before a vote that decides is announced, or later again.

    Refused with delivery.in_future, delivery.over.
    """
    async with change(by) as c:
        found = await _asked(poll, by)
        rules.may_tell_committee(found["state"])
        if notice.told_on > local(c.at).date():
            raise unreadable("delivery.in_future")
        last = await db.row(
            "SELECT coalesce(max(no), 0) AS n FROM committee_notice WHERE poll = {}", poll
        )
        no = int(last["n"]) + 1 if last else 1
        await CommitteeNotice.insert(
            CommitteeNotice(
                poll=poll,
                no=no,
                told_on=notice.told_on,
                how=notice.how,
                office=notice.office,
                sends=notice.sends,
                made_by=by.person,
                made_at=c.at,
            )
        )
        c.record("delivery.committee_told", {"poll": poll, "on": notice.told_on.isoformat()})
        c.tell(topics.room(found["meeting"]), "delivery.committee_told", poll)


async def committee_was_told(poll: dict[str, Any], *, advisory: bool) -> None:
    """Within the announcement; refused with delivery.committee_first (OWN-10)."""
    binding = subjects.is_owners(poll["rule_code"]) and not advisory
    told = await queries.committee(poll["id"]) is not None
    rules.must_have_told_committee(binding=binding, told=told)


async def notices_have_hung(poll: dict[str, Any], at: datetime) -> None:
    """Within the closing; refused with delivery.still_posted (OWN-15)."""
    if poll["scope"] != "called" or not subjects.is_owners(poll["rule_code"]):
        return
    found = await queries.standing(poll["id"])
    rules.must_have_hung(found, local(at).date(), binding=not poll["advisory"])


async def _asked(poll: str, by: Actor) -> dict[str, Any]:
    """The poll, held; of any other vote than one of owners over days there is no delivery."""
    found = await locked(poll, by)
    if found["scope"] != "called" or not subjects.is_owners(found["rule_code"]):
        raise NotThere
    return found


async def _add(
    poll: dict[str, Any], units: tuple[str, ...], entry: Entry, by: Actor, at: datetime
) -> None:
    terms = await kind_queries.terms(poll["community"])
    last = await db.row(
        "SELECT coalesce(max(no), 0) AS n FROM delivery WHERE poll = {}", poll["id"]
    )
    before = int(last["n"]) if last else 0
    rows = [
        Delivery(
            poll=poll["id"],
            no=no,
            unit=unit,
            channel=entry.channel,
            arrived=entry.arrived,
            at=entry.at,
            days=terms.posting_days if entry.channel == POSTED else 0,
            evidence=entry.evidence,
            made_by=by.person,
            made_at=at,
        )
        for no, unit in enumerate(units, before + 1)
    ]
    for first in range(0, len(rows), MANY):
        await Delivery.insert(*rows[first : first + MANY])
