"""A lamp at the door of building 3: what is proposed, and how far it has come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from council import db
from council.proposals import actions
from council.proposals.rules import Wording

if TYPE_CHECKING:
    from council.change import Actor
    from tests.people import Cast

LAMP = Wording("装一盏感应灯", "在3号楼门口装一盏感应灯。", "晚上看不清台阶。", "3号楼门口", 36_050)
NEEDED = 3  # supporters


async def supported(cast: Cast, proposal: str, heads: int) -> None:
    for number in range(1, heads + 1):
        await actions.support(proposal, 1, cast.actor(f"委员{number:02d}"))


async def answered(cast: Cast, proposal: str, outcome: str = "agenda") -> None:
    await actions.answer(proposal, outcome, "委员会认为值得议一议。", officer(cast))


def officer(cast: Cast) -> Actor:
    """The secretary, acting in that office."""
    return replace(cast.actor(cast.secretary), office="community_secretary")


async def state(proposal: str) -> tuple[str, str]:
    """Of the proposal, and of its idea in the register."""
    found = await db.row(
        "SELECT p.state, i.state AS said FROM proposal p JOIN idea i ON i.id = p.idea"
        " WHERE p.idea = {}",
        proposal,
    )
    assert found is not None
    return found["state"], found["said"]
