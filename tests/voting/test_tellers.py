"""A vote with tellers: two of three papers open the box, and nothing else does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from tests.people import Cast, assemble
from tests.voting.test_sealed import CHOICES, _open, all_vote, state

if TYPE_CHECKING:
    from tests.server import Client, Hall

TELLERS = ("委员01", "委员02", "委员03")
GROUP = re.compile(r'<li><span class="code">([0-9A-Z]{5})</span>')


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble(members=7)
    await _open(hall, people, 6)
    return people


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


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


async def test_three_papers_are_made_and_any_two_of_them_open_the_box(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await opened_poll(hall, cast, chair)
    await all_vote(hall, cast, poll)
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    assert await state(poll) == "sealed"
    assert await types(hall, cast, poll, "委员03", papers["委员03"]) == 303
    assert await state(poll) == "sealed"
    assert await types(hall, cast, poll, "委员01", papers["委员01"].lower()) == 303
    assert await state(poll) == "closed"
    lines = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll)
    assert [one["choice"] for one in lines] == sorted(CHOICES)
    assert list(hall.settings.poll_keys.glob(f"*{poll}*")) == []
    await chair.post(f"/polls/{poll}/publication")
    assert (await hall.client().json(f"/polls/{poll}"))["verdict"] == "passed"
