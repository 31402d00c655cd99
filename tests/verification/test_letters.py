from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import Actor
from council.clock import moved_to, now
from council.identity import actions, queries, sessions
from council.identity.actions.founding import FirstOfficer, Place, found
from council.identity.tables import Account, Session
from council.record.tables import RecordEntry
from council.refusal import NotThere, Refused
from council.verification import actions as verification_actions
from council.verification import rules
from council.verification.tables import Letter, Verification
from tests.server import COOKIE, token_in
from tests.verification.neighbourhood import listed, refusals

if TYPE_CHECKING:
    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"


@pytest.fixture
async def letter(cast: Cast) -> tuple[str, str]:
    """A letter to 顾水巷, who is on the roll and not verified yet."""
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", person)
    return await verification_actions.issue_letter(person, "household", cast.actor("袁昆腔"))


async def send(who: Client, public: str, secret: str, **more: str) -> httpx.Response:
    csrf = token_in((await who.get(f"/letter/{public}")).text)
    fields = {"secret": secret, "password": PASSWORD, "repeat": PASSWORD, **more}
    return await who.http.post(f"/letter/{public}", data={"_csrf_token": csrf, **fields})


def wrong(secret: str) -> str:
    return ("A" if secret[0] != "A" else "B") + secret[1:]


async def test_a_letter_verifies_its_person_and_signs_in(
    hall: Hall, cast: Cast, letter: tuple[str, str]
) -> None:
    answer = await send(hall.client(), *letter)
    assert answer.status_code == 303
    me = hall.client(answer.cookies[COOKIE])
    assert "顾水巷" in (await me.get(answer.headers["location"])).text
    someone = await queries.person(cast.people["顾水巷"], cast.community)
    assert someone.state == "verified"
    assert await queries.account("r003")
    seen = await db.rows("SELECT way, by_person FROM verification")
    assert seen == [{"way": "letter", "by_person": cast.people["袁昆腔"]}]
    acts = await db.rows("SELECT act, body FROM record_entry WHERE act = 'person.verified'")
    assert len(acts) == 1
    assert "顾水巷" not in acts[0]["body"]
    assert someone.pseudonym in acts[0]["body"]


async def test_neither_secret_nor_password_is_stored(hall: Hall, letter: tuple[str, str]) -> None:
    await send(hall.client(), *letter)
    stored = [
        str(await table.select()) for table in (Letter, Account, Session, Verification, RecordEntry)
    ]
    assert letter[1] not in "".join(stored)
    assert PASSWORD not in "".join(stored)


async def test_the_code_is_read_with_forgiveness(hall: Hall, letter: tuple[str, str]) -> None:
    public, secret = (part.lower().replace("0", "o").replace("1", "l") for part in letter)
    client = hall.client()
    csrf = token_in((await client.get("/letter")).text)
    fields = {"public": f" {public} ", "secret": f"{secret[:5]} - {secret[5:]}"}
    fields |= {"password": PASSWORD, "repeat": PASSWORD, "_csrf_token": csrf}
    assert (await client.http.post("/letter", data=fields)).status_code == 303


async def test_a_wrong_code_says_how_often_it_may_be_tried(
    hall: Hall, letter: tuple[str, str]
) -> None:
    public, secret = letter
    answer = await send(hall.client(), public, wrong(secret))
    assert answer.status_code == 422
    assert public in answer.text
    assert wrong(secret) not in answer.text
    assert PASSWORD not in answer.text
    assert COOKIE not in answer.cookies


async def test_five_wrong_codes_lock_it_for_an_hour_also_for_the_right_one(
    hall: Hall, letter: tuple[str, str]
) -> None:
    public, secret = letter
    stranger = hall.client()
    codes = [(await send(stranger, public, wrong(secret))).status_code for _ in range(5)]
    assert codes == [422, 422, 422, 422, 429]
    assert (await send(stranger, public, secret)).status_code == 429
    with moved_to(now() + timedelta(minutes=61)):
        opened = await verification_actions.open_letter(
            public, secret, PASSWORD, "later", device=stranger.http.cookies["council_visit"]
        )
    assert opened.login == "r003"


async def test_a_stranger_who_locks_a_code_does_not_keep_its_owner_out(
    hall: Hall, cast: Cast, letter: tuple[str, str]
) -> None:
    public, secret = letter
    for device in range(8):  # cookies thrown away after every guess
        with pytest.raises(Refused):
            await verification_actions.open_letter(
                public, wrong(secret), PASSWORD, "", device=f"stranger {device}"
            )
    with pytest.raises(Refused, match="locked"):
        await verification_actions.open_letter(public, secret, PASSWORD, "", device="stranger 7")
    assert (await send(hall.client(), public, secret)).status_code == 303
    counted = await db.row("SELECT tries, late FROM letter_hour")
    assert counted == {"tries": 8, "late": 3}, "what was right is given back"


