"""Who is there: by the code of the door, or by the secretary at the desk."""

from __future__ import annotations

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings import rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.refusal import NotThere


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
