"""Row 12: marks, ballots and lines agree; whatever is changed behind the application is found."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.ids import new_id
from council.voting.checking import bundle
from tests.databases import ONE_DATABASE
from tests.people import Cast, assemble
from tests.voting.test_named_vote import cast_vote
from tests.voting.test_roll_changes import finish

if TYPE_CHECKING:
    from tests.server import Hall

CHOICES = ("yes", "no", "abstain")
EVERY_RUN, NIGHTLY = 30, 300


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Nine of nine are there; the last two do not vote."""
    people = await assemble(members=9)
    secretary = hall.of(people, "袁昆腔")
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in people.members:
        path = f"/meetings/{people.meeting}/attendances"
        await secretary.post(path, person=people.people[name], status="present")
    return people


async def voted(hall: Hall, cast: Cast, mode: str) -> str:
    chair = hall.of(cast, "曹评话")
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM", mode=mode)
    poll = str(made.headers["location"].split("/")[-1])
    await chair.post(f"/polls/{poll}/opening")
    for at, name in enumerate(cast.members[:-2]):
        person = cast.people[name]
        await cast_vote(hall.of(cast, name), poll, CHOICES[at % 3], f"idem-of-{person}")
    return poll


@ONE_DATABASE
@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_afterwards_each_reads_whether_they_are_recorded_as_having_voted(
    hall: Hall, cast: Cast, mode: str
) -> None:
    poll = await voted(hall, cast, mode)
    before = (await hall.of(cast, cast.members[-1]).get(f"/polls/{poll}")).text
    assert "recorded" not in before
    made = await finish(hall, cast, poll)
    for at, name in enumerate(cast.members):
        page = (await hall.of(cast, name).get(f"/polls/{poll}")).text
        took_part = at < len(cast.members) - 2
        assert ('id="recorded"' in page, 'id="not-recorded"' in page) == (took_part, not took_part)
    stranger = (await hall.of(cast, "顾水巷").get(f"/polls/{poll}")).text
    assert "recorded" not in stranger
    assert len(made["took_part"]) == 7 == len(made["ballots" if mode == "named" else "opened"])
    assert bundle.recount(made).agrees


async def _pick(rng: random.Random, sql: str, poll: str) -> Any:
    return rng.choice(await db.rows(sql, poll))


async def _vote_inserted(poll: str, rng: random.Random) -> None:
    one = await _pick(
        rng, "SELECT elector_no AS no FROM elector WHERE poll = {} AND channel = 'none'", poll
    )
    await db.rows(
        "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
        " SELECT poll, {}, {}, 1, {}, receipt, at FROM named_vote WHERE poll = {} LIMIT 1",
        one["no"],
        rng.choice(CHOICES),
        new_id(),
        poll,
    )
    if rng.random() < 0.5:  # who does it also marks the voter
        await db.rows(
            "UPDATE elector SET channel = 'phone' WHERE poll = {} AND elector_no = {}",
            poll,
            one["no"],
        )


async def _vote_removed(poll: str, rng: random.Random) -> None:
    one = await _pick(rng, "SELECT elector_no AS no FROM named_vote WHERE poll = {}", poll)
    await db.rows("DELETE FROM named_vote WHERE poll = {} AND elector_no = {}", poll, one["no"])
    if rng.random() < 0.5:
        await db.rows(
            "UPDATE elector SET channel = 'none' WHERE poll = {} AND elector_no = {}",
            poll,
            one["no"],
        )


async def _votes_swapped(poll: str, rng: random.Random) -> None:
    """The counts stay what they were."""
    found = await db.rows("SELECT elector_no AS no, choice FROM named_vote WHERE poll = {}", poll)
    one = rng.choice(found)
    other = rng.choice([two for two in found if two["choice"] != one["choice"]])
    for no, choice in ((one["no"], other["choice"]), (other["no"], one["choice"])):
        await db.rows(
            "UPDATE named_vote SET choice = {} WHERE poll = {} AND elector_no = {}",
            choice,
            poll,
            no,
        )


async def _mark_swapped(poll: str, rng: random.Random) -> None:
    """Somebody is said to have voted, and somebody else not."""
    where = "SELECT elector_no AS no FROM elector WHERE poll = {} AND channel"
    voter = await _pick(rng, f"{where} <> 'none'", poll)
    other = await _pick(rng, f"{where} = 'none'", poll)
    for no, channel in ((voter["no"], "none"), (other["no"], "phone")):
        await db.rows(
            "UPDATE elector SET channel = {} WHERE poll = {} AND elector_no = {}",
            channel,
            poll,
            no,
        )


