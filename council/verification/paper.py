"""Household letters on paper: one PDF, one letter a page, typeset by Typst from a template of ours.

What the roll says goes in as JSON and is never part of the Typst source. Typesetting takes a
thread of its own.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn as fonts
import segno
import typst

from council import paths
from council.clock import local
from council.documents.typesetter import step_back
from council.identity import codes
from council.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from council.verification.actions.batches import Written
    from council.verification.queries import Whom

BUSY = 503
MOST_WAITING = 2  # batches at one time; the next is told to come again

_typesetter = ThreadPoolExecutor(1, "letters", initializer=step_back)  # votes go before letters
_waiting = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """What stands on every letter of a batch."""

    community: str
    origin: str
    whom: Whom
    asks_facts: bool
    written: datetime
    until: datetime


async def make(letters: Sequence[Written], sender: Sender) -> bytes:
    """The PDF, made in a thread. Raises letter.busy when batches wait already."""
    global _waiting  # noqa: PLW0603 - one queue in one event loop
    if _waiting >= MOST_WAITING:
        raise Refused("letter.busy", BUSY)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(
            _typesetter, typeset, letters, sender
        )
    finally:
        _waiting -= 1


def typeset(letters: Sequence[Written], sender: Sender) -> bytes:
    """The PDF's bytes; nothing of them is kept here."""
    made = _compiler().compile(
        sys_inputs={"letters": json.dumps(_data(letters, sender), ensure_ascii=False)},
        format="pdf",
        timestamp=int(sender.written.timestamp()),
    )
    if not isinstance(made, bytes):
        message = "typst made no single file"
        raise TypeError(message)
    return made


@cache
def _compiler() -> typst.Compiler:
    folder = paths.TEMPLATES / "print"
    return typst.Compiler(
        input=str(folder / "letters.typ"),
        root=str(folder),
        font_paths=[str(fonts.serif_path().parent)],
        ignore_system_fonts=True,
    )


def _data(letters: Sequence[Written], sender: Sender) -> dict[str, object]:
    return {
        "community": sender.community,
        "address": f"{sender.origin}/letter",
        "whom": [part for part in astuple(sender.whom) if part],
        "facts": sender.asks_facts,
        "written": _day(sender.written),
        "until": _day(sender.until),
        "letters": [_one(letter, sender.origin) for letter in letters],
    }


def _one(letter: Written, origin: str) -> dict[str, str]:
    return {
        "name": letter.to.name,
        "home": f"{letter.to.building}{letter.to.entrance}{letter.to.room}",
        "public": letter.public,
        "secret": codes.grouped(letter.secret),
        "qr": _qr(f"{origin}/letter/{letter.public}#{letter.secret}"),
    }


def _day(at: datetime) -> str:
    day = local(at)
    return f"{day.year}年{day.month}月{day.day}日"


def _qr(address: str) -> str:
    """As an SVG picture."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()
