"""Announcing a meeting: when and where, who is called, what is on the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings.actions.held import locked
from council.meetings.tables import AgendaItem, Called, Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is known of a meeting when it is announced."""

    kind: str  # council | res_all | res_rep
    rule: str  # COM | RES-ALL | RES-REP
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    chair: str
    secretary: str


@dataclass(frozen=True, slots=True)
class Call:
    """One person called: as a member, who counts and votes, or as an observer (列席)."""

    person: str
    part: str = "member"
    sector: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda; `idea` is the id of what stands behind it in the register."""

    no: int
    title: str
    kind: str
    minutes: int
    presenter: str | None = None
    idea: str | None = None


async def announce(what: Announcement, by: Actor) -> str:
    """meeting.announced: a meeting exists; returns its id."""
    made = new_id()
    async with change(by) as c:
        await Meeting.insert(
            Meeting(
                id=made,
                community=by.community,
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
            )
        )
        c.record("meeting.announced", {"meeting": made, "kind": what.kind, "rule": what.rule})
    return made


async def call(meeting: str, people: Sequence[Call], by: Actor) -> None:
    """meeting.called: these people are called; who is called already stays as they are."""
    async with change(by) as c:
        await locked(meeting, by)
        found = await db.rows("SELECT person FROM called WHERE meeting = {}", meeting)
        known = {one["person"] for one in found}
        fresh = [one for one in people if one.person not in known]
        for start in range(0, len(fresh), 500):
            batch = fresh[start : start + 500]
            await Called.insert(
                *(
                    Called(
                        meeting=meeting,
                        person=one.person,
                        part=one.part,
                        sector=one.sector,
                        title=one.title,
                        place=len(known) + start + at,
                        status="expected",
                        way="",
                        status_at=c.at,
                    )
                    for at, one in enumerate(batch)
                )
            )
        c.record("meeting.called", {"meeting": meeting, "n": len(fresh)})
        c.tell(topics.room(meeting), "meeting.called")


async def add_items(meeting: str, items: Sequence[Item], by: Actor) -> None:
    """agenda.set: points are added to the agenda of a meeting that has not closed."""
    async with change(by) as c:
        await locked(meeting, by)
        await AgendaItem.insert(
            *(
                AgendaItem(
                    id=new_id(),
                    meeting=meeting,
                    no=item.no,
                    title=item.title,
                    kind=item.kind,
                    minutes=item.minutes,
                    presenter=item.presenter,
                    idea=item.idea,
                    state="pending",
                    outcome="",
                    next_step="",
                    responsible="",
                )
                for item in items
            )
        )
        c.record("agenda.set", {"meeting": meeting, "items": [item.no for item in items]})
        c.tell(topics.room(meeting), "agenda.set")
