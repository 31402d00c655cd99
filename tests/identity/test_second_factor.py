"""An officer's second step, from outside: until it is taken, the session opens nothing."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.clock import moved_to, now
from council.identity import actions, sessions, totp
from council.identity import second_factor_keys as factor_keys
from council.identity.tables import RecoveryCode, SecondFactor
from council.record.tables import RecordEntry
from council.refusal import NotThere, Refused
from council.verification import actions as verification_actions
from tests.appointing import given
from tests.server import COOKIE, token_in

if TYPE_CHECKING:
    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"
CODES = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


@pytest.fixture(autouse=True)
def one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole test is one step: digits do not expire on a slow machine. Locks keep real time."""
    step = totp.step_at(now())
    monkeypatch.setattr(totp, "step_at", lambda _: step)


@dataclass(slots=True)
class Officer:
    """曹评话 or 袁昆腔 with a password, and what their authenticator knows."""

    name: str
    login: str
    person: str
    secret: bytes = b""
    codes: tuple[str, ...] = ()

    def digits(self, off: int = 0) -> str:
        return totp.digits(self.secret, totp.step_at(now()) + off)


async def with_password(cast: Cast, name: str, login: str) -> Officer:
    by = cast.actor("袁昆腔")
    await verification_actions.verify_at_desk(cast.people[name], "身份证", by, PASSWORD)
    # A new password at the desk has ended what was open before.
    cast.tokens[name] = await sessions.start(cast.people[name], "test", second_factor=True)
    return Officer(name, login, cast.people[name])


@pytest.fixture
async def chair(cast: Cast) -> Officer:
    return await with_password(cast, "曹评话", "R031")


async def sign_in(hall: Hall, login: str, on: str = "/account") -> tuple[Client, str]:
    """A browser after the password, and where it was sent."""
    client = hall.client()
    csrf = token_in((await client.get("/sign-in")).text)
    fields = {"_csrf_token": csrf, "login": login, "password": PASSWORD, "next": on}
    answer = await client.http.post("/sign-in", data=fields)
    assert answer.status_code == 303
    return client, answer.headers["location"]


async def post(client: Client, path: str, **fields: str) -> httpx.Response:
    csrf = token_in((await client.get("/second-factor")).text)
    return await client.http.post(path, data={"_csrf_token": csrf, **fields})


def offered(page: str) -> bytes:
    """The secret as somebody types it from the page into an authenticator."""
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    return base64.b32decode(found[1].replace(" ", ""))


async def enrolled(hall: Hall, officer: Officer) -> Client:
    """Set up with the digits of the step before, so that this step's are still good."""
    client, _ = await sign_in(hall, officer.login)
    officer.secret = offered((await client.get("/second-factor")).text)
    answer = await post(client, "/second-factor/enrolment", code=officer.digits(-1))
    assert answer.status_code == 200
    officer.codes = tuple(CODES.findall(answer.text))
    return client


async def asked(hall: Hall, officer: Officer) -> Client:
    client, at = await sign_in(hall, officer.login)
    assert at == "/second-factor?next=/account"
    return client


async def acts() -> list[str]:
    found = await RecordEntry.select(RecordEntry.act).order_by(RecordEntry.i)
    return [one["act"] for one in found if one["act"].startswith("second_factor.")]


