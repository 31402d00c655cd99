"""Batches that are being made: tasks of this process, their codes in its memory alone.

After a restart a batch that was being made is lost; its page says so, and no earlier letter is.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from council.refusal import Refused
from council.verification.actions.batches import fail_batch, make_batch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from council.change import Actor
    from council.verification.actions.batches import Written
    from council.verification.batch_queries import Addressee

BUSY = 503
MOST = 2  # batches at one time; the next is told to come again
BROKEN = "letter.batch_broken"

log = logging.getLogger(__name__)
_tasks: set[asyncio.Task[None]] = set()


def must_have_room() -> None:
    if len(_tasks) >= MOST:
        raise Refused("letter.busy", BUSY)


def start(
    batch: str,
    chosen: Sequence[Addressee],
    by: Actor,
    key: bytes,
    typeset: Callable[[Sequence[Written]], Awaitable[bytes]],
    *,
    asks_facts: bool,
) -> None:
    """Make it beside everything else; the answer does not wait."""

    async def work() -> None:
        try:
            await make_batch(batch, chosen, by, key, typeset, asks_facts=asks_facts)
        except Refused as why:
            await fail_batch(batch, why.code)
        except Exception:
            log.exception("a batch of letters was not made")
            await fail_batch(batch, BROKEN)

    task = asyncio.create_task(work(), name=f"letters {batch}")
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def stop() -> None:
    """The server ends: what is being made is lost, and says so after the next start."""
    for task in list(_tasks):
        task.cancel()
    await asyncio.gather(*_tasks, return_exceptions=True)
