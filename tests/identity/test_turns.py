"""Signing in takes turns: few at once, two hundred wait, the others are told before they cost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from council.identity.passwords import QUEUE
from council.identity.turns import AT_ONCE, LONGEST, Turns

PLACES = AT_ONCE + QUEUE
MANY = 500
POST = {"type": "http", "method": "POST", "path": "/sign-in"}


class Slow:
    """An application that takes its time, and knows how many were in it at once."""

    def __init__(self) -> None:
        self.there = self.most = 0
        self.read: list[bytes] = []

    async def __call__(self, _: dict[str, Any], receive: Any, send: Any) -> None:
        self.there += 1
        self.most = max(self.most, self.there)
        self.read.append((await receive())["body"])
        await asyncio.sleep(0.001)
        self.there -= 1
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def said(turns: Turns, *parts: bytes, path: str = "/sign-in") -> int:
    """The status of the answer to a form that comes in these parts."""
    left, statuses = list(parts), list[int]()

    async def receive() -> dict[str, Any]:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    door = turns({**POST, "path": path})
    assert door is not None
    await door({**POST, "path": path}, receive, send)
    return statuses[0]


async def test_few_are_served_at_once_and_the_rest_of_a_flood_is_told() -> None:
    app = Slow()
    turns = Turns(app, ("/sign-in",))
    answers = await asyncio.gather(*(said(turns, b"a", b"b") for _ in range(MANY)))
    assert (answers.count(401), answers.count(503)) == (PLACES, MANY - PLACES)
    assert app.most == AT_ONCE
    assert set(app.read) == {b"ab"}
    assert await said(turns, b"a") == 401, "places are given back"


async def test_control_without_turns_all_are_there_at_once() -> None:
    app = Slow()

    async def receive() -> dict[str, Any]:
        return {"body": b""}

    async def send(_: dict[str, Any]) -> None: ...

    await asyncio.gather(*(app({}, receive, send) for _ in range(MANY)))
    assert app.most == MANY


async def test_whoever_sends_slowly_keeps_nobody_waiting() -> None:
    turns = Turns(Slow(), ("/sign-in",))
    never = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await never.wait()
        return {}

    async def send(_: dict[str, Any]) -> None: ...

    door = turns(POST)
    assert door is not None
    slow = [asyncio.ensure_future(door(POST, receive, send)) for _ in range(PLACES)]
    await asyncio.sleep(0)
    assert await said(turns, b"a") == 401
    for one in slow:
        one.cancel()
    await asyncio.gather(*slow, return_exceptions=True)


def test_what_is_below_a_page_waits_with_it() -> None:
    turns = Turns(Slow(), ("/sign-in", "/letter"))
    assert turns({**POST, "path": "/letter/A1BCD"}) is not None


async def test_a_form_without_end_is_refused() -> None:
    assert await said(Turns(Slow(), ("/sign-in",)), b"x" * LONGEST, b"x") == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sign-in"),
        ("POST", "/polls/x/ballots"),
        ("POST", "/sign-out"),
        ("POST", "/letters/batches"),
    ],
)
def test_nobody_else_waits(method: str, path: str) -> None:
    turns = Turns(Slow(), ("/sign-in", "/letter"))
    assert turns({"type": "http", "method": method, "path": path}) is None
