"""Row 24: whatever is published, no small cell tells who chose what, by subtraction neither."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.voting import rules
from council.voting.checking import bundle
from council.voting.papers import rules as paper_rules
from council.voting.results import breakdown
from council.voting.results.breakdown import PLAIN, SectorVotes
from tests.databases import ONE_DATABASE
from tests.people import SECTORS, Cast, assemble
from tests.voting.owners import owners_meeting, poll_on, votes
from tests.voting.telling import opened_poll
from tests.voting.test_marks import voted
from tests.voting.test_named_vote import cast_vote
from tests.voting.test_roll_changes import finish

if TYPE_CHECKING:
    from tests.server import Hall

EVERY_RUN, NIGHTLY = 500, 10_000
LEAST = rules.SMALLEST_SECRET
Cells = tuple[int, ...]


def random_poll(rng: random.Random) -> tuple[str, list[tuple[str, str, str]]]:
    """(mode, [(sector, way, choice or '')]): of one to sixty electors, often nearly unanimous."""
    mode = rng.choice(["named", "sealed"])
    sectors = SECTORS[: rng.randint(1, 3)] + ("居民",) * rng.randint(0, 3)
    weights = rng.choice([(8, 1, 1), (1, 1, 1), (1, 0, 0), (4, 4, 1)])
    electors = []
    for _ in range(rng.choice([rng.randint(1, 12), rng.randint(5, 60)])):
        choice = rng.choices(PLAIN, weights)[0] if rng.random() < 0.8 else ""
        way = "paper" if mode == "sealed" and rng.random() < 0.3 else "electronic"
        electors.append((rng.choice(sectors), way, choice))
    return mode, electors


def _cells(counts: dict[str, int]) -> Cells:
    return tuple(counts.get(choice, 0) for choice in PLAIN)


def published(
    mode: str, electors: list[tuple[str, str, str]], withheld: Any, show: Any, told: Any
) -> tuple[Cells | None, list[Cells]]:
    """(the counts that everybody reads, the rows of every breakdown that everybody reads)."""
    rule = rules.in_mode(rules.PRESETS["RONR"], mode)
    cast = [one for one in electors if one[2]]
    if withheld(rule, len(cast), len(electors)) is not None:
        return None, []
    total = _cells({choice: sum(1 for one in cast if one[2] == choice) for choice in PLAIN})
    lines = breakdown.by_sector((sector, choice) for sector, _, choice in electors)
    rows = [one.cells for one in show(mode, lines, inside=False)]
    by_way: dict[str, dict[str, int]] = {}
    for _, way, choice in cast:
        by_way.setdefault(way, {})
        by_way[way][choice] = by_way[way].get(choice, 0) + 1
    ways = told(mode, by_way, 0)["channels"] if mode != "named" and len(by_way) > 1 else {}
    rows += [_cells(one) if "all" not in one else (one["all"],) for one in ways.values()]
    return total, rows


def breaches(total: Cells | None, rows: list[Cells], mode: str) -> list[str]:
    """What somebody could read out of it. A choice that nobody made at all is no cell."""
    found = []
    if total is None:
        return ["rows without a total"] if rows else []
    if mode != "named" and sum(total) < LEAST:
        found.append("few ballots")
    whole = {len(total): total, 1: (sum(total),)}
    for row in rows:
        made = [cell for cell, all_of_it in zip(row, whole[len(row)], strict=True) if all_of_it]
        if min(made, default=LEAST) < LEAST:
            found.append("a small cell")
        rest = [a - b for a, b in zip(whole[len(row)], row, strict=True)]
        if any(0 < one < LEAST for one in rest):
            found.append("a small difference")
    return found


def all_breaches(
    number: int,
    *,
    withheld: Any = rules.withheld,
    show: Any = breakdown.shown,
    told: Any = paper_rules.told,
) -> dict[str, int]:
    rng, found = random.Random(24), dict[str, int]()
    for _ in range(number):
        mode, electors = random_poll(rng)
        total, rows = published(mode, electors, withheld, show, told)
        for one in breaches(total, rows, mode):
            found[one] = found.get(one, 0) + 1
    return found


def test_of_five_hundred_polls_no_published_cell_is_too_small() -> None:
    assert all_breaches(EVERY_RUN) == {}


@pytest.mark.nightly
def test_of_ten_thousand_polls_no_published_cell_is_too_small() -> None:
    assert all_breaches(NIGHTLY) == {}


def _always_opened(*_: Any) -> None:
    return None


def _all_lines(mode: str, lines: Any, *, inside: bool) -> Any:
    return breakdown.shown(mode, lines, inside=True)


def _without_small_lines(mode: str, lines: tuple[SectorVotes, ...], *, inside: bool) -> Any:
    """Leaves out what is small, so that it comes out by subtraction."""
    shown = breakdown.shown(mode, lines, inside=True)
    return tuple(one for one in shown if min(one.cells) >= LEAST)


def _every_way(mode: str, by_channel: Any, conflicts: int) -> dict[str, Any]:
    return paper_rules.told("named", by_channel, conflicts)


@pytest.mark.parametrize(
    ("variant", "breach"),
    [
        ({"withheld": _always_opened}, "few ballots"),
        ({"show": _all_lines}, "a small cell"),
        ({"show": _without_small_lines}, "a small difference"),
        ({"told": _every_way}, "a small cell"),
    ],
)
def test_each_rule_left_out_is_found(variant: Any, breach: str) -> None:
    """The controls."""
    assert all_breaches(4 * EVERY_RUN, **variant).get(breach, 0) > 0


def test_something_is_published_at_all() -> None:
    """Otherwise the property would hold of silence."""
    lines = tuple(SectorVotes(name, 15, 5, 5, 5) for name in ("甲", "乙"))
    assert breakdown.shown("named", lines, inside=False) == lines
    assert breakdown.shown("named", (lines[0], replace(lines[1], no=4)), inside=False) == ()
    assert breakdown.shown("sealed", lines, inside=True) == ()
    assert breakdown.summed(lines) == {"yes": 10, "no": 10, "abstain": 10}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Nine of nine are there, of three sectors."""
    people = await assemble(members=9)
    secretary = hall.of(people, "袁昆腔")
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in people.members:
        path = f"/meetings/{people.meeting}/attendances"
        await secretary.post(path, person=people.people[name], status="present")
    return people


