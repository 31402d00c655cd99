"""Every option against every other: who would win all duels, and the smallest set that none beats.

It is information beside a count by instant runoff or transferable vote, which may choose another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, IN, OUT, Counted, Row, Stage
from council.voting.count.ranked import Profile, Ranking, standing_at_first, valid

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Matrix = tuple[tuple[int, ...], ...]


def places(ranking: Ranking) -> dict[int, int]:
    """Option → its rank on this ballot; the first one where it is named twice."""
    found: dict[int, int] = {}
    for place, rank in enumerate(ranking):
        for option in rank:
            found.setdefault(option, place)
    return found


def pairwise(size: int, profile: Profile, standing: Collection[int]) -> Matrix:
    """Row i, column j: how many ballots put option i before option j; both must stand.

    Any named option stands before all that are not named; equal ranks put neither first.
    """
    matrix = [[0] * size for _ in range(size)]
    for ranking, many in profile:
        at = places(ranking)
        for one in standing:
            for other in standing:
                if at.get(one, len(ranking)) < at.get(other, len(ranking)):
                    matrix[one][other] += many
    return tuple(tuple(row) for row in matrix)


def winner(matrix: Matrix, standing: Collection[int]) -> int | None:
    """The option that beats each other one; None where there is none."""
    for one in sorted(standing):
        if all(matrix[one][other] > matrix[other][one] for other in standing if other != one):
            return one
    return None


def smith(matrix: Matrix, standing: Collection[int]) -> tuple[int, ...]:
    """The smallest set whose members each beat everybody outside it.

    Its members are those from whom a chain of duels not lost leads to everybody else.
    """
    members = tuple(sorted(standing))
    unbeaten = {
        one: {other for other in members if matrix[one][other] >= matrix[other][one]}
        for one in members
    }
    return tuple(one for one in members if len(_reached(one, unbeaten)) == len(members))


def _reached(start: int, links: dict[int, set[int]]) -> set[int]:
    """Whoever can be come to from `start`, itself too."""
    seen, ahead = {start}, [start]
    while ahead:
        fresh = links[ahead.pop()] - seen
        seen |= fresh
        ahead.extend(fresh)
    return seen


def count(options: Sequence[str], profile: Profile, *, withdrawn: Collection[int] = ()) -> Counted:
    """Compare all pairs. The one stage tells how many duels each option wins.

    `more` has the matrix, the winner (or None) and the Smith set.
    """
    standing = standing_at_first(options, withdrawn)
    good, invalid = valid(profile, standing)
    matrix = pairwise(len(options), good, standing)
    best = winner(matrix, standing) if good else None
    rows = tuple(_row(option, matrix, standing, best) for option in range(len(options)))
    return Counted(
        method="condorcet",
        parameters={"withdrawn": sorted(withdrawn)},
        options=tuple(options),
        ballots=sum(many for _, many in good),
        invalid=invalid,
        stages=(Stage("pairwise", rows),),
        chosen=() if best is None else (best,),
        more={
            "matrix": [list(row) for row in matrix],
            "winner": best,
            "smith": list(smith(matrix, standing)),
        },
    )


def _row(option: int, matrix: Matrix, standing: Collection[int], best: int | None) -> Row:
    """The duels that this option wins."""
    if option not in standing:
        return Row(option, 0, OUT, why="withdrawn")
    won = sum(matrix[option][other] > matrix[other][option] for other in standing)
    return Row(option, won, CHOSEN if option == best else IN)
