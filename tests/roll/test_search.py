from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.ids import new_id
from council.roll import people_queries
from council.roll.actions import renew_keys
from council.roll.actions.finding import write_keys_within
from council.roll.tables import Residence, Unit

if TYPE_CHECKING:
    from tests.people import Cast


async def at_home(cast: Cast, name: str, building: str, entrance: str, room: str) -> None:
    unit = Unit(
        id=new_id(), community=cast.community, code=f"{building}-{entrance}-{room}", area=8050,
        building=building, entrance=entrance, room=room, area_source="产权证",
    )  # fmt: skip
    home = Residence(id=new_id(), person=cast.people[name], unit=unit.id, tie="业主")
    await Unit.insert(unit)
    await Residence.insert(home)


async def found(cast: Cast, text: str, *, left: bool = False) -> list[str]:
    people = await people_queries.search(cast.community, text, left=left)
    return sorted(one.name for one in people)


async def test_people_are_found_in_their_own_community_by_whatever_is_known(
    cast: Cast, twin: Cast
) -> None:
    person = cast.people["顾水巷"]
    await at_home(cast, "顾水巷", "3幢", "1单元", "502室")
    await at_home(twin, "顾水巷", "3幢", "1单元", "502室")
    await db.rows(
        "UPDATE person SET phone = '15400000001', id_last4 = '046X' WHERE id = {}", person
    )
    async with db.write(db.engine()):
        await write_keys_within([person])
    for text in ("水巷", "gushui", "gsx", "3幢502", "3-1-502", "0001", "46x", "r003", "顾 502"):
        assert await found(cast, text) == ["顾水巷"], text
    assert len(await people_queries.search(cast.community, "顾")) == 1
    assert await found(cast, "委员") == ["委员01", "委员02"]
    assert await found(twin, "0001") == []
    await db.rows("UPDATE person SET state = 'left' WHERE id = {}", person)
    assert (await found(cast, "gsx"), await found(cast, "gsx", left=True)) == ([], ["顾水巷"])
    named = await people_queries.named(cast.community, ["委员01", "r032", "顾水巷"])
    assert [[one.name for one in people] for people in named.values()] == [
        ["委员01"], ["袁昆腔"], [],
    ]  # fmt: skip


async def test_a_broad_beginning_is_walked_along_until_enough_are_together(cast: Cast) -> None:
    keys = [{"key": f"zz{at:04d}", "person": cast.people["顾水巷"]} for at in range(200)]
    keys += [{"key": f"zz9{at}", "person": cast.people[f"委员0{at}"]} for at in (1, 2)]
    for one in keys:
        await db.rows(
            "INSERT INTO person_key (community, key, person) VALUES ({}, {}, {})",
            *(cast.community, one["key"], one["person"]),
        )
    people = await people_queries.search(cast.community, "zz", most=2)
    assert [one.name for one in people] == ["顾水巷", "委员01", "委员02"]


async def test_keys_that_are_missing_are_renewed_and_only_those(cast: Cast) -> None:
    await db.rows("DELETE FROM person_key WHERE person = {}", cast.people["顾水巷"])
    assert await found(cast, "gsx") == []
    assert (await renew_keys(), await renew_keys()) == (1, 0)
    assert await found(cast, "gsx") == ["顾水巷"]
