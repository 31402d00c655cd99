"""A committee in its hall, and the clock of another process on the same data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import ZONE, moved_to
from council.record.queries import entries
from council.voting.life.clock import PollClock

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

ABOVE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # decided above it
EVENING = datetime(2026, 12, 5, 19, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def in_session(hall: Hall, cast: Cast, present: int = 6) -> Client:
    """The first six are there; their chair."""
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members[:present]:
        await arrives(hall, cast, name)
    return hall.of(cast, "曹评话")


async def arrives(hall: Hall, cast: Cast, name: str) -> None:
    path = f"/meetings/{cast.meeting}/attendances"
    await hall.of(cast, "袁昆腔").post(path, person=cast.people[name], status="present")


async def one_minute(chair: Client, meeting: str, mode: str = "named", minutes: str = "1") -> str:
    made = await chair.post(f"/meetings/{meeting}/polls", text="同意", rule="COM", mode=mode)
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening", minutes=minutes)).status_code == 303
    return poll


async def end_of(poll: str) -> datetime:
    found = await db.row("SELECT closes_at FROM poll WHERE id = {}", poll)
    assert found is not None
    at: datetime = found["closes_at"]
    return at


def clock_of(hall: Hall) -> PollClock:
    """Another process's clock on the same data."""
    return PollClock(hall.app.app.state["ballot_box"])


async def look(clock: PollClock, moment: datetime) -> None:
    """One look, as if it were that moment."""
    with moved_to(moment):
        await clock.turn()


async def acts(cast: Cast) -> list[str]:
    return [one["act"] for one in await entries(cast.community)]


async def motion_on_the_floor(cast: Cast, chair: Client) -> None:
    item = await db.row("SELECT id FROM agenda_item WHERE no = 2")
    assert item is not None
    await chair.post(f"/meetings/{cast.meeting}/current-item", item=item["id"])
    moved = {"item": item["id"], "text": "同意更换门禁", "doer": "物业", "by_when": "年底前"}
    moved |= {"mover": cast.people["委员01"], "seconder": cast.people["委员02"]}
    assert (await chair.post(f"/meetings/{cast.meeting}/motions", **moved)).status_code == 303
