"""A committee's meeting that has consulted on its second item, and who acts after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.minutes import review_queries

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

SAID = "先修扶手，再谈加灯。"


def in_days(days: int) -> str:
    return (local(now()).date() + timedelta(days=days)).isoformat()


class After:
    """The meeting at item 2, which is consulted on, with ten members who are there."""

    def __init__(self, hall: Hall, cast: Cast, item: str) -> None:
        self.hall, self.cast, self.item = hall, cast, item
        self.base = f"/meetings/{cast.meeting}"

    def of(self, name: str) -> Client:
        return self.hall.of(self.cast, name)

    async def does(self, name: str, path: str, **fields: str) -> int:
        return (await self.of(name).post(path, **fields)).status_code

    async def concludes(self, name: str = "袁昆腔", **other: str) -> int:
        fields = {
            "outcome": "物业先修三单元的扶手",
            "next_step": "implement",
            "responsible": "石桥物业",
            "due": in_days(30),
            **other,
        }
        return await self.does(name, f"/items/{self.item}/outcome", **fields)

    async def dissents(self, name: str = "委员03", text: str = SAID, **more: str) -> int:
        return await self.does(name, "/dissents", item=self.item, text=text, **more)

    async def tasks(self, kind: str = "carry_out") -> list[dict[str, Any]]:
        return await db.rows(
            "SELECT * FROM task WHERE meeting = {} AND kind = {} ORDER BY made_at, id",
            self.cast.meeting,
            kind,
        )

    async def task(self, kind: str = "carry_out") -> dict[str, Any]:
        (one,) = await self.tasks(kind)
        return one

    async def told(self, task: str) -> list[tuple[str, str]]:
        found = await db.rows("SELECT kind, text FROM task_line WHERE task = {} ORDER BY seq", task)
        return [(one["kind"], one["text"]) for one in found]

    async def pieces(self, name: str, screen: str = "room") -> str:
        answer = await self.of(name).get(f"{self.base}/live", params={"screen": screen})
        return "".join(answer.json()["pieces"].values())

    async def page(self, path: str, name: str = "") -> str:
        client = self.of(name) if name else self.hall.client()
        return (await client.get(path)).text

    async def publish(self) -> str:
        """Close the meeting, and its minutes are everybody's; their path."""
        secretary, chair = self.of("袁昆腔"), self.of("曹评话")
        await secretary.post(f"{self.base}/closing")
        made = await secretary.post(f"{self.base}/minutes")
        path = str(made.headers["location"])
        there = len(await review_queries.attended(self.cast.meeting))
        await secretary.post(f"{path}/approval", agreed=str(there))
        for client, role in ((secretary, "recorder"), (chair, "chair")):
            signed = await client.post(f"{path}/signatures", **{"as": role})
            assert signed.status_code == 303, signed.text[-1500:]
        assert (await chair.post(f"{path}/publication")).status_code == 303
        return path


async def consulted(hall: Hall, cast: Cast) -> After:
    """Through the table, as the secretary does it."""
    secretary = hall.of(cast, "袁昆腔")
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", cast.meeting)
    assert item is not None
    await db.rows("UPDATE agenda_item SET kind = 'consult' WHERE id = {}", item["id"])
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members[:10]:
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances", person=cast.people[name], status="present"
        )
    await secretary.post(f"/meetings/{cast.meeting}/current-item", item=item["id"])
    return After(hall, cast, item["id"])
