"""What goes wrong on the way to a result, the result itself, and its recount."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from council import cli
from tests.stories.votes_stage import ELECTORS
from tests.stories.votes_ways import WORDS, Sheet, cast_so_far, phone_votes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.votes_stage import Votes

TALL = "() => document.documentElement.scrollHeight > innerHeight"


async def close(held: Votes, number: int, state: str = "closed") -> None:
    """As many have voted as before, wherever their ballots lie now; nobody can vote again."""
    await held["chair"].page.click("#control-poll-closing")
    await held.everywhere(f"#turnout[data-state={state}][data-cast='{number}']")
    assert await held["phone"].page.locator("#receipt [data-again]:visible").count() == 0


async def publish(
    held: Votes, poll: str, counts: tuple[int, int, int], verdict: str, voted: int
) -> None:
    """The same numbers on every screen, and by which way they came on the page of the result."""
    await held["chair"].page.click("#control-poll-publication")
    await held.everywhere(f"#result[data-verdict={verdict}]")
    for screen in held.rooms:
        said = " ".join((await screen.page.text_content("#result") or "").split())
        for word, number in zip(WORDS.values(), counts, strict=True):
            assert f"{word} {number}" in said, (screen.name, said)
        assert f"没有投票{ELECTORS - voted}—" in said, (screen.name, said)
        assert await screen.splits(), "the look-out is blind"
        await screen.look(f"{screen.name} with a result")
    assert not await held["hall"].page.evaluate(TALL), "the hall screen does not scroll"
    found = await held.hall.client().json(f"/polls/{poll}")
    assert tuple(found["counts"].values()) == counts


async def ways(held: Votes, poll: str) -> dict[str, list[str]]:
    """The table of ways on the page of the result, on a phone: way → its cells."""
    phone = held["phone"]
    await phone.page.goto(f"/polls/{poll}")
    rows = await phone.page.locator("#result-ways tbody tr").all()
    cells = [(await row.inner_text()).split() for row in rows]
    await phone.look("the page of a result")
    return {one[0]: one[1:] for one in cells}


async def recounted(held: Votes, tmp: Path, *more: str) -> int:
    """From the page of the result to a recount of what it offers."""
    async with held["phone"].page.expect_download() as coming:
        await held["phone"].page.get_by_role("link", name="下载复算包").click()
    file = tmp / "bundle.json"
    await (await coming.value).save_as(file)
    return cli.main(["recount", str(file), *more])


async def back(held: Votes) -> None:
    await held["phone"].page.goto(f"{held.at}/room")
    await held["phone"].live()


async def shoot(held: Votes, what: str) -> None:
    for screen in held.rooms:
        await screen.shoot(f"{what}-{screen.name}")


async def papers_that_differ_first(held: Votes, poll: str) -> None:
    """The second officer misreads one paper; both are told, nothing counts until it is right."""
    sheet = Sheet(held, poll)
    await sheet.begin()
    await sheet.enter("desk", {"委员07": "yes", "委员08": "no"})
    await sheet.enter("second", {"委员07": "yes", "委员08": "yes"})
    for name in ("desk", "second"):
        await held[name].page.goto(sheet.path)
        said = await held[name].page.inner_text("#differences")
        assert "委员08" in said
        assert "委员07" not in said
        await held[name].look("two entries that differ")
        await held[name].shoot(f"{name}-differences", whole=True)
    await cast_so_far(held, 8)
    await sheet.enter("second", {"委员08": "no"})


async def votes_on_a_bad_line(held: Votes, tmp: Path) -> tuple[str, Path]:
    """The receipt and the file of it that the page saves."""
    phone = held["phone"]
    sent, lost = held.line.votes, held.line.lost
    with held.line.losing_answers():
        voting = asyncio.create_task(phone_votes(phone, "yes"))
        await phone.until("#sending[data-state=retrying]", 15)
        await phone.shoot("phone-retrying")
    receipt = await voting
    assert held.line.lost > lost
    assert held.line.votes - sent > held.line.lost - lost
    await phone.look("the receipt of a sealed ballot")
    await phone.shoot("phone-receipt", whole=True)
    async with phone.page.expect_download() as coming:
        await phone.page.click("[data-signed]")
    file = tmp / "receipt.json"
    await (await coming.value).save_as(file)
    return receipt, file
