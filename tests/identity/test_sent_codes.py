"""Six digits by SMS and e-mail: signing in, a new password, a new address."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller

from council import db, settings
from council.bad_setting import BadSettingError
from council.clock import now
from council.identity import sending, sent_codes
from council.identity.sending import local, smtp
from council.identity.tables import SecondFactor
from tests.identity.test_logins import settle
from tests.identity.test_sign_in import sign_in
from tests.server import COOKIE, running, token_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"
OTHER = "河边第二棵柳树后面"
PHONE, NOBODYS = "15400000007", "15400009999"


@pytest.fixture
async def hall(
    cast: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Hall]:
    """A server that writes what it sends into a file; 顾水巷 has a phone and a password."""
    read = settings.read
    file = {"COUNCIL_SMS": "file", "COUNCIL_MAIL": "file"}
    monkeypatch.setattr("tests.server.read", lambda env: read({**env, **file}))
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET phone = {} WHERE id = {}", PHONE, person)
    await settle(cast, "顾水巷")
    async with running(database_url, tmp_path) as made:
        yield made


async def outbox(hall: Hall) -> list[dict[str, str]]:
    await sending.finished()
    file = hall.settings.data / local.OUTBOX
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


async def last_code(hall: Hall) -> str:
    found = re.search(r"\d{6}", (await outbox(hall))[-1]["text"])
    assert found
    return found[0]


async def post(who: Client, path: str, **fields: str) -> httpx.Response:
    csrf = token_in((await who.get("/sign-in/code")).text)
    return await who.http.post(path, data={"_csrf_token": csrf, **fields})


async def ask(who: Client, login: str, purpose: str = "sign_in") -> httpx.Response:
    return await post(who, "/sign-in/code", login=login, purpose=purpose)


async def enter(who: Client, code: str, purpose: str = "sign_in", **more: str) -> httpx.Response:
    return await post(who, "/sign-in/code/entry", code=code, purpose=purpose, **more)


async def test_a_code_signs_in_once_and_only_where_it_was_asked_for(hall: Hall, cast: Cast) -> None:
    asker, thief = hall.client(), hall.client()
    assert (await ask(asker, "154 0000 0007")).headers["location"].startswith("/sign-in/code/entry")
    code = await last_code(hall)
    assert (await outbox(hall))[-1]["to"] == PHONE
    assert (await enter(thief, code)).status_code == 422, "another visit"
    answer = await enter(asker, f"{code[:3]} {code[3:]}")
    assert answer.headers["location"] == "/account"
    assert "顾水巷" in (await hall.client(answer.cookies[COOKIE]).get("/account")).text
    asker.http.cookies.delete(COOKIE)
    assert (await enter(asker, code)).status_code == 422, "used"
    stored = str(await db.rows("SELECT * FROM sent_code"))
    assert code not in stored


async def test_a_known_and_an_unknown_number_look_alike(hall: Hall) -> None:
    pages = []
    for login in (PHONE, NOBODYS):
        client = hall.client()
        asked = await ask(client, login)
        wrong = await enter(client, "00000x")
        shown = re.sub(r'"[0-9a-f]{40}"', '""', wrong.text)
        pages.append((asked.status_code, asked.headers["location"], wrong.status_code, shown))
    assert pages[0] == pages[1]
    assert [one["to"] for one in await outbox(hall)] == [PHONE]
    rows = await db.rows("SELECT person, address FROM sent_code ORDER BY person IS NULL")
    assert [bool(one["person"]) for one in rows] == [True, False]
    assert rows[1]["address"] == "", "a stranger's number is not kept"


async def test_five_tries_ten_minutes_three_sendings(hall: Hall) -> None:
    client = hall.client()
    await ask(client, PHONE)
    code = await last_code(hall)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(sent_codes.TRIES):
        assert (await enter(client, wrong)).status_code == 422
    assert (await enter(client, code)).status_code == 422, "the sixth is not looked at"
    await ask(client, PHONE)
    code = await last_code(hall)
    late = now() - sent_codes.LIFE
    await db.rows("UPDATE sent_code SET expires_at = {} WHERE failures = 0", late)
    assert (await enter(client, code)).status_code == 422, "too late"
    for _ in range(3):
        assert (await ask(hall.client(), PHONE)).status_code == 303
    assert len(await outbox(hall)) == sent_codes.PER_HOUR


async def test_a_forgotten_password_is_replaced(hall: Hall, cast: Cast) -> None:
    client = hall.client()
    await ask(client, PHONE, "recover")
    code = await last_code(hall)
    weak = await enter(client, code, "recover", password="12345678", repeat="12345678")
    assert weak.status_code == 422
    answer = await enter(client, code, "recover", password=OTHER, repeat=OTHER)
    assert answer.headers["location"] == "/account?ended=password"
    assert (await hall.of(cast, "顾水巷").get("/account")).status_code == 303, "others are out"
    assert (await sign_in(hall.client(), PHONE, PASSWORD)).status_code == 401
    assert (await sign_in(hall.client(), PHONE, OTHER)).status_code == 303


async def test_an_officer_still_shows_the_second_factor(hall: Hall, cast: Cast) -> None:
    officer = cast.people["袁昆腔"]
    await db.rows("UPDATE person SET phone = '15400000001' WHERE id = {}", officer)
    await settle(cast, "袁昆腔")
    client = hall.client()
    assert (await ask(client, "15400000001")).status_code == 303
    assert not await outbox(hall), "whoever has no second factor yet comes in by an office letter"
    await SecondFactor.insert(
        SecondFactor(person=officer, secret="", last_step=0, failures=0, enrolled_at=now())
    )
    await ask(client, "15400000001")
    answer = await enter(client, await last_code(hall))
    assert answer.headers["location"].startswith("/second-factor")
    assert (await client.get("/roll")).headers["location"].startswith("/second-factor")


async def test_an_address_is_proved_before_it_opens_anything(hall: Hall, cast: Cast) -> None:
    client = hall.of(cast, "顾水巷")
    bad = await client.post("/account/logins/addresses", way="email", email_address="a@b\nc")
    assert bad.status_code == 422
    await client.post("/account/logins/addresses", way="email", email_address="Gu@Example.cn")
    code = await last_code(hall)
    entered = await client.post("/account/logins/entry", code=code)
    assert entered.headers["location"] == "/account/logins?done=added"
    assert (await sign_in(hall.client(), "gu@example.cn", PASSWORD)).status_code == 303
    await settle(cast, "委员01")
    other = hall.of(cast, "委员01")
    same = await other.post("/account/logins/addresses", way="email", email_address="gu@example.cn")
    assert same.status_code == 303, "the same answer, but nothing is sent"
    assert len(await outbox(hall)) == 1


class Letterbox:
    """A mail server's other end: keeps what comes."""

    def __init__(self) -> None:
        self.came: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        mail = envelope
        self.came.append((mail.mail_from, mail.rcpt_tos, mail.content))  # type: ignore[attr-defined]  # untyped package
        return "250 OK"


