"""A 会议纪要 as an archival PDF (PDF/A-2b), typeset by Typst from a template of ours.

What people wrote goes in as JSON and is never part of the Typst source, so that `#` and
`[` are letters. Typesetting takes a tenth of a second: `make` runs it off the event loop.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn as fonts
import segno
import typst

from council import paths
from council.minutes.blocks import FIXED_HEADS, Draft, as_data
from council.minutes.glyphs import printable
from council.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

BUSY = 503
MOST_WAITING = 16  # requests for paper at one time; the next is told to come again

_typesetter = ThreadPoolExecutor(1, "typesetter")  # one compiler, used by one thread
_waiting = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: who, and the moment in words, empty while it is open."""

    name: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on paper around the draft. `address` is what the QR holds, or empty."""

    draft: Draft
    version: int
    sha256: str
    chair: Signature
    recorder: Signature
    issued: str  # 2026年12月6日印发, or empty before publication
    address: str
    stamp: datetime  # creation time of the file, so that equal input gives equal bytes

    @property
    def public(self) -> bool:
        """Published: the hash is final and the number stands."""
        return bool(self.issued)


async def make(what: Print) -> bytes:
    """The PDF's bytes, made in a thread of its own. Raises Refused when too many wait."""
    global _waiting  # noqa: PLW0603 - one queue in one event loop
    if _waiting >= MOST_WAITING:
        raise Refused("minutes.busy", BUSY)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_typesetter, typeset, what)
    finally:
        _waiting -= 1


@lru_cache(maxsize=16)
def typeset(what: Print) -> bytes:
    """The PDF's bytes; the same `what` always gives the same bytes."""
    shown = {**_shown(_data(what)), "qr": _qr(what.address)}
    made = _compiler().compile(
        sys_inputs={"minutes": json.dumps(shown, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2b", "ua-1"],
        timestamp=int(what.stamp.timestamp()),
    )
    if not isinstance(made, bytes):
        message = "typst made no single file"
        raise TypeError(message)
    return made


@cache
def _compiler() -> typst.Compiler:
    folder = paths.TEMPLATES / "print"
    return typst.Compiler(
        input=str(folder / "minutes.typ"),
        root=str(folder),
        font_paths=[str(fonts.serif_path().parent)],
        ignore_system_fonts=True,  # the same lines on every machine
    )


def _data(what: Print) -> dict[str, Any]:
    return {
        **as_data(what.draft),
        "number": what.draft.number or "草稿",
        "chair": {"name": what.chair.name, "signed": what.chair.signed},
        "recorder": {"name": what.recorder.name, "signed": what.recorder.signed},
        "issued": what.issued,
        "heads": FIXED_HEADS,
        "address": what.address,
        "sha256": in_rows(what.sha256),
        "mark": f"第{what.version}稿 · SHA-256 {what.sha256[:16]}",
        "proof": list(_proof(what)),
    }


def _proof(what: Print) -> list[str]:
    if not what.public:
        return [f"第{what.version}稿，尚未公开。校验值（SHA-256）："]
    return [
        "扫码打开公开的页面，核对校验值，即知这份与公开的是否一致。",
        f"第{what.version}稿的校验值（SHA-256）：",
    ]


def in_rows(digits: str) -> list[str]:
    """64 digits as two rows of four groups, to be compared by eye."""
    groups = [digits[start : start + 8] for start in range(0, len(digits), 8)]
    return [" ".join(groups[:4]), " ".join(groups[4:])]


def _qr(address: str) -> str:
    """The address as an SVG picture; an empty text without an address."""
    if not address:
        return ""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()


def _shown(value: Any) -> Any:
    """Every string in it made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, (list, tuple)):
        return [_shown(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _shown(entry) for key, entry in value.items()}
    return value
