"""What is before the meeting: motions and amendments, moved at the table or offered by phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import agenda, rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.actions.presiding import return_chair_within
from council.meetings.tables import Motion
from council.refusal import NotThere, unreadable

if TYPE_CHECKING:
    from council.change import Change


@dataclass(frozen=True, slots=True)
class Moved:
    """MTG-1: what is moved, by whom, seconded by whom, what it amends; and how it can be done."""

    item: str
    text: str
    mover: str
    seconder: str = ""
    amends: str = ""
    doer: str = ""
    by_when: str = ""
    place: str = ""
    means: str = ""


async def move(meeting: str, what: Moved, by: Actor) -> str:
    """motion.moved: a motion or amendment is before the meeting; the same text twice is once.

    Refused with motion.same_person, motion.not_present, motion.doer, motion.by_when,
    motion.too_deep, motion.item_unknown, meeting.on_break.
    """
    async with change(by) as c:
        await _open_floor(meeting, by)
        rules.may_move(what.mover, what.seconder, await _present_members(meeting))
        return await _enter(c, meeting, what, "moved")


async def offer(meeting: str, what: Moved, by: Actor) -> str:
    """motion.offered: a present member moves from their own phone; it waits for a second (MTG-7).

    Refused as `move`.
    """
    async with change(by) as c:
        await _open_floor(meeting, by)
        rules.must_be_present(what.mover, await _present_members(meeting))
        return await _enter(c, meeting, what, "offered")


async def _open_floor(meeting: str, by: Actor) -> None:
    found = await locked(meeting, by)
    rules.must_be_open(found["state"])
    rules.must_not_be_on_break(found["break_since"])


async def _enter(c: Change, meeting: str, what: Moved, state: str) -> str:
    item = await db.row(
        "SELECT no FROM agenda_item WHERE id = {} AND meeting = {}", what.item, meeting
    )
    motions = await db.rows(
        "SELECT id, no, text, item, mover FROM motion WHERE meeting = {}", meeting
    )
    amended = next((one["no"] for one in motions if one["id"] == what.amends), "")
    if item is None or (what.amends and not amended):
        raise unreadable("motion.item_unknown")
    for one in motions:
        if (one["item"], one["text"], one["mover"]) == (what.item, what.text, what.mover):
            return str(one["id"])
    if not amended:
        rules.must_be_executable(what.doer, what.by_when)
    no = agenda.motion_number(item["no"], [one["no"] for one in motions], amended)
    made = await _insert(c, meeting, what, no, state)
    word = "修正案" if amended else "动议"
    kind = "amendment" if amended else "motion"
    await add_line(c, meeting, kind, f"{word}{no}：{what.text}", what.mover)
    if state == "moved":
        await add_line(c, meeting, "second", f"附议{no}。", what.seconder)
    c.record(f"motion.{state}", {"meeting": meeting, "motion": made, "no": no})
    c.tell(topics.room(meeting), f"motion.{state}")
    return made


async def _insert(c: Change, meeting: str, what: Moved, no: str, state: str) -> str:
    made = new_id()
    await Motion.insert(
        Motion(
            id=made,
            meeting=meeting,
            item=what.item,
            no=no,
            text=what.text,
            mover=what.mover,
            seconder=what.seconder if state == "moved" else None,
            amends=what.amends or None,
            moved_at=c.at,
            doer=what.doer,
            by_when=what.by_when,
            place=what.place,
            means=what.means,
            state=state,
        )
    )
    return made


async def second(motion: str, person: str, by: Actor) -> str:
    """motion.seconded: another present member seconds it; now it is before the meeting.

    Returns the meeting. Twice is once. Refused with motion.same_person, motion.not_present,
    motion.ended.
    """
    async with change(by) as c:
        found = await held_motion(motion, by)
        meeting = str(found["meeting"])
        if found["state"] == "moved":
            return meeting
        rules.must_wait_for_second(found["state"])
        rules.may_move(found["mover"], person, await _present_members(meeting))
        await db.rows(
            "UPDATE motion SET state = 'moved', seconder = {} WHERE id = {}", person, motion
        )
        await add_line(c, meeting, "second", f"附议{found['no']}。", person)
        c.record("motion.seconded", {"meeting": meeting, "motion": motion, "no": found["no"]})
        c.tell(topics.room(meeting), "motion.seconded")
    return meeting


async def withdraw(motion: str, by: Actor) -> str:
    """motion.withdrawn: its mover takes it back before the vote; the text stays readable."""
    return await _end(motion, "withdrawn", "撤回{no}。", "", by)


async def postpone_motion(motion: str, reason: str, by: Actor) -> str:
    """motion.postponed: to a later meeting, with the reason."""
    return await _end(motion, "postponed", "{no}延期再议：{reason}", reason, by)


async def _end(motion: str, state: str, words: str, reason: str, by: Actor) -> str:
    """Returns the meeting. Twice is once. Refused with motion.ended, motion.voted."""
    async with change(by) as c:
        found = await held_motion(motion, by)
        meeting = str(found["meeting"])
        if found["state"] == state:
            return meeting
        rules.may_end_motion(found["state"], voted=await _is_voted(motion))
        await db.rows(
            "UPDATE motion SET state = {}, ended_at = {} WHERE id = {}", state, c.at, motion
        )
        await return_chair_within(c, meeting, "voted", motion)
        text = words.format(no=found["no"], reason=reason)
        await add_line(c, meeting, "motion", text, found["mover"] if state == "withdrawn" else "")
        c.record(f"motion.{state}", {"meeting": meeting, "motion": motion, "no": found["no"]})
        c.tell(topics.room(meeting), f"motion.{state}")
    return meeting


async def held_motion(motion: str, by: Actor) -> dict[str, Any]:
    """The motion in its open meeting, held until the change ends; another community's is not."""
    there = await db.row(
        "SELECT m.meeting FROM motion m JOIN meeting e ON e.id = m.meeting"
        " WHERE m.id = {} AND e.community = {}",
        motion,
        by.community,
    )
    if there is None:
        raise NotThere
    found = await locked(there["meeting"], by)
    rules.must_be_open(found["state"])
    now = await db.row("SELECT * FROM motion WHERE id = {}", motion)
    if now is None:
        raise NotThere
    return now


async def lapse_within(c: Change, meeting: str, item: str | None) -> None:
    """The meeting leaves an item: what nobody seconded is not before it any more (MTG-7)."""
    gone = await db.rows(
        "UPDATE motion SET state = 'lapsed', ended_at = {} WHERE meeting = {} AND item = {}"
        " AND state = 'offered' RETURNING no",
        c.at,
        meeting,
        item,
    )
    for one in gone:
        await add_line(c, meeting, "motion", f"{one['no']}无人附议，不成立。")


async def _is_voted(motion: str) -> bool:
    """A vote on it is made, open or counted; a later feature's table by its word alone."""
    found = await db.row("SELECT id FROM poll WHERE motion = {} AND state <> 'cancelled'", motion)
    return found is not None


async def _present_members(meeting: str) -> set[str]:
    found = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND part = 'member' AND status = 'present'",
        meeting,
    )
    return {one["person"] for one in found}
