"""The ways in which somebody votes: phones, no JavaScript, a proxy, papers, hands, tellers."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.room.test_read_aloud import read_aloud
from tests.stories.votes_stage import ELECTORS
from tests.voting.sheets import numbers
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.stories.screens import Screen
    from tests.stories.votes_stage import Votes

WORDS = {"yes": "赞成", "no": "反对", "abstain": "弃权"}
BUTTONS = {"yes": "我赞成", "no": "我反对", "abstain": "弃权"}
TELLERS = {"phone": "委员01", "elder": "委员02", "plain": "委员03"}


async def begin(held: Votes, way: str) -> str:
    """The chair puts the motion to the vote in this way; the poll's id."""
    page = held["chair"].page
    await page.locator(f"#controls [id^=control-poll-{way}]").first.click()
    form = page.locator("#controls [action^='/polls/'], #controls a[href^='/polls/']").first
    await form.wait_for(state="attached")
    found = await form.get_attribute("action") or await form.get_attribute("href") or ""
    matched = re.match(r"/polls/([a-z0-9]+)/", found)
    assert matched, found
    return matched[1]


async def open_(held: Votes) -> None:
    await held["chair"].page.click("#control-poll-opening")
    await held["chair"].until("#control-poll-closing")
    await held.everywhere(f"#turnout[data-cast='0'][data-eligible='{ELECTORS}']")


@asynccontextmanager
async def nobody_sees_the_split(held: Votes) -> AsyncIterator[None]:
    """Nothing that counts choices comes to any page of the meeting while the block runs."""
    before = {one.name: (len(one.frames), await one.splits(len(one.frames))) for one in held.rooms}
    plain = await held["plain"].splits()
    yield
    for screen in held.rooms:
        since, known = before[screen.name]
        assert await screen.splits(since) <= known, screen.name
    await held["plain"].page.goto(f"{held.at}/room")
    assert await held["plain"].splits() <= plain


async def heard(screen: Screen, text: str) -> None:
    """The ballot is read out in order, its buttons with their own words."""
    lines = await read_aloud(screen.page, "#ballot-place")
    wanted = ["请您表决", text, *BUTTONS.values()]
    found = [next(at for at, line in enumerate(lines) if word in line) for word in wanted]
    assert found == sorted(found), lines
    buttons = [line for line in lines if line.startswith("button")]
    assert buttons == [f'button "{word}"' for word in BUTTONS.values()]


async def phone_votes(screen: Screen, choice: str) -> str:
    """A tap, another to confirm; the receipt."""
    await screen.until("#ballot")
    await screen.page.click(f"#ballot button[value={choice}]")
    await screen.page.click("#ballot [data-confirm]")
    await screen.page.wait_for_selector("#receipt", timeout=30_000)
    assert await screen.page.locator("#ballot:visible").count() == 0
    return await screen.page.inner_text("#receipt [data-slot=receipt]")


async def plain_votes(held: Votes, choice: str) -> None:
    """Without JavaScript: a page, another to confirm, a receipt."""
    page = held["plain"].page
    await page.goto(f"{held.at}/room")
    await page.get_by_role("button", name=BUTTONS[choice], exact=True).click()
    await page.get_by_role("button", name="确认投票").click()
    assert await page.inner_text("#receipt .code")


async def proxy_votes(held: Votes, choice: str) -> None:
    """From the room to the ballot of whoever gave the proxy, and back."""
    phone = held["phone"]
    await phone.page.click("#represent a")
    await phone.page.locator("#proxies").wait_for()
    await phone.look("a ballot for somebody else")
    await phone.page.click(f"#proxies button[value={choice}]")
    await phone.look("the confirmation of a ballot for somebody else")
    await phone.shoot("phone-proxy-confirm", whole=True)
    await phone.page.click("button[name=confirmed]")
    await phone.page.get_by_text("已代投").wait_for()
    await phone.shoot("phone-proxy-cast", whole=True)
    await phone.page.goto(f"{held.at}/room")
    await phone.live()


async def others_vote(held: Votes, poll: str, said: Mapping[str, str]) -> None:
    for name, choice in said.items():
        client = held.hall.of(held.cast, name)
        answer = await cast_vote(client, poll, choice, f"{poll}-{held.cast.people[name]}")
        assert answer.status_code == 201, answer.text