async def test_guesses_with_fresh_devices_end_at_the_hours_limit_and_harm_no_other_letter(
    cast: Cast, letter: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "HOUR_LATE", 4)
    public, secret = letter
    for device in range(5 + 4):
        with pytest.raises(Refused, match=r"letter\.(wrong|locked)"):
            await verification_actions.open_letter(
                public, wrong(secret), PASSWORD, "", device=f"stranger {device}"
            )
    with pytest.raises(Refused, match="community_rests"):
        await verification_actions.open_letter(public, secret, PASSWORD, "", device="another")
    by, other = cast.actor("袁昆腔"), cast.people["委员01"]
    fresh = await verification_actions.issue_letter(other, "household", by)
    assert (await verification_actions.open_letter(*fresh, PASSWORD, "", device="own")).token


async def test_facts_must_match_and_nobody_hears_which_was_wrong(hall: Hall, cast: Cast) -> None:
    person, by = await listed(cast, "赵评弹", date(1965, 4, 12)), cast.actor("袁昆腔")
    public, secret = await verification_actions.issue_letter(
        person, "household", by, asks_facts=True
    )
    browser = hall.client()
    assert 'name="fact"' in (await browser.get(f"/letter/{public}")).text
    assert (await send(browser, public, secret)).status_code == 422
    assert await db.row("SELECT failures FROM letter") == {"failures": 0}, "no facts cost no try"
    answers = [
        await send(browser, public, code, name=name, fact=fact)
        for code, name, fact in (
            (wrong(secret), "赵评弹", "19650412"),
            (secret, "赵平谈", "19650412"),
            (secret, "赵评弹", "1965-04-13"),
        )
    ]
    assert [one.status_code for one in answers] == [422, 422, 422]
    said = [re.findall(r'role="alert">([^<]*)', one.text) for one in answers]
    assert len({re.sub(r"[0-9]", "", str(one)) for one in said}) == 1
    right = await send(browser, public, secret, name=" 赵评弹", fact="1965年4月12日")
    assert right.status_code == 303
    seen = await db.rows("SELECT way FROM verification")
    assert seen == [{"way": "facts"}]
    assert await refusals() == ["letter.facts"]
    with pytest.raises(Refused, match="no_facts"):
        await verification_actions.issue_letter(
            cast.people["顾水巷"], "household", by, asks_facts=True
        )


async def test_paper_from_the_door_lets_nobody_into_an_office(cast: Cast) -> None:
    by, chair = cast.actor("袁昆腔"), cast.people["曹评话"]
    with pytest.raises(Refused, match=r"letter\.office_holder"):
        await verification_actions.issue_letter(chair, "household", by)
    member = cast.people["委员01"]
    letter = await verification_actions.issue_letter(member, "household", by)
    await db.rows("UPDATE appointment SET person = {} WHERE person = {}", member, chair)
    with pytest.raises(Refused, match=r"letter\.office_holder"):
        await verification_actions.open_letter(*letter, PASSWORD, "")


async def test_parallel_guesses_are_counted_one_by_one(cast: Cast, letter: tuple[str, str]) -> None:
    public, secret = letter
    guesses = [
        verification_actions.open_letter(public, wrong(secret), PASSWORD, "") for _ in range(20)
    ]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    assert all(isinstance(one, Refused) for one in answers)
    with pytest.raises(Refused, match="locked"):
        await verification_actions.open_letter(public, secret, PASSWORD, "")


async def test_a_letter_works_once_but_the_same_form_twice_answers_the_same(
    hall: Hall, letter: tuple[str, str]
) -> None:
    first, second = await send(hall.client(), *letter), await send(hall.client(), *letter)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    other = await send(
        hall.client(), *letter, password="另一个很长的密码", repeat="另一个很长的密码"
    )
    assert other.status_code == 409
    assert len(await db.rows("SELECT * FROM verification")) == 1


async def test_two_at_once_make_one_account(cast: Cast, letter: tuple[str, str]) -> None:
    both = [verification_actions.open_letter(*letter, PASSWORD + mark, "") for mark in "ab"]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["Opened", "Refused"]


async def test_after_fourteen_days_it_is_too_late(cast: Cast, letter: tuple[str, str]) -> None:
    with moved_to(now() + timedelta(days=14)), pytest.raises(Refused, match="expired"):
        await verification_actions.open_letter(*letter, PASSWORD, "")


