"""What a community of the access table has to do after a meeting: tasks and a dissent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.follow_up import actions as follow_up
from council.follow_up.actions import Wanted
from council.meetings import actions as meetings

if TYPE_CHECKING:
    from tests.access.world import Side

DUE = date(2099, 1, 1)


async def make(side: Side) -> None:
    """On the meeting that is talking about its one item: consulted on, and under way."""
    by, item, mark = side.actor("secretary"), side.things["item.talking"], side.mark
    await db.rows("UPDATE agenda_item SET kind = 'consult' WHERE id = {}", item)
    await meetings.go_to_item(side.things["meeting.talking"], item, by)
    side.things["item.consulted"] = item
    for state in ("open", "done"):
        member = side.people["member"]
        wanted = Wanted(f"{mark}修扶手{state}", f"李{mark}", DUE, member)
        side.things[f"task.{state}"] = await follow_up.add(item, wanted, by)
    await follow_up.finish(side.things["task.done"], f"{mark}修好了", by)
    await _dissent(side, item)


async def _dissent(side: Side, item: str) -> None:
    who = side.people["resident_rep"]
    await db.rows(
        "INSERT INTO called (meeting, person, part, sector, title, place, status, way, status_at)"
        " VALUES ({}, {}, 'member', '', '', 9, 'present', 'desk', {})",
        side.things["meeting.talking"],
        who,
        now(),
    )
    await follow_up.dissent(item, who, f"{side.mark}不同意", side.actor("resident_rep"))
    found = await db.row(
        "SELECT d.id, t.id AS task FROM dissent d JOIN task t ON t.dissent = d.id"
        " WHERE d.item = {}",
        item,
    )
    assert found is not None
    side.things["dissent.one"], side.things["task.explain"] = found["id"], found["task"]
