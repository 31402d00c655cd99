"""Votes of one evening, each in many ways at once: named, sealed, with tellers, of options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.stories.screens import LOOKS
from tests.stories.votes_end import (
    back,
    close,
    papers_that_differ_first,
    publish,
    recounted,
    shoot,
    votes_on_a_bad_line,
    ways,
)
from tests.stories.votes_stage import evening
from tests.stories.votes_ways import (
    Sheet,
    begin,
    cast_so_far,
    heard,
    nobody_sees_the_split,
    open_,
    others_vote,
    phone_votes,
    plain_votes,
    proxy_votes,
    take_papers,
    type_in,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.stories.votes_stage import Votes

PATIENCE = 300  # seconds


async def named(held: Votes, tmp: Path) -> None:
    text = "楼道里装充电桩"
    await held.move(text)
    async with nobody_sees_the_split(held):
        poll = await begin(held, "")
        await open_(held)
        for name in ("phone", "elder"):
            await heard(held[name], text)
            await held[name].look("a named ballot")
        await shoot(held, "named-open")
        await phone_votes(held["phone"], "yes")
        await proxy_votes(held, "yes")
        await phone_votes(held["elder"], "no")
        await plain_votes(held, "abstain")
        said = {"委员04": "yes", "委员05": "yes", "委员06": "no", "委员11": "yes"}
        await others_vote(held, poll, said)
        await cast_so_far(held, 8)
        await papers_that_differ_first(held, poll)
        await cast_so_far(held, 10)
        hands = Sheet(held, poll, "hands")
        await hands.begin()
        await hands.both({"委员09": "yes", "委员10": "yes"})
        await cast_so_far(held, 12)
        await close(held, 12)
        await shoot(held, "named-closed")
    await publish(held, poll, (8, 3, 1), "passed", 12)
    await shoot(held, "named-result")
    assert await ways(held, poll) == {
        "举手": ["2", "0", "0", "2"],
        "纸质票": ["1", "1", "0", "2"],
        "手机": ["4", "2", "1", "7"],
        "委托": ["1", "0", "0", "1"],
    }
    await held["phone"].shoot("named-poll", whole=True)
    assert await recounted(held, tmp) == 0
    await back(held)


async def sealed(held: Votes, tmp: Path) -> None:
    """委员01 loses the answer of their ballot once; the page ends with the receipt by itself."""
    text = "选甲公司做保洁"
    await held.move(text)
    async with nobody_sees_the_split(held):
        poll = await begin(held, "sealed")
        await open_(held)
        for name in ("phone", "elder"):
            await heard(held[name], text)
            await held[name].look("a sealed ballot")
        await shoot(held, "sealed-open")
        receipt, file = await votes_on_a_bad_line(held, tmp)
        await cast_so_far(held, 1)
        await all_others_vote_in_secret(held, poll)
        await close(held, 12)
    await publish(held, poll, (7, 3, 1), "failed", 12)
    await shoot(held, "sealed-result")
    assert await ways(held, poll) == {"电子票": ["6"], "纸质票": ["6"]}
    await held["phone"].shoot("sealed-poll", whole=True)
    assert await recounted(held, tmp, "--receipt", receipt) == 0
    assert await recounted(held, tmp, "--receipt", str(file)) == 0
    assert await recounted(held, tmp, "--receipt", receipt[::-1]) != 0
    await back(held)


async def all_others_vote_in_secret(held: Votes, poll: str) -> None:
    await phone_votes(held["elder"], "no")
    await plain_votes(held, "yes")
    await proxy_votes(held, "abstain")
    await others_vote(held, poll, {"委员04": "yes", "委员05": "no"})
    await cast_so_far(held, 6)
    sheet = Sheet(held, poll)
    await sheet.begin()
    people = dict.fromkeys([f"委员{no:02d}" for no in range(6, 12)], "in")
    await sheet.both(people, yes=4, no=1, spoiled=1)
    await cast_so_far(held, 12)
    await shoot(held, "sealed-all-in")


async def with_tellers(held: Votes, tmp: Path) -> None:
    text = "选乙方案修电梯"
    await held.move(text)
    async with nobody_sees_the_split(held):
        poll = await begin(held, "tellers")
        papers = await take_papers(held, poll)
        for name in ("phone", "elder"):
            await held[name].live()
        await open_(held)
        await heard(held["phone"], text)
        await shoot(held, "tellers-open")
        await tellers_and_others_vote(held, poll)
        await close(held, 11, "sealed")
        await shoot(held, "tellers-sealed")
        await held["chair"].look("the chair while a box is sealed")
        await held["plain"].page.goto(f"{held.at}/room")
        await type_in(held, "phone", papers["phone"])
        assert "1/2" in await held["chair"].page.inner_text("#tellers-typed")
        await type_in(held, "plain", papers["plain"].lower())
        await held.everywhere("#turnout[data-state=closed][data-cast='11']")
    await publish(held, poll, (9, 1, 1), "passed", 11)
    await shoot(held, "tellers-result")
    assert await ways(held, poll) == {"电子票": ["6"], "纸质票": ["5"]}
    await held["phone"].shoot("tellers-poll", whole=True)
    shares = ("--share", papers["elder"], "--share", papers["plain"])
    assert await recounted(held, tmp, *shares) == 0
    await back(held)


async def tellers_and_others_vote(held: Votes, poll: str) -> None:
    for name in ("phone", "elder"):
        await held[name].look("a ballot of a teller")
        await phone_votes(held[name], "yes")
    await plain_votes(held, "yes")
    await proxy_votes(held, "yes")
    await others_vote(held, poll, {"委员04": "yes", "委员05": "abstain"})
    sheet = Sheet(held, poll)
    await sheet.begin()
    people = dict.fromkeys([f"委员{no:02d}" for no in range(6, 11)], "in")
    await sheet.both(people, yes=4, no=1)
    await cast_so_far(held, 11)


async def several(held: Votes, tmp: Path) -> None:
    """Three options on a page of their own, from the room and back to its result."""
    chair = held.hall.of(held.cast, held.cast.chair)
    made = await chair.post(
        f"{held.at}/polls", text="先修哪一处", rule="COM", method="irv", options="屋顶\n水管\n大门"
    )
    poll = made.headers["location"].split("/")[-1]
    await held["chair"].page.click("#control-poll-opening")
    await held.everywhere("#turnout[data-cast='0']")
    await shoot(held, "several-open")
    for name in ("phone", "elder"):
        await held[name].look("a ballot that is elsewhere")
    await others_vote(held, poll, {"委员04": "b>a", "委员05": "a", "委员06": "b"})
    phone = held["phone"].page
    await phone.click("#ballot a.ballot-link")
    await held["phone"].look("a ballot of several options")
    await held["phone"].shoot("several-ballot", whole=True)
    await back(held)
    await cast_so_far(held, 3)
    await held["chair"].page.click("#control-poll-closing")
    await held["chair"].page.click("#control-poll-publication")
    await held.everywhere("#result[data-verdict=chosen]")
    await shoot(held, "several-result")
    await phone.goto(f"/polls/{poll}")
    said = await phone.inner_text("#result")
    assert "到会14人" in said, "who is spoken for is not there"
    assert "另有1人由代理人投票" in said
    await held["phone"].look("the page of a result of several options")
    await held["phone"].shoot("several-poll", whole=True)
    assert await recounted(held, tmp) == 0
    await back(held)


async def told(browser: Browser, url: str, tmp: Path, *votes: Any, looks: Any = LOOKS) -> list[str]:
    async with evening(browser, url, tmp, looks) as held:
        for vote in votes:
            await vote(held, tmp)
        return held.faults


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
async def test_a_sealed_vote_of_phones_papers_and_a_proxy(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    assert await told(chromium, sqlite_url, tmp_path, sealed, looks=LOOKS[:1]) == []


@pytest.mark.nightly
@pytest.mark.timeout(PATIENCE)
async def test_an_evening_of_four_votes(
    chromium: Browser, database_url: str, tmp_path: Path
) -> None:
    assert await told(chromium, database_url, tmp_path, named, sealed, with_tellers, several) == []
