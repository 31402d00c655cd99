"""Reading meetings: fetched through the person; what you may not see is not found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.meetings import rules
from council.refusal import NotThere, unreadable
from council.roll import people_queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from council.identity.viewer import Viewer

MOST_TOLD = 5  # people named when a search means several


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as stored; `rule` is a code of the table of votes."""

    id: str
    community: str
    kind: str
    rule: str
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    chair: str
    secretary: str
    current_item: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    base: str  # RES-ALL: persons | households
    form: str  # of a consultation: forum | hearing | talk
    lead: str
    short_notice: str
    cancelled_why: str
    turn_seconds: int
    turns_each: int
    presiding: str | None
    break_since: datetime | None
    resumes_at: datetime | None
    pinned: str
    unlisted_heads: int  # OWN-3: owners who count though nobody can be called for them
    unlisted_area: int


async def meeting_for(viewer: Viewer, meeting: str) -> MeetingRow:
    """A meeting of the viewer's own community; every verified resident may follow it."""
    found = await db.row(
        "SELECT * FROM meeting WHERE id = {} AND community = {}", meeting, viewer.community
    )
    if found is None:
        raise NotThere
    return MeetingRow(**found)


async def meetings_of(community: str) -> list[MeetingRow]:
    """All meetings of a community, the newest first."""
    found = await db.rows(
        "SELECT * FROM meeting WHERE community = {} ORDER BY starts_at DESC", community
    )
    return [MeetingRow(**one) for one in found]


async def called_names(meeting: str) -> dict[str, str]:
    """Name → person of everybody called (the first of two with one name)."""
    found = await db.rows(
        "SELECT p.name, c.person FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} ORDER BY c.place DESC",
        meeting,
    )
    return {one["name"]: one["person"] for one in found}


async def called_person(meeting: str, community: str, text: str) -> str:
    """The only one called whom `text` can mean; refused with person.unknown or person.several."""
    rows = await db.rows("SELECT person FROM called WHERE meeting = {}", meeting)
    called = {row["person"] for row in rows}
    exact = (await people_queries.named(community, [text]))[text]
    found = exact or await people_queries.search(community, text, most=len(called))
    meant = [one for one in found if one.id in called]
    if len(meant) > 1:
        numbers = ", ".join(f"{one.name} {one.roll_no}" for one in meant[:MOST_TOLD])
        raise unreadable("person.several", name=text, numbers=numbers)
    return people_queries.the_one(text, meant).id


async def seat_of(meeting: str, person: str) -> dict[str, Any] | None:
    """part and status of a called person, or None."""
    return await db.row(
        "SELECT part, status FROM called WHERE meeting = {} AND person = {}", meeting, person
    )


async def items_pointing_to(idea: str) -> list[dict[str, Any]]:
    """The agenda items behind which this idea stands, with their meeting."""
    return await db.rows(
        "SELECT a.no, a.title, a.outcome, m.id AS meeting, m.series, m.session, m.starts_at"
        " FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " WHERE a.idea = {} ORDER BY m.starts_at",
        idea,
    )


async def session(community: str, series: str, name: str) -> MeetingRow | None:
    """The meeting of this name, which there is once."""
    found = await db.row(
        "SELECT * FROM meeting WHERE community = {} AND series = {} AND session = {}",
        community,
        series,
        name,
    )
    return MeetingRow(**found) if found else None


async def residents_of_age(community: str, day: date) -> list[str]:
    """RES-ALL: every verified resident who is 18 on that day, in the order of the roll."""
    found = await db.rows(
        "SELECT id, birth_date FROM person WHERE community = {} AND state = 'verified'"
        " ORDER BY roll_no",
        community,
    )
    return [one["id"] for one in found if rules.of_age(one["birth_date"], day)]


async def agenda_of(meeting: str) -> list[dict[str, Any]]:
    """The points in their order: no, title, kind, minutes, the names of presenter and idea."""
    return await db.rows(
        "SELECT a.no, a.title, a.kind, a.minutes, p.name AS presenter, i.no AS idea_no,"
        " i.id AS idea_id FROM agenda_item a LEFT JOIN person p ON p.id = a.presenter"
        " LEFT JOIN idea i ON i.id = a.idea WHERE a.meeting = {} ORDER BY a.no",
        meeting,
    )


async def agenda_words(meeting: str) -> list[tuple[str, str, int, str | None, str | None]]:
    """(title, kind, minutes, presenter, idea) of every point, people and ideas by their ids."""
    found = await db.rows(
        "SELECT title, kind, minutes, presenter, idea FROM agenda_item WHERE meeting = {}"
        " ORDER BY no",
        meeting,
    )
    return [
        (one["title"], one["kind"], one["minutes"], one["presenter"], one["idea"]) for one in found
    ]


async def called_people(meeting: str) -> dict[str, set[str]]:
    """Who is called as member, who as observer."""
    found = await db.rows("SELECT person, part FROM called WHERE meeting = {}", meeting)
    return {
        part: {one["person"] for one in found if one["part"] == part}
        for part in ("member", "observer")
    }


async def doorkeepers(meeting: str) -> dict[str, str]:
    """Person → name of everybody who keeps the door of this meeting."""
    found = await db.rows(
        "SELECT d.person, p.name FROM doorkeeper d JOIN person p ON p.id = d.person"
        " WHERE d.meeting = {} AND d.ended_at IS NULL ORDER BY d.named_at",
        meeting,
    )
    return {one["person"]: one["name"] for one in found}


async def called_among(meeting: str, people: Sequence[str]) -> list[dict[str, Any]]:
    """Of these people those who are called: person, name, sector, part, status, remote."""
    if not people:
        return []
    marks = ", ".join("{}" for _ in people)
    return await db.rows(
        "SELECT c.person, p.name, c.sector, c.part, c.status, c.remote FROM called c"  # noqa: S608 - only placeholders are put together
        f" JOIN person p ON p.id = c.person WHERE c.meeting = {{}} AND c.person IN ({marks})"
        " ORDER BY c.place",
        meeting,
        *people,
    )


async def meeting_of_motion(motion: str, community: str) -> str:
    """The meeting that it was moved in, of this community; NotThere for any other."""
    return await _meeting_of("motion", motion, community)


async def meeting_of_item(item: str, community: str) -> str:
    """The meeting whose agenda it stands on, likewise."""
    return await _meeting_of("agenda_item", item, community)


async def _meeting_of(table: str, id_: str, community: str) -> str:
    found = await db.row(
        f"SELECT x.meeting FROM {table} x JOIN meeting m ON m.id = x.meeting"  # noqa: S608 - names of ours
        " WHERE x.id = {} AND m.community = {}",
        id_,
        community,
    )
    if found is None:
        raise NotThere
    return str(found["meeting"])


async def mover_of(motion: str) -> str:
    """The person who moved it."""
    found = await db.row("SELECT mover FROM motion WHERE id = {}", motion)
    if found is None:
        raise NotThere
    return str(found["mover"])
