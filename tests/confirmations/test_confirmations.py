"""Two persons: what one officer asks for happens when another one confirms it, never before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from council import db
from council.change import Change, change
from council.clock import now
from council.confirmations import actions, kinds, queries, rules
from council.confirmations.kinds import Asked, Kind
from council.record.queries import entries
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.people import Cast
    from tests.server import Hall

CHAIR, SECRETARY, NEIGHBOUR = "曹评话", "袁昆腔", "委员01"


@pytest.fixture(autouse=True)
def done() -> Iterator[list[str]]:
    """A kind of these tests; what was applied or refused is written down."""
    told: list[str] = []

    async def apply(_: Change, asked: Asked) -> None:
        if asked.body.get("impossible"):
            raise Refused("roll.changed_meanwhile")
        told.append(f"applied {asked.subject}")

    async def refuse(_: Change, asked: Asked) -> None:
        told.append(f"refused {asked.subject}")

    def officers(offices: tuple[str, ...], _: Asked) -> bool:
        return bool(set(offices) & {"chair", "secretary"})

    kinds.register(Kind("tried", officers, apply, "confirmations/answer.html", refuse))
    yield told
    kinds._known.pop("tried")


async def ask(cast: Cast, subject: str = "s1", by: str = SECRETARY, **body: Any) -> str:
    async with change(cast.actor(by)) as act:
        return await actions.ask_within(act, "tried", subject, body)


async def open_ids(cast: Cast) -> list[str]:
    return [one.id for one in await queries.open_ones(cast.community)]


async def test_a_request_is_confirmed_once_and_only_by_somebody_else(
    cast: Cast, done: list[str]
) -> None:
    asked = await ask(cast, number=3)
    assert await ask(cast, number=3) == asked
    with pytest.raises(Refused, match=r"confirmation\.own"):
        await actions.confirm(asked, cast.actor(SECRETARY))
    with pytest.raises(NotThere):
        await actions.confirm(asked, cast.actor(NEIGHBOUR))
    about_chair = await ask(cast, cast.people[CHAIR])
    with pytest.raises(Refused, match=r"confirmation\.about_you"):
        await actions.confirm(about_chair, cast.actor(CHAIR))
    assert done == []
    for _ in range(2):
        await actions.confirm(asked, cast.actor(CHAIR))
    assert done == ["applied s1"]
    with pytest.raises(Refused, match=r"confirmation\.answered"):
        await actions.refuse(asked, "迟了", cast.actor(CHAIR))
    with pytest.raises(NotThere):
        await actions.confirm_by_operator(about_chair, cast.community)
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("confirmation.asked") == 2
    assert acts.count("confirmation.confirmed") == 1


async def test_what_cannot_be_done_leaves_the_request_open(cast: Cast, done: list[str]) -> None:
    asked = await ask(cast, impossible=True)
    with pytest.raises(Refused, match=r"roll\.changed_meanwhile"):
        await actions.confirm(asked, cast.actor(CHAIR))
    assert await open_ids(cast) == [asked]
    another = await ask(cast, impossible=False)
    assert await open_ids(cast) == [another]  # it took the place of the first
    with pytest.raises(NotThere):
        await actions.withdraw(another, cast.actor(CHAIR))
    for _ in range(2):
        await actions.withdraw(another, cast.actor(SECRETARY))
    third = await ask(cast, number=3)
    await actions.refuse(third, "没有依据", cast.actor(CHAIR))
    assert (await queries.one(third, cast.community)).reason == "没有依据"
    assert done == ["refused s1", "refused s1"]
    assert await open_ids(cast) == []


async def test_after_fourteen_days_nobody_can_confirm_and_it_can_be_asked_again(
    cast: Cast, done: list[str]
) -> None:
    asked = await ask(cast)
    over = now() - rules.LIFE
    await db.rows("UPDATE confirmation SET asked_at = {}, expires_at = {}", over, now())
    with pytest.raises(Refused, match=r"confirmation\.expired"):
        await actions.confirm(asked, cast.actor(CHAIR))
    again = await ask(cast)
    assert again != asked
    await actions.confirm(again, cast.actor(CHAIR))
    assert (await queries.one(asked, cast.community)).answer == "expired"
    assert done == ["applied s1"]


@pytest.mark.parametrize("answer", ["confirmed", "refused"])
async def test_the_database_itself_keeps_the_two_apart(cast: Cast, answer: str) -> None:
    """The control: without any of our rules, one person's second signature does not fit."""
    asked = await ask(cast)
    write = "UPDATE confirmation SET answer = {}, answered_by = {} WHERE id = {}"
    errors: tuple[type[Exception], ...] = (*db.UNIQUE_ERRORS, asyncpg.CheckViolationError)
    with pytest.raises(errors):
        await db.rows(write, answer, cast.people[SECRETARY], asked)
    with pytest.raises(errors):
        await db.rows(write, answer, None, asked)
    await db.rows(write, answer, cast.people[CHAIR], asked)
    assert (await queries.one(asked, cast.community)).answer == answer


async def test_the_pages_show_answer_and_refuse_it(hall: Hall, cast: Cast, done: list[str]) -> None:
    first, second = await ask(cast), await ask(cast, "s2")
    chair, secretary = hall.of(cast, CHAIR), hall.of(cast, SECRETARY)
    assert "2件等您" in (await chair.get("/")).text
    assert f"/confirmations/{first}" in (await chair.get("/confirmations")).text
    assert f"{first}/confirmation" in (await chair.get(f"/confirmations/{first}")).text
    page = (await secretary.get(f"/confirmations/{first}")).text
    assert f"{first}/withdrawal" in page
    assert f"{first}/confirmation" not in page
    assert (await secretary.post(f"/confirmations/{first}/confirmation")).status_code == 403
    empty = await chair.post(f"/confirmations/{first}/refusal", reason=" ")
    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text
    assert (await chair.post(f"/confirmations/{first}/confirmation")).status_code == 303
    answer = await chair.post(f"/confirmations/{second}/refusal", reason="没有依据")
    assert answer.status_code == 303
    assert "没有依据" in (await secretary.get("/confirmations")).text
    assert done == ["applied s1", "refused s2"]


async def test_to_residents_and_neighbours_it_is_not_there(
    hall: Hall, cast: Cast, twin: Cast, done: list[str]
) -> None:
    asked = await ask(cast)
    for client in (hall.of(cast, "顾水巷"), hall.of(twin, CHAIR)):
        assert (await client.get(f"/confirmations/{asked}")).status_code == 404
        for answer in ("confirmation", "refusal", "withdrawal"):
            path = f"/confirmations/{asked}/{answer}"
            assert (await client.post(path, reason="x")).status_code == 404
    assert (await hall.of(cast, "顾水巷").get("/confirmations")).status_code == 404
    assert done == []
    assert await open_ids(cast) == [asked]
