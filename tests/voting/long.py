"""A vote over days in the tests: planned through the door, the clock moved, servers begun anew."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import ZONE, moved_to
from council.identity import sessions
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.people import Cast
    from tests.server import Client, Hall

NOTICE = datetime(2026, 11, 5, 9, 0, tzinfo=ZONE)
OPENS = datetime(2026, 11, 20, 8, 0, tzinfo=ZONE)
CLOSES = datetime(2026, 12, 4, 20, 0, tzinfo=ZONE)
SOON = timedelta(seconds=1)
PLAN = {
    "text": "同意使用维修资金更换门禁",
    "subject": "use_fund",
    "mode": "named",
    "allow_revote": "1",
    "opens_day": "2026-11-20",
    "opens_time": "08:00",
    "closes_day": "2026-12-04",
    "closes_time": "20:00",
    "hours_since": "",
    "hours_until": "",
    "paper_at": "社区工作站",
}


@asynccontextmanager
async def served_at(moment: datetime, url: str, data: Path, cast: Cast) -> AsyncIterator[Hall]:
    """A new server on the same data whose clock stands at `moment`; everybody is signed in."""
    with moved_to(moment):
        for name, person in cast.people.items():
            cast.tokens[name] = await sessions.start(person, "test", second_factor=True)
        async with running(url, data) as hall:
            yield hall


async def planned(client: Client, meeting: str, **more: str) -> str:
    """The draft."""
    made = await client.post(f"/meetings/{meeting}/long-votes", **{**PLAN, **more})
    assert made.status_code == 303, made.text
    return str(made.headers["location"].split("/")[-1])


async def announced(client: Client, meeting: str, **more: str) -> str:
    poll = await planned(client, meeting, **more)
    assert (await client.post(f"/polls/{poll}/announcement")).status_code == 303
    return poll


async def reason(client: Client, path: str, **fields: str) -> str:
    """The code of a refusal, empty where there is none."""
    await client.post("/nowhere")  # takes the token
    answer = await client.http.post(
        path,
        data={"_csrf_token": client.csrf, **fields},
        headers={"accept": "application/json"},
    )
    return str(answer.json()["reason"]) if answer.status_code >= 400 else ""


async def state(poll: str) -> str:
    found = await db.row("SELECT state FROM poll WHERE id = {}", poll)
    assert found is not None
    return str(found["state"])


async def comes_to(poll: str, wanted: str) -> None:
    """The server's clock gets there by itself."""
    for _ in range(750):
        if await state(poll) == wanted:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"it is {await state(poll)} and not {wanted}")


async def vote(client: Client, poll: str, choice: str = "yes", rev: str = "0") -> Any:
    await client.post("/nowhere")
    headers = {"accept": "application/json", "x-csrf-token": client.csrf}
    fields = {"choice": choice, "idem": f"idem-{rev}-{client.csrf[:20]}", "rev": rev}
    return await client.http.post(f"/polls/{poll}/ballots", data=fields, headers=headers)
