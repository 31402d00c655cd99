"""Typst in one thread of its own: from a template of ours and plain data to PDF or picture.

What people wrote goes in as JSON and is never part of the Typst source, so that `#` and `[` are
letters. A page takes a tenth of a second: `run` does it off the event loop, one at a time and
behind everything else, so that a vote never waits for paper.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import pylopdf_fonts_zh_cn as fonts
import typst

from council import paths
from council.documents.glyphs import printable
from council.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

BUSY = 503
MOST_WAITING = 16  # requests for paper at one time; the next is told to come again
LATER = 10  # how far behind the other threads of this process
LAST = 19  # behind everybody
DOTS = 110  # of an inch in a picture

Paper = TypeVar("Paper")
Made = TypeVar("Made")

# Typst would lay out on every core at once; votes need the other one. Read at its first use.
os.environ.setdefault("RAYON_NUM_THREADS", "1")


def step_back() -> None:
    """Linux gives each thread a rank of its own; elsewhere it would be the whole process's."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        own = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(own + LATER, LAST))


_thread = ThreadPoolExecutor(1, "typesetter", initializer=step_back)
_waiting = 0


async def run(job: Callable[[Paper], Made], what: Paper) -> Made:
    """`job(what)` in the typesetter's thread. Refused with documents.busy when too many wait."""
    global _waiting  # noqa: PLW0603 - one queue in one event loop
    if _waiting >= MOST_WAITING:
        raise Refused("documents.busy", BUSY)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_thread, job, what)
    finally:
        _waiting -= 1


def pdf(template: str, data: Mapping[str, Any], stamp: datetime) -> bytes:
    """An archival, tagged PDF; equal data and `stamp`, its date of creation, give equal bytes."""
    made = _compiler(template).compile(
        sys_inputs=_inputs(data),
        format="pdf",
        pdf_standards=["a-2b", "ua-1"],  # for the archive, and for readers who do not see
        timestamp=int(stamp.timestamp()),
    )
    if not isinstance(made, bytes):
        message = "typst made no single file"
        raise TypeError(message)
    return made


def pictures(template: str, data: Mapping[str, Any]) -> tuple[bytes, ...]:
    """Every page as PNG."""
    made = _compiler(template).compile(sys_inputs=_inputs(data), format="png", ppi=DOTS)
    pages = made if isinstance(made, list) else [made]
    return tuple(page for page in pages if isinstance(page, bytes))


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(shown(data), ensure_ascii=False)}


@cache
def _compiler(template: str) -> typst.Compiler:
    folder = paths.TEMPLATES / "print"
    return typst.Compiler(
        input=str(folder / template),
        root=str(folder),
        font_paths=[str(fonts.serif_path().parent)],
        ignore_system_fonts=True,  # the same lines on every machine
    )


DRAWN = "qr"  # how keys end under which a drawing of ours stands, and no words


def shown(value: Any) -> Any:
    """Every string in it made printable; drawings stay as they are."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, (list, tuple)):
        return [shown(entry) for entry in value]
    if isinstance(value, dict):
        return {k: v if k.endswith(DRAWN) else shown(v) for k, v in value.items()}
    return value
