"""A shared device of the office forgets each person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.identity import sessions
from tests.identity.test_logins import settle
from tests.identity.test_sign_in import sign_in
from tests.server import COOKIE, token_in

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"
TERMINAL = "council_terminal"


async def begin(hall: Hall, cast: Cast) -> Client:
    staff = hall.of(cast, "袁昆腔")
    answer = await staff.post("/terminals", name="大厅平板")
    assert (answer.status_code, answer.headers["location"]) == (303, "/terminal")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    device = hall.client()
    device.http.cookies.set(TERMINAL, answer.cookies[TERMINAL], domain="127.0.0.1", path="/")
    return device


async def post(who: Client, path: str, **fields: str) -> int:
    csrf = token_in((await who.get("/terminal")).text)
    return (await who.http.post(path, data={"_csrf_token": csrf, **fields})).status_code


async def test_each_person_leaves_nothing_behind(hall: Hall, cast: Cast) -> None:
    await settle(cast, "顾水巷")
    device = await begin(hall, cast)
    assert await sessions.resolve(cast.tokens["袁昆腔"]) is None, "the staff are signed out"
    start = await device.get("/terminal")
    assert "大厅平板" in start.text
    assert 'autocomplete="off"' in (await device.get("/sign-in")).text
    assert (await sign_in(device, "r003", PASSWORD)).status_code == 303
    token = device.http.cookies[COOKIE]
    found = await db.row(
        "SELECT created_at, expires_at, terminal FROM session WHERE token_hash = {}",
        sessions.hash_of(token),
    )
    assert found is not None
    assert found["expires_at"] - found["created_at"] == timedelta(minutes=15)
    await device.get("/display?elder=1")
    page = (await device.get("/account")).text
    assert "办好了，退出" in page
    assert "公用终端" in page
    assert await post(device, "/terminal/end") == 303
    assert set(device.http.cookies) <= {TERMINAL, "council_visit"}
    assert await sessions.resolve(token) is None


async def test_three_minutes_without_a_touch_and_it_is_over(hall: Hall, cast: Cast) -> None:
    await settle(cast, "顾水巷")
    device = await begin(hall, cast)
    await sign_in(device, "r003", PASSWORD)
    key = sessions.hash_of(device.http.cookies[COOKIE])
    for quiet, status in ((timedelta(minutes=2), 200), (timedelta(minutes=3), 303)):
        await db.rows("UPDATE session SET seen_at = {} WHERE token_hash = {}", now() - quiet, key)
        sessions.forget_all()
        alive = await sessions.offices(key) is not None
        assert alive is (status == 200), "an open socket is no touch"
        assert (await device.get("/account")).status_code == status


async def test_ended_from_afar_it_signs_nobody_in(hall: Hall, cast: Cast) -> None:
    await settle(cast, "顾水巷")
    device = await begin(hall, cast)
    await sign_in(device, "r003", PASSWORD)
    token = await sessions.start(cast.people["袁昆腔"], "desk", second_factor=True)
    colleague = hall.client(token)
    terminal = await db.row("SELECT id FROM terminal")
    assert terminal is not None
    resident = hall.client(await sessions.start(cast.people["顾水巷"], "phone"))
    assert (await resident.post(f"/terminals/{terminal['id']}/ending")).status_code == 404
    await colleague.post(f"/terminals/{terminal['id']}/ending")
    assert (await device.get("/account")).status_code == 303, "who was there is out"
    assert (await sign_in(device, "r003", PASSWORD)).status_code == 403
    assert "停用" in (await device.get("/terminal")).text
    assert await post(device, "/terminal/leaving") == 303
    assert TERMINAL not in device.http.cookies
    assert (await sign_in(device, "r003", PASSWORD)).status_code == 303
