"""What a community of the access table holds of wishes: one in each state that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.wishes import actions
from council.wishes.rules import Claiming, Wishing

if TYPE_CHECKING:
    from tests.access.world import Side

STATES = ("review", "wall", "claimed", "doing", "delivered")  # five a day of one person


async def make(side: Side) -> None:
    """The resident's, claimed by the member; everything through the actions."""
    by, member = side.actor("secretary"), side.actor("member")
    for at, state in enumerate(STATES):
        what = Wishing(
            f"{side.mark}心愿", "goods", contact=f"{side.mark}门口", guardian="", may_show=True
        )
        made = side.things[f"wish.{state}"] = await actions.wish(what, side.actor("resident"))
        if at >= 1:
            await actions.show(made, f"{side.mark}墙上", by)
        if at >= 2:
            await actions.claim(made, Claiming("resident"), member)
        if at >= 3:
            await actions.approve(made, by)
        if at >= 4:
            await actions.deliver(made, f"{side.mark}送到", member)