async def test_a_new_letter_voids_the_old_one(cast: Cast, letter: tuple[str, str]) -> None:
    fresh = await verification_actions.issue_letter(
        cast.people["顾水巷"], "household", cast.actor("袁昆腔")
    )
    with pytest.raises(Refused, match="expired"):
        await verification_actions.open_letter(*letter, PASSWORD, "")
    assert (await verification_actions.open_letter(*fresh, PASSWORD, "")).token


async def test_a_letter_resets_the_password_and_ends_what_was_open(
    hall: Hall, cast: Cast, letter: tuple[str, str]
) -> None:
    before = cast.tokens["委员01"]
    by = cast.actor("袁昆腔")
    await verification_actions.verify_at_desk(
        cast.people["委员01"], "身份证", by, "以前的那个密码啊"
    )
    public, secret = await verification_actions.issue_letter(cast.people["委员01"], "household", by)
    answer = await send(hall.client(), public, secret)
    assert answer.status_code == 303
    assert await sessions.resolve(before) is None
    assert await actions.sign_in("R101", "以前的那个密码啊", "") is None
    assert await actions.sign_in("R101", PASSWORD, "")


async def test_on_a_shared_phone_the_one_before_is_signed_out(
    hall: Hall, cast: Cast, letter: tuple[str, str]
) -> None:
    phone = hall.of(cast, "委员01")
    answer = await send(phone, *letter)
    assert answer.status_code == 303
    assert (await hall.of(cast, "委员01").get("/account")).status_code == 303


@pytest.mark.parametrize(
    ("public", "more", "status"),
    [
        ("ZZZZZ", {}, 404),
        ("", {"secret": "A"}, 422),
        ("", {"repeat": "something else"}, 422),
        ("", {"password": "short", "repeat": "short"}, 422),
        ("", {"password": "12345678", "repeat": "12345678"}, 422),
    ],
)
async def test_bad_input_costs_no_try(
    hall: Hall, letter: tuple[str, str], public: str, more: dict[str, str], status: int
) -> None:
    code, secret = letter
    fields = {"secret": secret, **more}
    answer = await send(hall.client(), public or code, **fields)
    assert answer.status_code == status
    assert re.search(r'class="error"[^>]*role="alert"', answer.text)
    assert ('name="public"' in answer.text) is (status == 404), "a wrong name can be corrected"
    row = await db.row("SELECT failures FROM letter")
    assert row == {"failures": 0}


async def test_an_overlong_code_is_no_code(hall: Hall) -> None:
    for address in ("/letter/" + "A" * 3000, "/letter/%00%ff", "/letter/<script>"):
        answer = await hall.client().get(address)
        assert answer.status_code in {200, 400, 404}
        assert "<script>" not in answer.text.split("<main")[-1].split("</main")[0]


async def test_staff_print_a_letter_that_works(hall: Hall, cast: Cast) -> None:
    answer = await hall.of(cast, "袁昆腔").post(f"/people/{cast.people['顾水巷']}/letter")
    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert " style=" not in answer.text
    found = re.findall(r">([0-9A-Z]{5})<|>([0-9A-Z]{5})-([0-9A-Z]{5})<", answer.text)
    public, secret = found[0][0], found[1][1] + found[1][2]
    assert (await send(hall.client(), public, secret)).status_code == 303


async def test_nobody_else_prints_letters(hall: Hall, cast: Cast, twin: Cast) -> None:
    for name in ("曹评话", "委员01"):
        answer = await hall.of(cast, name).post(f"/people/{cast.people['顾水巷']}/letter")
        assert answer.status_code == 404
    foreign = await hall.of(twin, "袁昆腔").post(f"/people/{cast.people['顾水巷']}/letter")
    assert foreign.status_code == 404
    with pytest.raises(NotThere):
        await verification_actions.issue_letter(
            cast.people["顾水巷"], "household", twin.actor("袁昆腔")
        )
    assert not await db.rows("SELECT id FROM letter")


async def test_first_officers_come_in_by_office_letters(engine: object) -> None:
    officers = [
        FirstOfficer("甲", ("community_secretary",), "R1", "15400000001"),
        FirstOfficer("乙", ("secretary",), "R2"),
    ]
    community, people = await found(Place("新社区"), officers)
    assert await actions.sign_in("R1", PASSWORD, "") is None
    first = await queries.person(people[0], community)
    by = Actor(first.id, community, first.pseudonym)
    for person, login in zip(people, ("15400000001", "r2"), strict=True):
        public, secret = await verification_actions.issue_letter(person, "office", by)
        assert (await verification_actions.open_letter(public, secret, PASSWORD, "")).login == login
    token = await actions.sign_in("15400000001", PASSWORD, "")
    assert token
    viewer = await sessions.resolve(token)
    assert viewer is not None
    assert viewer.officer
