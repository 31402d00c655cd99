"""What can be done with a meeting: each function is one transaction and one event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import agenda, rules
from council.meetings.lines import add_line
from council.meetings.tables import AgendaItem, Called, Meeting, Motion
from council.refusal import NotThere, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from council.change import Change


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


async def open_meeting(meeting: str, by: Actor) -> None:
    """meeting.opened: the door code is shown, people can check in. Twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["state"] == "open":
            return
        rules.may_open(found["state"])
        await db.rows(
            "UPDATE meeting SET state = 'open', opened_at = {} WHERE id = {}", c.at, meeting
        )
        await add_line(c, meeting, "note", "宣布开会。")
        c.record("meeting.opened", {"meeting": meeting})
        c.tell(topics.room(meeting), "meeting.opened")


async def close_meeting(meeting: str, by: Actor) -> None:
    """meeting.closed: refused while a vote runs; the attendance is in the record."""
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["state"] == "closed":
            return
        rules.may_close(found["state"], poll_open=await _poll_open(meeting))
        await db.rows(
            "UPDATE agenda_item SET state = 'done' WHERE meeting = {} AND state = 'current'",
            meeting,
        )
        await db.rows(
            "UPDATE meeting SET state = 'closed', closed_at = {}, current_item = NULL"
            " WHERE id = {}",
            c.at,
            meeting,
        )
        await add_line(c, meeting, "note", "宣布散会。")
        c.record("meeting.closed", {"meeting": meeting, **await _numbers(meeting)})
        c.tell(topics.room(meeting), "meeting.closed")


async def check_in(meeting: str, person: str, way: str, by: Actor) -> None:
    """attendance.changed: a called person is present; the code was proved by the caller."""
    await mark(meeting, person, "present", by, way=way)


async def mark(meeting: str, person: str, status: str, by: Actor, way: str = "desk") -> None:
    """attendance.changed: present, on leave, left or expected again. Twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        before = await db.row(
            "SELECT c.status, c.part, p.name FROM called c JOIN person p ON p.id = c.person"
            " WHERE c.meeting = {} AND c.person = {}",
            meeting,
            person,
        )
        if before is None:
            raise NotThere
        if before["status"] == status:
            return
        await db.rows(
            "UPDATE called SET status = {}, way = {}, status_at = {}"
            " WHERE meeting = {} AND person = {}",
            status,
            way,
            c.at,
            meeting,
            person,
        )
        await add_line(c, meeting, "checkin", f"{before['name']}{_STATUS_WORDS[status]}。", person)
        c.tell(topics.room(meeting), "attendance.changed")


_STATUS_WORDS = {"present": "到会", "leave": "请假", "left": "离席", "expected": "改为未到"}


async def go_to_item(meeting: str, item: str, by: Actor) -> None:
    """agenda.moved: the meeting turns to another point; the one before is done."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        there = await db.row(
            "SELECT no, title, state FROM agenda_item WHERE id = {} AND meeting = {}", item, meeting
        )
        if there is None:
            raise NotThere
        rules.may_pass_item(there["state"], poll_open=await _poll_open(meeting))
        if there["state"] == "current":
            return
        await db.rows(
            "UPDATE agenda_item SET state = 'done' WHERE meeting = {} AND state = 'current'",
            meeting,
        )
        await db.rows("UPDATE agenda_item SET state = 'current' WHERE id = {}", item)
        await db.rows("UPDATE meeting SET current_item = {} WHERE id = {}", item, meeting)
        await add_line(c, meeting, "item", f"进入第{there['no']}项：{there['title']}。")
        c.tell(topics.room(meeting), "agenda.moved")


@dataclass(frozen=True, slots=True)
class Moved:
    """MTG-1: what is moved, by whom, seconded by whom, and what it amends."""

    item: str
    text: str
    mover: str
    seconder: str
    amends: str = ""


