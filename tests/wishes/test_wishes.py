"""From a slip of paper to thanks through the public door: who sees what, and one claimer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import local, moved_to, now
from council.refusal import Refused
from council.wishes import actions, clock, finder, queries
from council.wishes.rules import Claiming, Wishing
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall

WISHER, CLAIMER, OTHER = "顾水巷", "委员01", "委员02"
WORDS = "想有人陪我去医院透析"
SHOWN = "想有人陪我出一次门"
CONTACT = "154-0000-7777 3幢401"
FORM = {"text": WORDS, "category": "company", "contact": CONTACT, "may_show": "1"}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=4)


class Wish:
    """One wish and the people around it."""

    def __init__(self, hall: Hall, cast: Cast, path: str) -> None:
        self.hall, self.cast, self.path = hall, cast, path

    @property
    def id(self) -> str:
        return self.path.removeprefix("/wishes/")

    async def does(self, name: str, what: str, **fields: str) -> int:
        answer = await self.hall.of(self.cast, name).post(f"{self.path}/{what}", **fields)
        return answer.status_code

    async def seen_by(self, name: str = "") -> str:
        client = self.hall.of(self.cast, name) if name else self.hall.client()
        return (await client.get(self.path)).text

    async def state(self) -> str:
        found = await db.row("SELECT state FROM wish WHERE idea = {}", self.id)
        return str(found["state"]) if found else ""

    async def shown(self, text: str = SHOWN) -> Wish:
        assert await self.does(self.cast.secretary, "review", act="show", shown=text) == 303
        return self

    async def claimed(self, name: str = CLAIMER) -> Wish:
        assert await self.does(name, "claim", kind="volunteer") == 303
        assert await self.does(self.cast.secretary, "approval") == 303
        return self


@pytest.fixture
async def wish(hall: Hall, cast: Cast) -> Wish:
    made = await hall.of(cast, WISHER).post("/wishes", **FORM)
    assert made.status_code == 303, made.text[-800:]
    return Wish(hall, cast, str(made.headers["location"]))


async def test_until_the_desk_has_read_it_nobody_else_hears_of_it(wish: Wish) -> None:
    hall, cast = wish.hall, wish.cast
    assert WORDS in await wish.seen_by(WISHER)
    assert (await hall.client().get(wish.path)).status_code == 404
    assert (await hall.of(cast, OTHER).get(wish.path)).status_code == 404
    for path in ("/wishes", "/ideas", "/published", "/"):
        assert "透析" not in (await hall.client().get(path)).text, path
    assert await wish.does(OTHER, "review", act="show", shown="抢先") == 404
    assert await wish.does(cast.secretary, "review", act="show", shown=WORDS) == 409
    await wish.shown()
    page = await wish.seen_by()
    assert SHOWN in page
    assert "顾*" in page
    for hidden in ("透析", CONTACT, "水巷"):
        assert hidden not in page
    assert SHOWN in (await hall.client().get("/wishes")).text
    assert "WX-" in (await hall.client().get("/ideas")).text


async def test_what_was_not_agreed_to_is_sent_back_and_comes_again(wish: Wish) -> None:
    secretary = wish.cast.secretary
    assert await wish.does(secretary, "review", act="return", reason="") == 422
    assert await wish.does(secretary, "review", act="return", reason="请写清楚哪一天") == 303
    assert await wish.state() == "returned"
    assert "请写清楚哪一天" in await wish.seen_by(WISHER)
    assert await wish.does(WISHER, "revision", **{**FORM, "may_show": ""}) == 303
    assert await wish.does(secretary, "review", act="show", shown=SHOWN) == 409
    assert await wish.does(OTHER, "revision", **FORM) == 404
    assert await wish.does(WISHER, "revision", **FORM) == 303
    await wish.shown()
    assert await wish.does(WISHER, "revision", **FORM) == 409


async def test_the_claimer_is_told_how_to_reach_the_wisher_only_once_the_desk_agrees(
    wish: Wish,
) -> None:
    await wish.shown()
    assert await wish.does(WISHER, "claim", kind="resident") == 409
    assert await wish.does(CLAIMER, "claim", kind="society") == 422
    assert await wish.does(CLAIMER, "claim", kind="volunteer") == 303
    assert CONTACT not in await wish.seen_by(CLAIMER)
    faster = await wish.hall.of(wish.cast, OTHER).post(f"{wish.path}/claim", kind="resident")
    assert faster.status_code == 409
    assert "已经有人先认领了" in faster.text
    assert "志愿者" in faster.text
    assert await wish.does(OTHER, "approval") == 404
    assert await wish.does(wish.cast.secretary, "approval") == 303
    assert CONTACT in await wish.seen_by(CLAIMER)
    for name in (OTHER, ""):
        assert CONTACT not in await wish.seen_by(name)


async def test_it_comes_true_is_thanked_for_and_then_nobody_has_the_address(wish: Wish) -> None:
    await (await wish.shown()).claimed()
    assert await wish.does(OTHER, "progress", text="不相干") == 404
    assert await wish.does(CLAIMER, "progress", text="约好星期三") == 303
    assert await wish.does(CLAIMER, "confirmation") == 404
    assert await wish.does(CLAIMER, "progress", text="陪去陪回", delivered="1") == 303
    assert await wish.does(WISHER, "reopening") == 303
    assert await wish.does(CLAIMER, "progress", text="又陪了一次", delivered="1") == 303
    assert await wish.does(WISHER, "confirmation", thanks="谢谢小李！", content="5") == 303
    assert await wish.does(WISHER, "confirmation", thanks="再来", content="1") == 303  # once
    page = await wish.seen_by()
    for words in ("谢谢小李！", "已圆梦", "约好星期三"):
        assert words in page
    assert CONTACT not in await wish.seen_by(CLAIMER) + await wish.seen_by(wish.cast.secretary)
    told = (await wish.hall.client().get("/wishes/figures?as=json")).json()
    assert (told["made"], told["claim_rate"], told["content_rate"]) == (1, 100, 100)


async def test_a_claim_whose_time_is_up_goes_back_to_the_wall(wish: Wish) -> None:
    await (await wish.shown()).claimed()
    by = wish.cast.actor(wish.cast.secretary)
    assert not await actions.expire(wish.id, by)
    with moved_to(now() + timedelta(days=16)):
        assert [one for one, _ in await queries.expired()] == [wish.id]
        assert await clock.turn() == 1
        assert await clock.turn() == 0
        assert not await actions.expire(wish.id, by)
    assert await wish.state() == "wall"
    await wish.claimed(OTHER)
    assert await wish.does(OTHER, "release") == 303
    assert await wish.state() == "wall"


async def test_a_wish_becomes_a_project_or_is_not_possible_with_reasons(
    hall: Hall, cast: Cast, wish: Wish
) -> None:
    secretary = cast.secretary
    more = {"act": "project", "title": "陪诊服务", "reason": "好几位都需要"}
    assert await wish.does(secretary, "review", **{**more, "reason": ""}) == 422
    assert await wish.does(secretary, "review", **more) == 303
    made = await db.row("SELECT id, no FROM idea WHERE parent = {}", wish.id)
    assert made is not None
    chain = (await hall.client().get(f"/ideas/{made['id']}")).text
    assert "WX-" in chain
    another = await hall.of(cast, WISHER).post("/wishes", **{**FORM, "text": "想要一台新手机"})
    second = Wish(hall, cast, str(another.headers["location"]))
    await second.shown("想要一台手机")
    assert await second.does(secretary, "review", act="unmet", reason="没有人能办") == 303
    assert "没有人能办" in await second.seen_by()


async def test_a_card_of_paper_is_taken_down_for_whom_the_roll_may_not_know(
    hall: Hall, cast: Cast
) -> None:
    card = {**FORM, "desk": "1", "name": "许桂枝", "age": "old", "value": "89.50"}
    refused = await hall.of(cast, OTHER).post("/wishes", **{**card, "contact": ""})
    assert refused.status_code == 422  # to who is no officer the desk's fields mean nothing
    made = await hall.of(cast, cast.secretary).post("/wishes", **card)
    assert made.status_code == 303
    page = (await hall.of(cast, cast.secretary).get(str(made.headers["location"]))).text
    assert "WX-" in page
    found = await db.row("SELECT wisher, name, value FROM wish")
    assert found == {"wisher": None, "name": "许桂枝", "value": 8950}


async def test_of_two_who_claim_at_once_one_has_it(cast: Cast, wish: Wish) -> None:
    await wish.shown()
    names = cast.members[:4]
    assert len(set(names)) == 4

    async def claims(name: str) -> str:
        try:
            await actions.claim(wish.id, Claiming("resident"), cast.actor(name))
        except Refused as why:
            return why.code
        return "won"

    for _ in range(10):
        told = await asyncio.gather(*map(claims, names))
        assert sorted(told) == ["wish.claimed_already"] * 3 + ["won"]
        winner = names[told.index("won")]
        await actions.release(wish.id, cast.actor(winner))
    ended = await db.row("SELECT count(*) AS n FROM wish_claim WHERE ended = 'released'")
    assert ended == {"n": 10}


async def test_the_big_screen_shows_what_waits_first_and_calls_the_newest_new(wish: Wish) -> None:
    client = wish.hall.client()
    assert "心愿墙还空着" in (await client.get("/wishes/screen")).text
    await wish.shown()
    page = (await client.get("/wishes/screen")).text
    assert SHOWN in page
    assert "新来的" in page
    assert "1个等人认领" in page
    before = now() - timedelta(minutes=2)
    await db.rows("UPDATE wish SET shown_at = {}", before)
    assert "新来的" not in (await client.get("/wishes/screen")).text


async def test_while_one_types_what_is_like_it_on_the_wall_is_shown(wish: Wish) -> None:
    finder.forget()
    other = wish.hall.of(wish.cast, OTHER)

    async def like(text: str) -> str:
        answer = await other.post("/wishes/similar", text=text)
        assert answer.status_code == 200
        return answer.text

    assert SHOWN not in await like("想请人陪着出一次门")  # it hangs nowhere yet
    await wish.shown()
    assert SHOWN in await like("想请人陪着出一次门")
    assert await like("门") == ""
    assert SHOWN not in await like("要一台电视机")
    assert await wish.does(WISHER, "withdrawal") == 303
    assert SHOWN not in await like("想请人陪着出一次门")


@pytest.mark.nightly
async def test_of_two_who_claim_at_once_one_has_it_five_hundred_times(
    cast: Cast, wish: Wish
) -> None:
    await wish.shown()
    pair = cast.members[2:4]

    async def claims(name: str) -> str:
        try:
            await actions.claim(wish.id, Claiming("volunteer"), cast.actor(name))
        except Refused as why:
            return f"{why.code} {why.values['kind']}"
        return "won"

    for _ in range(500):
        told = await asyncio.gather(*map(claims, pair))
        assert sorted(told) == ["wish.claimed_already volunteer", "won"]
        await actions.release(wish.id, cast.actor(pair[told.index("won")]))


async def test_control_the_database_itself_keeps_the_second_claimer_out(
    cast: Cast, wish: Wish
) -> None:
    await (await wish.shown()).claimed()
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO wish_claim (id, wish, claimer, kind, organisation, promise, claimed_at,"
            " expires_on) VALUES ('second', {}, {}, 'resident', '', '', {}, {})",
            wish.id,
            cast.people[OTHER],
            now(),
            local(now()).date(),
        )


async def test_not_more_than_five_a_day_of_one_person(cast: Cast, hall: Hall) -> None:
    what = Wishing("想学用手机", "service", contact="1幢")
    for _ in range(5):
        await actions.wish(what, cast.actor(WISHER))
    with pytest.raises(Refused, match=r"wish\.too_many"):
        await actions.wish(what, cast.actor(WISHER))
    for _ in range(6):  # the desk takes down a whole box of cards
        await actions.wish(
            Wishing("卡片", "goods", name="许桂枝", contact="1幢"), cast.actor(cast.secretary)
        )
