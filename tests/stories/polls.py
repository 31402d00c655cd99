"""One named poll after another: who gets a ballot, what is seen meanwhile, what comes out."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from tests.stories.people import ON_LEAVE, PHONE, poll_of, state_of, vote

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.stories.people import Evening
    from tests.stories.screens import Screen

PRESENT = 13
NEEDED = 7  # more than half of them
CHOICES = ("yes", "no", "abstain")
RULE = "到会"  # what the rule counts from, in words


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to come out of a poll on motion `no`."""

    no: str
    counts: tuple[int, int, int]
    verdict: str

    @property
    def of_others(self) -> list[str]:
        """The choices of everybody but the phone, which always says yes."""
        pairs = zip(CHOICES, self.counts, strict=True)
        return [choice for choice, n in pairs for _ in range(n)][1:]

    @property
    def split(self) -> str:
        return ":".join(map(str, self.counts))


async def open_poll(story: Evening, expected: Expected) -> str:
    """The chair puts the motion to the vote and opens the poll; its id."""
    page = story.chair.page
    await page.click(f"#control-poll-{expected.no}")
    await page.click("#control-poll-opening")
    await page.wait_for_selector("#control-poll-closing")
    return await poll_of(story.chair)


async def only_electors_get_a_ballot(story: Evening, poll: str) -> None:
    """Neither a neighbour nor a member on leave gets one, nor could use one."""
    await story.neighbour.until("#ballot-place .notice")
    for screen in (story.neighbour, story.table, story.chair, story.hall):
        assert await screen.page.locator("#ballot").count() == 0
    away = story.others[ON_LEAVE[0]]
    assert 'id="ballot"' not in (await away.get(f"{story.at}/room")).text
    assert (await vote(away, poll, "yes", "nobody-asked-me-16")).status_code == 404


