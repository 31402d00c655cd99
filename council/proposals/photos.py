"""Photographs are drawn anew: whatever else was in the file, place and device too, is gone.

Only sizes are believed before anything is unpacked.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from council.refusal import Refused, unreadable

MEGABYTE = 1024 * 1024
MOST_BYTES = 8 * MEGABYTE  # of a file as it comes
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}
LONGEST_EDGE = 1600
MOST_EDGE = 20_000  # pixels of one edge
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Drawn:
    """A JPEG of ours: nothing but the picture."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def draw(file: bytes) -> Drawn:
    """The picture in `file`, which takes up to a second: call it in a thread.

    Refused with photo.large, photo.pdf, photo.kind, photo.pixels, photo.damaged.
    """
    if len(file) > MOST_BYTES:
        raise unreadable("photo.large", most=MOST_BYTES // MEGABYTE)
    if file.startswith(b"%PDF"):
        raise unreadable("photo.pdf")
    try:
        return _draw(file)
    except Refused:
        raise
    except Exception as error:  # a decoder that meets nonsense raises almost anything
        raise unreadable("photo.damaged") from error


def _draw(file: bytes) -> Drawn:
    try:
        found = Image.open(io.BytesIO(file), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise unreadable("photo.pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise unreadable("photo.kind") from error
    with found:
        wide, high = found.size
        if wide * high > MOST_PIXELS[str(found.format)] or max(wide, high) > MOST_EDGE:
            raise unreadable("photo.pixels")
        found.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is unpacked no larger than needed
        upright = ImageOps.exif_transpose(found)
    return _clean(upright)


def _clean(found: Image.Image) -> Drawn:
    found.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    seen = found.convert("RGBA")
    sheet = Image.new("RGB", seen.size, "white")  # a sheet of our own carries nothing along
    sheet.paste(seen, mask=seen.getchannel("A"))
    packed = io.BytesIO()
    sheet.save(packed, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Drawn(packed.getvalue(), sheet.width, sheet.height)
