from __future__ import annotations

from typing import TYPE_CHECKING

from council.identity import sessions

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

PHONE = "Mozilla/5.0 (Linux; Android 12) Mobile MicroMessenger/8.0"


async def second(cast: Cast) -> str:
    return await sessions.start(cast.people["顾水巷"], PHONE)


async def test_the_page_lists_my_sessions_only(hall: Hall, cast: Cast) -> None:
    await second(cast)
    text = (await hall.of(cast, "顾水巷").get("/account")).text
    assert text.count('/ending"') == 2
    assert "安卓手机 · 微信" in text
    assert "MicroMessenger" not in text


async def test_one_session_ends_and_the_other_stays(hall: Hall, cast: Cast) -> None:
    other, me = await second(cast), hall.of(cast, "顾水巷")
    answer = await me.post(f"/account/sessions/{sessions.hash_of(other)}/ending", strange="1")
    assert answer.headers["location"] == "/account?ended=strange"
    assert "notice" in (await me.get("/account?ended=strange")).text
    assert await sessions.resolve(other) is None
    again = await me.post(f"/account/sessions/{sessions.hash_of(other)}/ending", strange="1")
    assert again.headers["location"] == answer.headers["location"]
    assert (await me.get("/account")).status_code == 200


async def test_all_others_end_at_once(hall: Hall, cast: Cast) -> None:
    others, me = [await second(cast) for _ in range(3)], hall.of(cast, "顾水巷")
    assert (await me.post("/account/sessions/endings")).status_code == 303
    assert [await sessions.resolve(one) for one in others] == [None] * 3
    assert (await me.get("/account")).status_code == 200


async def test_nobody_ends_the_session_of_somebody_else(hall: Hall, cast: Cast) -> None:
    me = hall.of(cast, "委员01")
    for key in (sessions.hash_of(cast.tokens["顾水巷"]), "0" * 64, "x"):
        assert (await me.post(f"/account/sessions/{key}/ending")).status_code == 404
    assert await sessions.resolve(cast.tokens["顾水巷"])


async def test_ending_this_session_leads_to_the_sign_in_page(hall: Hall, cast: Cast) -> None:
    me = hall.of(cast, "顾水巷")
    answer = await me.post(f"/account/sessions/{sessions.hash_of(me.token)}/ending")
    assert answer.headers["location"] == "/sign-in"
