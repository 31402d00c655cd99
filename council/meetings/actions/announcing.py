"""Announcing a meeting: when and where, who is called, what is on the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.live import topics
from council.meetings import kind_queries, kinds, notice_rules, rules
from council.meetings.actions.held import locked
from council.meetings.tables import AgendaItem, Called, Meeting
from council.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from council.change import Actor, Change

BATCH = 500  # people called by one statement


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is known of a meeting when it is announced."""

    kind: str  # of meetings/kinds.py
    rule: str  # COM | RES-ALL | RES-REP | OWN-ORD | RONR
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    chair: str
    secretary: str
    base: str = ""  # of a residents' meeting: persons | households
    form: str = ""  # of a consultation: forum | hearing | talk
    lead: str = ""  # 牵头单位


@dataclass(frozen=True, slots=True)
class Call:
    """One person called: as a member, who counts and votes, or as an observer (列席).

    `party` and `interest`: CON-2; `household`: for whom a representative comes; `area`: 0.01 m².
    """

    person: str
    part: str = "member"
    sector: str = ""
    title: str = ""
    party: str = ""
    interest: str = ""
    household: str | None = None
    area: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda; `idea` is the id of what stands behind it in the register."""

    no: int
    title: str
    kind: str
    minutes: int
    presenter: str | None = None
    idea: str | None = None
    office: str = ""  # who prepares and carries it out
    material: str = ""
    review_asked: bool = False  # RES-8


async def announce(what: Announcement, by: Actor) -> str:
    """meeting.announced: a meeting exists; returns its id. Refused with meeting.session_taken."""
    try:
        async with change(by) as c:
            made = await announce_within(c, what)
    except db.UNIQUE_ERRORS as error:
        raise Refused("meeting.session_taken", session=what.session) from error
    return made


async def announce_within(
    c: Change, what: Announcement, short_notice: str = "", unlisted: tuple[int, int] = (0, 0)
) -> str:
    """The same as a part of another action; `short_notice` is why it is announced so late.

    `unlisted`: heads and area of owners for whom nobody can be called.
    """
    made = new_id()
    terms = await kind_queries.terms(c.by.community)
    await Meeting.insert(
        Meeting(
            id=made,
            community=c.by.community,
            kind=what.kind,
            rule=what.rule,
            series=what.series,
            session=what.session,
            place=what.place,
            starts_at=what.starts_at,
            ends_at=what.ends_at,
            state="announced",
            chair=what.chair,
            secretary=what.secretary,
            short_notice=short_notice,
            base=what.base,
            form=what.form,
            lead=what.lead,
            turn_seconds=60 * terms.turn_minutes,
            turns_each=terms.turns_each,
            unlisted_heads=unlisted[0],
            unlisted_area=unlisted[1],
        )
    )
    body = {"meeting": made, "kind": what.kind, "rule": what.rule}
    c.record("meeting.announced", body, {"short_notice": short_notice} if short_notice else None)
    return made


async def call(meeting: str, people: Sequence[Call], by: Actor) -> None:
    """meeting.called: these people are called; who is called already stays as they are."""
    async with change(by) as c:
        await locked(meeting, by)
        await call_within(c, meeting, people)


async def call_within(c: Change, meeting: str, people: Sequence[Call]) -> None:
    """The same as a part of another action; of two calls of one person the first counts."""
    found = await db.rows("SELECT person FROM called WHERE meeting = {}", meeting)
    known = {one["person"] for one in found}
    fresh = list({one.person: one for one in reversed(people) if one.person not in known}.values())
    fresh.reverse()
    for start in range(0, len(fresh), BATCH):
        batch = enumerate(fresh[start : start + BATCH], len(known) + start)
        await Called.insert(*(_called(c, meeting, one, place) for place, one in batch))
    c.record("meeting.called", {"meeting": meeting, "n": len(fresh)})
    c.tell(topics.room(meeting), "meeting.called")


def _called(c: Change, meeting: str, one: Call, place: int) -> Called:
    return Called(
        meeting=meeting,
        person=one.person,
        part=one.part,
        sector=one.sector,
        title=one.title,
        place=place,
        status="expected",
        way="",
        status_at=c.at,
        party=one.party,
        interest=one.interest,
        household=one.household,
        area=one.area,
    )


async def add_items(meeting: str, items: Sequence[Item], by: Actor) -> None:
    """agenda.set: points are added to the agenda of a meeting that has not closed."""
    async with change(by) as c:
        await locked(meeting, by)
        await items_within(c, meeting, items)


async def add_item(meeting: str, item: Item, by: Actor) -> None:
    """agenda.set: one more point, before the meeting opens; `item.no` is the number it was shown.

    Sent twice, it is added once. Refused with agenda.fixed, agenda.changed.
    """
    async with change(by) as c:
        held = await locked(meeting, by)
        found = await db.rows("SELECT no, title FROM agenda_item WHERE meeting = {}", meeting)
        titles = {one["no"]: one["title"] for one in found}
        if titles.get(item.no) == item.title:
            return
        rules.may_extend(held["state"], item.no, max(titles, default=0))
        await items_within(c, meeting, [item])


async def items_within(c: Change, meeting: str, items: Sequence[Item]) -> None:
    """Points as a part of another action."""
    for item in items:
        notice_rules.must_not_elect(item.title, item.kind)
    announced = await _stands_in_the_notice(meeting)
    rows = [_agenda_item(meeting, item, announced=announced) for item in items]
    await AgendaItem.insert(*rows)
    c.record("agenda.set", {"meeting": meeting, "items": [item.no for item in items]})
    c.tell(topics.room(meeting), "agenda.set")


async def _stands_in_the_notice(meeting: str) -> bool:
    """OWN-11: what comes after the notice is not announced; before it only where nobody asks."""
    found = await db.row(
        "SELECT m.kind, n.no FROM meeting m LEFT JOIN meeting_notice n ON n.meeting = m.id"
        " WHERE m.id = {}",
        meeting,
    )
    return found is not None and found["no"] is None and not kinds.of(found["kind"]).announced_only


def _agenda_item(meeting: str, item: Item, *, announced: bool) -> AgendaItem:
    """A row as it begins."""
    return AgendaItem(
        id=new_id(),
        meeting=meeting,
        no=item.no,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
        presenter=item.presenter,
        idea=item.idea,
        announced=announced,
        office=item.office,
        material=item.material,
        review_asked=item.review_asked,
        state="pending",
        outcome="",
        next_step="",
        responsible="",
    )
