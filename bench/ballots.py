"""P1a: CPU and rate of a durable named ballot over HTTP, beside a hello at the same instant."""

from __future__ import annotations

import gc
import random
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal, Round, figure
from bench.client import Crowd, get, post

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P1a"
GOAL = Goal(ratio=1.6, rate=0.5)
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


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """`number` voters vote at one instant, `rounds` times; every ballot must be counted once."""
    meeting = await setting.council.order("hold", n=number)
    hello, phones = Crowd(), Crowd()
    await hello.connect(setting.hello.port, number)
    await phones.connect(setting.council.port, number)
    try:
        await _warm(setting, hello, phones, number)
        done = [await _round(setting, hello, phones, meeting, number) for _ in range(rounds)]
    finally:
        await hello.close()
        await phones.close()
    return figure(NAME, number, done, {"lost_or_double": 0.0})


async def _warm(setting: Setting, hello: Crowd, phones: Crowd, number: int) -> None:
    """Once before the clock starts: sessions are known, as of people who have the page open."""
    await hello.burst([get("/hello")] * number, OK)
    await phones.burst([get("/health", cookie) for cookie in setting.cookies(number)], OK)


async def _round(setting: Setting, hello: Crowd, phones: Crowd, meeting: str, number: int) -> Round:
    poll = await setting.council.order("ask", meeting=meeting)
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
    return Round(cpu, wall, number, base_cpu, base_wall, number)


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
