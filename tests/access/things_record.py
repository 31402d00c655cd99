"""The record of the access table: signed once, with a witness and one who was."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from council.record import actions
from council.record import checkpoint_queries as checkpoints
from tests.record.made import witness_key

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    by = side.actor("secretary")
    for number, name in enumerate(("one", "ended")):
        key = witness_key(number).text
        side.things[f"witness.{name}"] = await actions.add_witness(side.mark, key, by)
    await actions.end_witness(side.things["witness.ended"], by)
    with tempfile.TemporaryDirectory() as folder:
        signer = checkpoints.log_key("council.test", side.community, bytes(32))
        await actions.sign(side.community, signer, Path(folder))
