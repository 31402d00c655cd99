"""Which arithmetic a vote uses, as data; whole numbers and cross-multiplication only.

Every rule stores its base and its comparison: 以上 includes the number, 超过 and 过半数 do
not. Sources: 居民委员会组织法 2025 art. 26–29 (RES-3, RES-5), 村民委员会组织法 2025 art. 26
and 30, 民法典 art. 278 and 279 (OWN), the committee's charter (COM), Robert-style debate (RONR).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from council.meetings.shares import ALL, MORE_THAN_HALF, QUORUM, THREE_QUARTERS, Share
from council.refusal import Refused
from council.voting.methods import grammar
from council.voting.methods.sheet import DECIDES_NOTHING, METHODS, PLAIN

if TYPE_CHECKING:
    from council.voting.methods.sheet import Sheet

CHOICES = {PLAIN: ("yes", "no", "abstain")}
MODES = ("named", "sealed", "tellers")
DOT = "DOT"
SMALLEST_SECRET = 5  # electors: of fewer, the numbers alone would say who chose what
STATES = (
    "created",
    "announced",
    "open",
    "closing",
    "sealed",
    "closed",
    "published",
    "cancelled",
)
SCOPES = ("present", "called")  # who is on the roll: who is there, or everybody called


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table of votes; `quorum` is asked of the called, `passing` of `base`.

    `by_area`: both are asked of area as well as of heads (voting/joint.py). `proxies`: how many
    one may hold (OWN-13); `represented`: whether who is spoken for counts towards the quorum.
    `min_ballots`: of fewer no number is published.
    """

    code: str
    quorum: Share | None
    base: str  # present | cast | participating | eligible
    passing: Share
    by_area: bool = False
    proxies: int = 0
    represented: bool = False
    min_ballots: int = 1

    def as_data(self) -> dict[str, Any]:
        """For freezing with the poll."""
        return asdict(self)


PRESETS = {
    rule.code: rule
    for rule in (
        Rule("COM", QUORUM["COM"], "present", MORE_THAN_HALF),
        Rule("RES-ALL", QUORUM["RES-ALL"], "present", MORE_THAN_HALF),
        Rule("RES-REP", QUORUM["RES-REP"], "present", MORE_THAN_HALF),
        Rule("VIL-ALL", QUORUM["VIL-ALL"], "present", MORE_THAN_HALF),
        Rule("VIL-REP", QUORUM["VIL-REP"], "present", MORE_THAN_HALF),
        Rule("VIL-ALL-H", QUORUM["VIL-ALL-H"], "present", MORE_THAN_HALF),  # by households
        Rule("RONR", QUORUM["RONR"], "cast", MORE_THAN_HALF),
        Rule(
            "OWN-ORD", QUORUM["OWN-ORD"], "participating", MORE_THAN_HALF, by_area=True, proxies=3
        ),
        Rule(
            "OWN-SPEC", QUORUM["OWN-SPEC"], "participating", THREE_QUARTERS, by_area=True, proxies=3
        ),
        Rule("OWN-UNAN", QUORUM["OWN-UNAN"], "eligible", ALL, proxies=3),
        Rule(DOT, None, "participating", MORE_THAN_HALF),  # asks nothing: it ranks, and no more
    )
}

# No statute sets their quorum: 约定人数, not 法定人数.
CHARTERED = frozenset({"COM", "RONR", DOT})
LAW = PRESETS.keys() - CHARTERED  # a statute, read in full, sets their arithmetic


def from_data(data: dict[str, Any]) -> Rule:
    """Thaw a rule that was frozen with its poll."""
    quorum = data["quorum"]
    return Rule(
        data["code"],
        Share(**quorum) if quorum else None,
        data["base"],
        Share(**data["passing"]),
        bool(data.get("by_area")),
        int(data.get("proxies", 0)),
        bool(data.get("represented")),
        int(data.get("min_ballots", 1)),
    )


