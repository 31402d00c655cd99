"""The rotating check-in code as the hall screen shows it: digits and a QR."""

from __future__ import annotations

import io
from datetime import datetime  # noqa: TC003 - part of the public signature

import segno
from markupsafe import Markup

from council.meetings.attendance import PERIOD, door_code
from council.room.snapshot import Door
from council.settings import Settings  # noqa: TC001 - part of the public signature


def door(settings: Settings, meeting: str, at: datetime) -> Door:
    """The code stands in the fragment, so that no server log ever holds it."""
    code = door_code(settings.keys.door, meeting, at)
    url = f"{settings.origin}/meetings/{meeting}/room#{code}"
    return Door(code=code, url=url, qr=qr(url))


def qr(url: str) -> Markup:
    """Inline SVG made by us from our own address; scales with its box."""
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass="qr"
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - numbers and our own address only


def left_of_period(at: datetime) -> float:
    """Seconds until the next code."""
    return PERIOD - at.timestamp() % PERIOD


def period(at: datetime) -> int:
    """The number of the time span in which one code is shown."""
    return int(at.timestamp()) // PERIOD
