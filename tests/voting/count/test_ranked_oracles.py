"""Thousands of small elections, counted here, by two other programs, and by a slow model.

The model is written anew from the rules, paper by paper, with fractions. Its switches turn one
rule into another, and it can follow every way in which a tie may be broken. So no disagreement is
waved away: some switch must make the model say what the other program says.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

import pyrankvote  # type: ignore[import-untyped]
import pytest
import votelib.convert  # type: ignore[import-untyped]
import votelib.evaluate  # type: ignore[import-untyped]
import votelib.evaluate.condorcet  # type: ignore[import-untyped]
import votelib.evaluate.sequential  # type: ignore[import-untyped]

from council.voting.count import condorcet, irv, ranked, stv
from council.voting.count.counted import CHOSEN, OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.voting.count.counted import Counted
    from council.voting.count.ranked import Profile

Paper = tuple[int, ...]
Pile = list[tuple[Paper, Fraction]]
Votes = dict[int, Fraction]
Options = frozenset[int]
# The votes of those still hopeful, stage by stage.
Table = tuple[tuple[tuple[int, Fraction], ...], ...]
NAMES = "ABCDEF"


@dataclass(frozen=True)
class Rule:
    """Scotland's where all is as it stands here; each switch is what another program does."""

    every_tie: bool = False  # any of the equal ones may be taken, not one by history and order
    exact: bool = False  # a transfer value is not cut to five decimals
    together: bool = False  # all surpluses move at once, not the largest first
    fraction: bool = False  # more than V/(S+1) is enough, not the next whole number
    flat: bool = False  # all papers that move at once are worth the same, whatever they were
    batch: bool = False  # whoever overtakes nobody even with all behind goes out at once


SCOTLAND = Rule()
VOTELIB = Rule(every_tie=True, exact=True, together=True)
PYRANKVOTE = Rule(every_tie=True, exact=True, together=True, fraction=True, flat=True, batch=True)


class Model:
    """The outcomes of an election: one, or one for each way to break its ties."""

    def __init__(self, rule: Rule, size: int, seats: int, papers: list[Paper]) -> None:
        self.rule, self.seats = rule, seats
        self.tied = False  # there was a tie on some way
        exact = Fraction(len(papers), seats + 1)
        self.quota = exact if rule.fraction else Fraction(exact.__floor__() + 1)
        everybody = frozenset(range(size))
        piles: dict[int, Pile] = {option: [] for option in everybody}
        deal(piles, [(paper, Fraction(1)) for paper in papers], everybody)
        self.outcomes = set(self.play(everybody, frozenset(), piles, ()))
        self.winners = {winners for winners, _ in self.outcomes}

    def play(
        self, hopeful: Options, elected: Options, piles: dict[int, Pile], past: tuple[Votes, ...]
    ) -> Iterator[tuple[Options, Table]]:
        votes = {one: sum((value for _, value in piles[one]), Fraction(0)) for one in piles}
        stage = (tuple((one, votes[one]) for one in sorted(hopeful)),)
        there = frozenset(one for one in hopeful if self.enough(votes[one]))
        hopeful, elected = hopeful - there, elected | there
        if len(hopeful) <= self.seats - len(elected):
            yield elected | hopeful, stage
        elif len(elected) == self.seats:
            yield elected, stage
        else:
            for group in self.groups(hopeful, elected, votes, past):
                left = hopeful - group
                after = self.moved(group, elected, piles, left)
                for winners, later in self.play(left, elected, after, (*past, votes)):
                    yield winners, stage + later

    def enough(self, votes: Fraction) -> bool:
        return votes > self.quota if self.rule.fraction else votes >= self.quota

    def groups(
        self, hopeful: Options, elected: Options, votes: Votes, past: tuple[Votes, ...]
    ) -> set[Options]:
        """Who moves next; several answers where every tie is followed."""
        over = frozenset(one for one in elected if votes[one] > self.quota)
        if over and self.rule.together:
            return {over}
        if over:
            return self.parted(over, max(votes[one] for one in over), votes, past, -1)
        if self.rule.batch:
            left = self.seats - len(elected)
            return {frozenset(rejected(line, left, votes)) for line in lines(hopeful, votes)}
        return self.parted(hopeful, min(votes[one] for one in hopeful), votes, past, 1)

    def parted(
        self, among: Options, edge: Fraction, votes: Votes, past: tuple[Votes, ...], sign: int
    ) -> set[Options]:
        tied = [one for one in among if votes[one] == edge]
        self.tied = self.tied or len(tied) > 1
        if self.rule.every_tie:
            return {frozenset({one}) for one in tied}
        # Compared as words are: the latest earlier stage first, the place on the paper at the end.
        first = min(tied, key=lambda one: [sign * v[one] for v in reversed(past)] + [-sign * one])
        return {frozenset({first})}

    def moved(
        self, group: Options, elected: Options, piles: dict[int, Pile], left: Options
    ) -> dict[int, Pile]:
        after = {one: list(pile) for one, pile in piles.items()}
        for one in group:
            after[one] = [((), self.quota)] if one in elected else []
        for one in group:
            deal(after, self.worth(piles[one], surplus=one in elected), left)
        return after

    def worth(self, pile: Pile, *, surplus: bool) -> Pile:
        """The papers as they leave."""
        total = sum((value for _, value in pile), Fraction(0))
        over = total - self.quota if surplus else total
        if self.rule.flat:
            return [(paper, over / len(pile)) for paper, _ in pile]
        if not surplus:
            return pile
        values = [(paper, over * value / total) for paper, value in pile]
        if self.rule.exact:
            return values
        return [(paper, Fraction((value * 10**5).__floor__(), 10**5)) for paper, value in values]