async def test_a_password_alone_leads_to_the_set_up_and_nowhere_else(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    client, at = await sign_in(hall, chair.login, "/roll")
    assert at == "/second-factor?next=/roll"
    page = await client.get(at)
    assert page.status_code == 200
    assert "<svg" in page.text
    assert 'name="next" value="/roll"' in page.text
    room = f"/meetings/{cast.meeting}"
    for path in ("/account", "/roll", f"{room}/table", f"{room}/chair", f"{room}/room"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/second-factor?next={path}",
        )
    assert (await client.get("/second-factor/officers")).status_code == 303
    for path in (f"{room}/live?since=0&screen=chair", "/roll"):
        answer = await client.get(path, headers={"accept": "application/json"})
        assert answer.status_code == 401


async def test_a_pending_session_changes_nothing(hall: Hall, cast: Cast, chair: Officer) -> None:
    client = await asked(hall, chair)
    person = cast.people["顾水巷"]
    for path in (
        f"/meetings/{cast.meeting}/opening",
        f"/meetings/{cast.meeting}/polls",
        f"/people/{person}/letter",
        "/account/sessions/endings",
        "/second-factor/recovery-codes",
    ):
        answer = await post(client, path, code="000000")
        assert (answer.status_code, answer.headers["location"]) == (303, "/second-factor")
    assert await sessions.resolve(cast.tokens["曹评话"])
    meeting = await db.row("SELECT state FROM meeting WHERE id = {}", cast.meeting)
    assert meeting == {"state": "announced"}
    assert not await db.rows("SELECT id FROM letter")


async def test_a_pending_session_opens_no_socket_and_keeps_none(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    import websockets

    client = await asked(hall, chair)
    pending = client.http.cookies[COOKIE]
    address = f"{hall.origin}/meetings/{cast.meeting}/socket?screen=room".replace("http", "ws", 1)

    def opened(token: str) -> Any:
        return websockets.connect(
            address,
            origin=hall.origin,  # type: ignore[arg-type]  # a str with a name of its own
            additional_headers={"cookie": f"{COOKIE}={token}"},
            proxy=None,
        )

    with pytest.raises(websockets.InvalidStatus):
        await opened(pending).__aenter__()
    async with opened(cast.tokens["曹评话"]) as full:
        assert await asyncio.wait_for(full.recv(), 10)
    assert await sessions.offices(sessions.hash_of(pending)) is not None
    assert await sessions.offices_in_full(sessions.hash_of(pending)) is None


async def test_setting_it_up_opens_the_door_once_and_for_all(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    client, _ = await sign_in(hall, chair.login, "/roll")
    before = client.http.cookies[COOKIE]
    chair.secret = offered((await client.get("/second-factor")).text)
    assert offered((await client.get("/second-factor")).text) == chair.secret
    answer = await post(client, "/second-factor/enrolment", code=chair.digits(), next="/roll")
    assert answer.status_code == 200
    assert len(set(CODES.findall(answer.text))) == 8
    assert 'href="/roll"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert client.http.cookies[COOKIE] != before
    assert await sessions.resolve(before) is None
    assert (await client.get("/roll")).status_code == 200
    mine = await client.get("/second-factor")
    assert not CODES.search(mine.text)
    assert await acts() == ["second_factor.enrolled"]
    client.csrf = token_in(answer.text)
    assert (await client.post("/account/sessions/endings")).status_code == 303


async def test_a_wrong_code_sets_nothing_up(hall: Hall, chair: Officer) -> None:
    client = await asked(hall, chair)
    chair.secret = offered((await client.get("/second-factor")).text)
    for code in ("", "12345", chair.digits(5), chair.digits(-5)):
        answer = await post(client, "/second-factor/enrolment", code=code)
        assert answer.status_code == 422
        assert offered(answer.text) == chair.secret
    assert await SecondFactor.count() == 0
    assert (await client.get("/roll")).status_code == 303


async def test_another_session_is_offered_another_secret(hall: Hall, chair: Officer) -> None:
    pages = [await (await asked(hall, chair)).get("/second-factor") for _ in range(2)]
    assert len({offered(page.text) for page in pages}) == 2


async def test_an_authenticator_is_not_replaced_by_a_second_enrolment(
    hall: Hall, chair: Officer
) -> None:
    late = await asked(hall, chair)
    secret = offered((await late.get("/second-factor")).text)
    await enrolled(hall, chair)
    code = totp.digits(secret, totp.step_at(now()))
    answer = await post(late, "/second-factor/enrolment", code=code)
    assert answer.status_code == 409
    assert (await post(late, "/second-factor", code=code)).status_code == 422
    assert (await late.get("/roll")).status_code == 303
    assert (await post(late, "/second-factor", code=chair.digits())).status_code == 303


async def test_later_sign_ins_ask_for_the_digits(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    client = await asked(hall, chair)
    page = await client.get("/second-factor")
    assert "<svg" not in page.text.split("<main")[1]
    assert (await client.get("/sign-in?next=/roll")).headers["location"] == (
        "/second-factor?next=/roll"
    )
    before = client.http.cookies[COOKIE]
    answer = await post(client, "/second-factor", code=chair.digits(), next="/roll")
    assert (answer.status_code, answer.headers["location"]) == (303, "/roll")
    assert (await client.get("/roll")).status_code == 200
    assert client.http.cookies[COOKIE] != before
    assert await sessions.resolve(before) is None


async def test_a_step_is_good_for_one_use(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    used = chair.digits()
    assert (await post(await asked(hall, chair), "/second-factor", code=used)).status_code == 303
    second = await asked(hall, chair)
    for code in (used, chair.digits(-1)):
        answer = await post(second, "/second-factor", code=code)
        assert answer.status_code == 409
    assert (await second.get("/roll")).status_code == 303
    assert (await post(second, "/second-factor", code=chair.digits(1))).status_code == 303


async def test_of_one_code_at_once_from_many_places_one_wins(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    clients = [await asked(hall, chair) for _ in range(4)]
    code = chair.digits()
    answers = await asyncio.gather(*(post(one, "/second-factor", code=code) for one in clients))
    assert sorted(one.status_code for one in answers) == [303, 409, 409, 409]


async def test_five_wrong_codes_lock_it_for_a_quarter_of_an_hour(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    await enrolled(hall, chair)
    client = await asked(hall, chair)
    codes = [
        (await post(client, "/second-factor", code=code)).status_code
        for code in ("1", "000000x", chair.digits(9), chair.digits(-9), "AAAA-BBBB-CCCC-DDDD")
    ]
    assert codes == [422] * 4 + [429]
    for code in (chair.digits(), chair.codes[0]):
        assert (await post(client, "/second-factor", code=code)).status_code == 429
    assert (await post(await asked(hall, chair), "/second-factor", code="1")).status_code == 429
    by, key = cast.actor(chair.name), hall.settings.keys.second_factor
    with moved_to(now() + timedelta(minutes=14)), pytest.raises(Refused, match=r"factor\.rest"):
        await actions.pass_second_factor(chair.digits(), key, "", "", by)
    with moved_to(now() + timedelta(minutes=15, seconds=5)):
        assert await actions.pass_second_factor(chair.digits(), key, "", "", by)


async def test_guesses_at_once_are_no_more_than_guesses_in_turn(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    await enrolled(hall, chair)
    by, key = cast.actor(chair.name), hall.settings.keys.second_factor
    guesses = [actions.pass_second_factor(chair.digits(9), key, "", "", by) for _ in range(20)]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    codes = [one.code for one in answers if isinstance(one, Refused)]
    assert codes.count("second_factor.wrong") == 4
    assert codes.count("second_factor.rest") == 16


async def test_the_right_digits_forgive_the_wrong_ones(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    for code in (chair.digits(), chair.digits(1)):
        client = await asked(hall, chair)
        for _ in range(4):
            assert (await post(client, "/second-factor", code="123")).status_code == 422
        assert (await post(client, "/second-factor", code=code)).status_code == 303


async def test_a_recovery_code_works_once_however_it_is_typed(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    typed = f" {chair.codes[0].lower().replace('-', ' ')} "
    assert (await post(await asked(hall, chair), "/second-factor", code=typed)).status_code == 303
    second = await asked(hall, chair)
    assert (await post(second, "/second-factor", code=chair.codes[0])).status_code == 422
    assert (await post(second, "/second-factor", code=chair.codes[1])).status_code == 303
    assert "6" in (await second.get("/second-factor")).text.split("recovery-codes")[2]


async def test_new_recovery_codes_replace_the_old_ones(hall: Hall, chair: Officer) -> None:
    client = await enrolled(hall, chair)
    path = "/second-factor/recovery-codes"
    for wrong in ("000", chair.codes[0]):
        assert (await post(client, path, code=wrong)).status_code == 422
    answer = await post(client, path, code=chair.digits())
    fresh = CODES.findall(answer.text)
    assert len(set(fresh)) == 8
    assert not set(fresh) & set(chair.codes)
    other = await asked(hall, chair)
    assert (await post(other, "/second-factor", code=chair.codes[0])).status_code == 422
    assert (await post(other, "/second-factor", code=fresh[0])).status_code == 303


async def test_the_database_holds_nothing_that_opens(hall: Hall, chair: Officer) -> None:
    await enrolled(hall, chair)
    kept = str(await db.rows("SELECT * FROM second_factor"))
    kept += str(await db.rows("SELECT * FROM recovery_code"))
    assert totp.as_text(chair.secret) not in kept
    assert base64.b64encode(chair.secret).decode()[:20] not in kept
    assert not [one for one in chair.codes if one in kept or one.replace("-", "") in kept]
    key = hall.settings.keys.second_factor
    row = await SecondFactor.select().first()
    assert row is not None
    assert factor_keys.unsealed(key, chair.person, row["secret"]) == chair.secret


async def test_with_another_key_the_recovery_codes_still_work(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    await enrolled(hall, chair)
    by = cast.actor(chair.name)
    with pytest.raises(Refused, match=r"second_factor\.key_lost"):
        await actions.pass_second_factor(chair.digits(), bytes(32), "", "", by)
    code = chair.codes[0]
    assert await actions.pass_second_factor(code, bytes(32), "", "", by)


async def test_residents_are_not_asked(hall: Hall, cast: Cast) -> None:
    await verification_actions.verify_at_desk(
        cast.people["顾水巷"], "身份证", cast.actor("袁昆腔"), PASSWORD
    )
    client, at = await sign_in(hall, "R003")
    assert at == "/account"
    page = await client.get("/account")
    assert page.status_code == 200
    assert "/second-factor" not in page.text
    client.csrf = token_in(page.text)
    assert (await client.get("/second-factor")).status_code == 404
    for path in ("/second-factor", "/second-factor/enrolment", "/second-factor/recovery-codes"):
        assert (await client.post(path, code="000000")).status_code == 404
    by, key = cast.actor("顾水巷"), hall.settings.keys.second_factor
    session = sessions.hash_of(client.http.cookies[COOKIE])
    code = totp.digits(factor_keys.proposed(key, session), totp.step_at(now()))
    with pytest.raises(NotThere):
        await actions.enrol(code, key, session, "", by)
    assert (await hall.client().get("/second-factor")).headers["location"] == (
        "/sign-in?next=/second-factor"
    )


@pytest.mark.parametrize("office", ["chair", "supervisor", "social_worker", "observer"])
async def test_a_new_office_asks_at_once_in_open_sessions(
    hall: Hall, cast: Cast, office: str
) -> None:
    token = await sessions.start(cast.people["顾水巷"], "phone")
    client = hall.client(token)
    assert (await client.get("/account")).status_code == 200
    await given(cast, "顾水巷", office)
    asks = office != "observer"
    assert (await client.get("/account")).status_code == (303 if asks else 200)
    assert (await sessions.offices_in_full(sessions.hash_of(token)) is None) is asks


async def test_an_office_letter_of_a_colleague_resets_it(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    full = await enrolled(hall, chair)
    secretary = hall.of(cast, "袁昆腔")
    secretary.csrf = token_in((await secretary.get("/account")).text)
    page = (await secretary.get("/second-factor/officers")).text
    assert f"/people/{chair.person}/letter" in page
    assert f"/people/{cast.people['袁昆腔']}/letter" not in page
    printed = await secretary.post(f"/people/{chair.person}/letter", purpose="office")
    assert printed.status_code == 200
    assert (await full.get("/roll")).status_code == 200  # until it is opened nothing changes
    public, secret = await verification_actions.issue_letter(
        chair.person, "office", cast.actor("袁昆腔")
    )
    client = hall.client()
    csrf = token_in((await client.get("/letter")).text)
    fields = {"secret": secret, "password": "another-8842", "repeat": "another-8842"}
    answer = await client.http.post(f"/letter/{public}", data={"_csrf_token": csrf, **fields})
    assert answer.headers["location"] == "/second-factor?next=/account%3Fended%3Dwelcome"
    assert (await full.get("/roll")).status_code == 303
    assert (await client.get("/roll")).status_code == 303
    assert await RecoveryCode.count() == 0
    assert offered((await client.get("/second-factor")).text) != chair.secret
    assert await acts() == ["second_factor.enrolled", "second_factor.reset"]


async def test_a_household_letter_changes_the_password_and_leaves_the_factor(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    await enrolled(hall, chair)
    public, secret = await verification_actions.issue_letter(
        chair.person, "household", cast.actor("袁昆腔")
    )
    opened = await verification_actions.open_letter(public, secret, "another-8842", "")
    client = hall.client(opened.token)
    assert "<svg" not in (await client.get("/second-factor")).text.split("<main")[1]
    assert (await client.get("/roll")).status_code == 303
    assert await SecondFactor.count() == 1


async def test_nobody_resets_their_own_and_a_plain_secretary_nobodys(
    hall: Hall, cast: Cast, chair: Officer
) -> None:
    leader = cast.actor("袁昆腔")
    with pytest.raises(Refused, match=r"letter\.office_not_yours"):
        await verification_actions.issue_letter(leader.person, "office", leader)
    await given(cast, "委员01", "secretary")
    with pytest.raises(Refused, match=r"letter\.office_not_yours"):
        await verification_actions.issue_letter(chair.person, "office", cast.actor("委员01"))
    with pytest.raises(NotThere):
        await verification_actions.issue_letter(chair.person, "office", cast.actor("曹评话"))
    assert (await hall.of(cast, "委员01").get("/second-factor/officers")).status_code == 404
    assert (await hall.of(cast, "顾水巷").get("/second-factor/officers")).status_code == 404


async def test_a_demo_asks_nobody(hall: Hall, chair: Officer) -> None:
    before = hall.app.settings
    hall.app.settings = replace(before, demo=True)
    try:
        client, at = await sign_in(hall, chair.login, "/roll")
        assert at == "/roll"
        assert (await client.get("/roll")).status_code == 200
        assert "/second-factor" not in (await client.get("/account")).text
        assert (await client.get("/second-factor")).status_code == 404
    finally:
        hall.app.settings = before


async def test_signing_out_half_way_ends_the_session(hall: Hall, chair: Officer) -> None:
    client = await asked(hall, chair)
    token = client.http.cookies[COOKIE]
    assert (await post(client, "/sign-out")).headers["location"] == "/sign-in"
    assert await sessions.resolve(token) is None
