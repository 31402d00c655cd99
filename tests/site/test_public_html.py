"""The whole public site: every link leads somewhere, every page is valid and may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.record.clock import RecordClock
from tests.site.crawl import Crawl, faults_of, shape

if TYPE_CHECKING:
    from tests.server import Hall

KINDS = {  # pages that a visitor has to reach from the front page
    *("/", "/meetings", "/meetings/*", "/minutes", "/minutes/*", "/polls/*", "/notices"),
    *("/notices/*", "/notices/*/sheet", "/outcomes", "/outcomes/*", "/proposals", "/proposals/*"),
    *("/ideas", "/ideas/*", "/organisations", "/record", "/published", "/contact", "/objections"),
    *("/calls", "/calls/*", "/calls/*/entry", "/calls/*/poster", "/needs/*", "/mine"),
    *("/meetings/*/notices/1", "/meetings/*/vote-table", "/polls/*/poster", "/minutes/*/decisions"),
}
FILES = {
    *("text/calendar", "application/atom+xml", "application/json", "application/pdf"),
    *("text/plain", "application/zip"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_public_page_is_reached_is_valid_and_may_be_kept(
    demo_hall: Hall, language: str
) -> None:
    await RecordClock(demo_hall.settings).turn()  # the server's own would look in a second or two
    visitor = demo_hall.client().http
    visitor.cookies.set("council_language", language)
    crawl = Crawl(visitor, every=True)
    await crawl.everywhere()
    assert crawl.faults == []
    seen = {shape(path) for path in crawl.pages}
    assert KINDS - seen == set()
    assert FILES - set(crawl.files.values()) == set()
    assert crawl.closed == {"/proposals/new", "/wishes/new", "/wishes/*/claim"}  # who are you?


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<p><div></div></p>", "not valid"),
        ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<label for="b">x</label>', "no #b"),
        ('<a href="#c">x</a>', "no #c"),
        ("<p>fine</p>", ""),
    ],
)
def test_control_what_is_broken_is_seen(broken: str, fault: str) -> None:
    page = (
        f'<!doctype html><html lang="zh"><head><title>x</title></head><body>{broken}</body></html>'
    )
    found = faults_of(page)
    assert [one.startswith(fault) for one in found] == ([True] if fault else [])