def deal(piles: dict[int, Pile], papers: Pile, hopeful: Options) -> None:
    for paper, value in papers:
        for option in paper:
            if option in hopeful:
                piles[option].append((paper, value))
                break


def rejected(line: tuple[int, ...], left: int, votes: Votes) -> Iterator[int]:
    """pyrankvote asks this of each option by itself, so that one in the middle may stay."""
    for place, option in enumerate(line):
        behind = sum(votes[other] for other in line[place:])
        if place >= left and behind <= votes[line[place - 1]]:
            yield option


def lines(hopeful: Options, votes: Votes) -> Iterator[tuple[int, ...]]:
    """All ways to stand in line by votes."""
    groups: dict[Fraction, list[int]] = {}
    for option in hopeful:
        groups.setdefault(votes[option], []).append(option)
    ways = [list(permutations(groups[value])) for value in sorted(groups, reverse=True)]
    for way in product(*ways):
        yield tuple(option for part in way for option in part)


def elections(seed: int, many: int) -> Iterator[tuple[int, int, list[Paper]]]:
    """Options, seats and papers; each option is named, because votelib knows no other."""
    dice = random.Random(seed)
    while many:
        size = dice.randint(2, 6)
        papers = [
            tuple(dice.sample(range(size), dice.randint(1, size)))
            for _ in range(dice.randint(1, 30))
        ]
        if {option for paper in papers for option in paper} == set(range(size)):
            many -= 1
            yield size, dice.randint(1, max(1, size - 1)), papers


def profile(papers: list[Paper]) -> Profile:
    return tuple((tuple((option,) for option in paper), 1) for paper in papers)


def table(counted: Counted) -> Table:
    """As the model has it: without those who were chosen or out before."""
    stages, gone = [], set[int]()
    for stage in counted.stages:
        gone |= {row.option for row in stage.rows if row.state == OUT}
        rows = [row for row in stage.rows if row.option not in gone]
        stages.append(tuple((row.option, Fraction(row.value)) for row in rows))
        gone |= {row.option for row in rows if row.state == CHOSEN}
    return tuple(stages)


def count_stv(size: int, seats: int, papers: list[Paper]) -> tuple[Options, Table]:
    counted = stv.count(NAMES[:size], profile(papers), seats=seats)
    return frozenset(counted.chosen), table(counted)


def count_irv(size: int, papers: list[Paper]) -> tuple[Options, Table]:
    counted = irv.count(NAMES[:size], profile(papers))
    return frozenset(counted.chosen), table(counted)


# Its own way to keep all but the last counts the exhausted ballots as one more option, so that
# two may go out at once; a selector of its own is not shown them.
VOTELIB_STV = votelib.evaluate.sequential.TransferableVoteDistributor(
    retainer=votelib.evaluate.Plurality(), quota_function="droop"
)


