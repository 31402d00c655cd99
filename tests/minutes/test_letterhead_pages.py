"""The letterhead through the public door: tried, settled, looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.documents.letterhead import PLAIN
from council.minutes.letterheads import queries as letterheads
from tests.minutes.sheets import text_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall

FORM = {"head": "会议纪要", "chair": "主持人", "recorder": "记录人"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough for the pages; the actions beneath are tried on both."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble()


async def test_it_is_seen_as_picture_and_as_pdf_before_it_is_settled(
    hall: Hall, cast: Cast
) -> None:
    officer = hall.of(cast, cast.secretary)
    page = (await officer.get("/letterhead")).text
    assert 'src="data:image/png;base64,iVBOR' in page
    fields = FORM | {"programme": "试一试的项目", "places": "签发人\n监督员"}
    seen = await officer.post("/letterhead/preview", **fields)
    assert seen.status_code == 200
    assert 'value="试一试的项目"' in seen.text
    paper_of_it = await officer.post("/letterhead/preview", **fields, **{"as": "pdf"})
    text = text_of(paper_of_it.content)
    assert "试一试的项目" in text
    assert "监督员（签名）" in text
    assert await letterheads.newest(cast.community) == PLAIN
    assert (await officer.post("/letterhead", **fields)).status_code == 303
    assert (await letterheads.newest(cast.community)).places == ("签发人", "监督员")
    old = await officer.get("/letterhead/1")
    assert "试一试的项目" in text_of(old.content)
    assert (await officer.get("/letterhead/2")).status_code == 404


async def test_a_picture_that_follows_the_typing_comes_alone(hall: Hall, cast: Cast) -> None:
    officer = hall.of(cast, cast.secretary)
    await officer.post("/letterhead/preview", **FORM)
    headers = {"hx-request": "true", "x-csrf-token": officer.csrf}
    part = await officer.http.post("/letterhead/preview", data=FORM, headers=headers)
    assert part.text.lstrip().startswith("<img")
    typing = await officer.http.post("/letterhead/preview", data={"head": ""}, headers=headers)
    assert typing.status_code == 204


async def test_a_form_that_does_not_fit_is_shown_again_with_what_was_typed(
    hall: Hall, cast: Cast
) -> None:
    officer = hall.of(cast, cast.secretary)
    bad = FORM | {"head": "", "places": "一二三四五六七八九十一二三"}
    answer = await officer.post("/letterhead", **bad)
    assert answer.status_code == 422
    assert "一二三四五六七八九十一二三" in answer.text
    assert 'id="head-error"' in answer.text
    assert 'id="places-error"' in answer.text
