"""Photographs are drawn anew, and files that mean harm are refused before they are unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, PngImagePlugin

from council.proposals import actions, path_queries, photos, queries
from council.proposals.actions import Filing
from council.refusal import NotThere, Refused
from tests.proposals.lamp import LAMP, officer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.people import Cast

SECRET = b"taken at home"


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 200), **more: object) -> bytes:
    """Red on the left, blue on the right."""
    made = Image.new("RGB", size, "red")
    made.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    """A photograph that knows where it was taken, by what, and lies on its side."""
    about = Image.Exif()
    about[0x010F] = "Phone of Gu"
    about[0x0112] = 6  # turned by a quarter
    about.get_ifd(0x8825)[29] = "2026:12:05"
    return picture(exif=about, comment=SECRET)


def with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    return picture("PNG", pnginfo=words)


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png(wide: int, high: int, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more)


def bomb() -> bytes:
    """A few kilobytes that would be more than a gigabyte of pixels."""
    return png(
        20_000, 20_000, chunk(b"IDAT", zlib.compress(b"\0" * 4_000_000)), chunk(b"IEND", b"")
    )


def long_line() -> bytes:
    return png(40_000, 100, chunk(b"IDAT", zlib.compress(b"\0" * 100)), chunk(b"IEND", b""))


def words_without_end() -> bytes:
    packed = b"Comment\0\0" + zlib.compress(b"x" * 100_000_000)
    return png(10, 10, chunk(b"zTXt", packed), chunk(b"IEND", b""))


def half() -> bytes:
    return picture(size=(800, 800))[:-2000]


def giant_jpeg() -> bytes:
    """The head says 60,000 × 60,000."""
    whole = picture()
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", 60_000, 60_000) + whole[at + 4 :]


HARM: dict[Callable[[], bytes], str] = {
    bomb: "photo.pixels",
    long_line: "photo.pixels",
    giant_jpeg: "photo.pixels",
    half: "photo.damaged",
    words_without_end: "photo",
    lambda: b"%PDF-1.7 " + b"0" * 100: "photo.pdf",
    lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='go()'/>": "photo.kind",
    lambda: b"GIF89a" + b"\0" * 100: "photo.kind",
    lambda: picture("TIFF"): "photo.kind",
    lambda: picture("BMP"): "photo.kind",
    lambda: b"\0" * (photos.MOST_BYTES + 1): "photo.large",
    lambda: b"not a picture": "photo.kind",
}


@pytest.mark.parametrize(("made", "code"), HARM.items())
def test_a_file_that_means_harm_is_refused_and_costs_little(
    made: Callable[[], bytes], code: str
) -> None:
    file = made()
    tracemalloc.start()
    with pytest.raises(Refused) as refused:
        photos.draw(file)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.code.startswith(code)
    assert most < 40 * photos.MEGABYTE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew(kind: str) -> None:
    drawn = photos.draw(picture(kind))
    with Image.open(io.BytesIO(drawn.content)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (400, 200))
        left = seen.convert("RGB").getpixel((20, 100))
    assert isinstance(left, tuple)
    assert left[0] > 200
    assert left[2] < 60


def test_nothing_of_the_file_goes_along_but_the_picture() -> None:
    for file in (with_place(), with_words()):
        assert SECRET in file or b"Phone" in file
        drawn = photos.draw(file)
        assert SECRET not in drawn.content
        assert b"Phone" not in drawn.content
        with Image.open(io.BytesIO(drawn.content)) as seen:
            assert not seen.getexif()
            assert "exif" not in seen.info
    turned = photos.draw(with_place())
    assert (turned.width, turned.height) == (200, 400)


def test_a_large_one_becomes_small_enough_for_a_phone() -> None:
    drawn = photos.draw(picture(size=(4000, 3000)))
    assert (drawn.width, drawn.height) == (photos.LONGEST_EDGE, 1200)


def test_what_can_be_seen_through_is_drawn_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(photos.draw(out.getvalue()).content)) as seen:
        assert seen.getpixel((5, 5)) == (255, 255, 255)


async def test_photographs_are_kept_and_taken_down_with_a_reason(cast: Cast) -> None:
    drawn = photos.draw(picture())
    made = await actions.file(Filing(LAMP, photos=(drawn, drawn)), cast.actor("顾水巷"))
    first, second = await path_queries.photos(made)
    assert await queries.photo(first.id) == drawn.content
    with pytest.raises(NotThere):
        await actions.take_down_photo(first.id, "有人脸", cast.actor("委员01"))
    with pytest.raises(Refused, match=r"proposal\.photo_why"):
        await actions.take_down_photo(first.id, "", officer(cast))
    for _ in range(2):
        assert await actions.take_down_photo(first.id, "有人脸", officer(cast)) == made
    with pytest.raises(NotThere):
        await queries.photo(first.id)
    assert await queries.photos_up(made) == 1
    assert [one.taken_down_why for one in await path_queries.photos(made)] == ["有人脸", ""]
    await actions.take_down_photo(second.id, "不要了", cast.actor("顾水巷"))


async def test_a_proposal_has_three_photographs_at_most(cast: Cast) -> None:
    drawn = photos.draw(picture())
    with pytest.raises(Refused, match=r"proposal\.photos"):
        await actions.file(Filing(LAMP, photos=(drawn,) * 4), cast.actor("顾水巷"))
    await actions.file(Filing(LAMP, photos=(drawn,) * 3), cast.actor("顾水巷"))