def ask_votelib(size: int, seats: int, papers: list[Paper]) -> tuple[Options, Table] | None:
    """Winners and table; None where it refuses to break a tie."""
    votes, once = dict(Counter(papers)), dict.fromkeys(range(size), 1)
    stages: list[tuple[tuple[int, Fraction], ...]] = []
    seated: dict[int, int] = {}
    try:
        while len(seated) < seats:
            totals, seated = VOTELIB_STV.nth_count(votes, seats, len(stages) + 1, max_seats=once)
            rows = sorted((one, Fraction(had)) for one, had in totals.items() if one is not None)
            stages.append(tuple(rows))
    except NotImplementedError:  # so it refuses a tie; the caller proves that there was one
        return None
    return frozenset(seated), tuple(stages)


def ask_pyrankvote(size: int, seats: int | None, papers: list[Paper], dice: int) -> Options:
    """Winners by transferable vote, or by instant runoff where `seats` is None."""
    random.seed(dice)  # it breaks its last ties by the random numbers that all share
    candidates = [pyrankvote.Candidate(name) for name in NAMES[:size]]
    ballots = [pyrankvote.Ballot([candidates[option] for option in paper]) for paper in papers]
    if seats is None:
        result = pyrankvote.instant_runoff_voting(candidates, ballots)
    else:
        result = pyrankvote.single_transferable_vote(candidates, ballots, seats)
    return frozenset(candidates.index(winner) for winner in result.get_winners())


def switched(rule: Rule, names: tuple[str, ...]) -> Rule:
    return replace(rule, **dict.fromkeys(names, True))


def cause(
    target: Rule, size: int, seats: int, papers: list[Paper], winners: Options
) -> tuple[str, ...]:
    """The fewest switches that bring Scotland's rule to these winners; ("?",) where none do."""
    names = [name for name in vars(target) if getattr(target, name)]
    for many in range(1, len(names) + 1):
        for some in combinations(names, many):
            if winners in Model(switched(SCOTLAND, some), size, seats, papers).winners:
                return some
    return ("?",)


@pytest.fixture(params=[600, pytest.param(3000, marks=pytest.mark.nightly)])
def many(request: pytest.FixtureRequest) -> int:
    """So many elections are drawn by lot."""
    return int(request.param)


def test_stv_is_what_the_model_of_the_order_says_at_every_stage(
    many: int,
) -> None:
    for size, seats, papers in elections(1, many):
        assert {count_stv(size, seats, papers)} == Model(SCOTLAND, size, seats, papers).outcomes


def test_irv_is_what_the_model_says_at_every_stage_until_one_has_more_than_half(
    many: int,
) -> None:
    for size, _, papers in elections(2, many):
        winners, stages = count_irv(size, papers)
        ((expected, all_stages),) = Model(SCOTLAND, size, 1, papers).outcomes
        # The model waits for more than half of all ballots, so it may go on for longer.
        assert (winners, stages) == (expected, all_stages[: len(stages)])


def moves(stages: Table) -> Table:
    """Without stages at which no vote moved: votelib has one where a surplus is nothing."""
    kept = stages[:1]
    for stage in stages[1:]:
        if not set(stage) <= set(kept[-1]):
            kept = (*kept, stage)
    return kept


def test_stv_and_votelib_differ_only_by_decimals_by_surpluses_at_once_and_by_ties(
    many: int,
) -> None:
    found: Counter[str] = Counter()
    for size, seats, papers in elections(3, many):
        theirs = ask_votelib(size, seats, papers)
        model = Model(VOTELIB, size, seats, papers)
        if theirs is None:
            assert model.tied
            found["it refuses a tie"] += 1
            continue
        ((winners, stages),) = model.outcomes
        assert theirs[0] == winners
        # It moves a surplus once more before it sees that as many are left as seats.
        assert moves(theirs[1])[: len(moves(stages))] == moves(stages)
        ours = count_stv(size, seats, papers)
        name = table_cause(size, seats, papers, ours, (winners, stages))
        assert name != "?"
        found[name] += 1
        found["other winners"] += ours[0] != winners
    assert min(found[name] for name in ("same", "exact", "it refuses a tie")) > many / 40


