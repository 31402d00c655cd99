"""A month after a sealed vote was published its key goes, and with it what it could open.

Of a box that was not opened it goes at once, and here where something came between.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import now
from council.voting import poll_keys

if TYPE_CHECKING:
    from council.change import Actor

KEPT = timedelta(days=30)  # in which the box can still be opened once more


async def destroy_due(community: str, by: Actor) -> int:
    """poll.key_destroyed for each that is due; how many. Twice is once.

    The ciphertexts go; their hashes stay, by which voters find their receipts in the box.
    """
    due = await db.rows(
        "SELECT id FROM poll WHERE community = {} AND public_key <> '' AND key_destroyed_at IS NULL"
        " AND (published_at < {} OR state = 'cancelled' OR result LIKE '%\"withheld\"%')",
        community,
        now() - KEPT,
    )
    for one in due:
        await destroy(one["id"], by)
    return len(due)


async def destroy(poll: str, by: Actor) -> None:
    """poll.key_destroyed: nobody can read a ciphertext of this poll any more."""
    poll_keys.kept().destroy(poll)  # first: what fails after it is done again the next night
    async with change(by) as c:
        await db.rows("UPDATE box SET ct = '' WHERE poll = {}", poll)
        await db.rows("UPDATE poll SET key_destroyed_at = {} WHERE id = {}", c.at, poll)
        c.record("poll.key_destroyed", {"poll": poll})
