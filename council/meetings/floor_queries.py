"""Reading the floor of a meeting: its turns, the motion under debate, and why it is shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.meetings.floor import Floor, Pending, Turn, debated, shut
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.identity.viewer import Viewer

_TURNS = (
    "SELECT id, person, coalesce(motion, '') AS motion, side, state, raised_at, seconds, began_at,"
    " running_since, used_ms, ended_at, side_before, departs, line, worded FROM turn"
    " WHERE meeting = {} AND item = {} ORDER BY raised_at, id"
)
_PENDING = (
    "SELECT m.id, m.no, m.moved_at, m.debate_closed_at FROM motion m"
    " WHERE m.item = {} AND m.state = 'moved' AND m.ended_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM poll p WHERE p.motion = m.id"
    " AND p.state IN ('open', 'closing', 'sealed', 'closed', 'published'))"
)


async def floor_of(meeting: Mapping[str, Any]) -> Floor:
    """The floor as it stands at the item that the meeting is at; `meeting` is its row."""
    item = meeting["current_item"]
    voting = await db.row(
        "SELECT id FROM poll WHERE meeting = {} AND scope = 'present'"
        " AND state IN ('open', 'closing', 'sealed', 'closed')",
        meeting["id"],
    )
    return Floor(
        kind=meeting["kind"],
        presiding=meeting["presiding"] or meeting["chair"],
        turns=await turns_of(meeting["id"], item),
        motion=await motion_debated(item),
        turns_each=meeting["turns_each"],
        shut=shut(
            item=bool(item),
            voting=voting is not None,
            at_break=meeting["break_since"] is not None,
        ),
    )


async def turns_of(meeting: str, item: str | None) -> tuple[Turn, ...]:
    """Everybody who wanted to speak to this item, in the order of their hands."""
    if not item:
        return ()
    found = await db.rows(_TURNS, meeting, item)
    return tuple(Turn(**{**one, "worded": bool(one["worded"])}) for one in found)


async def motion_debated(item: str | None) -> Pending | None:
    """The motion before the meeting, amendments first; not one that is voted on or was."""
    if not item:
        return None
    found = await db.rows(_PENDING, item)
    return debated(
        Pending(one["id"], one["no"], one["moved_at"], closed=one["debate_closed_at"] is not None)
        for one in found
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn or a motion belongs, and whose turn it is."""

    meeting: str
    presiding: str
    person: str = ""


async def turn_for(viewer: Viewer, turn: str) -> Place:
    """A turn in a meeting of the viewer's own community."""
    found = await db.row(
        "SELECT t.meeting, t.person, coalesce(m.presiding, m.chair) AS presiding FROM turn t"
        " JOIN meeting m ON m.id = t.meeting WHERE t.id = {} AND m.community = {}",
        turn,
        viewer.community,
    )
    if found is None:
        raise NotThere
    return Place(**found)


async def motion_for(viewer: Viewer, motion: str) -> Place:
    """A motion in a meeting of the viewer's own community."""
    found = await db.row(
        "SELECT o.meeting, coalesce(m.presiding, m.chair) AS presiding FROM motion o"
        " JOIN meeting m ON m.id = o.meeting WHERE o.id = {} AND m.community = {}",
        motion,
        viewer.community,
    )
    if found is None:
        raise NotThere
    return Place(**found)


async def reminded(turn: str) -> str:
    """Of what the speaker was reminded last within this turn, or empty."""
    found = await db.row(
        "SELECT r.reason FROM reminder r JOIN turn t ON t.id = r.turn AND t.person = r.person"
        " WHERE r.turn = {} ORDER BY r.at DESC LIMIT 1",
        turn,
    )
    return str(found["reason"]) if found else ""