def _hash(rng: random.Random) -> str:
    return f"{rng.getrandbits(256):064x}"


async def _box_inserted(poll: str, rng: random.Random) -> None:
    await db.rows("INSERT INTO box (poll, ct_hash, ct) VALUES ({}, {}, 'x')", poll, _hash(rng))
    if rng.random() < 0.5:
        await db.rows("INSERT INTO opened (poll, line_no, choice) VALUES ({}, 99, 'yes')", poll)


async def _box_removed(poll: str, rng: random.Random) -> None:
    one = await _pick(rng, "SELECT ct_hash FROM box WHERE poll = {}", poll)
    await db.rows("DELETE FROM box WHERE poll = {} AND ct_hash = {}", poll, one["ct_hash"])
    if rng.random() < 0.5:
        await db.rows("DELETE FROM opened WHERE poll = {} AND line_no = 1", poll)


async def _box_swapped(poll: str, rng: random.Random) -> None:
    one = await _pick(rng, "SELECT ct_hash FROM box WHERE poll = {}", poll)
    await db.rows(
        "UPDATE box SET ct_hash = {} WHERE poll = {} AND ct_hash = {}",
        _hash(rng),
        poll,
        one["ct_hash"],
    )


async def _line_swapped(poll: str, rng: random.Random) -> None:
    one = await _pick(rng, "SELECT line_no, choice FROM opened WHERE poll = {}", poll)
    await db.rows(
        "UPDATE opened SET choice = {} WHERE poll = {} AND line_no = {}",
        rng.choice([choice for choice in CHOICES if choice != one["choice"]]),
        poll,
        one["line_no"],
    )


NAMED = (_vote_inserted, _vote_removed, _votes_swapped, _mark_swapped)
SEALED = (_box_inserted, _box_removed, _box_swapped, _line_swapped, _mark_swapped)
TABLES = ("named_vote", "box", "opened", "elector")


async def mutated(hall: Hall, poll: str, mutations: Any, number: int) -> tuple[list[str], int]:
    """The names of mutations that no check reported, and how many were only in marks or roots."""
    kept = {name: await _all(name, poll) for name in TABLES}
    missed, rng, only_roots = [], random.Random(12), 0
    for at in range(number):
        mutation = mutations[at % len(mutations)]
        await mutation(poll, rng)
        made = (await hall.client().get(f"/polls/{poll}/bundle")).json()
        found = {one.code for one in bundle.recount(made).checks if not one.holds}
        missed += [] if found else [mutation.__name__]
        only_roots += bool(found) and not found - {"ballots", "marked", "box", "as_many_by_name"}
        await _put_back(poll, kept)
    return missed, only_roots


async def _all(name: str, poll: str) -> list[dict[str, Any]]:
    return await db.rows(f"SELECT * FROM {name} WHERE poll = {{}}", poll)  # noqa: S608 - our names


async def _put_back(poll: str, kept: dict[str, list[dict[str, Any]]]) -> None:
    for name in TABLES:
        if name != "elector":
            await db.rows(f"DELETE FROM {name} WHERE poll = {{}}", poll)  # noqa: S608 - our names
            for row in kept[name]:
                marks = ", ".join("{}" for _ in row)
                columns = ", ".join(row)
                sql = f"INSERT INTO {name} ({columns}) VALUES ({marks})"  # noqa: S608 - our names
                await db.rows(sql, *row.values())
    for row in kept["elector"]:
        await db.rows(
            "UPDATE elector SET channel = {} WHERE poll = {} AND elector_no = {}",
            row["channel"],
            poll,
            row["elector_no"],
        )


@pytest.mark.parametrize(("mode", "mutations"), [("named", NAMED), ("sealed", SEALED)])
async def test_every_change_by_sql_is_reported(
    hall: Hall, cast: Cast, mode: str, mutations: Any
) -> None:
    poll = await voted(hall, cast, mode)
    await finish(hall, cast, poll)
    missed, only_roots = await mutated(hall, poll, mutations, EVERY_RUN)
    assert not missed
    assert only_roots > 0, "the control: without the roots these would not be found"
    assert bundle.recount((await hall.client().get(f"/polls/{poll}/bundle")).json()).agrees


@pytest.mark.nightly
@pytest.mark.parametrize(("mode", "mutations"), [("named", NAMED), ("sealed", SEALED)])
async def test_three_hundred_changes_by_sql_are_reported(
    hall: Hall, cast: Cast, mode: str, mutations: Any
) -> None:
    poll = await voted(hall, cast, mode)
    await finish(hall, cast, poll)
    missed, only_roots = await mutated(hall, poll, mutations, NIGHTLY)
    assert not missed
    assert only_roots > 0
