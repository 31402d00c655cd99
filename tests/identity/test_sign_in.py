from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING

import pytest

from council.identity import actions, passwords
from council.refusal import Refused
from council.verification import actions as verification_actions
from tests.server import COOKIE, token_in

if TYPE_CHECKING:
    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"


@pytest.fixture
async def resident(cast: Cast) -> str:
    """顾水巷 with a password; returns the login."""
    by = cast.actor("袁昆腔")
    await verification_actions.verify_at_desk(cast.people["顾水巷"], "身份证", by, PASSWORD)
    return "R003"


async def sign_in(who: Client, login: str, password: str, **more: str) -> httpx.Response:
    csrf = token_in((await who.get("/sign-in")).text)
    fields = {"_csrf_token": csrf, "login": login, "password": password, **more}
    return await who.http.post("/sign-in", data=fields)


async def test_the_right_password_opens_a_session(hall: Hall, resident: str) -> None:
    client = hall.client()
    answer = await sign_in(client, resident, PASSWORD, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    cookie = answer.headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Lax; Max-Age=", cookie)
    page = await client.get("/account")
    assert page.status_code == 200
    assert "顾水巷" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_unknown_and_wrong_are_one_answer(hall: Hall, resident: str) -> None:
    answers = [
        await sign_in(hall.client(), login, "wrong password") for login in (resident, "R999")
    ]
    assert [one.status_code for one in answers] == [401, 401]
    texts = {
        re.sub(r'"[0-9a-f]{40}"', '""', one.text).replace(login, "")
        for one, login in zip(answers, (resident, "R999"), strict=True)
    }
    assert len(texts) == 1
    assert [
        name
        for name in answers[0].headers
        if answers[0].headers[name] != answers[1].headers[name]
        and name not in {"date", "set-cookie"}
    ] == []
    assert COOKIE not in answers[0].headers.get("set-cookie", "")


async def test_what_was_typed_stays_but_not_the_password(hall: Hall, resident: str) -> None:
    typed = '154 <script>"'
    text = (await sign_in(hall.client(), typed, "my secret words", next="/meetings")).text
    assert 'value="154 &lt;script&gt;&#34;"' in text
    assert 'name="next" value="/meetings"' in text
    assert "my secret words" not in text
    assert 'aria-invalid="true"' in text


async def test_nobody_is_sent_to_another_site(hall: Hall, resident: str) -> None:
    for away in ("//evil.example", "https://evil.example", "/\\evil", "javascript:1"):
        answer = await sign_in(hall.client(), resident, PASSWORD, next=away)
        assert answer.headers["location"] == "/"
        page = await hall.client().get("/sign-in", params={"next": away})
        assert away not in page.text.split("<main")[1]


async def test_without_the_token_nothing_happens(hall: Hall, resident: str) -> None:
    client = hall.client()
    csrf = token_in((await hall.client().get("/sign-in")).text)  # somebody else's
    fields = {"login": resident, "password": PASSWORD}
    await client.get("/sign-in")
    for token in ({}, {"_csrf_token": ""}, {"_csrf_token": csrf}):
        answer = await client.http.post("/sign-in", data=fields | token)
        assert answer.status_code == 403
    text = await client.http.post(
        "/sign-in", content="login=1", headers={"content-type": "text/plain"}
    )
    assert text.status_code == 403
    assert COOKIE not in client.http.cookies


async def test_twenty_planted_sessions_do_not_survive(
    hall: Hall, cast: Cast, resident: str
) -> None:
    other = cast.tokens["委员01"]
    planted = [secrets.token_urlsafe(32) for _ in range(18)] + [other, "x"]
    for token in planted:
        client = hall.client(token)
        csrf = token_in((await client.get("/letter")).text)
        answer = await client.http.post(
            "/sign-in", data={"_csrf_token": csrf, "login": resident, "password": PASSWORD}
        )
        assert answer.status_code == 303
        given = answer.cookies[COOKIE]
        assert given not in planted
        assert (await hall.client(given).get("/account")).status_code == 200
        assert (await hall.client(token).get("/account")).status_code == 303


async def test_signing_out_ends_the_session_for_good(hall: Hall, cast: Cast) -> None:
    client = hall.of(cast, "顾水巷")
    answer = await client.post("/sign-out")
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await hall.of(cast, "顾水巷").get("/account")).status_code == 303


async def test_a_full_queue_is_503_with_retry_after_and_the_login_stays(
    hall: Hall, resident: str
) -> None:
    places = passwords.keeper()._places
    taken = [places.acquire(blocking=False) for _ in range(passwords.THREADS + passwords.QUEUE)]
    assert all(taken)
    answer = await sign_in(hall.client(), resident, PASSWORD)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert f'value="{resident}"' in answer.text
    places.release(len(taken))
    assert (await sign_in(hall.client(), resident, PASSWORD)).status_code == 303


async def test_programs_get_json(hall: Hall, resident: str) -> None:
    client = hall.client()
    csrf = token_in((await client.get("/sign-in")).text)
    answer = await client.http.post(
        "/sign-in",
        data={"login": resident, "password": "wrong password"},
        headers={"accept": "application/json", "x-csrf-token": csrf},
    )
    assert answer.status_code == 401
    assert answer.json()["reason"] == "sign_in.wrong"


async def test_a_family_on_one_phone_signs_in_by_numbers(hall: Hall, cast: Cast) -> None:
    from council import db

    pair = [cast.people["委员01"], cast.people["委员02"]]
    for person in pair:
        await db.rows("UPDATE person SET phone = '15400000001' WHERE id = {}", person)
        await verification_actions.verify_at_desk(person, "身份证", cast.actor("袁昆腔"), PASSWORD)
    assert (await sign_in(hall.client(), "154 0000 0001", PASSWORD)).status_code == 303
    answer = await sign_in(hall.client(), "r102", PASSWORD)
    assert answer.status_code == 303
    assert "委员02" in (await hall.client(answer.cookies[COOKIE]).get("/account")).text


async def test_ten_wrong_passwords_bring_a_pause_for_any_login(hall: Hall, resident: str) -> None:
    for login in (resident, "R999"):
        client = hall.client()
        codes = [(await sign_in(client, login, "wrong password")).status_code for _ in range(12)]
        assert codes == [401] * 10 + [429] * 2
    assert (await sign_in(hall.client(), resident, PASSWORD)).status_code == 429


async def test_of_many_guesses_at_once_only_ten_are_answered(cast: Cast, resident: str) -> None:
    guesses = [actions.sign_in(resident, f"guess number {n}", "") for n in range(50)]
    answers = await asyncio.gather(*guesses, return_exceptions=True)
    assert answers.count(None) == 10
    assert sum(isinstance(one, Refused) and one.code == "sign_in.rest" for one in answers) == 40


async def test_the_owners_own_phone_is_not_locked_out_by_a_stranger(
    hall: Hall, resident: str
) -> None:
    own, stranger = hall.client(), hall.client()
    assert (await sign_in(own, resident, PASSWORD)).status_code == 303
    own.http.cookies.delete(COOKIE)
    for _ in range(11):
        await sign_in(stranger, resident, "wrong password")
    assert (await sign_in(stranger, resident, PASSWORD)).status_code == 429
    assert (await sign_in(own, resident, PASSWORD)).status_code == 303
