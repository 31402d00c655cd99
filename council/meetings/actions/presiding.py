"""MTG-2, MTG-8: the chair is handed over and comes back; the debate is closed and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import floor, rules
from council.meetings.actions.floor_held import floor_within, lower_within
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.tables import Handover
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Change

WHY = {
    "voted": "表决结果已公布",
    "item": "本项已结束",
    "closed": "散会",
    "left": "代为主持的人离席",
}
CLOSED = {"chair": "主持人宣布结束辩论", "carried": "经多数同意，结束辩论"}


async def hand_over(meeting: str, to: str, by: Actor) -> None:
    """chair.handed_over: somebody else presides until the motion under debate is voted.

    To the same person twice is once.
    """
    async with change(by) as c:
        found, held = await floor_within(meeting, by)
        if found["presiding"] == to:
            return
        if found["presiding"]:
            raise Refused("floor.handed_over_already")
        seat = await db.row(
            "SELECT p.name, c.part, c.status FROM called c JOIN person p ON p.id = c.person"
            " WHERE c.meeting = {} AND c.person = {}",
            meeting,
            to,
        )
        if seat is None:
            raise NotThere
        floor.may_hand_over(held, to, seat["part"], seat["status"])
        made = await _insert_handover(
            c, meeting, found["current_item"], held.on, to, held.presiding
        )
        await db.rows("UPDATE meeting SET presiding = {} WHERE id = {}", to, meeting)
        no = held.motion.no if held.motion else ""
        await add_line(
            c,
            meeting,
            "handover",
            f"移交主持，由{seat['name']}主持到动议{no}表决。",
            held.presiding,
        )
        c.record("chair.handed_over", {"meeting": meeting, "motion": held.on, "handover": made})
        c.tell(topics.room(meeting), "chair.handed_over")


async def _insert_handover(
    c: Change, meeting: str, item: str, motion: str, to: str, chair: str
) -> str:
    made = new_id()
    await Handover.insert(
        Handover(
            id=made,
            meeting=meeting,
            item=item,
            motion=motion or None,
            from_person=chair,
            to_person=to,
            at=c.at,
            by_person=c.by.person,
            returned_why="",
        )
    )
    return made


async def take_back(meeting: str, by: Actor) -> None:
    """chair.returned: the chair presides again before the vote. Twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        await return_chair_within(c, meeting, "taken")


async def return_chair_within(c: Change, meeting: str, why: str, motion: str = "") -> None:
    """The meeting's own chair presides again, if somebody else did; `motion`: only for that one."""
    there = await db.row(
        "SELECT id, motion, from_person FROM handover WHERE meeting = {} AND returned_at IS NULL",
        meeting,
    )
    if there is None or (motion and there["motion"] != motion):
        return
    await db.rows(
        "UPDATE handover SET returned_at = {}, returned_why = {} WHERE id = {}",
        c.at,
        why,
        there["id"],
    )
    await db.rows("UPDATE meeting SET presiding = NULL WHERE id = {}", meeting)
    ground = f"{WHY[why]}，" if why in WHY else ""
    await add_line(c, meeting, "handover", f"{ground}恢复主持。", there["from_person"])
    c.record("chair.returned", {"meeting": meeting, "handover": there["id"], "why": why})
    c.tell(topics.room(meeting), "chair.returned")


async def close_debate(motion: str, how: str, by: Actor) -> None:
    """debate.closed: by the chair or by a carried motion; waiting hands go down. Twice is once."""
    async with change(by) as c:
        meeting, no = await _motion(motion, by)
        _, held = await floor_within(meeting, by)
        floor.must_be_open(held)
        if held.on != motion:
            raise Refused("floor.moved_on")
        if held.motion is None or held.motion.closed:
            return
        await db.rows("UPDATE motion SET debate_closed_at = {} WHERE id = {}", c.at, motion)
        await lower_within(c, [one for one in held.queue if one.side != floor.ORDER])
        await add_line(c, meeting, "note", f"{CLOSED[how]}（动议{no}）。")
        c.record("debate.closed", {"meeting": meeting, "motion": motion, "how": how})
        c.tell(topics.room(meeting), "debate.closed")


async def reopen_debate(motion: str, by: Actor) -> None:
    """debate.reopened: hands can be raised again until the vote. Twice is once."""
    async with change(by) as c:
        meeting, no = await _motion(motion, by)
        _, held = await floor_within(meeting, by)
        floor.must_be_open(held)
        if held.on != motion:
            raise Refused("floor.moved_on")
        if held.motion is None or not held.motion.closed:
            return
        await db.rows("UPDATE motion SET debate_closed_at = NULL WHERE id = {}", motion)
        await add_line(c, meeting, "note", f"恢复辩论（动议{no}）。")
        c.record("debate.reopened", {"meeting": meeting, "motion": motion})
        c.tell(topics.room(meeting), "debate.reopened")


async def _motion(motion: str, by: Actor) -> tuple[str, str]:
    found = await db.row(
        "SELECT o.meeting, o.no FROM motion o JOIN meeting m ON m.id = o.meeting"
        " WHERE o.id = {} AND m.community = {}",
        motion,
        by.community,
    )
    if found is None:
        raise NotThere
    return found["meeting"], found["no"]
