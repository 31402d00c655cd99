"""What a poll is about: a list of kinds, each with the arithmetic that it allows. Pure.

Items 1 to 9 are those of 民法典 278 (OWN-1). The commonest error is to ask three quarters for
USING the maintenance fund: using it is item 5, an ordinary decision; RAISING it is item 6.
The article stands in the sentence `subject.<code>.source`, of others in `source.<rule>`.
"""

from __future__ import annotations

from dataclasses import dataclass

from council.refusal import Refused, unreadable

ELECTION = "election"  # RES-7: asked for now and then, never run here
OWNERS = "OWN"


@dataclass(frozen=True, slots=True)
class Subject:
    """`rules`: codes of the table of votes, the usual one first; `item` of 民法典 278, or 0."""

    code: str
    rules: tuple[str, ...]
    item: int = 0


_RESIDENTS = ("COM", "RES-ALL", "RES-REP", "VIL-ALL", "VIL-REP", "VIL-ALL-H", "RONR")
SUBJECTS = {
    one.code: one
    for one in (
        Subject("opinion", (*_RESIDENTS, "OWN-ORD")),
        Subject("resolution", _RESIDENTS),
        Subject("assembly_rules", ("OWN-ORD",), 1),
        Subject("covenant", ("OWN-ORD",), 2),
        Subject("owners_committee", ("OWN-ORD",), 3),
        Subject("property_manager", ("OWN-ORD",), 4),
        Subject("use_fund", ("OWN-ORD",), 5),
        Subject("raise_fund", ("OWN-SPEC",), 6),
        Subject("rebuild", ("OWN-SPEC",), 7),
        Subject("common_parts", ("OWN-SPEC",), 8),
        Subject("other_joint", ("OWN-ORD",), 9),
        Subject("home_to_business", ("OWN-UNAN",)),
    )
}


def of(code: str) -> Subject:
    """Refused with poll.election (RES-7, 居组法 2025 art. 19) or poll.subject_unknown."""
    if code == ELECTION:
        raise Refused("poll.election")
    if code not in SUBJECTS:
        raise unreadable("poll.subject_unknown")
    return SUBJECTS[code]


def offered(meeting_rule: str) -> tuple[Subject, ...]:
    """What can be asked in a meeting that counts by this rule."""
    return tuple(one for one in SUBJECTS.values() if _rules(one, meeting_rule))


def rule_for(code: str, meeting_rule: str, wanted: str = "") -> str:
    """The rule by which this subject is decided there: the one that is wanted, else the usual one.

    Refused with poll.rule_not_of_subject when it is not decided so, and with those of `of`.
    """
    fitting = _rules(of(code), meeting_rule)
    if not fitting or (wanted and wanted not in fitting):
        raise Refused("poll.rule_not_of_subject")
    if wanted:
        return wanted
    return meeting_rule if meeting_rule in fitting else fitting[0]


def _rules(subject: Subject, meeting_rule: str) -> tuple[str, ...]:
    """Owners are counted as owners, and nobody else is; residents by their meeting's own rule."""
    if meeting_rule.startswith(OWNERS):
        return tuple(one for one in subject.rules if one.startswith(OWNERS))
    return tuple(one for one in subject.rules if one in {meeting_rule, "RONR"})


def is_owners(rule: str) -> bool:
    """A vote of owners: its notice, length and publication follow OWN-10 to OWN-17."""
    return rule.startswith(OWNERS)


def is_advisory(code: str, rule: str, *, binding: bool) -> bool:
    """业主意见征询 by default; 业主大会表决 only where the community's setting says so (OWN-18)."""
    return is_owners(rule) and (code == "opinion" or not binding)
