"""What is sent is small, unless somebody is signed in: a length must not tell what stands there."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from council.paths import STATIC
from council.web import compressed
from council.web.render import asset

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

SCRIPT = "js/live.js"


@pytest.mark.parametrize(
    ("accepted", "understood"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.8, *;q=0.1", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("x-gzip-not", False),
    ],
)
def test_only_who_understands_it_gets_it(accepted: str, *, understood: bool) -> None:
    assert compressed.is_understood(accepted) is understood


def test_the_same_is_made_of_the_same_and_nothing_of_little() -> None:
    text = ("议事厅" * 400).encode()
    assert gzip.decompress(compressed.smaller(text)) == text
    assert compressed.smaller(text) == compressed.smaller(text)
    assert compressed.smaller(b"short") == b""


async def test_files_of_the_program_come_small_and_are_asked_for_once(hall: Hall) -> None:
    visitor = hall.client()
    plain = await visitor.get(asset(SCRIPT), headers={"accept-encoding": "identity"})
    small = await visitor.get(asset(SCRIPT))
    assert plain.content == small.content == (STATIC / SCRIPT).read_bytes()
    assert small.num_bytes_downloaded < plain.num_bytes_downloaded / 2
    assert small.headers["content-type"].startswith("text/javascript")
    for answer in (plain, small):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["cache-control"]
    again = await visitor.get(asset(SCRIPT), headers={"if-none-match": small.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await visitor.http.head(asset(SCRIPT))
    assert (head.content, head.headers["etag"]) == (b"", small.headers["etag"])


@pytest.mark.parametrize(
    "path", ["/static/", "/static/js", "/static/nothing.js", "/static/../pyproject.toml"]
)
async def test_what_is_no_file_of_the_program_is_not_there(hall: Hall, path: str) -> None:
    assert (await hall.client().get(path)).status_code == 404


async def test_pages_for_everybody_are_small_and_those_of_somebody_are_not(
    hall: Hall, cast: Cast
) -> None:
    for path in ("/", "/meetings", "/published?text=会议"):
        public = await hall.client().get(path)
        assert public.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in public.headers["vary"]
        own = await hall.of(cast, "顾水巷").get(path)
        assert "content-encoding" not in own.headers
        assert own.headers["cache-control"] == "no-store"
        tag = {"if-none-match": public.headers["etag"]}
        assert (await hall.client().get(path, headers=tag)).status_code == 304
        assert (await hall.of(cast, "顾水巷").get(path, headers=tag)).status_code == 200
