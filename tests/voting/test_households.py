"""RES-ALL by households: one ballot each, held by whoever of its adults voted first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.clock import now
from council.voting.checking import bundle
from tests.databases import ONE_DATABASE
from tests.meetings.convening import form, in_days
from tests.meetings.test_convening_kinds import convened, lives, unit
from tests.people import Cast, assemble
from tests.voting.test_named_vote import cast_vote
from tests.voting.test_roll_changes import finish

if TYPE_CHECKING:
    from tests.server import Client, Hall

HOMES = (
    ("委员01", "委员02"),
    ("委员03", "委员04", "委员08"),
    ("委员05",),
    ("委员06",),
    ("委员07",),
)
CHILD = "委员08"


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Five households are there, each by its first adult; 委员08 is a child."""
    people = await assemble(members=10)
    await db.rows("UPDATE person SET birth_date = '2020-01-01' WHERE id = {}", people.people[CHILD])
    for at, home in enumerate(HOMES):
        await lives(people, await unit(people, f"10{at}", 5000), *home)
    secretary = hall.of(people, "袁昆腔")
    fields = form(people, kind="res_all", base="households", day=in_days(10), observers="")
    meeting = (await convened(secretary, fields))["id"]
    await db.rows("UPDATE meeting SET starts_at = {} WHERE id = {}", now(), meeting)
    await secretary.post(f"/meetings/{meeting}/opening")
    for home in HOMES:
        path = f"/meetings/{meeting}/attendances"
        await secretary.post(path, person=people.people[home[0]], status="present")
    people.meeting = meeting
    return people


async def opened(chair: Client, cast: Cast, **more: str) -> str:
    fields = {"text": "同意", "rule": "RES-ALL", "mode": "named", **more}
    made = await chair.post(f"/meetings/{cast.meeting}/polls", **fields)
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def vote(hall: Hall, cast: Cast, poll: str, name: str, choice: str, rev: int = 0) -> Any:
    idem = f"idem-{rev}-{cast.people[name]:0>12}"
    return await cast_vote(hall.of(cast, name), poll, choice, idem, rev)


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_whoever_votes_first_holds_the_ballot_and_the_others_are_told(
    hall: Hall, cast: Cast, mode: str
) -> None:
    chair = hall.of(cast, "曹评话")
    poll = await opened(chair, cast, mode=mode)
    assert await chair.json(f"/polls/{poll}") == {"state": "open", "eligible": 5, "turnout": 0}
    assert "请您表决" in (await hall.of(cast, "委员02").get(f"/polls/{poll}")).text
    first = await vote(hall, cast, poll, "委员02", "yes")
    assert first.status_code == 201
    assert (await vote(hall, cast, poll, "委员02", "yes")).json() == first.json(), "a retry"
    second = await vote(hall, cast, poll, "委员01", "no")
    assert (second.status_code, second.json()["reason"]) == (409, "household_voted")
    page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    assert "每户一票：您家的委员02已经投了" in page.replace("<wbr>", "")
    assert first.json()["receipt"] not in page
    assert first.json()["receipt"] in (await hall.of(cast, "委员02").get(f"/polls/{poll}")).text
    assert (await hall.of(cast, "委员01").get(f"/polls/{poll}/receipt")).status_code == 404
    assert (await hall.of(cast, "委员02").get(f"/polls/{poll}/receipt")).status_code == 200
    for nobody in (CHILD, "顾水巷"):
        assert (await vote(hall, cast, poll, nobody, "yes")).status_code == 404
    for name in ("委员03", "委员05", "委员06", "委员07"):
        assert (await vote(hall, cast, poll, name, "no")).status_code == 201
    other = await vote(hall, cast, poll, "委员04", "yes")
    assert (other.status_code, other.json()["reason"]) == (409, "household_voted")
    told = (await hall.of(cast, "委员04").get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "您家的委员03已经投了" in told
    made = await finish(hall, cast, poll)
    assert (made["result"]["yes"], made["result"]["no"], made["called"]) == (1, 4, 5)
    assert bundle.recount(made).agrees


async def test_two_adults_at_one_instant_have_one_ballot(hall: Hall, cast: Cast) -> None:
    poll = await opened(hall.of(cast, "曹评话"), cast)
    pairs = [("委员01", "委员02"), ("委员03", "委员04")]
    answers = await asyncio.gather(
        *(vote(hall, cast, poll, name, "yes") for pair in pairs for name in pair)
    )
    codes = [answer.status_code for answer in answers]
    assert sorted(codes[:2]) == sorted(codes[2:]) == [201, 409]
    assert len(await db.rows("SELECT 1 AS one FROM named_vote WHERE poll = {}", poll)) == 2


@ONE_DATABASE
async def test_only_who_cast_it_changes_it(hall: Hall, cast: Cast) -> None:
    poll = await opened(hall.of(cast, "曹评话"), cast, allow_revote="1")
    await vote(hall, cast, poll, "委员02", "yes")
    assert (await vote(hall, cast, poll, "委员01", "no", rev=1)).status_code == 409
    assert (await vote(hall, cast, poll, "委员02", "no", rev=1)).status_code == 201
    (one,) = await db.rows("SELECT choice, rev FROM named_vote WHERE poll = {}", poll)
    assert (one["choice"], one["rev"]) == ("no", 2)


async def test_the_database_keeps_a_second_ballot_of_a_household_out(
    hall: Hall, cast: Cast
) -> None:
    """Not the code: the ballot belongs to the number of the household."""
    poll = await opened(hall.of(cast, "曹评话"), cast)
    await vote(hall, cast, poll, "委员02", "yes")
    voices = await db.rows("SELECT person, elector_no FROM household_voice WHERE poll = {}", poll)
    assert {one["person"] for one in voices} == {cast.people["委员02"], cast.people["委员04"]}
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
            " SELECT poll, elector_no, 'no', 1, 'another', receipt, at FROM named_vote"
            " WHERE poll = {}",
            poll,
        )
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO household_voice (poll, person, elector_no)"
            " SELECT poll, person, elector_no FROM household_voice WHERE poll = {}",
            poll,
        )


