"""Reading who sent a ballot for its elector: for the elector, and for the staff who enter them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from council import db


@dataclass(frozen=True, slots=True)
class Entered:
    """A ballot that staff entered for somebody: of which poll, by whom, and what was said of it.

    Never the choice: it is on the voter's own page, and in no list.
    """

    poll: str
    text: str
    state: str
    elector_no: int
    person: str
    name: str
    assistant: str
    assistant_name: str
    confirmed: bool
    objected: bool


_ENTERED = (
    "SELECT p.id AS poll, p.text, p.state, c.elector_no, e.person, n.name, c.person AS assistant,"
    " h.name AS assistant_name, c.confirmed_by, c.objected FROM cast_by c"
    " JOIN poll p ON p.id = c.poll"
    " JOIN elector e ON e.poll = c.poll AND e.elector_no = c.elector_no"
    " JOIN person n ON n.id = e.person JOIN person h ON h.id = c.person"
    " WHERE c.channel = 'assisted'"
)


async def entered_for(person: str) -> list[Entered]:
    """What was entered for this person, the newest vote first."""
    return await _rows(_ENTERED + " AND e.person = {} ORDER BY p.made_at DESC", person)


async def entered_in(poll: str) -> list[Entered]:
    """What was entered in this poll, by name: the order of entering is nobody's business."""
    return await _rows(_ENTERED + " AND c.poll = {} ORDER BY n.name, e.person", poll)


async def _rows(sql: str, *args: Any) -> list[Entered]:
    return [
        Entered(
            **{name: one[name] for name in Entered.__slots__ if name in one and name != "objected"},
            confirmed=one["confirmed_by"] is not None,
            objected=bool(one["objected"]),
        )
        for one in await db.rows(sql, *args)
    ]
