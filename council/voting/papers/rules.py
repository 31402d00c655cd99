"""Paper ballots and a show of hands: which channel prevails, and what two officers may enter.

trust.md 4.8: a ballot cast in person replaces the electronic one; OWN-14: owners' electronic
ballots come first. The rule is frozen when the poll opens, and it asks for no order of events:
whatever came first, the same ballot counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council.refusal import Refused
from council.voting import rules
from council.voting.methods.sheet import PLAIN
from council.voting.rules import CHOICES, SMALLEST_SECRET, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from council.voting.methods.sheet import Sheet

IN_PERSON = ("paper", "hands")
PERSON, ELECTRONIC = "in_person", "electronic"  # which of two ballots of one elector counts
SPOILED = "spoiled"  # a paper that says nothing that can be counted (OWN-20)
HANDED_IN = "in"  # of a secret vote: a paper came from this elector
SIDES = 2  # entries of a sheet
MOST_PAPERS = 100_000


def prevailing(rule: Rule) -> str:
    """OWN-14 for votes of owners, else who votes in person is counted in person."""
    return ELECTRONIC if rule.code.startswith("OWN") else PERSON


def kinds(mode: str, method: str) -> tuple[str, ...]:
    """A raised hand is seen by everybody and says yes or no: none in secret, or of more options."""
    return IN_PERSON if mode == "named" and method == PLAIN else IN_PERSON[:1]


def choices(mode: str, method: str) -> tuple[str, ...]:
    """What can be chosen of one elector by one touch; a ballot of several options is filled in."""
    if mode != "named":
        return (HANDED_IN,)
    return (*CHOICES[PLAIN], SPOILED) if method == PLAIN else (SPOILED,)


def is_said(mode: str, sheet: Sheet | None, choice: str) -> bool:
    """Whether an entry may say so of one elector; `sheet` is what stands on the ballot."""
    if mode != "named":
        return choice == HANDED_IN
    return choice == SPOILED or rules.is_choice(sheet, choice)


@dataclass(frozen=True, slots=True)
class Content:
    """What one entry says: elector's number → choice; of a secret vote choice → papers."""

    lines: Mapping[int, str]
    counts: Mapping[str, int] = field(default_factory=dict)

    def as_data(self, salt: str) -> dict[str, Any]:
        """For hashing: the same text for the same entry, whoever made it in whatever order."""
        return {
            "salt": salt,
            "lines": [[no, self.lines[no]] for no in sorted(self.lines)],
            "counts": [[choice, self.counts[choice]] for choice in sorted(self.counts)],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two entries differ: an elector's number, or a choice; 0 or '' is nothing."""

    no: int
    choice: str
    said: tuple[str, str]


def differences(first: Content, second: Content) -> list[Difference]:
    """Where to look at the papers again."""
    numbers = sorted(first.lines.keys() | second.lines.keys())
    said = [(no, (first.lines.get(no, ""), second.lines.get(no, ""))) for no in numbers]
    named = sorted(first.counts.keys() | second.counts.keys())
    counted = [(one, (first.counts.get(one, 0), second.counts.get(one, 0))) for one in named]
    return [
        *(Difference(no, "", pair) for no, pair in said if pair[0] != pair[1]),
        *(Difference(0, one, (str(a), str(b))) for one, (a, b) in counted if a != b),
    ]


def may_begin(state: str, mode: str, method: str, kind: str, rule: Mapping[str, Any]) -> None:
    """A sheet of an open vote whose rule between the channels was fixed when it opened."""
    if state != "open":
        raise Refused("paper.not_open")
    if kind not in kinds(mode, method):
        raise Refused("paper.no_hands")
    if "prevails" not in rule:
        raise Refused("paper.no_rule")


def may_enter(poll_state: str, sheet_state: str) -> None:
    """Nothing is changed once both agreed, and nothing after the vote."""
    if sheet_state == "agreed":
        raise Refused("paper.agreed")
    if sheet_state == "withdrawn":
        raise Refused("paper.withdrawn")
    if poll_state != "open":
        raise Refused("paper.not_open")


def may_say(mode: str, sheet: Sheet | None, said: Iterable[str]) -> None:
    """'' takes a line back."""
    if not all(one == "" or is_said(mode, sheet, one) for one in {*said}):
        raise Refused("poll.choice_unknown", 422)


def may_count(mode: str, sheet: Sheet | None, counts: Iterable[str]) -> None:
    """Only of a secret vote: in a vote by name each paper stands beside its elector."""
    if mode == "named" or not all(one == SPOILED or rules.is_choice(sheet, one) for one in counts):
        raise Refused("poll.choice_unknown", 422)


def may_finish(mode: str, content: Content) -> None:
    """The entry is whole; of a secret vote as many papers as people who handed one in.

    Of one to four papers the numbers would tell who chose what.
    """
    if not content.lines:
        raise Refused("paper.empty")
    if mode == "named":
        return
    papers, people = sum(content.counts.values()), len(content.lines)
    if papers != people:
        raise Refused("paper.numbers_differ", papers=papers, people=people)
    if people < SMALLEST_SECRET:
        raise Refused("paper.too_few", papers=people, least=SMALLEST_SECRET)


def may_mix(ballots: int, papers: int) -> None:
    """Who entered the papers could else tell what the few others chose."""
    if papers and 0 < ballots < SMALLEST_SECRET:
        raise Refused("poll.too_few_beside_paper", cast=ballots, least=SMALLEST_SECRET)


def must_be_entered(unfinished: int) -> None:
    """No vote ends while papers lie on the table."""
    if unfinished:
        raise Refused("poll.sheets_unfinished")


ByChannel = dict[str, dict[str, int]]  # channel → choice → ballots; spoiled ones and '' too


def told(
    mode: str,
    by_channel: Mapping[str, Mapping[str, int]],
    conflicts: int,
    method: str = PLAIN,
) -> dict[str, Any]:
    """What the result says of the channels: `channels`, `spoiled`, `conflicts`.

    Of several options only how many ballots came by which way.
    Of a secret vote a channel's choices are told only when each cell has five ballots or more,
    and its number only then, too; else there is one number for all of them.
    """
    spoiled = sum(one.get(SPOILED, 0) for one in by_channel.values())
    channels = {name: dict(one) for name, one in by_channel.items()}
    if method != PLAIN:
        channels = {name: {"all": sum(one.values())} for name, one in channels.items()}
    if mode != "named":
        channels = _suppressed(channels)
    return {"channels": channels, "spoiled": spoiled, "conflicts": conflicts}


def _suppressed(by_channel: ByChannel) -> ByChannel:
    seen = sorted({choice for one in by_channel.values() for choice in one})
    cells = [one.get(choice, 0) for one in by_channel.values() for choice in seen]
    if min(cells, default=0) >= SMALLEST_SECRET:
        return by_channel
    sums = {name: sum(one.values()) for name, one in by_channel.items()}
    if min(sums.values(), default=0) >= SMALLEST_SECRET:
        return {name: {"all": number} for name, number in sums.items()}
    return {"all": {"all": sum(sums.values())}}
