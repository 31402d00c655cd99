"""Proposals without JavaScript: filed, supported, answered, found, and nothing typed is lost."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from council import db
from council.clock import local, now
from council.proposals import actions, queries
from council.proposals.actions import Filing
from tests.proposals.lamp import LAMP, NEEDED, answered, officer, state, supported

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

FORM = {
    "title": LAMP.title,
    "text": LAMP.text,
    "why": LAMP.why,
    "place": "3号楼",
    "cost": "1,200.5",
}


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return out.getvalue()


def faulty(page: str) -> list[str]:
    return re.findall(r'<p class="error" id="([\w-]+)-error"', page)


async def sent(one: Client, path: str, files: list[bytes], **fields: str) -> tuple[int, str, str]:
    """A form with files; the status, where it leads and the page."""
    csrf = re.search(r'name="csrf-token" content="(\w+)"', (await one.get("/account")).text)
    assert csrf is not None
    answer = await one.http.post(
        path,
        data={"_csrf_token": csrf[1], **fields},
        files=[("photo", (f"{at}.jpg", one)) for at, one in enumerate(files)],
    )
    return answer.status_code, answer.headers.get("location", ""), answer.text


@pytest.fixture
def gu(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "顾水巷")


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, cast.secretary)


async def test_it_is_filed_with_a_photograph_and_read_by_everybody(
    hall: Hall, cast: Cast, gu: Client
) -> None:
    status, where, _ = await sent(gu, "/proposals", [photo()], **FORM)
    assert status == 303
    page = (await hall.client().get(where)).text
    for words in (LAMP.title, LAMP.text, LAMP.why, "1,200.50元", "居民顾**"):
        assert words in page
    assert "顾水巷" not in page
    (picture,) = set(re.findall(r'src="(/proposal-photos/\w+)"', page))
    shown = await hall.client().get(picture)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"


async def test_what_was_typed_stays_when_something_is_wrong(gu: Client) -> None:
    wrong = {**FORM, "title": "", "cost": "很多", "from": "ZJ-1"}
    status, _, page = await sent(gu, "/proposals", [b"not a picture"], **wrong)
    assert status == 422
    assert set(faulty(page)) == {"title", "cost", "from", "photo"}
    assert LAMP.text in page
    assert 'value="很多"' in page
    assert "请再选一次" in page


async def test_a_pdf_is_refused_and_told_why(gu: Client) -> None:
    status, _, page = await sent(gu, "/proposals", [b"%PDF-1.7 ..."], **FORM)
    assert status == 422
    assert "不收 PDF" in page


async def test_a_neighbour_supports_and_takes_it_back(hall: Hall, cast: Cast, lamp: str) -> None:
    one, path = hall.of(cast, "委员01"), f"/proposals/{lamp}"
    assert "登录后支持" in (await hall.client().get(path)).text
    assert "我支持" in (await one.get(path)).text
    assert (await one.post(f"{path}/support", version="1")).status_code == 303
    page = (await one.get(path)).text
    assert "您支持了这个提案" in page
    assert "1人支持" in page
    assert "愿意写出姓氏" not in page
    assert (await one.post(f"{path}/support-withdrawal")).status_code == 303
    assert "0人支持" in (await one.get(path)).text


async def test_the_secretary_answers_and_puts_it_on_the_agenda(
    hall: Hall, cast: Cast, waiting: str, secretary: Client
) -> None:
    board = (await secretary.get("/proposals/board")).text
    assert f"/proposals/{waiting}/answer" in board
    bare = await secretary.post(f"/proposals/{waiting}/answer", outcome="agenda", reason="")
    assert (bare.status_code, faulty(bare.text)) == (422, ["reason"])
    told = await secretary.post(f"/proposals/{waiting}/answer", outcome="agenda", reason="上会。")
    assert told.headers["location"] == f"/proposals/{waiting}/agenda"
    choice = (await secretary.get(f"/proposals/{waiting}/agenda")).text
    assert cast.meeting in choice
    done = await secretary.post(
        f"/proposals/{waiting}/agenda", meeting=cast.meeting, kind="vote", minutes="20"
    )
    assert done.headers["location"] == f"/meetings/{cast.meeting}/agenda"
    assert LAMP.title in (await secretary.get(f"/meetings/{cast.meeting}/agenda")).text
    page = (await hall.client().get(f"/proposals/{waiting}")).text
    for words in ("答复：提交会议讨论", "上会。", "列入议程第3项", "会上讨论，还没有开会"):
        assert words in page


async def test_its_text_is_offered_as_the_motion(
    cast: Cast, waiting: str, secretary: Client
) -> None:
    await answered(cast, waiting)
    await actions.schedule(waiting, actions.Place(cast.meeting, "vote", 20), officer(cast))
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members:
        person = {"person": cast.people[name], "status": "present"}
        await secretary.post(f"/meetings/{cast.meeting}/attendances", **person)
    agenda = (await secretary.get(f"/meetings/{cast.meeting}/table")).text
    (item,) = re.findall(r'name="item" value="(\w+)">\s*<button[^>]*id="go-3"', agenda)
    await secretary.post(f"/meetings/{cast.meeting}/current-item", item=item)
    table = (await secretary.get(f"/meetings/{cast.meeting}/table")).text
    assert f'aria-describedby="motion-hint">{LAMP.text}</textarea>' in table


async def test_a_late_answer_is_marked_on_its_page_the_front_and_the_board(
    hall: Hall, cast: Cast, waiting: str, secretary: Client
) -> None:
    for who, path in ((hall.client(), "/"), (secretary, "/"), (secretary, "/proposals/board")):
        assert "逾期" not in (await who.get(path)).text
    last = local(now()).date() - timedelta(days=2)
    await db.rows("UPDATE proposal SET due = {} WHERE idea = {}", last, waiting)
    anybody = hall.client()
    for who, path in (
        (anybody, "/"),
        (anybody, "/proposals?state=waiting"),
        (anybody, f"/proposals/{waiting}"),
        (secretary, "/proposals/board"),
    ):
        assert "答复逾期2天" in (await who.get(path)).text, path
    assert "1件逾期" in (await secretary.get("/")).text


async def test_the_author_answers_whether_it_may_be_merged(
    hall: Hall, cast: Cast, lamp: str, gu: Client, secretary: Client
) -> None:
    other = await actions.file(Filing(LAMP), cast.actor("委员06"))
    no = (await queries.one(other)).no
    wrong = await secretary.post(f"/proposals/{lamp}/merging", into="TA-1-1", reason="同")
    assert faulty(wrong.text) == ["into"]
    await secretary.post(f"/proposals/{lamp}/merging", into=no.lower(), reason="同一个门口。")
    path = f"/proposals/{lamp}"
    assert "同意合并吗" not in (await hall.of(cast, "委员01").get(path)).text
    assert "同意合并吗" in (await gu.get(path)).text
    await gu.post(f"{path}/merge-answer", answer="agreed", said="好")
    assert await state(lamp) == ("merged", "grouped")
    assert f"/proposals/{other}" in (await hall.client().get(path)).text


async def test_words_are_taken_down_at_the_desk(cast: Cast, secretary: Client) -> None:
    found = (await secretary.post("/proposals/desk", who="水巷")).text
    assert cast.people["顾水巷"] in found
    nobody = await sent(secretary, "/proposals/desk", [], who="水巷", **FORM)
    assert faulty(nobody[2]) == ["person"]
    person = cast.people["顾水巷"]
    status, where, _ = await sent(
        secretary, "/proposals/desk", [], who="水巷", person=person, **FORM
    )
    assert status == 303
    assert "窗口代录" in (await secretary.get(where)).text
    assert "who=" not in where


async def test_lists_are_narrowed_and_searched(
    hall: Hall, cast: Cast, lamp: str, gu: Client
) -> None:
    await supported(cast, lamp, 1)
    second = await actions.file(Filing(LAMP), cast.actor("委员02"))
    await actions.accept(second, officer(cast))
    for query, found in (
        ("", 2),
        ("?state=open", 1),
        ("?state=waiting", 1),
        ("?state=over", 0),
        ("?state=nonsense", 2),
        ("?text=感应", 2),
        ("?text=%25", 0),
        ("?text=ta-", 2),
    ):
        page = (await hall.client().get(f"/proposals{query}")).text
        assert len(re.findall(r'class="list-link" href="/proposals/', page)) == found, query
    mine = (await gu.get("/proposals/mine")).text
    assert (lamp in mine, second in mine) == (True, False)
    assert lamp in (await hall.of(cast, "委员01").get("/proposals/mine")).text


async def test_the_register_leads_to_it_and_it_grows_out_of_a_number(
    hall: Hall, cast: Cast, lamp: str, gu: Client
) -> None:
    assert f'href="/proposals/{lamp}"' in (await hall.client().get(f"/ideas/{lamp}")).text
    begun = (await gu.get("/proposals/new?from=TA-2026-01")).text
    assert 'value="TA-2026-01"' in begun


async def test_terms_are_set_by_officers(cast: Cast, secretary: Client) -> None:
    wrong = await secretary.post("/proposals/terms", threshold="many", answer_days="0")
    assert set(faulty(wrong.text)) == {"threshold", "answer_days"}
    await secretary.post("/proposals/terms", threshold="30", answer_days="20", basis="第3次会议")
    found = await queries.terms(cast.community)
    assert (found.threshold, found.answer_days, found.basis) == (30, 20, "第3次会议")


async def test_one_more_supporter_than_needed_does_no_harm(
    hall: Hall, cast: Cast, waiting: str
) -> None:
    await hall.of(cast, "委员05").post(f"/proposals/{waiting}/support", version="1")
    assert (await queries.one(waiting)).supporters == NEEDED + 1
