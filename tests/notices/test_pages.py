"""Notices without JavaScript: written, looked at, published, posted, objected to, read by all."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from PIL import Image

from council import db
from council.clock import moved_to
from council.notices import actions, queries
from tests.databases import ONE_DATABASE
from tests.notices.board import BOARD, PLAN, at, officer, published

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

FORM = {
    "type": "publicity",
    "kind": "project",
    "title": PLAN.title,
    "text": PLAN.text,
    "signed": PLAN.signed,
    "hotline": PLAN.hotline,
}
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page
    return found[1]


def photograph() -> bytes:
    about = Image.Exif()
    about[0x010F] = "Phone of Gu"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=about)
    return out.getvalue()


async def sent_photo(one: Client, path: str, **fields: str) -> int:
    page = (await one.get("/account")).text
    csrf = re.search(r'name="csrf-token" content="(\w+)"', page)
    assert csrf is not None
    files = {"photo": ("a.jpg", photograph())}
    data = {"_csrf_token": csrf[1], **fields}
    return (await one.http.post(path, data=data, files=files)).status_code


@ONE_DATABASE
async def test_from_draft_to_the_board(hall: Hall, cast: Cast) -> None:
    secretary, visitor = hall.of(cast, cast.secretary), hall.client()
    began = await secretary.post("/notices", **FORM)
    assert began.status_code == 303
    where = began.headers["location"].removesuffix("/preview")
    looked = (await secretary.get(f"{where}/preview")).text
    assert "2026年12月14日" in looked
    assert (await visitor.get(where)).status_code == 404
    unsure = await secretary.post(f"{where}/publication", seen=field(looked, "seen"))
    assert (unsure.status_code, (await visitor.get(where)).status_code) == (422, 404)
    seen = {"sure": "yes", "seen": field(looked, "seen")}
    assert (await secretary.post(f"{where}/publication", **seen)).status_code == 303
    told = (await visitor.get(where)).text
    assert "公示〔2026〕1号" in told
    assert "还有7天" in told
    sheet = (await visitor.get(f"{where}/sheet")).text
    assert 'class="qr"' in sheet
    assert (await secretary.get(f"{where}/preview")).status_code == 404
    assert await sent_photo(secretary, f"{where}/postings", board=BOARD) == 303
    (hanging,) = await queries.postings(where.removeprefix("/notices/"))
    picture = await visitor.get(f"/notice-photos/{hanging.photos[0].id}")
    assert picture.headers["content-type"] == "image/jpeg"
    assert b"Phone of Gu" not in picture.content
    assert b"Phone of Gu" in photograph()


@ONE_DATABASE
async def test_nothing_typed_is_lost_and_affairs_hang_long_enough(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, cast.secretary)
    short = {"kind": "affairs", "days": "7", "day_kind": "natural"}
    answer = await secretary.post("/notices", **{**FORM, **short})
    assert answer.status_code == 422
    assert "居务公开至少张贴15天" in answer.text
    assert PLAN.title in answer.text
    usual = await secretary.post("/notices", **{**FORM, "kind": "affairs"})
    made = usual.headers["location"].split("/")[2]
    found = await queries.for_officer(made, cast.community)
    assert (found.words.days, found.words.day_kind) == (15, "natural")


@ONE_DATABASE
async def test_a_visitor_objects_and_reads_what_became_of_it(hall: Hall, cast: Cast) -> None:
    made = await published(cast)
    visitor, other = hall.client(), hall.client()
    asked = (await visitor.get(f"/notices/{made}/objection")).text
    typed = {"text": "写明时间", "code": field(asked, "code"), "contact": "15400000001"}
    visitor.csrf = field(asked, "_csrf_token")
    nowhere = await visitor.post(f"/notices/{made}/objection", **{**typed, "contact": ""})
    assert nowhere.status_code == 422
    answer = await visitor.post(f"/notices/{made}/objection", **typed)
    code = CODE.search(answer.text)
    assert code is not None
    assert answer.url.path == f"/notices/{made}/objection"
    again = await visitor.post(f"/notices/{made}/objection", **typed)
    assert code[0] in again.text
    public = (await other.get(f"/notices/{made}")).text
    assert "收到1条" in public
    assert "写明时间" not in public
    desk = (await hall.of(cast, cast.secretary).get(f"/notices/{made}/desk")).text
    assert "15400000001" in desk
    row = await db.row("SELECT id FROM notice_objection WHERE notice = {}", made)
    assert row is not None
    path = f"/objections/{row['id']}/answer"
    secretary = hall.of(cast, cast.secretary)
    assert (await secretary.post(path, answer="已补充", shown="yes")).status_code == 303
    assert "已补充" in (await other.get(f"/notices/{made}")).text
    other.csrf = field((await other.get("/objections")).text, "_csrf_token")
    assert "已补充" in (await other.post("/objections", code=code[0].lower())).text
    wrong = await other.post("/objections", code="00000-00000")
    assert (wrong.status_code, "写明时间" in wrong.text) == (422, False)


@ONE_DATABASE
async def test_programs_and_caches_get_what_the_page_says(hall: Hall, cast: Cast) -> None:
    made = await published(cast)
    visitor = hall.client()
    one = await visitor.json(f"/notices/{made}")
    assert (one["number"], one["days_left"]) == ("公示〔2026〕1号", 7)
    listed = await visitor.json("/notices")
    assert [each["id"] for each in listed["running"]] == [made]
    page = await visitor.get("/notices")
    kept = {"if-none-match": page.headers["etag"]}
    assert (await visitor.get("/notices", headers=kept)).status_code == 304
    with moved_to(at(15)):
        later = await queries.ended(cast.community)
    assert [each.id for each in later[0]] == [made]


@ONE_DATABASE
async def test_people_find_it(hall: Hall, cast: Cast) -> None:
    made = await published(cast)
    secretary = hall.of(cast, cast.secretary)
    assert f"/notices/{made}" in (await hall.client().get("/")).text
    front = (await secretary.get("/")).text
    assert "/notices/desk" in front
    assert "件今天截止" not in front
    desk = (await secretary.get("/notices/desk")).text
    for way in ("/notices/new", "/notices/calendar", "/notices/terms", f"/notices/{made}/desk"):
        assert f'href="{way}"' in desk
    assert "/notices/desk" not in (await hall.of(cast, "顾水巷").get("/")).text


@ONE_DATABASE
async def test_the_calendar_is_pasted_and_taken_back(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, cast.secretary)
    wrong = await secretary.post("/notices/calendar", lines="2028-01-01 休 元旦\n不是日期")
    assert (wrong.status_code, "第2行看不懂" in wrong.text) == (422, True)
    answer = await secretary.post("/notices/calendar", lines="2028-01-01 休 元旦")
    assert answer.headers["location"] == "/notices/calendar?year=2028"
    assert "元旦" in (await secretary.get("/notices/calendar?year=2028")).text
    await secretary.post("/notices/calendar/removal", day="2028-01-01")
    assert "这一年还没有填" in (await secretary.get("/notices/calendar?year=2028")).text


@ONE_DATABASE
async def test_a_correction_begins_with_what_it_corrects(hall: Hall, cast: Cast) -> None:
    made = await published(cast)
    secretary = hall.of(cast, cast.secretary)
    begun = (await secretary.get(f"/notices/new?corrects={made}")).text
    assert "关于公示〔2026〕1号的更正" in begun
    fields = {name: str(getattr(PLAN, name)) for name in ("kind", "title", "text", "signed")}
    answer = await secretary.post("/notices", corrects=made, **fields)
    new = answer.headers["location"].split("/")[2]
    seen = field((await secretary.get(f"/notices/{new}/preview")).text, "seen")
    await actions.publish(new, seen, officer(cast))
    assert f'href="/notices/{new}"' in (await hall.client().get(f"/notices/{made}")).text
    assert f'href="/notices/{made}"' in (await hall.client().get(f"/notices/{new}")).text
