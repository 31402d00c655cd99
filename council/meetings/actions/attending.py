"""Who is there: by the code of the door, at the desk, from afar; and whether they are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings import attendance, rules
from council.meetings.actions.floor_hooks import leave_floor_within
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.shares import QUORUM
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Change


async def check_in(meeting: str, person: str, way: str, by: Actor) -> None:
    """attendance.changed: a called person is present; the code was proved by the caller."""
    await mark(meeting, person, "present", by, way=way)


async def mark(
    meeting: str, person: str, status: str, by: Actor, *, way: str = "desk", remote: bool = False
) -> None:
    """attendance.changed: present (also from afar), on leave, left or expected again.

    Twice is once. A quorum that is lost or reached by it stands in the record at once.
    """
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        await _mark(c, found, person, status, way=way, remote=remote and status == "present")


async def mark_all(meeting: str, people: Sequence[str], status: str, by: Actor) -> None:
    """attendance.changed: several people at once, as the secretary types them; as `mark`."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        remote = status == "remote"
        for person in people:
            now = "present" if remote else status
            await _mark(c, found, person, now, way="desk", remote=remote)


async def ask_leave(meeting: str, by: Actor) -> None:
    """attendance.changed: a called person says that they cannot come; also before it opens."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.may_ask_leave(found["state"], await _status(meeting, by.person))
        await _mark(c, found, by.person, "leave", way="self", remote=False)


async def take_leave(meeting: str, by: Actor) -> None:
    """attendance.changed: a present person says that they go."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        rules.may_go(await _status(meeting, by.person))
        await _mark(c, found, by.person, "left", way="self", remote=False)


async def _status(meeting: str, person: str) -> str:
    found = await db.row(
        "SELECT status FROM called WHERE meeting = {} AND person = {}", meeting, person
    )
    if found is None:
        raise NotThere
    return str(found["status"])


async def _mark(
    c: Change, meeting: dict[str, Any], person: str, status: str, *, way: str, remote: bool
) -> None:
    """Write it and say it, inside a change that holds the meeting."""
    before = await db.row(
        "SELECT c.status, c.part, c.remote, p.name FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.person = {}",
        meeting["id"],
        person,
    )
    if before is None:
        raise NotThere
    if (before["status"], bool(before["remote"])) == (status, remote):
        return
    standing = await _standing(meeting)
    await db.rows(
        "UPDATE called SET status = {}, way = {}, remote = {}, status_at = {}"
        " WHERE meeting = {} AND person = {}",
        status,
        way,
        remote,
        c.at,
        meeting["id"],
        person,
    )
    if status != "present":
        await leave_floor_within(c, meeting, person)
    word = "远程到会" if remote else _STATUS_WORDS[status]
    await add_line(c, meeting["id"], "checkin", f"{before['name']}{word}。", person)
    if meeting["state"] == "open":
        await _say_when_it_turned(c, meeting, standing)
    c.tell(topics.room(meeting["id"]), "attendance.changed")


_STATUS_WORDS = {"present": "到会", "leave": "请假", "left": "离席", "expected": "改为未到"}


async def _standing(meeting: dict[str, Any]) -> attendance.Standing:
    """By the database: a hall of two thousand is not read at each check-in.

    Owners whom nobody on the roll speaks for are called all the same (OWN-3).
    """
    found = await db.rows(
        "SELECT status, count(*) AS n, coalesce(sum(area), 0) AS area FROM called"
        " WHERE meeting = {} AND part = 'member' GROUP BY status",
        meeting["id"],
    )
    there = next((one for one in found if one["status"] == "present"), {"n": 0, "area": 0})
    return attendance.Standing(
        called=sum(int(one["n"]) for one in found) + meeting["unlisted_heads"],
        present=int(there["n"]),
        area_called=sum(int(one["area"]) for one in found) + meeting["unlisted_area"],
        area_present=int(there["area"]),
    )


async def _say_when_it_turned(
    c: Change, meeting: dict[str, Any], before: attendance.Standing
) -> None:
    """A quorum lost in the middle of a meeting must not go unnoticed: a line and an entry."""
    now, rule = await _standing(meeting), meeting["rule"]
    share, met = QUORUM.get(rule), now.suffices(rule)
    if share is None or met == before.suffices(rule):
        return
    needed = share.least(now.called)
    words = f"应到{now.called}人，到会{now.present}人，规定{needed}人"
    text = f"{words}：达到规定人数。" if met else f"{words}：不足规定人数，不能表决。"
    await add_line(c, meeting["id"], "quorum", text)
    body = {"meeting": meeting["id"], "called": now.called, "present": now.present}
    c.record("quorum.met" if met else "quorum.lost", {**body, "needed": needed})
