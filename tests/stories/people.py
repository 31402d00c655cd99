"""Who takes part in the evening, and through which server each of them comes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from council.demo import evening
from council.identity import queries
from tests.server import Client, token_in

if TYPE_CHECKING:
    from council.demo.cast import Cast
    from tests.stories.proxy import BadLine
    from tests.stories.screens import Screen

PHONE = "R001"  # 沈石桥, whose phone is the real one
ON_LEAVE = ("R036", "R038")
KEPT = 2  # seconds that a connection is used again: the server closes what is idle for long
JSON = {"accept": "application/json"}


@dataclass(slots=True)
class Evening:
    """The screens in the hall, the other members by HTTP, and the line of the real phone."""

    cast: Cast
    meeting: str
    line: BadLine
    phone: Screen
    table: Screen
    hall: Screen
    chair: Screen
    neighbour: Screen
    others: dict[str, Client] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return f"/meetings/{self.meeting}"

    @property
    def present(self) -> list[str]:
        """Numbers on the roll of those who come and vote by HTTP."""
        return [one for one in self.others if one not in ON_LEAVE]

    @property
    def rooms(self) -> tuple[Screen, ...]:
        """The screens on which the whole meeting is seen."""
        return (self.phone, self.table, self.hall, self.chair, self.neighbour)

    async def everywhere(self, selector: str, seconds: float = 5) -> float:
        """When the last of the screens shows it."""
        return max([await one.until(selector, seconds) for one in self.rooms])


async def sign_in(origin: str, login: str, password: str) -> Client:
    """A member without a screen."""
    limits = httpx.Limits(keepalive_expiry=KEPT)
    http = httpx.AsyncClient(base_url=origin, trust_env=False, timeout=20, limits=limits)
    client = Client(http, "")
    csrf = token_in((await client.get("/sign-in")).text)
    fields = {"_csrf_token": csrf, "login": login, "password": password}
    answer = await http.post("/sign-in", data=fields)
    assert answer.status_code == 303, answer.text
    return client


async def sign_everybody_in(evening_: Evening, origins: list[str]) -> None:
    """All other members, in turn on every server."""
    for number, seat in enumerate(evening.seats()):
        if seat != PHONE:
            login = await queries.login_of(evening_.cast.id(seat))
            origin, password = origins[number % len(origins)], evening_.cast.passwords[seat]
            evening_.others[seat] = await sign_in(origin, login, password)


async def vote(client: Client, poll: str, choice: str, idem: str) -> httpx.Response:
    """A ballot as the phone's page sends it."""
    if not client.csrf:
        client.csrf = token_in((await client.get("/account")).text)
    return await client.http.post(
        f"/polls/{poll}/ballots",
        data={"choice": choice, "idem": idem, "rev": "0"},
        headers={"x-csrf-token": client.csrf, **JSON},
    )


async def poll_of(screen: Screen) -> str:
    """The id of the poll that the chair's controls are about."""
    found = await screen.page.get_attribute("#controls form[action^='/polls/']", "action")
    matched = re.match(r"/polls/([a-z0-9]+)/", found or "")
    assert matched, found
    return matched[1]


async def state_of(client: Client, poll: str) -> dict[str, Any]:
    """What `GET /polls/{id}` says."""
    found: dict[str, Any] = await client.json(f"/polls/{poll}")
    return found
