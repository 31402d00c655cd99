"""The front door: one set of headers on every answer, HEAD, long paths, a database that is gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council.web import forms, words

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough here: what differs between them is below the front door."""
    return sqlite_url


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/nowhere", "/health", "/static/css/base.css", "/static/none.css", "/roll"],
)
async def test_every_answer_carries_the_headers_of_the_house(hall: Hall, path: str) -> None:
    answer = await hall.client().get(path)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE


async def test_what_a_signed_in_person_sees_is_kept_nowhere(hall: Hall, cast: Cast) -> None:
    member = hall.of(cast, "委员01")
    for path in ("/", "/account", f"/meetings/{cast.meeting}/room", "/nowhere"):
        assert (await member.get(path)).headers["cache-control"] == "no-store", path


async def test_the_session_cookie_cannot_be_read_by_scripts(hall: Hall) -> None:
    answer = await hall.client().get("/sign-in")
    assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]


async def test_head_answers_like_get_without_a_body(hall: Hall) -> None:
    client = hall.client()
    full, head = await client.get("/"), await client.http.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == full.headers["content-type"]


async def test_a_path_longer_than_any_of_ours_is_nowhere(hall: Hall) -> None:
    assert (await hall.client().get(f"/static/{'x' * 3000}")).status_code == 404


async def test_an_unexpected_fault_gives_a_number_that_the_log_knows(
    hall: Hall, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    hall.app.app.state.pop("ballot_box")
    answer = await hall.of(cast, "曹评话").post("/polls/nothing/closing")
    assert answer.status_code == 500
    number = re.search(r"[0-9a-f]{8}", answer.text.split("没有办成")[-1].replace("<wbr>", ""))
    assert number is not None
    assert any(number[0] in record.getMessage() for record in caplog.records)
    assert "AttributeError" not in answer.text


async def test_when_the_database_is_gone_it_is_said_plainly(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_: str) -> None:
        raise OSError

    monkeypatch.setattr(hall.app, "resolve", gone)
    answer = await hall.of(cast, "曹评话").get("/account")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/meetings/a/room", "/meetings/a/room"),
        ("/ideas?text=x", "/ideas?text=x"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_to_a_page_of_ours_only(wanted: str, path: str) -> None:
    assert forms.way_back({"next": wanted}, "/") == path


def test_phrases_break_after_marks_and_never_inside_a_number() -> None:
    assert str(words.phrases("共100,000元，12月14日之前")).count("<wbr>") == 1
    assert "<script>" not in str(words.phrases("<script>"))
