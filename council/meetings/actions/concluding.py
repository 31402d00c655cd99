"""What comes of an item: the opinion or decision, and who sees to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Conclusion:
    """CON-1: the agreed text, what comes next, who sees to it and until when."""

    outcome: str
    next_step: str
    responsible: str
    due: date | None


async def conclude(item: str, what: Conclusion, by: Actor) -> str:
    """item.concluded: the outcome of one point; issued minutes stay as they were."""
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