@ONE_DATABASE
@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_sectors_are_for_those_who_belong_to_the_meeting(
    hall: Hall, cast: Cast, mode: str
) -> None:
    poll = await voted(hall, cast, mode)
    await finish(hall, cast, poll)
    member = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    public = (await hall.client().get(f"/polls/{poll}")).text
    neighbour = (await hall.of(cast, "顾水巷").get(f"/polls/{poll}")).text
    assert ('id="result-sectors"' in member) == (mode == "named")
    for page in (public, neighbour):
        assert 'id="result-sectors"' not in page
        assert ('id="sectors-withheld"' in page) == (mode == "named")
    if mode == "named":
        assert all(sector in member for sector in SECTORS)


@ONE_DATABASE
async def test_of_owners_both_shares_are_said(hall: Hall) -> None:
    """180 of 240 m² that took part, of 270 m²: 75.0 % and 66.7 %; 2 of 3 heads, of 4."""
    people = await assemble(members=6)
    chair, meeting = hall.of(people, "曹评话"), await owners_meeting(people)
    poll = await poll_on(chair, meeting, 1, "OWN-ORD")
    await chair.post(f"/polls/{poll}/opening")
    await votes(hall, people, poll)
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    page = (await hall.client().get(f"/polls/{poll}")).text
    table = page.split('id="result-shares"')[1].split("</table>")[0]
    for share in ("75.0%", "88.9%", "50.0%", "66.7%"):
        assert share in table, share


@ONE_DATABASE
async def test_with_tellers_a_box_of_too_few_stays_shut_and_asks_for_no_share(
    hall: Hall, cast: Cast
) -> None:
    chair = hall.of(cast, "曹评话")
    poll, _ = await opened_poll(hall, cast, chair)
    for name in cast.members[:4]:
        await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
    made = await finish(hall, cast, poll)
    assert (made["result"]["verdict"], made["result"]["withheld"], made["opened"]) == (
        "invalid",
        5,
        [],
    )
    assert not [one for one in await db.rows("SELECT ct FROM box") if one["ct"]]
    assert bundle.recount(made).agrees
