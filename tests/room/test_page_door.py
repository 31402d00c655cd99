"""The quick way to the page shows exactly what the ordinary handler shows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from council.room.blank import Blank, mark
from tests.people import Cast, assemble
from tests.voting.test_named_vote import cast_vote, open_poll

if TYPE_CHECKING:
    from tests.server import Hall

TIME = re.compile(r'data-now="[^"]*"')


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """An open meeting; 委员01 … 委员03 are there."""
    people = await assemble(members=5)
    secretary = hall.of(people, "袁昆腔")
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in ("委员01", "委员02", "委员03"):
        await secretary.post(
            f"/meetings/{people.meeting}/attendances", person=people.people[name], status="present"
        )
    return people


async def both(hall: Hall, cast: Cast, name: str, **cookies: str) -> tuple[str, str]:
    """The same page by the thin route and by the handler behind it, but for the server's time."""
    front = hall.app
    doors, client = front.doors, hall.of(cast, name)
    client.http.cookies.update(cookies)
    path = f"/meetings/{cast.meeting}/room"
    try:
        await client.get(path)  # the second one comes out of what the first one left
        quick = await client.get(path)
        front.doors = doors[:-1]
        slow = await client.get(path)
    finally:
        front.doors = doors
    assert (quick.status_code, slow.status_code) == (200, 200)
    assert dict(quick.headers).keys() == dict(slow.headers).keys()
    assert quick.headers["content-type"] == slow.headers["content-type"]
    return TIME.sub("", quick.text), TIME.sub("", slow.text)


@pytest.mark.parametrize("cookies", [{}, {"council_language": "en"}, {"council_elder": "1"}])
async def test_both_ways_show_the_same_page_to_everybody(
    hall: Hall, cast: Cast, cookies: dict[str, str]
) -> None:
    for name in ("委员01", "曹评话", "顾水巷", "委员02"):
        quick, slow = await both(hall, cast, name, **cookies)
        assert quick == slow


async def test_both_ways_show_the_same_receipt_to_its_owner_and_to_nobody_else(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_poll(hall.of(cast, "曹评话"), cast.meeting)
    receipts = {}
    for name in ("委员01", "委员02"):
        answer = await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
        receipts[name] = answer.json()["receipt"]
    for name in ("委员01", "委员02", "委员03", "顾水巷"):
        quick, slow = await both(hall, cast, name)
        assert quick == slow
        shown = {owner for owner, receipt in receipts.items() if receipt in quick}
        assert shown == {name} & set(receipts)


async def test_the_page_shows_a_change_at_once(hall: Hall, cast: Cast) -> None:
    member, secretary = hall.of(cast, "委员01"), hall.of(cast, "袁昆腔")
    path = f"/meetings/{cast.meeting}/room"
    assert 'data-present="3"' in (await member.get(path)).text
    await secretary.post(
        f"/meetings/{cast.meeting}/attendances", person=cast.people["委员01"], status="left"
    )
    assert 'data-present="2"' in (await member.get(path)).text


async def test_a_stranger_and_a_visitor_are_sent_where_the_handler_sends_them(
    hall: Hall, cast: Cast
) -> None:
    other = await assemble("光华社区")
    path = f"/meetings/{cast.meeting}/room"
    await hall.of(cast, "委员01").get(path)
    assert (await hall.of(other, "委员01").get(path)).status_code == 404
    assert (await hall.client().get(path)).status_code == 303
    assert (await hall.of(cast, "委员01").get("/meetings/nowhere/room")).status_code == 404


async def test_a_name_is_escaped_where_it_fills_a_gap(hall: Hall, cast: Cast) -> None:
    front = hall.app
    resolve = front.resolve

    async def renamed(token: str) -> object:
        viewer = await resolve(token)
        return replace(viewer, name="<b>&\"'") if viewer else None

    front.resolve = renamed
    quick, slow = await both(hall, cast, "委员01")
    assert quick == slow
    assert "<b>&" not in quick


def test_a_blank_is_filled_at_its_marks_and_nowhere_else() -> None:
    here, there = mark(), mark()
    blank = Blank(f"<p>{here}</p>{there}{here}议", frozenset({here, there}))
    values = {here.encode(): b"1", there.encode(): b"2"}
    assert blank.filled(values) == "<p>1</p>21议".encode()
