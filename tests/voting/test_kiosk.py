"""Codes on paper: at a terminal of the office, for one person in one vote, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.clock import now
from council.identity import sessions
from council.identity.codes import SIGNS
from council.voting.actions.kiosk import hashed
from council.voting.kiosk import pages as kiosk_pages
from council.voting.kiosk import tries as kiosk_tries
from council.voting.kiosk.tries import Tries
from tests.people import Cast, assemble
from tests.server import COOKIE, token_in
from tests.voting.proxies import open_on, owners, votes_in
from tests.voting.telling import ON_SQLITE
from tests.voting.test_assisted import sealed
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from tests.server import Client, Hall

CODE = re.compile(r'class="kiosk-code code">([^<]+)<')
TERMINAL = "council_terminal"


@pytest.fixture
async def cast(engine: object, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(kiosk_pages, "_tries", Tries())
    people = await assemble(members=11)
    people.meeting = await owners(people)
    return people


async def terminal(hall: Hall, cast: Cast, staff: str = "袁昆腔") -> Client:
    """A device of the office on which nobody is signed in; the staff keep a session elsewhere."""
    token = await sessions.start(cast.people[staff], "desk", second_factor=True)
    answer = await hall.client(token).post("/terminals", name="大厅平板")
    device = hall.client()
    device.http.cookies.set(TERMINAL, answer.cookies[TERMINAL], domain="127.0.0.1", path="/")
    return device


async def printed(clerk: Client, poll: str, *names: str) -> dict[str, str]:
    """Name → the code on their sheet."""
    answer = await clerk.post(f"/polls/{poll}/kiosk-codes", names="\n".join(names))
    assert answer.status_code == 200, answer.text
    sheets = answer.text.split("<article")[1:]
    return {
        next(name for name in names if name in sheet): CODE.findall(sheet)[0] for sheet in sheets
    }


async def post(device: Client, path: str, **fields: str) -> Any:
    csrf = token_in((await device.get("/kiosk")).text)
    return await device.http.post(path, data={"_csrf_token": csrf, **fields})


async def vote(device: Client, code: str, choice: str, idem: str = "idem-of-the-kiosk") -> Any:
    fields = {"code": code, "choice": choice, "idem": idem, "confirmed": "1"}
    return await post(device, "/kiosk/ballots", **fields)


async def test_a_code_casts_one_ballot_and_nothing_stays_on_the_device(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    codes = await printed(hall.of(cast, "袁昆腔"), poll, "委员01", "委员02")
    device = await terminal(hall, cast)
    begun = await post(device, "/kiosk", code=codes["委员01"].lower().replace("-", " "))
    assert (begun.status_code, "请您表决" in begun.text) == (200, True)
    asked = await post(
        device, "/kiosk/ballots", code=codes["委员01"], choice="no", idem="idem-of-the-kiosk"
    )
    assert "请确认您的选择" in asked.text
    assert await votes_in(poll) == {}
    done = await vote(device, codes["委员01"], "no")
    assert (done.status_code, done.headers["clear-site-data"]) == (201, '"cache", "storage"')
    (kept,) = await db.rows("SELECT receipt FROM named_vote")
    assert kept["receipt"] in done.text
    assert (begun.headers["refresh"], done.headers["refresh"]) == (
        "180; url=/kiosk",
        "60; url=/kiosk",
    )
    assert await votes_in(poll) == {"委员01": "no"}
    again = await vote(device, codes["委员01"], "no")  # back, and sent again by the next person
    assert (again.status_code, kept["receipt"] in again.text) == (200, False)
    for path, more in (("/kiosk", {}), ("/kiosk/ballots", {"idem": "another-one-of-it"})):
        fields = {"code": codes["委员01"], "choice": "yes", "confirmed": "1", **more}
        used = await post(device, path, **fields)
        assert (used.status_code, "已经用过" in used.text) == (409, True)
    assert COOKIE not in device.http.cookies
    assert await votes_in(poll) == {"委员01": "no"}
    page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "用纸上的代码在社区的终端上投的" in page
    left = await db.rows("SELECT code_hash, used FROM kiosk_code ORDER BY used")
    assert [bool(one["used"]) for one in left] == [False, True]
    plain = codes["委员02"].replace("-", "")
    assert plain not in str(left)
    assert hashed(hall.settings.keys.pepper, plain) == left[0]["code_hash"]


@ON_SQLITE
async def test_only_a_terminal_of_this_community_takes_codes(hall: Hall, cast: Cast) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    codes = await printed(hall.of(cast, "袁昆腔"), poll, "委员01")
    twin = await assemble("邻社区", members=3)
    phone, elsewhere = hall.client(), await terminal(hall, twin)
    for device in (phone, elsewhere):
        answer = await vote(device, codes["委员01"], "no")
        assert answer.status_code == 404
    signed_in = await vote(hall.of(cast, "委员01"), codes["委员01"], "no")
    assert signed_in.status_code == 404
    assert "只能在社区的公用终端上用" in (await phone.get("/kiosk")).text.replace("<wbr>", "")
    assert await votes_in(poll) == {}


@ON_SQLITE
async def test_a_new_print_ends_the_old_code_and_strangers_get_none(hall: Hall, cast: Cast) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    clerk, device = hall.of(cast, "袁昆腔"), await terminal(hall, cast)
    first = await printed(clerk, poll, "委员01", "委员04")
    second = await printed(clerk, poll, "委员01")
    assert (await vote(device, first["委员01"], "no")).status_code == 404
    assert (await vote(device, second["委员01"], "no")).status_code == 201
    absent = await vote(device, first["委员04"], "no")  # called, and not on the roll
    assert absent.status_code == 404
    assert "不在这次表决的名册上" in (await post(device, "/kiosk", code=first["委员04"])).text
    for names in ("", "顾水巷", "没有这个人"):
        answer = await clerk.post(f"/polls/{poll}/kiosk-codes", names=names)
        assert answer.status_code == 422
    everybody = await clerk.post(f"/polls/{poll}/kiosk-codes", without_login="1")
    assert len(CODE.findall(everybody.text)) == 7  # of eight, one has voted with theirs
    await hall.of(cast, "曹评话").post(f"/polls/{poll}/closing")
    assert (await clerk.post(f"/polls/{poll}/kiosk-codes", names="委员02")).status_code == 409


async def test_of_owners_what_came_first_stands(hall: Hall, cast: Cast) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    codes = await printed(hall.of(cast, "袁昆腔"), poll, "委员01", "委员02")
    device = await terminal(hall, cast)
    await cast_vote(hall.of(cast, "委员01"), poll, "yes", "idem-of-the-phone-1")
    assert (await vote(device, codes["委员01"], "no")).status_code == 409
    assert (await vote(device, codes["委员02"], "no", "idem-of-the-kiosk-2")).status_code == 201
    late = await cast_vote(hall.of(cast, "委员02"), poll, "yes", "idem-of-the-phone-2")
    assert late.status_code == 409
    assert await votes_in(poll) == {"委员01": "yes", "委员02": "no"}


async def test_in_a_secret_vote_a_ballot_in_person_replaces_the_one_from_the_phone(
    hall: Hall, cast: Cast
) -> None:
    poll = await sealed(hall, cast)
    clerk, device = hall.of(cast, "袁昆腔"), await terminal(hall, cast)
    codes = await printed(clerk, poll, "委员01")
    for name in cast.members[:6]:
        sent = await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
        assert sent.status_code == 201
    assert (await vote(device, codes["委员01"], "no")).status_code == 201
    late = await cast_vote(hall.of(cast, "委员01"), poll, "yes", "idem-of-afterwards")
    assert (late.status_code, late.json()["reason"]) == (409, "cast_in_person")
    assert len(await db.rows("SELECT 1 AS one FROM envelope")) == 6
    await clerk.post(f"/polls/{poll}/closing")
    await clerk.post(f"/polls/{poll}/publication")
    assert (await hall.client().json(f"/polls/{poll}"))["counts"] == {
        "yes": 5,
        "no": 1,
        "abstain": 0,
    }
    found = await db.rows("SELECT channel FROM elector WHERE poll = {} ORDER BY channel", poll)
    assert [one["channel"] for one in found] == ["kiosk"] + ["phone"] * 5


async def guessed(device: Client, guesses: int) -> list[int]:
    """Status of each wrong code, one after the other."""
    wrong = [SIGNS[at % 32] * 10 for at in range(guesses)]
    return [(await post(device, "/kiosk", code=one)).status_code for one in wrong]


@ON_SQLITE
async def test_five_wrong_codes_and_the_terminal_rests_also_for_the_right_one(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    codes = await printed(hall.of(cast, "袁昆腔"), poll, "委员01")
    device, other = await terminal(hall, cast), await terminal(hall, cast)
    assert await guessed(device, 8) == [404] * 5 + [429] * 3
    assert (await post(device, "/kiosk", code=codes["委员01"])).status_code == 429
    assert (await post(other, "/kiosk", code=codes["委员01"])).status_code == 200
    monkeypatch.setattr(kiosk_pages, "now", lambda: now() + kiosk_tries.WITHIN)
    assert (await post(device, "/kiosk", code=codes["委员01"])).status_code == 200
    # The control: tries that nobody counts go on for ever, so it was the counting that stopped us.
    monkeypatch.setattr(Tries, "failed", lambda *_: None)
    monkeypatch.setattr(kiosk_pages, "_tries", Tries())
    assert await guessed(device, 8) == [404] * 8
