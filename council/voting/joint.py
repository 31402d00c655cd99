"""民法典 278: owners decide together by heads and by exclusive area, both in whole numbers.

Areas are in 0.01 m². Who took part and who consented is compared with both totals; no share is
ever divided out. OWN-20: an abstention takes part and does not consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.meetings.shares import Share
    from council.voting.rules import Rule


@dataclass(frozen=True, slots=True)
class Tally:
    """Heads, and the area that they stand for."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.heads + other.heads, self.area + other.area)


def reached(share: Share, part: Tally, whole: Tally) -> bool:
    """By heads and by area: one of them alone is not enough."""
    return share.reached(part.heads, whole.heads) and share.reached(part.area, whole.area)


def least(share: Share, whole: Tally) -> Tally:
    """The fewest heads and the smallest area that reach it."""
    return Tally(share.least(whole.heads), share.least(whole.area))


def verdict(rule: Rule, total: Tally, took_part: Tally, consent: Tally) -> str:
    """passed, failed, or invalid when too few took part."""
    if rule.quorum is not None and not reached(rule.quorum, took_part, total):
        return "invalid"
    base = total if rule.base == "eligible" else took_part
    return "passed" if base.heads > 0 and reached(rule.passing, consent, base) else "failed"


def decide(rule: Rule, total: Tally, cast: Mapping[str, Tally]) -> Outcome:
    """`cast`: choice → who chose it. Its `present` are those who took part."""
    yes, no, abstain = (cast.get(choice, Tally()) for choice in ("yes", "no", "abstain"))
    took_part = yes + no + abstain
    base = total if rule.base == "eligible" else took_part
    needed = least(rule.passing, base)
    quorum = least(rule.quorum, total) if rule.quorum else Tally()
    return Outcome(
        yes=yes.heads,
        no=no.heads,
        abstain=abstain.heads,
        called=total.heads,
        present=took_part.heads,
        numerator=yes.heads,
        denominator=base.heads,
        needed=needed.heads,
        quorum_needed=quorum.heads,
        verdict=verdict(rule, total, took_part, yes),
        area={
            "yes": yes.area,
            "no": no.area,
            "abstain": abstain.area,
            "called": total.area,
            "present": took_part.area,
            "needed": needed.area,
            "quorum_needed": quorum.area,
        },
    )