def table_cause(
    size: int,
    seats: int,
    papers: list[Paper],
    ours: tuple[Options, Table],
    theirs: tuple[Options, Table],
) -> str:
    """The fewest switches that bring Scotland's rule to this very table."""
    if ours == theirs:
        return "same"
    for some in (("exact",), ("together",), ("exact", "together")):
        if theirs in Model(switched(SCOTLAND, some), size, seats, papers).outcomes:
            return "+".join(some)
    return "?"


def test_stv_and_pyrankvote_differ_only_by_what_the_model_can_switch(
    many: int,
) -> None:
    found: Counter[str] = Counter()
    for number, (size, seats, papers) in enumerate(elections(4, many)):
        theirs = ask_pyrankvote(size, seats, papers, number)
        assert theirs in Model(PYRANKVOTE, size, seats, papers).winners
        if theirs == count_stv(size, seats, papers)[0]:
            found["same"] += 1
        else:
            found["+".join(cause(PYRANKVOTE, size, seats, papers, theirs))] += 1
    assert "?" not in found
    assert min(found[name] for name in ("same", "every_tie", "fraction", "flat")) > 0


def test_irv_and_pyrankvote_differ_only_where_a_tie_decides(
    many: int,
) -> None:
    found: Counter[str] = Counter()
    for number, (size, _, papers) in enumerate(elections(5, many)):
        theirs = ask_pyrankvote(size, None, papers, number)
        ours = count_irv(size, papers)[0]
        possible = Model(replace(SCOTLAND, every_tie=True), size, 1, papers).winners
        assert {ours, theirs} <= possible
        found["same" if ours == theirs else "every_tie"] += 1
    assert found["every_tie"] > many / 40


def test_irv_and_votelib_agree_wherever_it_does_not_refuse_a_tie(
    many: int,
) -> None:
    found: Counter[str] = Counter()
    for size, _, papers in elections(6, many):
        theirs = ask_votelib(size, 1, papers)
        if theirs is None:
            assert Model(replace(SCOTLAND, every_tie=True), size, 1, papers).tied
            found["it refuses a tie"] += 1
            continue
        winners, stages = count_irv(size, papers)
        assert (winners, stages) == (theirs[0], theirs[1][: len(stages)])
        found["same"] += 1
    assert min(found.values()) > many / 40


def test_votelib_finds_the_same_condorcet_winner_and_smith_set(
    many: int,
) -> None:
    to_pairs = votelib.convert.RankedToCondorcetVotes()
    for size, _, papers in elections(7, many):
        counted = condorcet.count(NAMES[:size], profile(papers))
        pairs = to_pairs.convert(dict(Counter(papers)))
        matrix = counted.more["matrix"]
        assert {pair: many for pair, many in pairs.items() if many} == {
            (one, other): matrix[one][other]
            for one in range(size)
            for other in range(size)
            if matrix[one][other]
        }
        assert list(counted.chosen) == votelib.evaluate.condorcet.CondorcetWinner().evaluate(pairs)
        smith = votelib.evaluate.condorcet.SmithSet().evaluate(pairs)
        assert set(counted.more["smith"]) == set(smith)


def first_disagreement(seed: int) -> int | None:
    """The first of the elections where the code and the model are not of one mind."""
    for number, (size, seats, papers) in enumerate(elections(seed, 1000)):
        if {count_stv(size, seats, papers)} != Model(SCOTLAND, size, seats, papers).outcomes:
            return number
    return None


def test_the_code_as_it_is_goes_through_the_controls() -> None:
    assert first_disagreement(8) is None


def test_a_count_that_does_not_cut_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stv, "UNIT", 10**15)
    assert first_disagreement(8) is not None


def test_a_count_that_rounds_half_up_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stv, "transfer_value", lambda s, v, t: (2 * s * v + t) // (2 * t))
    assert first_disagreement(8) is not None


def test_a_count_that_breaks_ties_by_order_only_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranked, "by_history", lambda tied, *_, **__: tied)
    assert first_disagreement(8) is not None


def test_a_count_with_the_quota_of_hare_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stv, "quota", lambda ballots, seats: -(-ballots // seats))
    assert first_disagreement(8) is not None
