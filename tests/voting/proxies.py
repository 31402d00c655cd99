"""Owners of whom some are not there, and the written authority by which others vote for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from tests.voting.owners import convened, own, poll_on
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

PRESENT = ("委员01", "委员02", "委员03")
AWAY = ("委员04", "委员05", "委员06", "委员07", "委员08")
AREAS = (11000, 7000, 6000, 5000, 4000, 3000, 2000, 1000)


async def owners(cast: Cast) -> str:
    """Eight owners are called, three are there; the meeting is open."""
    for name, area in zip((*PRESENT, *AWAY), AREAS, strict=True):
        await own(cast, name, area)
    return await convened(cast, "owners", "OWN-ORD")


async def give(clerk: Client, meeting: str, principal: str, holder: str, **more: str) -> Any:
    fields = {"authority_on": "2026-01-05", "kept_at": "档案柜第3份", **more}
    return await clerk.post(
        f"/meetings/{meeting}/proxies", principal=principal, holder=holder, **fields
    )


async def proxy_of(cast: Cast, meeting: str, principal: str) -> str:
    found = await db.row(
        "SELECT id FROM proxy WHERE meeting = {} AND principal = {} ORDER BY made_at DESC",
        meeting,
        cast.people[principal],
    )
    assert found is not None
    return str(found["id"])


async def cast_for(
    holder: Client, cast: Cast, poll: str, principal: str, choice: str, **more: str
) -> Any:
    """The holder's confirmed ballot for a principal."""
    fields = {"idem": f"idem-for-{cast.people[principal]}", "rev": "0", "confirmed": "1", **more}
    return await holder.post(
        f"/polls/{poll}/proxy-ballots", principal=cast.people[principal], choice=choice, **fields
    )


async def open_on(hall: Hall, cast: Cast, meeting: str, rule: str = "OWN-ORD") -> str:
    """The announced point is put to the vote."""
    chair = hall.of(cast, "曹评话")
    poll = await poll_on(chair, meeting, 1, rule)
    answer = await chair.post(f"/polls/{poll}/opening")
    assert answer.status_code == 303, answer.text
    return poll


async def votes_in(poll: str) -> dict[str, str]:
    """Name → choice, of what is stored now."""
    found = await db.rows(
        "SELECT n.name, v.choice FROM named_vote v JOIN elector e ON e.poll = v.poll"
        " AND e.elector_no = v.elector_no JOIN person n ON n.id = e.person WHERE v.poll = {}",
        poll,
    )
    return {one["name"]: one["choice"] for one in found}


__all__ = ["cast_for", "cast_vote", "give", "open_on", "owners", "proxy_of", "votes_in"]