async def test_a_mail_server_gets_the_code() -> None:
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        send = smtp.server(f"smtp://127.0.0.1:{port}", "council@example.cn")
        await send("gu@example.cn", "议事厅：验证码", "123456")
    finally:
        controller.stop()
    sender, to, text = box.came[0]
    assert (sender, to) == ("council@example.cn", ["gu@example.cn"])
    assert b"MTIzNDU2" in text or b"123456" in text


@pytest.mark.parametrize(
    "env",
    [
        {"COUNCIL_SMS": "gateway"},
        {"COUNCIL_MAIL": "http://mail"},
        {"COUNCIL_MAIL": "smtp://"},
        {"COUNCIL_MAIL": "smtp://u:geheim@host:port"},
        {"COUNCIL_MAIL": "file", "COUNCIL_MAIL_FILE": "/x"},
        {"COUNCIL_MAIL_FILE": "/nowhere/at/all"},
        {"COUNCIL_MAIL_FROM": "a@b.cn\nBcc: c@d.cn"},
    ],
)
def test_what_cannot_be_read_is_refused_aloud(env: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="COUNCIL_") as why:
        settings.read({"COUNCIL_DATA": str(tmp_path), **env})
    assert "geheim" not in str(why.value)


def test_a_password_may_stand_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "mail"
    secret.write_text("smtp://u:geheim@mail.example.cn:587\n")
    env = {"COUNCIL_DATA": str(tmp_path), "COUNCIL_MAIL_FILE": str(secret)}
    made = settings.read(env)
    assert made.mail.endswith(":587")
    assert "geheim" not in repr(made)
    assert sending.ways(made) == ("email",)
    assert sending.ways(settings.read({"COUNCIL_DATA": str(tmp_path)})) == ()