async def others_vote(story: Evening, poll: str, expected: Expected) -> None:
    """All by HTTP; the turnout moves on the hall screen, and a second vote is refused."""
    choices = expected.of_others
    for number, (seat, choice) in enumerate(zip(story.present, choices, strict=True), start=1):
        answer = await vote(story.others[seat], poll, choice, f"{poll}-{seat}-key")
        assert answer.status_code == 201, answer.text
        if number in {1, len(choices) // 2}:
            await story.hall.until(f"#turnout[data-cast='{number}'][data-eligible='{PRESENT}']")
    again = await vote(story.others[story.present[0]], poll, "no", f"{poll}-another-key")
    assert (again.status_code, again.json()["reason"]) == (409, "voted")


async def phone_votes(phone: Screen) -> str:
    """A tap, another to confirm; the receipt. Afterwards there is no ballot any more."""
    await phone.until("#ballot")
    await phone.page.click("#ballot button[value=yes]")
    await phone.page.click("#ballot [data-confirm]")
    await phone.page.wait_for_selector("#receipt", timeout=30_000)
    await phone.page.locator("#ballot").wait_for(state="detached")
    return await phone.page.inner_text("#receipt [data-slot=receipt]")


async def receipt_of(story: Evening, poll: str, seat: str) -> list[str]:
    """What the database has of this person's vote."""
    found = await db.rows(
        "SELECT v.receipt FROM named_vote v JOIN elector e ON e.poll = v.poll"
        " AND e.elector_no = v.elector_no WHERE v.poll = {} AND e.person = {}",
        poll,
        story.cast.id(seat),
    )
    return [one["receipt"] for one in found]


@asynccontextmanager
async def nobody_sees_the_split(story: Evening) -> AsyncIterator[None]:
    """Nothing that counts yes, no or abstentions comes to any page while the block runs."""
    before = {one.name: (len(one.frames), await one.splits(len(one.frames))) for one in story.rooms}
    yield
    for screen in story.rooms:
        since, known = before[screen.name]
        assert await screen.splits(since) <= known, screen.name


async def close_poll(story: Evening, poll: str) -> None:
    await story.hall.until(f"#turnout[data-cast='{PRESENT}']")
    await story.chair.page.click("#control-poll-closing")
    await story.everywhere("#turnout[data-state=closed]")
    state = await state_of(story.others[story.present[0]], poll)
    assert state == {"state": "closed", "eligible": PRESENT, "turnout": PRESENT}


async def publish(story: Evening, poll: str, expected: Expected) -> None:
    """Numbers, rule in words, numerator, denominator and verdict, on every screen."""
    await story.chair.page.click("#control-poll-publication")
    await story.everywhere(f"#result[data-verdict={expected.verdict}]")
    yes = expected.counts[0]
    for screen in story.rooms:
        said = await screen.page.text_content("#result") or ""
        assert f"赞成 {yes} / {PRESENT}，至少要 {NEEDED} 票" in said
        assert RULE in said
        for word, number in zip(("赞成", "反对", "弃权"), expected.counts, strict=True):
            assert f"{word} {number}" in " ".join(said.split()), screen.name
    assert await story.table.splits(len(story.table.frames)), "the look-out is blind"
    found = await state_of(story.others[story.present[-1]], poll)
    assert found["counts"] == dict(zip(CHOICES, expected.counts, strict=True))
    assert (found["numerator"], found["denominator"]) == (yes, PRESENT)
    assert (found["verdict"], found["rule"]) == (expected.verdict, "COM")


async def amendment(story: Evening, expected: Expected) -> None:
    """An evening's first vote, on a good line."""
    async with nobody_sees_the_split(story):
        poll = await open_poll(story, expected)
        await only_electors_get_a_ballot(story, poll)
        assert "修正案3-A" in await story.phone.page.inner_text("#ballot")
        await story.phone.look("the ballot")
        await story.phone.shoot("phone-ballot")
        await others_vote(story, poll, expected)
        for screen in (story.hall, story.table, story.chair):
            await screen.shoot(f"{screen.name}-open")
        receipt = await phone_votes(story.phone)
        await story.phone.look("the receipt")
        await close_poll(story, poll)
    await publish(story, poll, expected)
    assert await receipt_of(story, poll, PHONE) == [receipt]


async def motion(story: Evening, expected: Expected) -> None:
    """The phone's line loses the answer after the commit: it retries, and counts once."""
    async with nobody_sees_the_split(story):
        poll = await open_poll(story, expected)
        with story.line.losing_answers():
            voting = asyncio.create_task(phone_votes(story.phone))
            await story.phone.until("#sending[data-state=retrying]", 15)
            committed = await receipt_of(story, poll, PHONE)
        shown = await voting
        assert [shown] == committed == await receipt_of(story, poll, PHONE)
        assert story.line.lost >= 1
        assert story.line.votes > story.line.lost
        await others_vote_after_the_phone(story, poll, expected)
        await close_poll(story, poll)
    await publish(story, poll, expected)
    for screen in story.rooms:
        await screen.shoot(f"{screen.name}-result")


async def others_vote_after_the_phone(story: Evening, poll: str, expected: Expected) -> None:
    pairs = zip(story.present, expected.of_others, strict=True)
    cast = [vote(story.others[seat], poll, choice, f"{poll}-{seat}-key") for seat, choice in pairs]
    assert {one.status_code for one in await asyncio.gather(*cast)} == {201}


async def in_silence(story: Evening, expected: Expected) -> None:
    """The phone's socket says nothing more while the poll opens; it comes back by itself."""
    async with nobody_sees_the_split(story):
        with story.line.silence():
            poll = await open_poll(story, expected)
            await story.neighbour.until("#ballot-place .notice")
            await others_vote_after_the_phone(story, poll, expected)
            await story.hall.until("#turnout[data-cast='12']")
            assert await story.phone.page.locator("#ballot").count() == 0
            others = (story.table, story.chair, story.hall, story.neighbour)
            await asyncio.gather(*(one.look(f"{one.name} during a poll") for one in others))
            await story.phone.until("#ballot", 20)
        await phone_votes(story.phone)
        await story.phone.until("#connection[data-state=on]", 20)
        await close_poll(story, poll)
    await publish(story, poll, expected)
