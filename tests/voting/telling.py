"""What a vote with tellers is made of, through the public door: for tests of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.voting.test_sealed import all_vote

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

# What is decided above the database is asked on one kind of it.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TELLERS = ("委员01", "委员02", "委员03")
GROUP = re.compile(r'<li><span class="code">([0-9A-Z]{5})</span>')


async def made(chair: Client, cast: Cast) -> str:
    answer = await chair.post(
        f"/meetings/{cast.meeting}/polls", text="选甲方案", rule="COM", mode="tellers"
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].split("/")[-1])


async def name(chair: Client, cast: Cast, poll: str, *who: str) -> int:
    fields = {f"teller{at}": cast.people.get(one, one) for at, one in enumerate(who, 1)}
    return (await chair.post(f"/polls/{poll}/tellers", **fields)).status_code


async def fetched(hall: Hall, cast: Cast, poll: str, who: str) -> list[str]:
    answer = await hall.of(cast, who).post(f"/polls/{poll}/share")
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["cache-control"]
    return GROUP.findall(answer.text)


async def proved(hall: Hall, cast: Cast, poll: str, who: str, groups: list[str]) -> int:
    client = hall.of(cast, who)
    page = (await client.get(f"/polls/{poll}/share")).text
    asked = [int(one) for one in re.findall(r'for="secret-[123]">第(\d+)组', page)]
    assert len(asked) == 3
    fields = {f"secret-{at}": groups[no - 1] for at, no in enumerate(asked, 1)}
    return (await client.post(f"/polls/{poll}/share/proof", **fields)).status_code


async def papers_of(hall: Hall, cast: Cast, chair: Client, poll: str) -> dict[str, str]:
    """The whole ceremony: what each teller has on paper."""
    assert await name(chair, cast, poll, *TELLERS) == 303
    papers = {}
    for who in TELLERS:
        groups = await fetched(hall, cast, poll, who)
        assert len(groups) == 13
        assert await proved(hall, cast, poll, who, groups) == 303
        papers[who] = " ".join(groups)
    return papers


async def opened_poll(hall: Hall, cast: Cast, chair: Client) -> tuple[str, dict[str, str]]:
    poll = await made(chair, cast)
    papers = await papers_of(hall, cast, chair, poll)
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll, papers


async def types(hall: Hall, cast: Cast, poll: str, who: str, text: str) -> int:
    return (await hall.of(cast, who).post(f"/polls/{poll}/shares", secret=text)).status_code


async def boxed(hall: Hall, cast: Cast, chair: Client) -> tuple[str, dict[str, str]]:
    """Six have voted, the box is sealed."""
    poll, papers = await opened_poll(hall, cast, chair)
    await all_vote(hall, cast, poll)
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    return poll, papers
