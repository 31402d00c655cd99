"""P2a: CPU of one copy of a push, beside writing one pre-encoded frame to every transport."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal, copies
from bench.client import NotAnsweredError
from bench.phones import handshake, hang_up, listen

if TYPE_CHECKING:
    from bench.phones import Phone
    from bench.setting import Setting

NAME = "P2a"
GOAL = Goal(ratio=1.3, rate=None)


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """`number` phones listen while the room moves `rounds` times; every copy must arrive."""
    meeting = await setting.council.order("hold", n=number)
    path = f"/meetings/{meeting}/socket?screen=room"
    port = setting.council.port
    asked = [handshake(port, path, cookie) for cookie in setting.cookies(number)]
    phones = await listen(port, asked)
    try:
        done = [await setting.council.order("push", meeting=meeting) for _ in range(rounds)]
        _check(phones, rounds)
    finally:
        await hang_up(phones)
    notes = {
        "bytes": median(one["bytes"] for one in done),
        "event_us_per_copy": median(one["event"] / number * 1e6 for one in done),
    }
    fans, floors = [one["fan"] for one in done], [one["floor"] for one in done]
    return copies(NAME, number, fans, floors, notes)


def _check(phones: list[Phone], rounds: int) -> None:
    """Each change came once, and once more as the floor's copy; all ended at the same state.

    A new code of the door also pushes, now and then; it changes no piece of a phone.
    """
    for one in phones:
        changes = _changes(one)
        if one.lost or len(changes) != 2 * rounds or changes[-1] != _changes(phones[0])[-1]:
            raise NotAnsweredError(f"a phone got {len(changes)} of {2 * rounds} copies")


def _changes(phone: Phone) -> list[bytes]:
    return [text for text in phone.texts if b'"quorum"' in text]
