"""Seats of the committee by sector, and the organisations of the community."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.organisations import actions, queries
from council.refusal import NotThere, Refused
from tests.neighbours import community, resident

if TYPE_CHECKING:
    from council.change import Actor
    from council.db import Engine

SINCE, UNTIL = date(2026, 1, 1), date(2028, 12, 31)


@pytest.fixture
async def chair(engine: Engine) -> Actor:
    return await community("苏锦一社区")


async def seat(person: str, sector: str, by: Actor) -> str:
    return await actions.seat(person, sector, "委员", by, since=SINCE, until=UNTIL)


async def test_the_committee_is_read_sector_by_sector(chair: Actor) -> None:
    last = await resident(chair.community, "苏年画")
    first = await resident(chair.community, "曹评话")
    await seat(last, "政协委员", chair)
    await seat(first, "社区工作人员", chair)
    holders = await queries.committee(chair.community)
    assert [one.place for one in holders] == [1, 2]
    sectors = await queries.composition(chair.community)
    assert len(sectors) == 7
    assert [one.name for one in sectors if one.holders] == ["社区工作人员", "政协委员"]
    assert sectors[0].holders[0].name == "曹评话"


async def test_a_person_holds_one_seat_at_a_time(chair: Actor) -> None:
    held = await seat(chair.person, "人大代表", chair)
    with pytest.raises(Refused, match=r"seat\.held"):
        await seat(chair.person, "政协委员", chair)
    await actions.unseat(held, chair)
    await seat(chair.person, "政协委员", chair)


async def test_nobody_of_another_community_gets_a_seat(chair: Actor) -> None:
    other = await community("苏锦二社区")
    with pytest.raises(NotThere):
        await seat(other.person, "人大代表", chair)
    theirs = await seat(other.person, "人大代表", other)
    with pytest.raises(NotThere):
        await actions.unseat(theirs, chair)


@pytest.mark.parametrize(
    ("sector", "title", "until", "code"),
    [
        ("第八方", "委员", UNTIL, r"seat\.sector"),
        ("人大代表", "荣誉委员", UNTIL, r"seat\.title"),
        ("人大代表", "委员", SINCE, r"seat\.term"),
    ],
)
async def test_a_seat_that_cannot_be_is_refused(
    chair: Actor, sector: str, title: str, until: date, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await actions.seat(chair.person, sector, title, chair, since=SINCE, until=until)
    assert await queries.committee(chair.community) == ()


async def test_an_organisation_is_registered_once(chair: Actor) -> None:
    await actions.register("青禾社会工作服务中心", "民办非企业单位", chair, rating="4A")
    with pytest.raises(Refused, match=r"organisation\.known"):
        await actions.register("青禾社会工作服务中心", "社会团体", chair)
    with pytest.raises(Refused, match=r"organisation\.rating"):
        await actions.register("平安邻里互助会", "社会团体", chair, rating="6A")
    assert [one.rating for one in await queries.organisations(chair.community)] == ["4A"]


async def test_the_record_knows_the_holder_by_pseudonym_only(chair: Actor) -> None:
    await seat(chair.person, "人大代表", chair)
    entry = await db.row("SELECT body FROM record_entry ORDER BY i DESC LIMIT 1")
    assert entry is not None
    assert chair.pseudonym in entry["body"]
    assert chair.person not in entry["body"]