def in_mode(rule: Rule, mode: str) -> Rule:
    """The rule as a poll of this mode freezes it: of a secret vote the fewest ballots count too."""
    return rule if mode == "named" else replace(rule, min_ballots=SMALLEST_SECRET)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A counted poll. `denominator` is the pass base; `needed` the fewest yes that pass."""

    yes: int
    no: int
    abstain: int
    called: int
    present: int
    numerator: int
    denominator: int
    needed: int
    quorum_needed: int
    verdict: str  # passed | failed | invalid
    recused: int = 0  # there, and outside the base
    area: dict[str, int] | None = None  # the same in 0.01 m², where a rule counts it
    represented: int | None = None  # of `present` so many were spoken for, where any were

    def as_data(self) -> dict[str, Any]:
        """For keeping with the poll and in the record; without what this vote did not have."""
        return {name: one for name, one in asdict(self).items() if one is not None}


def decide(
    rule: Rule,
    *,
    called: int,
    present: int,
    counts: dict[str, int],
    recused: int = 0,
    represented: int = 0,
) -> Outcome:
    """Apply the rule to heads (TV-1); a tie never passes.

    `present` are those on the roll. Who is recused is there all the same, so counts for the
    quorum, but not in the base of the vote. Of those on the roll so many as are `represented`
    are not there: they are in the base, and in the quorum only if the rule says so.
    """
    yes, no, abstain = (counts.get(choice, 0) for choice in CHOICES["yes_no_abstain"])
    bases = {"present": present, "participating": yes + no + abstain, "eligible": called}
    base = bases.get(rule.base, yes + no)
    there = present + recused - (0 if rule.represented else represented)
    valid = rule.quorum is None or rule.quorum.reached(there, called)
    passed = base > 0 and rule.passing.reached(yes, base)
    return Outcome(
        yes=yes,
        no=no,
        abstain=abstain,
        called=called,
        present=present,
        numerator=yes,
        denominator=base,
        needed=rule.passing.least(base),
        quorum_needed=rule.quorum.least(called) if rule.quorum else 0,
        verdict="invalid" if not valid else "passed" if passed else "failed",
        recused=recused,
        represented=represented or None,
    )


def may_make(rule: str, mode: str, method: str) -> None:
    """Only what is built can be chosen."""
    if rule not in PRESETS:
        raise Refused("poll.rule_unknown", 422)
    if mode not in MODES:
        raise Refused("poll.mode_unknown", 422)
    if method not in {PLAIN, *METHODS}:
        raise Refused("poll.method_unknown", 422)
    if (rule == DOT) != (method in DECIDES_NOTHING):
        raise Refused("poll.dots_decide_nothing", 422)
    if rule.startswith("OWN") and method != PLAIN:
        raise Refused("poll.owners_plain", 422)


def must_be_before_meeting(motion_state: str) -> None:
    """MTG-7: a motion that nobody seconded, or that was withdrawn or put off, is not voted on."""
    if motion_state == "offered":
        raise Refused("motion.no_second")
    if motion_state != "moved":
        raise Refused("motion.ended")


def may_open(state: str, meeting_state: str, *, another_open: bool, amendments_left: int) -> None:
    """MTG-7: amendments are handled before the main motion; one vote at a time."""
    if state != "created":
        raise Refused("poll.not_created")
    if meeting_state != "open":
        raise Refused("meeting.not_open")
    if another_open:
        raise Refused("poll.another_open")
    if amendments_left:
        raise Refused("poll.amendments_first", number=amendments_left)


def may_seal(rule: Rule, electors: int) -> None:
    """A secret of three is none, and area that is counted by choice tells whose flat it is."""
    if rule.by_area:
        raise Refused("poll.not_secret_by_area")
    if electors < SMALLEST_SECRET:
        raise Refused("poll.too_few_for_secret", least=SMALLEST_SECRET)


def withheld(rule: Rule, ballots: int, present: int) -> dict[str, Any] | None:
    """The result of a box that stays shut because too few ballots are in it; None: it is opened.

    Such a vote is invalid whatever is in the box. To count it and say no more than the verdict
    would not do: where three of three ballots pass a motion, "passed" names all three choices.
    Known before the first ballot, and the same for every choice, this says nothing of any.
    """
    if ballots >= rule.min_ballots:
        return None
    return {"verdict": "invalid", "withheld": rule.min_ballots, "present": present}


def may_cast(state: str, choice: str, sheet: Sheet | None = None) -> None:
    """Asked inside the transaction that writes the ballot; `sheet` of what is no yes or no."""
    if state in {"created", "announced"}:
        raise Refused("poll.not_open")
    if state != "open":
        raise Refused("poll.closed")
    if sheet is not None:
        grammar.must_be_ballot(sheet, choice)
    elif choice not in CHOICES[PLAIN]:
        raise Refused("poll.choice_unknown", 422)


def is_choice(sheet: Sheet | None, choice: str) -> bool:
    """Whether it is a ballot of this poll; `sheet` is None of a plain one."""
    return choice in CHOICES[PLAIN] if sheet is None else grammar.is_ballot(sheet, choice)


def may_replace(stored_rev: int, rev: int, *, allow_revote: bool) -> None:
    """A second ballot of the same elector: refused, or the one that knows the first."""
    if not allow_revote:
        raise Refused("poll.voted")
    if rev != stored_rev:
        raise Refused("poll.stale" if rev else "poll.voted")


def may_close(state: str) -> None:
    if state != "open":
        raise Refused("poll.not_open" if state in {"created", "announced"} else "poll.closed")


def may_publish(state: str) -> None:
    if state != "closed":
        raise Refused("poll.not_closed")


def may_cancel(state: str) -> None:
    if state not in {"created", "announced", "open"}:
        raise Refused("poll.too_late_to_cancel")
