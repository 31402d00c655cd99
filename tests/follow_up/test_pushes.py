"""An open page that received the pushes of what comes after is the page that is fetched anew."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from tests.follow_up.after import After, consulted
from tests.room.test_live import listening

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

OPEN = [("袁昆腔", "table"), ("委员03", "room"), ("委员04", "room"), ("顾水巷", "room")]


async def fetched(after: After, name: str, screen: str) -> dict[str, Any]:
    answer = await after.of(name).get(f"{after.base}/live", params={"screen": screen})
    return dict(answer.json())


async def caught_up(page: Any, before: dict[str, Any], seq: int) -> dict[str, str]:
    """The pieces that the page shows once it has reached this number."""
    shown, at = before["pieces"], before["seq"]
    while at < seq:
        told = json.loads(await asyncio.wait_for(page.recv(), 3))
        shown = {**shown, **told.get("pieces", {})}
        at = told["seq"] if "pieces" in told else at
    return dict(shown)


async def act(after: After) -> None:
    await after.concludes(responsible="委员04")
    await after.dissents()
    task = f"/tasks/{(await after.task())['id']}"
    await after.does("委员04", f"{task}/reports", text="查了五个单元")
    await after.concludes(outcome="换了说法")
    await after.does("袁昆腔", f"{task}/completion", text="都修好了")
    await after.publish()


async def test_pages_before_and_pushes_equal_the_pages_after(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    before = {who: await fetched(after, *who) for who in OPEN}
    async with AsyncExitStack() as stack:
        pages = {who: await stack.enter_async_context(listening(hall, cast, *who)) for who in OPEN}
        await act(after)
        for who, page in pages.items():
            now = await fetched(after, *who)
            assert await caught_up(page, before[who], now["seq"]) == now["pieces"], who
    shown = (await fetched(after, "委员03", "room"))["pieces"]["dissent"]
    assert "您的不同意见记下了" in shown
    assert 'id="dissent-more"' not in shown, "the minutes are public"