@ONE_DATABASE
async def test_a_household_that_is_struck_has_no_voice_left(hall: Hall, cast: Cast) -> None:
    poll = await opened(hall.of(cast, "曹评话"), cast)
    await vote(hall, cast, poll, "委员02", "yes")
    await hall.of(cast, "袁昆腔").post(
        f"/polls/{poll}/roll",
        step="ask",
        person=cast.people["委员01"],
        act="never_eligible",
        reason="空户",
    )
    found = await db.row("SELECT id FROM confirmation WHERE answer = ''")
    assert found is not None
    await hall.of(cast, "曹评话").post(f"/confirmations/{found['id']}/confirmation")
    for name in ("委员01", "委员02"):
        assert (await vote(hall, cast, poll, name, "yes", rev=0)).status_code == 404
    shown = await hall.of(cast, "曹评话").json(f"/polls/{poll}")
    assert (shown["eligible"], shown["turnout"]) == (4, 0)


async def test_another_adult_comes_for_the_household_and_votes(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    people, path = cast.people, f"/meetings/{cast.meeting}/attendances"
    await secretary.post(path, person=people["委员01"], status="expected")
    found = (await secretary.post(f"/meetings/{cast.meeting}/door/search", text="委员02")).text
    assert "同户的户代表委员01没有来" in found
    for who, called in (("委员02", "委员03"), ("委员04", "委员03"), (CHILD, "委员01")):
        answer = await secretary.post(
            path, person=people[who], instead_of=people[called], status="present"
        )
        assert answer.status_code == 404, "of another household, of one that is there, a child"
    answer = await secretary.post(
        path, person=people["委员02"], instead_of=people["委员01"], status="present"
    )
    assert answer.status_code == 303
    poll = await opened(hall.of(cast, "曹评话"), cast)
    assert (await vote(hall, cast, poll, "委员02", "yes")).status_code == 201
    again = await vote(hall, cast, poll, "委员01", "no")
    assert (again.status_code, again.json()["reason"]) == (409, "household_voted")
    assert (await hall.of(cast, "曹评话").json(f"/polls/{poll}"))["eligible"] == 5
