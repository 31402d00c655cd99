"""N voters at one instant, beside N hellos at one instant: what a durable ballot costs.

P1a: CPU and rate of a ballot by name. P1b: of a sealed one, with its signed receipt. P1c: how
long 99 of 100 wait for their answer, by name and sealed. In all of them every ballot must be
counted once, or the run ends (P1d).
"""

from __future__ import annotations

import gc
import random
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal, Round, figure, waits
from bench.client import Crowd, get, post

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.setting import Setting

CHOICES = ("yes", "no", "abstain")
CREATED = 201
OK = 200


class MiscountedError(AssertionError):
    """Ballots were lost or counted twice."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """What everybody sends in one round."""

    requests: list[bytes]
    expected: dict[str, int]


@dataclass(frozen=True, slots=True)
class Burst:
    """One round: CPU and wall time beside the hello's, and how long each voter waited."""

    round: Round
    waited: list[float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of bursts of one `mode`."""

    NAME: str
    GOAL: Goal
    mode: str
    of: Callable[[str, int, Sequence[Burst]], Figure]

    async def measure(self, setting: Setting, number: int, rounds: int) -> Figure:
        """`number` voters vote at one instant, `rounds` times, each in a new poll."""
        meeting = await setting.council.order("hold", n=number)
        hello, phones = Crowd(), Crowd()
        await hello.connect(setting.hello.port, number)
        await phones.connect(setting.council.port, number)
        try:
            await _warm(setting, hello, phones, number)
            done = [await _burst(setting, hello, phones, meeting, self.mode) for _ in range(rounds)]
        finally:
            await hello.close()
            await phones.close()
        return self.of(self.NAME, number, done)


def _spent(name: str, number: int, done: Sequence[Burst]) -> Figure:
    return figure(name, number, [one.round for one in done], {"lost_or_double": 0.0})


def _waited(name: str, number: int, done: Sequence[Burst]) -> Figure:
    return waits(name, number, [(one.waited, one.round.base_wall) for one in done])


NAMED = Measure("P1a", Goal(ratio=1.6, rate=0.5), "named", _spent)
SEALED = Measure("P1b", Goal(ratio=2.9, rate=0.35), "sealed", _spent)
ANSWERED = Measure("P1c", Goal(ratio=1.0, rate=None), "named", _waited)
ANSWERED_SEALED = Measure("P1cs", Goal(ratio=2.0, rate=None), "sealed", _waited)


async def _warm(setting: Setting, hello: Crowd, phones: Crowd, number: int) -> None:
    """Once before the clock starts: sessions are known, as of people who have the page open."""
    await hello.burst([get("/hello")] * number, OK)
    await phones.burst([get("/health", cookie) for cookie in setting.cookies(number)], OK)


async def _burst(setting: Setting, hello: Crowd, phones: Crowd, meeting: str, mode: str) -> Burst:
    number = len(phones.connections)
    poll = await setting.council.order("ask", meeting=meeting, mode=mode)
    sent = ballots(setting, poll, number)
    gc.collect()
    before = await setting.hello.cpu()
    base_wall = await hello.burst([get("/hello")] * number, OK)
    base_cpu = await setting.hello.cpu() - before
    before = await setting.council.cpu()
    wall = await phones.burst(sent.requests, CREATED)
    cpu = await setting.council.cpu() - before
    counted = await setting.council.order("close", poll=poll)
    if counted != sent.expected:
        raise MiscountedError(f"sent {sent.expected}, counted {counted}")
    return Burst(Round(cpu, wall, number, base_cpu, base_wall, number), phones.waited)


def ballots(setting: Setting, poll: str, number: int) -> Ballots:
    """As the page sends them: a form, the session's cookie, the token in its header."""
    requests: list[bytes] = []
    expected: dict[str, int] = {}
    for one, cookie in zip(setting.people, setting.cookies(number), strict=False):
        choice = random.choice(CHOICES)
        expected[choice] = expected.get(choice, 0) + 1
        body = f"choice={choice}&idem={secrets.token_hex(16)}&rev=0".encode()
        token = f"x-csrf-token: {one['csrf']}"
        path = f"/polls/{poll}/ballots"
        requests.append(post(path, body, cookie, token, "accept: application/json"))
    return Ballots(requests, expected)
