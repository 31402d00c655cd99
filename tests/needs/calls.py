"""A call for needs and the people who answer it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.ideas import receipts
from council.needs import actions
from council.needs.rules import Calling
from tests.server import token_in

if TYPE_CHECKING:
    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

RESIDENT, MEMBER = "顾水巷", "委员01"
TOPICS = ("电动车充电", "旧衣回收")
TEXT = "4号楼楼梯请装扶手"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")


def words(days: int = 10) -> Calling:
    last = local(now()).date() + timedelta(days=days)
    return Calling("请您来提", "住在这里的人都可以提", "扫码、纸卡", "居委会", last, TOPICS)


class Call:
    """One published call, as those around it use it."""

    def __init__(self, hall: Hall, cast: Cast, call: str) -> None:
        self.hall, self.cast, self.id = hall, cast, call

    @property
    def path(self) -> str:
        return f"/calls/{self.id}"

    async def visitor(self) -> Client:
        """A browser that nobody is signed in on, with the token of its form."""
        client = self.hall.client()
        client.csrf = token_in((await client.get(f"{self.path}/entry")).text)
        return client

    async def sent(self, client: Client, text: str = TEXT, **more: str) -> httpx.Response:
        fields = {"field": "safety", "text": text, "form": receipts.drawn(), **more}
        return await client.post(f"{self.path}/entries", **fields)

    async def by(self, who: str, text: str = TEXT, **more: str) -> str:
        """Entered with an account; the id."""
        answer = await self.sent(self.hall.of(self.cast, who), text, **more)
        assert answer.status_code == 200, answer.text[-600:]
        return await self.newest()

    async def desk(self, path: str, who: str = "", **fields: str) -> httpx.Response:
        return await self.hall.of(self.cast, who or self.cast.secretary).post(path, **fields)

    async def newest(self) -> str:
        found = await db.rows(
            "SELECT n.idea FROM need n JOIN idea i ON i.id = n.idea ORDER BY i.no DESC LIMIT 1"
        )
        return str(found[0]["idea"])

    async def listed(self) -> list[dict[str, Any]]:
        data = await self.hall.client().json(self.path)
        return list(data["needs"])


async def published(hall: Hall, cast: Cast) -> Call:
    by = cast.actor(cast.secretary)
    made = await actions.draft(words(), by)
    await actions.publish(made, by)
    return Call(hall, cast, made)


def code_in(page: str) -> str:
    """The code on a receipt; empty without one."""
    found = CODE.search(page)
    return found[0] if found else ""
