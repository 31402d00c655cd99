"""One typesetter for all paper: bounded, behind everything else, off the event loop."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time

import pytest

from council.documents import typesetter
from council.refusal import Refused


def slow(_: int) -> bytes:
    time.sleep(0.05)
    return b"paper"


async def test_who_comes_when_too_many_wait_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typesetter, "MOST_WAITING", 2)
    asked = [typesetter.run(slow, n) for n in range(3)]
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert told[:2] == [b"paper", b"paper"]
    assert isinstance(told[2], Refused)
    assert (told[2].code, told[2].status) == ("documents.busy", 503)
    assert await typesetter.run(slow, 4) == b"paper"


async def test_a_paper_that_fails_leaves_its_place_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typesetter, "MOST_WAITING", 1)

    def broken(_: int) -> bytes:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await typesetter.run(broken, 1)
    assert await typesetter.run(slow, 1) == b"paper"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ranks threads one by one")
async def test_its_thread_goes_behind_those_that_take_votes() -> None:
    def rank(_: int) -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    behind = await typesetter.run(rank, 0)
    assert behind >= min(os.getpriority(os.PRIO_PROCESS, 0) + 1, 19)


def test_drawings_are_not_read_as_words() -> None:
    drawing = "<svg>😀" + "m" * 40
    words = typesetter.shown({"qr": drawing, "checkpoint_qr": drawing, "text": ["😀"]})
    assert words == {"qr": drawing, "checkpoint_qr": drawing, "text": ["〓"]}
