"""Argon2id in a bounded executor: two hashes at once, never more than cores; a queue, then 503.

A login that nobody has costs the same time as a wrong password: a hash of nothing is verified.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from council.identity import denied, rules
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

MOST_THREADS = 2
RANK = 10  # niceness: a hash still gets a tenth of a busy core
QUEUE = 200
UNAVAILABLE = 503
RETRY_AFTER = "7"  # seconds; what a full queue needs at most for its 200


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


# Two on one core would both keep waiting a ballot that comes back from the disk (row 43).
THREADS = min(MOST_THREADS, _cores())


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters; the default is OWASP's least (19 MiB, two passes, one lane)."""

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1


STRONG = Cost()
CHEAPEST = Cost(memory_kib=8, passes=1)  # demo and tests: the smallest that Argon2 allows


def _after_the_others() -> None:
    """The thread of a hash, and its lanes, give way to the loop that counts votes (row 43)."""
    if sys.platform == "linux":  # elsewhere a thread has no rank of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), RANK)


class Keeper:
    """Hashes and verifies at one cost."""

    def __init__(self, cost: Cost = STRONG) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            type=Type.ID,
        )
        self._nothing = self._hasher.hash("nobody has this password")
        self._pool = ThreadPoolExecutor(THREADS, "argon2", _after_the_others)
        self._places = threading.BoundedSemaphore(THREADS + QUEUE)

    async def hashed(self, secret: str) -> str:
        """The hash to store; raises sign_in.busy when the queue is full."""
        return await self._run(lambda: self._hasher.hash(secret))

    async def matches(self, stored: str | None, secret: str) -> bool:
        """Whether `secret` is right; with nothing stored as slow, and never right."""
        against = self._nothing if stored is None else stored
        return await self._run(lambda: self._verify(against, secret)) and stored is not None

    def _verify(self, stored: str, secret: str) -> bool:
        try:
            return self._hasher.verify(stored, secret)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        """A place is given back when the work is done, also if nobody waits for it any more."""
        if not self._places.acquire(blocking=False):
            raise Refused("sign_in.busy", UNAVAILABLE)
        try:
            future = self._pool.submit(work)
        except BaseException:
            self._places.release()
            raise
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)


_keeper: list[Keeper] = []


def use(cost: Cost) -> None:
    """Hash at another cost from now on; only the demo and tests may ask for less than STRONG."""
    _keeper[:] = [Keeper(cost)]


def keeper() -> Keeper:
    """The one keeper of this process, made when it is first needed."""
    if not _keeper:
        use(STRONG)
    return _keeper[0]


def check(password: str, *logins: str) -> None:
    """Refuse what is too short, too long, well known, or made of `logins` and words like them."""
    rules.check_password(password, logins, denied.passwords())
    plain = password.casefold()
    if denied.is_date(plain) or denied.is_run(plain):
        raise unreadable("password.common")
