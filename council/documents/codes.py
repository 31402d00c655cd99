"""An address as a QR code: a drawing for paper, dots for a text document."""

from __future__ import annotations

from io import BytesIO

import segno


def drawn(address: str) -> str:
    """As SVG; an empty text without an address."""
    if not address:
        return ""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()


def kept(checkpoint: tuple[str, ...]) -> str:
    """What the code of a checkpoint holds: its lines as a file, without what is said above them."""
    return "".join(f"{line}\n" for line in checkpoint[1:])


def dotted(address: str) -> bytes:
    """As PNG; nothing without an address."""
    if not address:
        return b""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", border=2, scale=8)
    return out.getvalue()
