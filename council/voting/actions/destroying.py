"""Some days after a sealed vote was published its key goes, and with it what it could open.

Of a box that was not opened it goes at once, and here where something came between.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import now
from council.voting.sealing import poll_keys
from council.voting.tellers import share_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor

KEPT = 7  # days: objections come while the result is on the board (公示); see council/settings.py

log = logging.getLogger(__name__)


async def destroy_due(community: str, by: Actor, days: int = KEPT) -> int:
    """poll.key_destroyed for each that was published `days` ago; how many. Twice is once.

    The ciphertexts go; their hashes stay, by which voters find their receipts in the box. It is
    recorded only once nothing of them is left in the database's own files; while somebody still
    reads from those, it is done again the next night.
    """
    due = await db.rows(
        "SELECT id FROM poll WHERE community = {} AND public_key <> '' AND key_destroyed_at IS NULL"
        " AND (published_at < {} OR state = 'cancelled' OR result LIKE '%\"withheld\"%')",
        community,
        now() - timedelta(days=days),
    )
    return await _destroy([one["id"] for one in due], by)


async def destroy(poll: str, by: Actor) -> None:
    """poll.key_destroyed: nobody can read a ciphertext of this poll any more."""
    await _destroy([poll], by)


async def _destroy(polls: Sequence[str], by: Actor) -> int:
    for poll in polls:
        poll_keys.kept().destroy(poll)  # first: what fails after it is done again the next night
        share_files.wipe_all(poll)
        async with db.write(db.engine()):
            await db.rows("UPDATE box SET ct = '' WHERE poll = {} AND ct <> ''", poll)
    if not polls or not await _scrubbed():
        return 0
    for poll in polls:
        async with change(by) as c:
            await db.rows("UPDATE poll SET key_destroyed_at = {} WHERE id = {}", c.at, poll)
            c.record("poll.key_destroyed", {"poll": poll})
    return len(polls)


async def _scrubbed() -> bool:
    """What was deleted or replaced stands in log and table until they are written anew."""
    for table in ("box", "envelope"):  # envelopes of cancelled polls were deleted
        if not await db.engine().scrub(table):
            log.warning("somebody reads from the database: old ciphertexts are cleaned next time")
            return False
    return True
