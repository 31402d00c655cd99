"""The names that open an account, the proof that sensitive pages ask for, another password."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import now
from council.identity import actions, queries, rules, sessions
from council.refusal import NotThere, Refused
from council.verification import actions as verification
from tests.identity.test_sign_in import sign_in
from tests.server import COOKIE

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"
OTHER = "河边第二棵柳树后面"
PHONE = "15400000007"


@pytest.fixture
async def resident(cast: Cast) -> str:
    """顾水巷 with a phone, a number and a password."""
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET phone = {} WHERE id = {}", PHONE, person)
    await settle(cast, "顾水巷")
    return person


async def settle(cast: Cast, name: str) -> None:
    """An account, and a session as if they had signed in afterwards."""
    person = cast.people[name]
    await verification.verify_at_desk(person, "身份证", cast.actor("袁昆腔"), PASSWORD)
    cast.tokens[name] = await sessions.start(person, "phone")


async def proof_grows_old(client: Client) -> None:
    long_ago = now() - timedelta(minutes=11)
    key = sessions.hash_of(client.http.cookies[COOKIE])
    await db.rows("UPDATE session SET proved_at = {} WHERE token_hash = {}", long_ago, key)
    sessions.forget_all()


async def opens(login: str, password: str = PASSWORD) -> bool:
    return await actions.sign_in(login, password, "") is not None


async def test_every_name_opens_the_one_account(hall: Hall, cast: Cast, resident: str) -> None:
    client = hall.of(cast, "顾水巷")
    typed = ("154 0000 0007", "+86 15400000007", "r003")
    assert [await opens(login) for login in typed] == [True] * 3
    answer = await client.post("/account/logins/code-name", code_name="桂花巷口")
    assert answer.headers["location"] == "/account/logins?done=added"
    page = (await client.get("/account/logins")).text
    assert all(word in page for word in (PHONE, "r003", "桂花巷口"))
    assert await opens("桂花巷口")
    await client.post("/account/logins/removal", key=PHONE)
    assert [await opens(login) for login in (PHONE, "桂花巷口")] == [False, True]
    assert await queries.login_of(resident) == "r003", "the name that is shown is one that works"
    await client.post("/account/logins/removal", key="r003")
    assert (await client.post("/account/logins/removal", key="桂花巷口")).status_code == 409
    assert await opens("桂花巷口")
    assert (await client.post("/account/logins/removal", key="r101")).status_code == 404
    again = await client.post("/account/logins/from-roll", kind="phone")
    assert again.status_code == 303
    assert await opens(PHONE)


async def test_nobody_learns_whether_a_name_is_taken(hall: Hall, cast: Cast, resident: str) -> None:
    await settle(cast, "委员01")
    await actions.add_code_name("桂花巷口", cast.actor("委员01"))
    by, said = cast.actor("顾水巷"), []
    for wish in ("桂花巷口", "桂花巷口", *(f"柳树{n}号" for n in range(9))):
        try:
            await actions.add_code_name(wish, by)
        except Refused as why:
            said.append((wish, why.code, why.status))
    assert said[0][1:] == said[-1][1:] == ("login.not_possible", 422), "taken, and one too many"
    assert [one[0] for one in said] == ["桂花巷口", "桂花巷口", "柳树8号"]
    page = await hall.of(cast, "顾水巷").post("/account/logins/code-name", code_name="桂花巷口")
    assert page.status_code == 422
    assert "委员01" not in page.text


@pytest.mark.parametrize(
    "wish", ["r101", "15400000001", "a@b.cn", "桂", "SJ-001", "9号楼", "a" * 21]
)
def test_a_code_name_is_nobodys_number_or_address(wish: str) -> None:
    with pytest.raises(Refused, match="code_name"):
        rules.code_name(wish)


async def test_of_two_at_once_one_gets_the_name(cast: Cast, resident: str) -> None:
    await settle(cast, "委员01")
    wishes = [actions.add_code_name("桂花巷口", cast.actor(who)) for who in ("顾水巷", "委员01")]
    answers = await asyncio.gather(*wishes, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "Refused"]


async def test_sensitive_pages_ask_again_after_ten_minutes(
    hall: Hall, cast: Cast, resident: str
) -> None:
    client = hall.of(cast, "顾水巷")
    assert (await client.get("/account/logins")).status_code == 200
    await proof_grows_old(client)
    for path in ("/account/logins", "/account/password"):
        assert (await client.get(path)).headers["location"] == f"/proof?next={path}"
    refused = await client.post("/account/logins/code-name", code_name="桂花巷口")
    assert refused.headers["location"] == "/proof?next=/account/logins"
    assert not await opens("桂花巷口")
    assert (await client.get("/account")).status_code == 200, "the rest stays as it was"
    wrong = await client.post("/proof", password="wrong password", next="/account/logins")
    assert wrong.status_code == 401
    assert 'value="/account/logins"' in wrong.text
    before = client.http.cookies[COOKIE]
    right = await client.post("/proof", password=PASSWORD, next="/account/logins")
    assert (right.status_code, right.headers["location"]) == (303, "/account/logins")
    assert (await hall.client(before).get("/account")).status_code == 303, "a new name (7.2.4)"
    assert (await hall.client(right.cookies[COOKIE]).get("/account/logins")).status_code == 200


async def test_a_new_password_ends_the_other_sessions(
    hall: Hall, cast: Cast, resident: str
) -> None:
    elsewhere = hall.client(await sessions.start(resident, "another phone"))
    client = hall.of(cast, "顾水巷")
    weak = await client.post("/account/password", password="顾水巷12345", repeat="顾水巷12345")
    unlike = await client.post("/account/password", password=OTHER, repeat=PASSWORD)
    assert (weak.status_code, unlike.status_code) == (422, 422)
    spaced = f" {OTHER} "
    answer = await client.post("/account/password", password=spaced, repeat=spaced)
    assert answer.headers["location"] == "/account?ended=password"
    assert (await elsewhere.get("/account")).status_code == 303
    assert (await hall.client(answer.cookies[COOKIE]).get("/account")).status_code == 200
    tries = [await opens("r003", typed) for typed in (PASSWORD, OTHER, spaced)]
    assert tries == [False, False, True], "exactly as it was typed"
    assert (await sign_in(hall.client(), "r003", spaced)).status_code == 303


async def test_this_is_not_me_leaves_nothing_on_the_phone(
    hall: Hall, cast: Cast, resident: str
) -> None:
    client = hall.client()
    await sign_in(client, "r003", PASSWORD)
    token = client.http.cookies[COOKIE]
    await client.get("/display?elder=1")
    page = (await client.get("/account")).text
    assert "顾**" in page.split("<main")[1]
    answer = await client.post("/not-me")
    assert answer.headers["location"] == "/sign-in"
    assert not {"council_device", "council_elder", COOKIE} & set(client.http.cookies)
    assert await sessions.resolve(token) is None


async def test_failures_are_known_to_all_processes_and_survive_a_restart(
    cast: Cast, resident: str
) -> None:
    from council.identity.actions.failures import wrong_passwords

    for _ in range(10):
        assert not await opens("r003", "wrong password")
        wrong_passwords.forget_all()  # another process, or this one started anew
    with pytest.raises(Refused, match="rest"):
        await opens("r003")
    await db.rows("UPDATE sign_in_failure SET failed_at = {}", now() - timedelta(minutes=15))
    assert await opens("r003")
    assert not await db.rows("SELECT failures FROM sign_in_failure")


async def test_who_has_no_account_gets_no_names(cast: Cast) -> None:
    with pytest.raises(NotThere):
        await actions.add_code_name("桂花巷口", cast.actor("顾水巷"))
