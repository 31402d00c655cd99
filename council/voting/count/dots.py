"""DOT, OST-5 to OST-7: sticker dots. A ranking of topics only, never a decision.

A ballot is what one person placed: a topic's number once for each dot. A ballot over the limit
is invalid as a whole: which of its dots were one too many, nobody can say. Who placed which dot
is not part of the result (OST-6), only how many people chose a topic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.count.counted import Counted, Row, Stage, TieBreak
from council.voting.count.tallies import Limits, add_up

if TYPE_CHECKING:
    from council.voting.count.tallies import Marks, Pile

PEOPLE = "people"  # ties are broken by how many people chose a topic
EQUAL = "rank"  # what is equal in that too has the same rank


def count(
    options: tuple[str, ...],
    ballots: tuple[Pile, ...],
    *,
    participants: int,
    dots_per_person: int = 5,
    max_per_topic: int | None = None,
) -> Counted:
    """`participants`: everybody who was given dots, also those who placed none.

    ValueError for more ballots than participants: so never more than participants × dots.
    """
    on_one = dots_per_person if max_per_topic is None else max_per_topic
    found = add_up(len(options), ballots, Limits(0, dots_per_person, on_one))
    if found.valid + found.invalid > participants:
        raise ValueError(f"more ballots than the {participants} people who were given dots")
    ranking = _ranking(found)
    spent = sum(found.marks)
    return Counted(
        method="dots",
        parameters={
            "participants": participants,
            "dots_per_person": dots_per_person,
            "max_per_topic": max_per_topic,
        },
        options=options,
        ballots=found.valid,
        invalid=found.invalid,
        stages=(Stage("count", tuple(Row(one, found.marks[one]) for one in ranking)),),
        chosen=(),
        ties=_ties(found, ranking),
        more={
            "decision": False,
            "faults": found.faults,
            "spent": spent,
            "unused": participants * dots_per_person - spent,
            "people": list(found.people),
            "ranks": _ranks(found),
        },
    )


def _ranking(found: Marks) -> list[int]:
    return sorted(
        range(len(found.marks)), key=lambda one: (-found.marks[one], -found.people[one], one)
    )


def _ranks(found: Marks) -> list[int]:
    """1, 2, 2, 4: the rank of each option is one more than the number of those before it."""
    keys = list(zip(found.marks, found.people, strict=True))
    return [1 + sum(other > key for other in keys) for key in keys]


def _ties(found: Marks, ranking: list[int]) -> tuple[TieBreak, ...]:
    """For each number of dots that several topics have: what put some of them first."""
    groups: dict[int, list[int]] = {}
    for one in ranking:
        groups.setdefault(found.marks[one], []).append(one)
    return tuple(_tie(found, tuple(group)) for group in groups.values() if len(group) > 1)


def _tie(found: Marks, group: tuple[int, ...]) -> TieBreak:
    most = found.people[group[0]]
    first = tuple(one for one in group if found.people[one] == most)
    return TieBreak(0, group, (), EQUAL) if first == group else TieBreak(0, group, first, PEOPLE)
