"""Owners in their meeting, what they own, and their ballots."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import now
from council.ids import new_id
from council.meetings import actions as meetings
from council.meetings.actions import Announcement, Call, Convening, Item

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

PRESENT = ("委员01", "委员02", "委员03")


async def cast_vote(client: Client, poll: str, choice: str) -> Any:
    """The ballot of this person, sent once."""
    await client.post("/nowhere")  # takes the token
    headers = {"accept": "application/json", "x-csrf-token": client.csrf}
    fields = {"choice": choice, "idem": f"idem-{client.csrf[:20]}", "rev": "0"}
    return await client.http.post(f"/polls/{poll}/ballots", data=fields, headers=headers)


async def owners_meeting(cast: Cast) -> str:
    """Three owners are there; the developer's 30 m² count in the total."""
    for name, area in (("委员01", 11000), ("委员02", 7000), ("委员03", 6000), ("", 3000)):
        await own(cast, name, area)
    return await convened(cast, "owners", "OWN-ORD")


async def own(cast: Cast, owner: str, area: int) -> None:
    unit = new_id()
    await db.rows(
        "INSERT INTO unit (id, community, code, building, entrance, room, area, area_source)"
        " VALUES ({}, {}, {}, '1幢', '', '101', {}, '不动产登记簿')",
        unit,
        cast.community,
        unit,
        area,
    )
    if owner:
        await db.rows(
            "INSERT INTO residence (id, person, unit, tie) VALUES ({}, {}, {}, '业主')",
            new_id(),
            cast.people[owner],
            unit,
        )


async def convened(cast: Cast, kind: str, rule: str) -> str:
    """Convened with one point in time, another point added later; opened with three present."""
    by, starts = cast.actor(cast.secretary), now() + timedelta(days=20)
    what = Announcement(
        kind=kind,
        rule=rule,
        series="业主会",
        session="2026年第1次",
        place="议事厅",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        chair=cast.people[cast.chair],
        secretary=cast.people[cast.secretary],
    )
    named = [Call(cast.people[name]) for name in PRESENT] if kind == "res_rep" else []
    made = await meetings.convene(Convening(what, [Item(1, "门禁", "vote", 20)], named=named), by)
    await meetings.add_item(made, Item(2, "充电棚", "vote", 20), by)
    await db.rows("UPDATE meeting SET starts_at = {} WHERE id = {}", now(), made)
    await meetings.open_meeting(made, by)
    for name in PRESENT:
        await meetings.mark(made, cast.people[name], "present", by)
    return made


async def poll_on(chair: Client, meeting: str, no: int, rule: str) -> str:
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = {}", meeting, no)
    assert item is not None
    await chair.post(f"/meetings/{meeting}/current-item", item=item["id"])
    made = await chair.post(f"/meetings/{meeting}/polls", text="同意", rule=rule, mode="named")
    return str(made.headers["location"].split("/")[-1])


async def votes(hall: Hall, cast: Cast, poll: str) -> None:
    for name, choice in zip(PRESENT, ("yes", "yes", "no"), strict=True):
        answer: Any = await cast_vote(hall.of(cast, name), poll, choice)
        assert answer.status_code == 201, answer.text
