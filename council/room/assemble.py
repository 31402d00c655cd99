"""From tables to one snapshot of a meeting, read once and said in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from council import db
from council.clock import local
from council.i18n import LANGUAGES, speaking
from council.live import topics
from council.meetings import attendance, floor_queries
from council.meetings.queries import doorkeepers
from council.organisations.queries import english_names
from council.record.queries import head
from council.room import floor_view, quorum_view, results
from council.room.follow_up_view import with_follow_up
from council.room.snapshot import (
    ItemView,
    LogView,
    MeetingView,
    MotionView,
    Room,
    SeatView,
    SectorLine,
)
from council.voting.queries import PollRow, electors_of, polls_of_meeting
from council.web.words import sentence

if TYPE_CHECKING:
    from datetime import datetime

One = TypeVar("One", SeatView, LogView)
LINES = 200  # of the live record, the newest; the whole is on its own page

_MEETING = (
    "SELECT m.*, co.name AS community_name, co.name_en AS community_en, ch.name AS chair_name,"
    " se.name AS secretary_name FROM meeting m JOIN community co ON co.id = m.community"
    " JOIN person ch ON ch.id = m.chair JOIN person se ON se.id = m.secretary WHERE m.id = {}"
)
_CALLED = (
    "SELECT c.person, p.name, c.sector, c.title, c.part, c.status, c.status_at, c.remote"
    " FROM called c JOIN person p ON p.id = c.person WHERE c.meeting = {} ORDER BY c.place"
)
_ITEMS = (
    "SELECT a.*, p.name AS presenter_name, i.no AS idea_no,"
    " w.text AS offered FROM agenda_item a"
    " LEFT JOIN person p ON p.id = a.presenter LEFT JOIN idea i ON i.id = a.idea"
    " LEFT JOIN proposal b ON b.idea = a.idea"
    " LEFT JOIN proposal_version w ON w.proposal = b.idea AND w.version = b.version"
    " WHERE a.meeting = {} ORDER BY a.no"
)
_MOTIONS = (
    "SELECT m.id, m.item, m.no, m.text, m.state, m.doer, m.by_when, m.place, m.means,"
    " m.mover AS mover_id, a.name AS mover, b.name AS seconder, o.no AS amends"
    " FROM motion m JOIN person a ON a.id = m.mover LEFT JOIN person b ON b.id = m.seconder"
    " LEFT JOIN motion o ON o.id = m.amends WHERE m.meeting = {} ORDER BY m.no DESC"
)
_RECUSED = (
    "SELECT r.item, r.person, p.name FROM recusal r JOIN agenda_item a ON a.id = r.item"
    " JOIN person p ON p.id = r.person WHERE a.meeting = {} AND r.ended_at IS NULL ORDER BY r.at"
)
_LOG = (
    "SELECT l.seq, l.at, l.kind, l.text, l.side, l.struck_at, p.name, c.sector, t.used_ms"
    " FROM log_line l LEFT JOIN person p ON p.id = l.person"
    " LEFT JOIN called c ON c.meeting = l.meeting AND c.person = l.person"
    " LEFT JOIN turn t ON t.meeting = l.meeting AND t.line = l.seq AND t.state = 'ended'"
    " WHERE l.meeting = {} ORDER BY l.seq DESC LIMIT {}"
)


async def assemble(meeting: str, before: Room | None = None) -> dict[str, Room]:
    """The snapshot in every language; only sentences about rules and results differ.

    The number is read first, so that it is never newer than what it names. `before` is an
    earlier snapshot, out of which comes what cannot have changed.
    """
    seq = await topics.seq(topics.room(meeting))
    found = await db.row(_MEETING, meeting)
    if found is None:
        message = "a topic without its meeting"
        raise LookupError(message)
    seats = tuple(_seat(one) for one in await db.rows(_CALLED, meeting))
    members = _members(seats)
    polls = await polls_of_meeting(meeting)
    items = await with_follow_up(await _items(meeting, polls), found, polls)
    current = next((item for item in items if item.state == "current"), None)
    shown = _shown_poll(polls, found["current_item"])
    record = await head(found["community"])
    english = await english_names(found["community"])
    room = Room(
        seq=seq,
        meeting=_meeting(found),
        quorum=await quorum_view.quorum(found, members),
        sectors=_sectors(members),
        seats=seats,
        items=items,
        current=current,
        poll=None,
        log=tuple(_line(one) for one in reversed(await db.rows(_LOG, meeting, LINES))),
        record_size=record.size,
        record_hash=record.newest[:16],
        electors=await _electors(shown, before),
        doorkeepers=await doorkeepers(meeting),
        floor=await _floor(found, seats),
    )
    rooms = {"zh": room, "en": _in_english(room, english)}
    return {one: _said(rooms[one], found["rule"], polls, shown, one) for one in LANGUAGES}


def _in_english(room: Room, names: dict[str, str]) -> Room:
    """The same room with the English names of its sectors, as far as they have one."""
    return replace(
        room,
        sectors=tuple(replace(one, name=names.get(one.name, one.name)) for one in room.sectors),
        seats=tuple(_renamed(one, names) for one in room.seats),
        log=tuple(_renamed(one, names) for one in room.log),
    )


def _renamed(one: One, names: dict[str, str]) -> One:
    name = names.get(one.sector)
    return replace(one, sector=name) if name else one


async def _floor(found: dict[str, Any], seats: tuple[SeatView, ...]) -> floor_view.FloorView:
    held = await floor_queries.floor_of(found)
    reminder = await floor_queries.reminded(held.speaker.id) if held.speaker else ""
    return floor_view.view(held, found, seats, local, reminder)


async def _electors(shown: PollRow | None, before: Room | None) -> frozenset[str]:
    """The roll of an open poll; it was frozen when the poll opened."""
    if shown is None or shown.state != "open":
        return frozenset()
    if before and before.poll and (before.poll.id, before.poll.state) == (shown.id, "open"):
        return before.electors
    return await electors_of(shown.id)


def _said(
    room: Room, rule: str, polls: list[PollRow], shown: PollRow | None, language: str
) -> Room:
    """The same room with its sentences in one language."""
    with speaking(language):
        views = {poll.id: results.poll_view(poll) for poll in polls}
        quorum = replace(room.quorum, sentence=sentence(f"quorum.{rule}"))
    return replace(room, quorum=quorum, poll=views[shown.id] if shown else None, polls=views)


def _meeting(found: dict[str, Any]) -> MeetingView:
    return MeetingView(
        id=found["id"],
        community=found["community_name"],
        series=found["series"],
        session=found["session"],
        place=found["place"],
        starts_at=local(found["starts_at"]),
        ends_at=local(found["ends_at"]),
        state=found["state"],
        chair=found["chair_name"],
        secretary=found["secretary_name"],
        opened_at=_local(found["opened_at"]),
        closed_at=_local(found["closed_at"]),
        kind=found["kind"],
        rule=found["rule"],
        break_since=_local(found["break_since"]),
        resumes_at=_local(found["resumes_at"]),
        pinned=found["pinned"],
    )


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None


def _seat(one: dict[str, Any]) -> SeatView:
    return SeatView(
        person=one["person"],
        name=one["name"],
        sector=one["sector"],
        title=one["title"],
        part=one["part"],
        status=one["status"],
        at=_local(one["status_at"]) if one["status"] != "expected" else None,
        remote=bool(one["remote"]),
    )


def _members(seats: tuple[SeatView, ...]) -> list[attendance.Head]:
    return [attendance.Head(seat.sector, seat.status) for seat in seats if seat.part == "member"]


def _sectors(members: list[attendance.Head]) -> tuple[SectorLine, ...]:
    lines = attendance.by_sector(members)
    return tuple(SectorLine(*line) for line in lines if line[0])


async def _items(meeting: str, polls: list[PollRow]) -> tuple[ItemView, ...]:
    motions: dict[str, list[MotionView]] = {}
    by_motion = {poll.motion: poll for poll in polls if poll.motion}
    for one in await db.rows(_MOTIONS, meeting):
        poll = by_motion.get(one["id"])
        motions.setdefault(one["item"], []).append(
            MotionView(
                id=one["id"],
                no=one["no"],
                text=one["text"],
                mover=one["mover"],
                seconder=one["seconder"] or "",
                amends=one["amends"] or "",
                state=results.motion_state(one["state"], poll),
                poll=poll.id if poll else "",
                mover_id=one["mover_id"],
                doer=one["doer"],
                by_when=one["by_when"],
                place=one["place"],
                means=one["means"],
            )
        )
    recused: dict[str, dict[str, str]] = {}
    for one in await db.rows(_RECUSED, meeting):
        recused.setdefault(one["item"], {})[one["person"]] = one["name"]
    found = await db.rows(_ITEMS, meeting)
    return tuple(
        _item(one, tuple(motions.get(one["id"], ())), recused.get(one["id"], {})) for one in found
    )


def _item(
    one: dict[str, Any], motions: tuple[MotionView, ...], recused: dict[str, str]
) -> ItemView:
    return ItemView(
        id=one["id"],
        no=one["no"],
        title=one["title"],
        kind=one["kind"],
        minutes=one["minutes"],
        presenter=one["presenter_name"] or "",
        state=one["state"],
        motions=motions,
        outcome=one["outcome"],
        next_step=one["next_step"],
        responsible=one["responsible"],
        due=one["due"].isoformat() if one["due"] else "",
        idea_no=one["idea_no"] or "",
        idea_id=one["idea"] or "",
        recused=recused,
        ends_in=one["ends_in"],
        told=one["told"],
        began_at=_local(one["began_at"]),
        ended_at=_local(one["ended_at"]),
        offered=one["offered"] or "",
    )


def _shown_poll(polls: list[PollRow], current_item: str | None) -> PollRow | None:
    """The open poll, else the newest one of the item that the meeting is at."""
    for poll in reversed(polls):
        if poll.state in {"open", "closing"}:
            return poll
    of_item = [poll for poll in polls if current_item and poll.item == current_item]
    return of_item[-1] if of_item else None


def _line(one: dict[str, Any]) -> LogView:
    return LogView(
        seq=one["seq"],
        at=local(one["at"]),
        kind=one["kind"],
        text=one["text"],
        person=one["name"] or "",
        sector=one["sector"] or "",
        side=one["side"],
        struck=one["struck_at"] is not None,
        spoke=((one["used_ms"] or 0) + 500) // 1000,
    )
