"""What a community of the access table holds of proposals: one in each state that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.proposals import actions
from council.proposals.actions import Filing, Place
from council.proposals.photos import Drawn
from council.proposals.rules import Terms, Wording

if TYPE_CHECKING:
    from tests.access.world import Side

# State → whose it is; five a day of one author.
AUTHORS = {
    "supporting": "resident",
    "waiting": "resident",
    "answered": "resident",
    "asked": "resident",
    "scheduled": "resident",
    "other": "neighbour",
    "withdrawn": "neighbour",
}


async def make(side: Side) -> None:
    """Everything through the actions."""
    by = side.actor("secretary")
    await actions.set_terms(Terms(2, 15), by)
    for state in AUTHORS:
        await _file(side, state)
    for state in ("waiting", "answered", "scheduled"):
        await actions.accept(side.things[f"proposal.{state}"], by)
    for state in ("answered", "scheduled"):
        await actions.answer(side.things[f"proposal.{state}"], "agenda", f"{side.mark}上会", by)
    where = Place(side.things["meeting.coming"], "vote", 9)
    await actions.schedule(side.things["proposal.scheduled"], where, by)
    asked, other = side.things["proposal.asked"], side.things["proposal.other"]
    await actions.ask_merge(asked, other, f"{side.mark}同一件事", by)
    await actions.withdraw(side.things["proposal.withdrawn"], "", side.actor("neighbour"))


async def _file(side: Side, state: str) -> None:
    wording = Wording(
        f"{side.mark}{state}", f"{side.mark}装灯", f"{side.mark}太暗", f"{side.mark}门口"
    )
    photos = (Drawn(b"no picture", 1, 1),) if state == "supporting" else ()
    made = await actions.file(Filing(wording, photos=photos), side.actor(AUTHORS[state]))
    side.things[f"proposal.{state}"] = made
    if photos:
        found = await db.row("SELECT id FROM proposal_photo WHERE proposal = {}", made)
        assert found is not None
        side.things["photo.one"] = found["id"]