async def move(meeting: str, what: Moved, by: Actor) -> str:
    """motion.moved: a motion or amendment is before the meeting; the same text twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        rules.may_move(what.mover, what.seconder, await _present_members(meeting))
        item = await db.row(
            "SELECT no FROM agenda_item WHERE id = {} AND meeting = {}", what.item, meeting
        )
        motions = await db.rows(
            "SELECT id, no, text, item FROM motion WHERE meeting = {}", meeting
        )
        amended = next((one["no"] for one in motions if one["id"] == what.amends), "")
        if item is None or (what.amends and not amended):
            raise unreadable("motion.item_unknown")
        for one in motions:
            if one["item"] == what.item and one["text"] == what.text:
                return str(one["id"])
        no = agenda.motion_number(item["no"], [one["no"] for one in motions], amended)
        made = await _insert_motion(c, meeting, what, no)
        word = "修正案" if amended else "动议"
        await add_line(
            c, meeting, "amendment" if amended else "motion", f"{word}{no}：{what.text}", what.mover
        )
        await add_line(c, meeting, "second", f"附议{no}。", what.seconder)
        c.record("motion.moved", {"meeting": meeting, "motion": made, "no": no})
        c.tell(topics.room(meeting), "motion.moved")
    return made


async def _insert_motion(c: Change, meeting: str, what: Moved, no: str) -> str:
    made = new_id()
    await Motion.insert(
        Motion(
            id=made,
            meeting=meeting,
            item=what.item,
            no=no,
            text=what.text,
            mover=what.mover,
            seconder=what.seconder,
            amends=what.amends or None,
            moved_at=c.at,
        )
    )
    return made


@dataclass(frozen=True, slots=True)
class Conclusion:
    """CON-1: the agreed text, what comes next, who sees to it and until when."""

    outcome: str
    next_step: str
    responsible: str
    due: date | None


async def conclude(item: str, what: Conclusion, by: Actor) -> str:
    """item.concluded: the outcome of one point, until the minutes are published."""
    async with change(by) as c:
        there = await db.row(
            "SELECT a.meeting, a.no FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
            " WHERE a.id = {} AND m.community = {}",
            item,
            by.community,
        )
        if there is None:
            raise NotThere
        await locked(there["meeting"], by)
        await db.rows(
            "UPDATE agenda_item SET outcome = {}, next_step = {}, responsible = {}, due = {}"
            " WHERE id = {}",
            what.outcome,
            what.next_step,
            what.responsible,
            what.due,
            item,
        )
        await add_line(c, there["meeting"], "decision", f"第{there['no']}项：{what.outcome}")
        c.record("item.concluded", {"meeting": there["meeting"], "item": item})
        c.tell(topics.room(there["meeting"]), "item.concluded")
    return str(there["meeting"])


async def locked(meeting: str, by: Actor) -> dict[str, Any]:
    """The meeting's row, held until the change ends; another community's is not there."""
    found = await db.row(
        "SELECT * FROM meeting WHERE id = {} AND community = {}" + db.for_update(),
        meeting,
        by.community,
    )
    if found is None:
        raise NotThere
    return found


async def _poll_open(meeting: str) -> bool:
    """A later feature's table, asked by the database's own word, not by its code."""
    found = await db.row(
        "SELECT id FROM poll WHERE meeting = {} AND state IN ('open', 'closing')", meeting
    )
    return found is not None


async def _present_members(meeting: str) -> set[str]:
    found = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND part = 'member' AND status = 'present'",
        meeting,
    )
    return {one["person"] for one in found}


async def _numbers(meeting: str) -> dict[str, int]:
    found = await db.rows(
        "SELECT status, count(*) AS n FROM called WHERE meeting = {} AND part = 'member'"
        " GROUP BY status",
        meeting,
    )
    by_status = {one["status"]: int(one["n"]) for one in found}
    return {
        "called": sum(by_status.values()),
        "present": by_status.get("present", 0),
        "leave": by_status.get("leave", 0),
    }

