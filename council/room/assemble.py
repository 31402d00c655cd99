"""From tables to one snapshot of a meeting, read once and said in every language."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.i18n import LANGUAGES, speaking
from council.live import topics
from council.meetings import attendance, floor_queries
from council.meetings.queries import doorkeepers
from council.record.queries import head
from council.room import columns, floor_view, quorum_view, results
from council.room.follow_up_view import with_follow_up
from council.room.snapshot import (
    ItemView,
    Made,
    MeetingView,
    MotionView,
    PollView,
    Room,
    SeatView,
    SectorLine,
)
from council.room.teller_view import tellers
from council.voting.casting.own_queries import electors_of
from council.voting.proxies.queries import holders_of
from council.voting.queries import PollRow, polls_of_meeting
from council.web.words import sentence

if TYPE_CHECKING:
    from datetime import datetime

_MEETING = (
    "SELECT m.*, co.name AS community_name, co.name_en AS community_en, ch.name AS chair_name,"
    " se.name AS secretary_name, COALESCE(f.id, n.id, '') AS minutes,"
    " COALESCE(f.state, n.state, '') AS minutes_state"
    " FROM meeting m JOIN community co ON co.id = m.community"
    " JOIN person ch ON ch.id = m.chair JOIN person se ON se.id = m.secretary"
    " LEFT JOIN minutes n ON n.meeting = m.id AND n.corrects IS NULL"
    " LEFT JOIN minutes_in_force f ON f.meeting = m.id WHERE m.id = {}"
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


async def assemble(meeting: str, before: Room | None = None) -> dict[str, Room]:
    """The snapshot in every language; only sentences about rules and results differ.

    The number is read first, so that it is never newer than what it names. `before` is an
    earlier snapshot, out of which comes what cannot have changed.
    """
    seq = await topics.seq(topics.room(meeting))
    found = await _one(meeting)
    made = await columns.read(meeting, found["community"], before.made if before else None)
    members = _members(made.seats.chinese)
    polls = await polls_of_meeting(meeting)
    items = await with_follow_up(await _items(meeting, polls), found, polls)
    current = next((item for item in items if item.state == "current"), None)
    shown = _shown_poll(polls, found["current_item"])
    record = await head(found["community"])
    room = Room(
        seq=seq,
        meeting=_meeting(found),
        quorum=await quorum_view.quorum(found, members),
        sectors=_sectors(members),
        seats=made.seats.chinese,
        items=items,
        current=current,
        poll=None,
        log=made.log.chinese,
        record_size=record.size,
        record_hash=record.newest[:16],
        electors=await _electors(shown, before),
        holders=await _holders(shown),
        doorkeepers=await doorkeepers(meeting),
        floor=await _floor(found, made.seats.chinese),
        tellers=await tellers(shown),
        made=made,
    )
    rooms = {"zh": room, "en": _in_english(room, made)}
    return {one: _said(rooms[one], found["rule"], polls, shown, one) for one in LANGUAGES}


async def _one(meeting: str) -> dict[str, Any]:
    found = await db.quick(_MEETING, meeting)
    if not found:
        message = "a topic without its meeting"
        raise LookupError(message)
    return found[0]


def _in_english(room: Room, made: Made) -> Room:
    """The same room with the English names of its sectors, as far as they have one."""
    names = made.seats.english
    return replace(
        room,
        sectors=tuple(replace(one, name=names.get(one.name, one.name)) for one in room.sectors),
        seats=made.seats.translated,
        log=made.log.translated,
    )


async def _floor(found: dict[str, Any], seats: tuple[SeatView, ...]) -> floor_view.FloorView:
    held = await floor_queries.floor_of(found)
    reminder = await floor_queries.reminded(held.speaker.id) if held.speaker else ""
    return floor_view.view(held, found, seats, local, reminder)


def _roll_of(poll: PollView) -> tuple[str, str, int]:
    return poll.id, poll.state, poll.roll_changes


async def _electors(shown: PollRow | None, before: Room | None) -> frozenset[str]:
    """The roll of an open poll; frozen, and read anew only when two officers changed it."""
    if shown is None or shown.state != "open":
        return frozenset()
    same = (shown.id, "open", shown.roll_changes)
    if before and before.poll and _roll_of(before.poll) == same:
        return before.electors
    return await electors_of(shown.id)


async def _holders(shown: PollRow | None) -> frozenset[str]:
    """Who votes for others now; asked only where somebody is spoken for."""
    if shown is None or shown.state != "open" or not shown.rule.get("proxies"):
        return frozenset()
    return await holders_of(shown.id)


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
        minutes=found["minutes"],
        issued=found["minutes_state"] == "published",
    )


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None


def _members(seats: tuple[SeatView, ...]) -> list[attendance.Head]:
    return [_head(seat.sector, seat.status) for seat in seats if seat.part == "member"]


_head = lru_cache(maxsize=1024)(attendance.Head)


def _sectors(members: list[attendance.Head]) -> tuple[SectorLine, ...]:
    lines = attendance.by_sector(members)
    return tuple(SectorLine(*line) for line in lines if line[0])


async def _items(meeting: str, polls: list[PollRow]) -> tuple[ItemView, ...]:
    motions: dict[str, list[MotionView]] = {}
    by_motion = {poll.motion: poll for poll in polls if poll.motion}
    for one in await db.quick(_MOTIONS, meeting):
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
    for one in await db.quick(_RECUSED, meeting):
        recused.setdefault(one["item"], {})[one["person"]] = one["name"]
    found = await db.quick(_ITEMS, meeting)
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
    here = [
        poll for poll in polls if poll.scope == "present"
    ]  # a long vote runs beside the session
    for poll in reversed(here):
        if poll.state in {"open", "closing", "sealed"}:
            return poll
    of_item = [poll for poll in here if current_item and poll.item == current_item]
    return of_item[-1] if of_item else None
