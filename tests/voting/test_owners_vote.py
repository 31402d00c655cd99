"""A vote of owners in their meeting: heads and area, what was announced; and RES-8."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import now
from council.meetings import actions as meetings
from council.meetings.actions import Item
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.voting.owners import convened, own, owners_meeting, poll_on, votes

if TYPE_CHECKING:
    from tests.server import Client, Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=6)


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


@pytest.fixture
async def meeting(cast: Cast) -> str:
    return await owners_meeting(cast)


async def reason(chair: Client, poll: str) -> str:
    answer = await chair.http.post(
        f"/polls/{poll}/opening",
        data={"_csrf_token": chair.csrf},
        headers={"accept": "application/json"},
    )
    return str(answer.json()["reason"]) if answer.status_code == 409 else ""


@pytest.mark.parametrize(("rule", "verdict"), [("OWN-ORD", "passed"), ("OWN-SPEC", "failed")])
async def test_owners_are_counted_by_heads_and_area(
    hall: Hall, cast: Cast, chair: Client, meeting: str, rule: str, verdict: str
) -> None:
    poll = await poll_on(chair, meeting, 1, rule)
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    await votes(hall, cast, poll)
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    result = await hall.client().json(f"/polls/{poll}")
    assert (result["verdict"], result["numerator"], result["denominator"]) == (verdict, 2, 3)
    body = next(one["body"] for one in await entries(cast.community) if one["act"] == "poll.result")
    assert '"called":27000' in body
    assert '"present":24000' in body
    assert '"quorum_needed":18000' in body
    assert '"yes":18000' in body
    page = (await hall.client().get(f"/polls/{poll}")).text
    assert "参与表决3人、240.00平方米，同意2人、180.00平方米" in page.replace("<wbr>", "")


async def test_own_11_what_was_not_announced_is_not_voted_on(chair: Client, meeting: str) -> None:
    poll = await poll_on(chair, meeting, 2, "OWN-ORD")
    assert await reason(chair, poll) == "not_announced"


async def test_owners_are_not_counted_by_another_rule(chair: Client, meeting: str) -> None:
    poll = await poll_on(chair, meeting, 1, "COM")
    assert await reason(chair, poll) == "rule_not_here"


async def test_res_8_the_party_organisation_comes_first_where_that_is_settled(
    cast: Cast, chair: Client
) -> None:
    meeting = await convened(cast, "res_rep", "RES-REP")
    for _ in range(2):
        await chair.post("/meetings/terms", review_first="1", turn_minutes="2", turns_each="2")
    settled = [one for one in await entries(cast.community) if one["act"] == "meetings.set"]
    assert len(settled) == 1
    poll = await poll_on(chair, meeting, 1, "RES-REP")
    assert await reason(chair, poll) == "not_reviewed"
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", meeting)
    assert item is not None
    await chair.post(f"/items/{item['id']}/review", reviewed_on="2026-01-05", review_no="第9号")
    assert await reason(chair, poll) == ""


async def test_own_11_what_a_later_notice_tells_in_time_counts_as_announced(cast: Cast) -> None:
    for name, area in (("委员01", 11000), ("委员02", 7000), ("委员03", 6000)):
        await own(cast, name, area)
    meeting, by = await convened(cast, "owners", "OWN-ORD"), cast.actor(cast.secretary)
    assert await _announced(meeting) == [True, False]
    later = now() + timedelta(days=20)
    await db.rows(
        "UPDATE meeting SET state = 'announced', starts_at = {} WHERE id = {}", later, meeting
    )
    await meetings.add_item(meeting, Item(3, "车位", "vote", 20), by)
    await meetings.give_notice(meeting, by)
    assert await _announced(meeting) == [True, True, True]


async def _announced(meeting: str) -> list[bool]:
    found = await db.rows(
        "SELECT announced FROM agenda_item WHERE meeting = {} ORDER BY no", meeting
    )
    return [bool(one["announced"]) for one in found]
