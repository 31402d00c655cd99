"""What every act on minutes begins with: the row, held until the change ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.minutes.queries import MinutesRow, as_row
from council.minutes.tables import MinutesVersion
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change


async def locked(minutes: str, by: Actor) -> MinutesRow:
    """The minutes' row, held until the change ends; another community's is not there."""
    found = await db.held(
        "SELECT * FROM minutes WHERE id = {} AND community = {}",
        minutes,
        by.community,
    )
    if found is None:
        raise NotThere
    return as_row(found)


async def keep(c: Change, minutes: str, version: int, body: str) -> None:
    """One more text that there was."""
    await MinutesVersion.insert(
        MinutesVersion(
            minutes=minutes, version=version, body=body, made_by=c.by.person, made_at=c.at
        )
    )
