"""DOC-5 and after: read by those who attended, issued by who may, put right by others, recalled."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import local, now
from council.commands.verify import verifier
from council.identity import sessions
from council.identity.tables import Appointment
from council.minutes import actions, rules
from council.minutes.rules import Answer, Review
from council.refusal import NotThere, Refused
from council.web import words
from tests.databases import ONE_DATABASE
from tests.minutes.evening import held
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.server import Hall

AT = datetime(2026, 12, 6, 10, tzinfo=UTC)
AGREES = Answer("a", "甲", "agree", "", 1)
OBJECTS = Answer("b", "乙", "object", "少了一句", 1)
ANSWERED = Answer("b", "乙", "object", "少了一句", 1, "已补上")
LATER, BEFORE = AT + timedelta(days=1), AT - timedelta(days=1)


@pytest.mark.parametrize(
    ("review", "code"),
    [
        (None, "minutes.not_reviewed"),
        (Review(None, 13, 2), ""),
        (Review(LATER, None, 2, (AGREES,), ("丙",)), "minutes.in_review"),
        (Review(LATER, None, 2, (AGREES,), ()), ""),
        (Review(BEFORE, None, 2, (AGREES,), ("丙",)), ""),
        (Review(BEFORE, None, 2, (AGREES, OBJECTS), ()), "minutes.objections"),
        (Review(BEFORE, None, 2, (AGREES, ANSWERED), ()), ""),
        (Review(None, 12, 2, (OBJECTS,)), "minutes.objections"),
        (Review(None, 13, 1), "minutes.read_another"),
        (Review(LATER, None, 1, (AGREES,), ()), ""),
    ],
)
def test_nobody_confirms_before_it_was_read_and_objections_are_answered(
    review: Review | None, code: str
) -> None:
    said = ""
    try:
        rules.must_be_reviewed(review, 2, AT)
    except Refused as why:
        said = why.code
    assert said == code


@pytest.mark.parametrize(
    ("issuer", "offices", "may"),
    [
        ("chair", {"chair"}, True),
        ("chair", {"community_secretary"}, True),
        ("chair", {"secretary"}, False),
        ("community_secretary", {"chair"}, False),
        ("secretary", set(), False),
    ],
)
def test_only_the_office_that_was_named_or_whoever_leads_issues(
    issuer: str, offices: set[str], *, may: bool
) -> None:
    said = ""
    try:
        rules.may_issue(issuer, offices)
    except Refused as why:
        said = why.code
    assert said == ("" if may else "minutes.not_issuer")


@pytest.mark.parametrize(
    ("state", "corrected", "recalled", "found"),
    [
        ("draft", False, False, "draft"),
        ("published", False, False, "in_force"),
        ("published", True, False, "corrected"),
        ("published", True, True, "recalled"),
    ],
)
def test_what_minutes_are_today(state: str, *, corrected: bool, recalled: bool, found: str) -> None:
    assert rules.standing(state, corrected=corrected, recalled=recalled) == found


def test_before_anybody_was_asked_nobody_has_a_say_and_afterwards_it_is_over() -> None:
    with pytest.raises(NotThere):
        rules.may_say("draft", None, AT)
    rules.may_say("draft", Review(LATER, None, 1), AT)
    with pytest.raises(Refused, match=r"review_over"):
        rules.may_say("draft", Review(BEFORE, None, 1), AT)


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


class Desk:
    """The minutes of the evening, in the hands of its people."""

    def __init__(self, hall: Hall, cast: Cast, path: str) -> None:
        self.hall, self.cast, self.path = hall, cast, path

    async def does(self, name: str, what: str, **fields: str) -> httpx.Response:
        return await self.hall.of(self.cast, name).post(f"{self.path}/{what}", **fields)

    async def sees(self, name: str = "", what: str = "") -> httpx.Response:
        client = self.hall.of(self.cast, name) if name else self.hall.client()
        return await client.get(self.path + what)

    async def is_confirmed(self) -> None:
        for name, role in ((self.cast.secretary, "recorder"), (self.cast.chair, "chair")):
            answer = await self.does(name, "signatures", **{"as": role})
            assert answer.status_code == 303, answer.text[-600:]

    async def is_issued(self) -> None:
        await self.is_confirmed()
        assert (await self.does(self.cast.chair, "publication")).status_code == 303


@pytest.fixture
async def desk(hall: Hall, cast: Cast) -> Desk:
    made = await hall.of(cast, cast.secretary).post(f"/meetings/{cast.meeting}/minutes")
    return Desk(hall, cast, str(made.headers["location"]))


async def test_whoever_attended_objects_is_answered_and_then_it_is_confirmed(desk: Desk) -> None:
    cast, day = desk.cast, f"{local(now()) + timedelta(days=3):%Y-%m-%d}"
    assert (await desk.sees("委员05", "/review")).status_code == 404
    refused = await desk.does(cast.secretary, "signatures", **{"as": "recorder"})
    assert refused.status_code == 409
    assert (await desk.does(cast.secretary, "reviews", until=day)).status_code == 303
    assert "提意见" in (await desk.sees("委员05", "/review")).text
    assert f'href="{desk.path}/review"' in (await desk.hall.of(cast, "委员05").get("/")).text
    assert "等您看的纪要" not in (await desk.hall.of(cast, "顾水巷").get("/")).text
    assert (await desk.sees("顾水巷", "/review")).status_code == 404  # was not there
    assert (await desk.does("顾水巷", "review", says="agree", version="1")).status_code == 404
    empty = await desk.does("委员05", "review", says="object", text=" ", version="1")
    assert empty.status_code == 422
    said = await desk.does("委员05", "review", says="object", text="少了一句", version="1")
    assert said.status_code == 303
    for name in (*cast.members[:13],):
        if name != "委员05":
            await desk.does(name, "review", says="agree", version="1")
    page = (await desk.sees(cast.secretary)).text
    assert "少了一句" in page
    assert (await desk.does(cast.secretary, "signatures", **{"as": "recorder"})).status_code == 409
    person = cast.people["委员05"]
    await desk.does(cast.secretary, "paragraphs", key="item.2.more", text="补上。", version="1")
    await desk.does(cast.secretary, "answers", person=person, words="已补上")
    again = (await desk.sees("委员05", "/review")).text
    assert "已补上" in again
    assert "您看过以后改了这些" in again
    await desk.is_issued()
    assert (await desk.does("委员05", "review", says="agree", version="2")).status_code == 409


async def test_what_was_read_out_holds_for_those_words_alone(desk: Desk) -> None:
    secretary = desk.cast.secretary
    await desk.does(secretary, "approval", agreed="13")
    fields = {"key": "item.2.more", "text": "宣读以后加的。", "version": "1"}
    await desk.does(secretary, "paragraphs", **fields)
    assert (await desk.does(secretary, "signatures", **{"as": "recorder"})).status_code == 409
    page = (await desk.sees(secretary)).text
    assert "当场宣读的是第1稿" in page
    assert 'name="agreed"' in page
    await desk.does(secretary, "approval", agreed="13")
    await desk.is_issued()


async def test_an_objection_after_both_have_signed_is_answered_before_it_is_issued(
    desk: Desk,
) -> None:
    cast, day = desk.cast, f"{local(now()) + timedelta(days=3):%Y-%m-%d}"
    await desk.does(cast.secretary, "reviews", until=day)
    for name in cast.members[:13]:
        await desk.does(name, "review", says="agree", version="1")
    await desk.is_confirmed()
    assert "签发并公开" in (await desk.sees(cast.chair)).text
    await desk.does("委员05", "review", says="object", text="少了一句", version="1")
    assert (await desk.does(cast.chair, "publication")).status_code == 409
    assert "签发并公开" not in (await desk.sees(cast.chair)).text
    await desk.does(cast.secretary, "answers", person=cast.people["委员05"], words="记录里没有")
    assert (await desk.does(cast.chair, "publication")).status_code == 303


@ONE_DATABASE
async def test_a_later_day_is_set_and_only_who_was_there_is_led_to_their_own_word(
    desk: Desk,
) -> None:
    secretary, days = desk.cast.secretary, (local(now()) + timedelta(days=n) for n in (1, 9))
    for day in days:
        assert (await desk.does(secretary, "reviews", until=f"{day:%Y-%m-%d}")).status_code == 303
        assert f'action="{desk.path}/reviews"' in (await desk.sees(secretary)).text
    assert f"{words.day(day)}前可以提意见" in (await desk.sees(secretary)).text
    for name in (secretary, desk.cast.chair):
        there = name in desk.cast.members[:13]
        assert (f'href="{desk.path}/review"' in (await desk.sees(name)).text) == there
        assert (await desk.sees(name, "/review")).status_code == (200 if there else 404)


@ONE_DATABASE
async def test_an_office_that_begins_tomorrow_issues_nothing_today(desk: Desk) -> None:
    secretary, chair = desk.cast.secretary, desk.cast.chair
    fields = {"mark": "锦社协", "before": "0", "issuer": "secretary"}
    await desk.hall.of(desk.cast, secretary).post("/minutes/terms", **fields)
    await desk.does(secretary, "approval", agreed="13")
    await desk.is_confirmed()
    today = local(now()).date()
    held = await db.row("SELECT * FROM appointment WHERE office = 'secretary'")
    later = {**(held or {}), "id": "later", "person": desk.cast.people[chair]}
    await Appointment.insert(Appointment(**later | {"from_date": today + timedelta(days=1)}))
    sessions.forget_all()
    assert (await desk.does(chair, "publication")).status_code == 403
    await db.rows("UPDATE appointment SET from_date = {} WHERE id = 'later'", today)
    sessions.forget_all()
    answer = await desk.does(chair, "publication")
    assert answer.headers["location"] == desk.path
    assert (await desk.sees()).status_code == 200


async def test_issued_minutes_are_put_right_by_others_and_stay_readable(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    old = (await desk.sees()).text
    assert (await desk.does(desk.cast.secretary, "corrections", reason=" ")).status_code == 422
    made = await desk.does(desk.cast.secretary, "corrections", reason="日期写错")
    twice = await desk.does(desk.cast.secretary, "corrections", reason="日期写错")
    assert made.headers["location"] == twice.headers["location"]
    later = Desk(desk.hall, desk.cast, str(made.headers["location"]))
    assert (await later.sees()).status_code == 404
    assert "已更正" not in (await desk.sees()).text
    merge = await later.sees(desk.cast.secretary, "/merge")
    assert merge.headers["location"] == later.path  # it follows what was issued, not the record
    fields = {"key": "item.2.more", "text": "更正后的一句。", "version": "1"}
    await later.does(desk.cast.secretary, "paragraphs", **fields)
    await later.does(desk.cast.secretary, "approval", agreed="13")
    await later.is_issued()
    now_there, new = (await desk.sees()).text, (await later.sees()).text
    assert "已更正" in now_there
    assert later.path in now_there
    assert "日期写错" in now_there
    assert old.split("<article")[1].split("</article>")[0] in now_there
    assert "（更正）" in new
    assert desk.path in new
    assert "<ins>更正后的一句。</ins>" in new
    assert (await desk.does(desk.cast.secretary, "corrections", reason="再")).status_code == 303
    meeting = (await desk.hall.client().get(f"/meetings/{desk.cast.meeting}")).text
    assert later.path in meeting
    assert f'"{desk.path}"' not in meeting


async def test_recalled_minutes_leave_a_stub_with_number_reason_and_day(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    assert (await desk.does(desk.cast.chair, "recall", reason="")).status_code == 422
    assert (await desk.does(desk.cast.chair, "recall", reason="议题涉密")).status_code == 303
    stub = (await desk.sees()).text
    assert "已撤回" in stub
    assert "议题涉密" in stub
    assert "四个项目公示" not in stub
    for what in ("/pdf", "/docx", "/txt", "/text", "/decisions"):
        assert (await desk.sees(what=what)).status_code == 404
    assert "四个项目公示" in (await desk.sees(desk.cast.secretary)).text
    assert (await desk.does(desk.cast.chair, "recall", reason="再")).status_code == 303  # once
    assert desk.path not in (await desk.hall.client().get("/")).text


async def files_of_record(desk: Desk) -> list[str]:
    answer = await desk.hall.client().get(f"/c/{desk.cast.community}/record/bundle")
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        return packed.namelist()


@ONE_DATABASE
async def test_the_records_bundle_holds_no_recalled_text_and_still_proves_itself(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    name = f"minutes/{desk.path.removeprefix('/minutes/')}-v1.json"
    assert name in await files_of_record(desk)
    await desk.does(desk.cast.chair, "recall", reason="议题涉密")
    assert name not in await files_of_record(desk)
    file = tmp_path / "bundle.zip"
    answer = await desk.hall.client().get(f"/c/{desk.cast.community}/record/bundle")
    file.write_bytes(answer.content)
    assert verifier().verify(str(file)).holds


@ONE_DATABASE
async def test_a_bundle_that_was_made_before_the_recall_is_not_handed_out_again(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    minutes = desk.path.removeprefix("/minutes/")
    assert f"minutes/{minutes}-v1.json" in await files_of_record(desk)
    await actions.recall(minutes, "议题涉密", desk.cast.actor(desk.cast.chair))  # no checkpoint
    assert f"minutes/{minutes}-v1.json" not in await files_of_record(desk)


async def test_the_meeting_leads_to_what_is_in_force_and_not_to_a_draft_of_a_correction(
    desk: Desk,
) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    made = await desk.does(desk.cast.secretary, "corrections", reason="日期写错")
    record = f"/meetings/{desk.cast.meeting}/record"
    page = (await desk.hall.of(desk.cast, "委员05").get(record)).text
    assert desk.path in page
    assert str(made.headers["location"]) not in page


async def test_corrected_minutes_can_be_recalled_and_then_no_old_word_is_public(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    made = await desk.does(desk.cast.secretary, "corrections", reason="姓名不该公开")
    later = Desk(desk.hall, desk.cast, str(made.headers["location"]))
    fields = {"key": "item.2.outcome", "text": "会议决定：另行研究。", "version": "1"}
    await later.does(desk.cast.secretary, "paragraphs", **fields)
    await later.does(desk.cast.secretary, "approval", agreed="13")
    await later.is_issued()
    assert "<del>" in (await later.sees()).text
    assert (await desk.does(desk.cast.chair, "recall", reason="涉及个人")).status_code == 303
    assert "已撤回" in (await desk.sees()).text
    assert "<del>" not in (await later.sees()).text
    assert "<del>" in (await later.sees(desk.cast.secretary)).text


async def test_after_a_recall_others_can_follow(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    await desk.does(desk.cast.chair, "recall", reason="议题涉密")
    made = await desk.does(desk.cast.secretary, "corrections", reason="删去涉密内容")
    later = Desk(desk.hall, desk.cast, str(made.headers["location"]))
    assert later.path != desk.path
    await later.does(desk.cast.secretary, "approval", agreed="13")
    await later.is_issued()
    meeting = (await desk.hall.client().get(f"/meetings/{desk.cast.meeting}")).text
    assert later.path in meeting


async def test_the_database_itself_keeps_what_was_issued(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_issued()
    await desk.does(desk.cast.chair, "recall", reason="议题涉密")
    for statement in (
        "UPDATE minutes SET body = '{}'",
        "DELETE FROM minutes",
        "UPDATE minutes_version SET body = '{}'",
        "DELETE FROM minutes_version",
        "DELETE FROM minutes_signature",
        "UPDATE minutes_recall SET reason = 'x'",
        "DELETE FROM minutes_recall",
    ):
        with pytest.raises(Exception, match=r"append-only|stays|never|permitted"):
            await db.rows(statement)


@ONE_DATABASE
async def test_numbers_and_the_office_that_issues_are_the_communitys(desk: Desk) -> None:
    secretary = desk.hall.of(desk.cast, desk.cast.secretary)
    fields = {"mark": "锦社协", "before": "7", "issuer": "community_secretary"}
    assert (await secretary.post("/minutes/terms", **fields)).status_code == 303
    assert f"锦社协〔{local(now()).year}〕8号" in (await secretary.get("/minutes/terms")).text
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    await desk.is_confirmed()
    assert (await desk.does(desk.cast.chair, "publication")).status_code == 403
    assert (await desk.does(desk.cast.secretary, "publication")).status_code == 303
    assert f"锦社协〔{local(now()).year}〕8号" in (await desk.sees()).text


@ONE_DATABASE
async def test_who_confirms_shows_again_who_they_are(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    hour_ago = now() - timedelta(hours=1)
    await db.rows("UPDATE session SET proved_at = {}", hour_ago)
    sessions.forget_all()
    answer = await desk.does(desk.cast.secretary, "signatures", **{"as": "recorder"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/proof?next={desk.path}%23next"


@ONE_DATABASE
async def test_who_waits_at_the_draft_hears_of_signatures_and_of_the_issue(desk: Desk) -> None:
    await desk.does(desk.cast.secretary, "approval", agreed="13")
    secretary = desk.hall.of(desk.cast, desk.cast.secretary)
    asks = f"{desk.path}/paragraphs?since=1"
    assert (await secretary.get(f"{asks}&signed=0")).status_code == 204
    await desk.is_confirmed()
    told = (await secretary.get(f"{asks}&signed=1")).text
    assert "现在有2人签字" in told
    assert "signed=2" in told  # it is said once, and asked on from there
    assert (await secretary.get(f"{asks}&signed=2")).status_code == 204
    assert (await secretary.get(asks)).status_code == 204
    assert (await desk.does(desk.cast.chair, "publication")).status_code == 303
    told = (await secretary.get(f"{asks}&signed=2")).text
    assert f'href="{desk.path}"' in told
    assert "hx-get" not in told  # nothing will come any more