async def cast_so_far(held: Votes, number: int) -> None:
    await held.everywhere(f"#turnout[data-cast='{number}'][data-eligible='{ELECTORS}']")


class Sheet:
    """Papers or hands, entered by the secretary and by a second officer, each on their own page."""

    def __init__(self, held: Votes, poll: str, kind: str = "paper") -> None:
        self.held, self.poll, self.kind = held, poll, kind
        self.path, self.roll = "", dict[str, int]()

    async def begin(self) -> None:
        """From the chair's or secretary's page of sheets; the second officer finds it there too."""
        self.roll = await numbers(self.held.cast, self.poll)
        desk, second = self.held["desk"], self.held["second"]
        for screen in (desk, second):
            await screen.page.goto(f"/polls/{self.poll}/sheets")
        await desk.look("sheets of papers")
        await desk.page.click(f"#begin-{self.kind}")
        await desk.page.wait_for_url("**/sheets/*")
        self.path = "/sheets/" + desk.page.url.split("/sheets/")[1].split("?")[0]
        await second.page.reload()
        await second.page.locator(f"a[href='{self.path}']").click()

    async def enter(self, name: str, said: Mapping[str, str], **counts: int) -> None:
        """One officer's own entry; `counts` are those of a secret vote."""
        page = self.held[name].page
        for who, choice in said.items():
            at = page.locator(f"input[name='e-{self.roll[who]}'][value='{choice}']")
            await at.check(force=True)
        if said:
            await page.click("#save-lines")
            await page.wait_for_load_state()
            await page.locator("#finish").wait_for()
        for choice, number in counts.items():
            await page.fill(f"#n-{choice}", str(number))
        if counts:
            await page.get_by_role("button", name="保存张数").click()
            await page.wait_for_load_state()
        await self.held[name].look(f"the entry of a sheet ({self.kind})")
        await self.held[name].shoot(f"{name}-{self.kind}", whole=True)
        await page.click("#finish")
        await page.wait_for_load_state()

    async def both(self, said: Mapping[str, str], **counts: int) -> None:
        for name in ("desk", "second"):
            await self.enter(name, said, **counts)


async def take_papers(held: Votes, poll: str) -> dict[str, str]:
    """The chair names three; each fetches a share on their phone, copies it, proves it."""
    chair = held["chair"]
    await chair.page.click("#control-tellers")
    await chair.look("the choice of tellers")
    for at, who in enumerate(TELLERS.values(), 1):
        await chair.page.select_option(f"#teller{at}", held.cast.people[who])
    await chair.page.click("#name-tellers")
    await chair.page.get_by_text("0/3 已确认").wait_for()
    papers = {name: await _take(held, name) for name in TELLERS}
    await chair.page.reload()
    await chair.page.get_by_text("3/3 已确认").wait_for()
    await chair.look("tellers who have their shares")
    await chair.shoot("chair-tellers-ready")
    await chair.page.goto(f"{held.at}/chair")
    await chair.live()
    assert all(len(text.split()) == 13 for text in papers.values())
    return papers


async def _take(held: Votes, name: str) -> str:
    screen = held[name]
    page = screen.page
    if name == "plain":
        await page.reload()
    await page.click("#teller-go")
    await screen.look("before a share")
    await page.click("#fetch-share")
    groups = await page.locator(".share-groups .code").all_inner_texts()
    await screen.look("a share")
    await screen.shoot(f"{name}-share-page", whole=True)
    await page.click("#written")
    for at in (1, 2, 3):
        label = await page.inner_text(f"label[for=secret-{at}]")
        await page.fill(f"#secret-{at}", groups[int(re.sub(r"\D", "", label)) - 1])
    await screen.look("the proof of a share")
    await page.click("#prove-share")
    await page.get_by_text("您的份额只在您的纸上").wait_for()
    await page.goto(f"{held.at}/room")
    return " ".join(groups)


async def type_in(held: Votes, name: str, text: str) -> None:
    screen = held[name]
    if name == "plain":
        await screen.page.reload()
    await screen.page.click("#teller-go")
    await screen.look("where a share is typed in")
    await screen.page.fill("#secret", text)
    await screen.page.click("#type-share")
    await screen.page.wait_for_load_state()
    await screen.look("after a share is typed in")
    await screen.page.goto(f"{held.at}/room")
