"""A confirmed import is written unseen, shown at once, and survives a stop of the server."""

from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING

import pytest

from council import db
from council.confirmations import actions as confirmations
from council.demo import roll as demo
from council.identity import queries as identity
from council.refusal import Refused
from council.roll import actions, import_queries, people_queries
from council.roll import pages as _pages
from council.roll import queries as roll_queries
from council.roll.actions import arriving, taking_over

if TYPE_CHECKING:
    from tests.people import Cast

PEPPER = b"pepper"
assert _pages.ROUTES  # makes the kinds of confirmations known


async def staged(cast: Cast, content: bytes | None = None, *, complete: bool = False) -> str:
    packed = content or demo.SAMPLE.read_bytes()
    by = cast.actor("袁昆腔")
    return await actions.stage_roll("r.xlsx", packed, PEPPER, by, complete=complete)


async def confirmed(cast: Cast, one: str, *leaving: str) -> None:
    asked = await actions.ask_to_apply(one, leaving, cast.actor("袁昆腔"))
    await confirmations.confirm(asked, cast.actor("曹评话"))


async def state(one: str, cast: Cast) -> tuple[str, str]:
    found = await import_queries.roll_import(one, cast.community)
    return found["state"], found["failure"]


async def test_nothing_is_written_before_a_second_officer_says_so(cast: Cast) -> None:
    one = await staged(cast)
    asked = await actions.ask_to_apply(one, (), cast.actor("袁昆腔"))
    with pytest.raises(Refused, match=r"confirmation\.own"):
        await confirmations.confirm(asked, cast.actor("袁昆腔"))
    assert await taking_over.take_over(one, PEPPER, apart=False) is None
    await confirmed(cast, one)
    other = await staged(cast)
    with pytest.raises(Refused, match=r"roll\.another_running"):
        await actions.ask_to_apply(other, (), cast.actor("袁昆腔"))


async def test_a_cut_off_import_shows_nothing_and_is_begun_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await staged(cast)
    await confirmed(cast, one)
    writer = arriving.new_people
    calls = 0

    async def cut_off(*args: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise asyncio.CancelledError
        await writer(*args)  # type: ignore[arg-type]  # passed through as they came

    monkeypatch.setitem(arriving.WRITERS, "new_people", cut_off)
    with pytest.raises(asyncio.CancelledError):
        await taking_over.take_over(one, PEPPER, pause=0.0, apart=False)
    written = await db.rows("SELECT id FROM person WHERE arrived_by = {}", one)
    assert 0 < len(written) < 37, "a step takes as many as time allows"
    assert len(await identity.people(cast.community)) == 5, "nobody sees the half of it"
    assert not await roll_queries.units(cast.community)
    assert not await people_queries.search(cast.community, "沈石桥")
    assert (await import_queries.progress(one, cast.community))["done"] > 0

    monkeypatch.setitem(arriving.WRITERS, "new_people", writer)
    done = await taking_over.take_over(one, PEPPER, pause=0.0)
    assert done is not None
    assert await state(one, cast) == ("done", "")
    assert len(await identity.people(cast.community)) == 42
    assert [found.name for found in await people_queries.search(cast.community, "沈石桥")]
    assert not await db.rows(
        "SELECT no FROM roll_import_part WHERE import = {} AND kind='rows'", one
    )


async def test_what_somebody_took_meanwhile_fails_the_import_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await staged(cast)
    await confirmed(cast, one)
    writer = arriving.new_people

    async def overtaken(*args: object) -> None:
        raise Refused("roll.changed_meanwhile")

    monkeypatch.setitem(arriving.WRITERS, "new_people", overtaken)
    await taking_over.take_over(one, PEPPER, pause=0.0, apart=False)
    assert await state(one, cast) == ("failed", "roll.changed_meanwhile")
    assert not await db.rows("SELECT id FROM unit")
    monkeypatch.setitem(arriving.WRITERS, "new_people", writer)

    tampered = await staged(cast)
    await confirmed(cast, tampered)
    await db.rows("UPDATE roll_import_part SET text = REPLACE(text, '沈石桥', '沈石乔')")
    await taking_over.take_over(tampered, PEPPER, pause=0.0, apart=False)
    assert await state(tampered, cast) == ("failed", "roll.changed_meanwhile"), (
        "only what was confirmed is written"
    )


async def test_who_is_missing_in_a_whole_roll_leaves_only_when_ticked(cast: Cast) -> None:
    one = await staged(cast, complete=True)
    kept = json.loads((await import_queries.roll_import(one, cast.community))["staged"])
    missing = {person["name"]: person["id"] for person in kept["leaving"]}
    assert set(missing) == {"委员01", "委员02"}
    stranger = cast.people["曹评话"]
    with pytest.raises(Refused, match=r"form\.choice"):
        await actions.ask_to_apply(one, (stranger,), cast.actor("袁昆腔"))
    await confirmed(cast, one, missing["委员02"])
    await taking_over.take_over(one, PEPPER, pause=0.0, apart=False)
    states = {person.name: person.state for person in await identity.people(cast.community)}
    assert (states["委员01"], states["委员02"]) == ("verified", "left")


async def test_columns_are_explained_once_and_remembered(cast: Cast) -> None:
    text = "居民花名册\n档案编号,户主姓名,联系电话\nX1,钱二,15400000009\n"
    by = cast.actor("袁昆腔")
    one = await actions.stage_roll("a.csv", text.encode("gb18030"), PEPPER, by, apart=True)
    assert (await state(one, cast))[0] == "read"
    (asked,) = json.loads(await import_queries.part(one, "headings"))
    stored = str(await db.rows("SELECT text FROM roll_import_part"))
    assert "15400000009" not in stored, "a file that waits is sealed"
    said = {"档案编号": "编号", "户主姓名": "姓名", "联系电话": "电话"}
    await actions.explain(one, {asked["key"]: said}, PEPPER, by)
    assert (await state(one, cast))[0] == "staged"
    next_year = io.BytesIO(text.replace("X1", "X2").encode())
    again = await actions.stage_roll("b.csv", next_year.read(), PEPPER, by)
    assert (await state(again, cast))[0] == "staged"
