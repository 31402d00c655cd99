"""Sheets of the access table, in a meeting of their own: one open, one agreed, one withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting import actions as voting
from council.voting.actions import Question

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    """The secretary has entered somebody on the open sheet, and nobody else has."""
    secretary, chair = side.actor("secretary"), side.actor("chair")
    made = await voting.make(
        side.things["meeting.papers"], Question(f"{side.mark}纸", "COM"), secretary
    )
    await voting.open_poll(made, secretary)
    side.things["poll.papers"] = made
    for state in ("agreed", "withdrawn", "open"):
        sheet = side.things[f"sheet.{state}"] = await voting.begin_sheet(made, "hands", secretary)
        number = 3 if state == "agreed" else 2
        await voting.enter(sheet, {number: "yes"}, secretary)
        if state == "agreed":
            await voting.enter(sheet, {number: "yes"}, chair)
            for by in (secretary, chair):
                await voting.finish_entry(sheet, by)
        if state == "withdrawn":
            await voting.withdraw_sheet(sheet, chair)
