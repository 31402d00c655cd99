"""Numbers for life, and chains from the first slip to the project."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from council import db
from council.ideas import actions, queries
from council.refusal import NotThere, Refused
from tests.neighbours import community

if TYPE_CHECKING:
    from council.change import Actor
    from council.db import Engine


@pytest.fixture
async def secretary(engine: Engine) -> Actor:
    return await community("苏锦一社区")


async def test_an_idea_gets_the_next_number_of_its_kind(secretary: Actor) -> None:
    first = await queries.idea(await actions.enter("proposal", "装一盏感应灯", secretary))
    second = await queries.idea(await actions.enter("proposal", "修扶手", secretary))
    assert first.no.endswith("-01")
    assert second.no.endswith("-02")


async def test_two_at_the_same_moment_get_two_numbers(secretary: Actor) -> None:
    entered = await asyncio.gather(
        *(actions.enter("wish", f"心愿{n}", secretary) for n in range(4))
    )
    numbers = {(await queries.idea(one)).no for one in entered}
    assert len(numbers) == 4


async def test_a_number_is_given_once_in_a_community(secretary: Actor) -> None:
    await actions.enter("project", "暖桌", secretary, no="XM-01")
    with pytest.raises(Refused, match=r"idea\.number_taken"):
        await actions.enter("project", "另一张暖桌", secretary, no="XM-01")
    other = await community("苏锦二社区")
    await actions.enter("project", "那边的暖桌", other, no="XM-01")


async def test_the_chain_is_read_from_either_end(secretary: Actor) -> None:
    need = await actions.enter("need", "需求征集", secretary, no="ZJ-2026-02")
    topic = await actions.enter("topic", "吃饭和说话", secretary, no="OS-T1", parent=need)
    await actions.enter("topic", "楼道", secretary, no="OS-T3", parent=need)
    project = await actions.enter("project", "暖桌", secretary, no="XM-01", parent=topic)
    up = await queries.chain(project)
    assert [one.no for one in up.above] == ["ZJ-2026-02", "OS-T1"]
    down = await queries.chain(need)
    assert [(one.idea.no, one.depth) for one in down.below] == [
        ("OS-T1", 1),
        ("XM-01", 2),
        ("OS-T3", 1),
    ]
    assert [one.no for one in down.line] == ["ZJ-2026-02", "OS-T1", "XM-01"]


async def test_an_idea_of_another_community_is_not_there(secretary: Actor) -> None:
    theirs = await actions.enter("need", "那边的需求", await community("苏锦二社区"))
    with pytest.raises(NotThere):
        await actions.enter("topic", "冒名", secretary, parent=theirs)
    with pytest.raises(NotThere):
        await actions.move(theirs, "finished", secretary)


async def test_what_became_of_it_is_written_beside_it(secretary: Actor) -> None:
    wish = await actions.enter("wish", "旧衣回收箱", secretary, note="收到3条")
    await actions.move(wish, "grouped", secretary)
    found = await queries.idea(wish)
    assert (found.state, found.note) == ("grouped", "收到3条")


async def test_the_list_is_searched_by_number_and_title(secretary: Actor) -> None:
    await actions.enter("project", "100%满意的暖桌", secretary, no="XM-01")
    await actions.enter("wish", "血压计", secretary, no="WX-001")
    by_number = await queries.search(secretary.community, text="xm")
    by_title = await queries.search(secretary.community, text="血压")
    literally = await queries.search(secretary.community, text="%")
    assert [one.no for one in by_number.ideas] == ["XM-01"]
    assert [one.no for one in by_title.ideas] == ["WX-001"]
    assert [one.no for one in literally.ideas] == ["XM-01"]
    assert (await queries.search(secretary.community, kind="wish")).total == 1


async def test_entering_is_in_the_record_without_its_title(secretary: Actor) -> None:
    await actions.enter("wish", "吴阿姨想要人陪", secretary)
    entry = await db.row("SELECT act, body FROM record_entry ORDER BY i DESC LIMIT 1")
    assert entry is not None
    assert entry["act"] == "idea.entered"
    assert "吴阿姨" not in entry["body"]
