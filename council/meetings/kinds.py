"""The kinds of meeting, each with its rules, as data; every no is a reason code.

Sources: 城市居民委员会组织法 2025 art. 13, 19, 26–32 (RES), 村民委员会组织法 2025 (VIL), 民法典
art. 278 and 物业管理条例 art. 14 (OWN), the committee's charter (COM), practice of consultation
(CON). How votes are counted stands in voting/rules.py under the code `rule`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from datetime import date

FORMS = ("forum", "hearing", "talk")  # 议事会, 听证会, 恳谈会
BASES = ("persons", "households")  # RES-ALL: one of them is chosen before
PARTIES = (  # CON-2
    "government",
    "party_org",
    "committee",
    "supervisors",
    "group",
    "unit",
    "society",
    "owners_committee",
    "property",
    "resident",
    "nonlocal",
    "interested",
)
COMMITTEE, REPRESENTATIVE = "committee", "rep"  # `called.party` in a meeting of representatives
ELECTION = "election"  # 换届选举: asked for now and then, never run here


@dataclass(frozen=True, slots=True)
class Kind:
    """`notice` days before it; with a reason as few as `at_least`. `others`: rules of its votes.

    `decides`: it may end in a decision (决定), otherwise only in an opinion (协商意见, CON-1).
    `announced_only` (OWN-11): nothing is voted that did not stand in a notice in time.
    `review` (RES-8): its resolutions may have to go to the party organisation first.
    """

    code: str
    rule: str
    others: tuple[str, ...] = ("RONR",)
    notice: int = 0
    at_least: int = 0
    decides: bool = True
    announced_only: bool = False
    review: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind("council", "COM", decides=False),
        Kind("res_rep", "RES-REP", review=True),
        Kind("res_all", "RES-ALL", notice=10, review=True),  # RES-2
        Kind(
            "owners",
            "OWN-ORD",
            others=("OWN-SPEC",),
            notice=15,  # OWN-10
            at_least=7,
            announced_only=True,
        ),
        Kind("consult", "RONR", others=(), decides=False),
    )
}


GRACE = 2  # seconds
POSTING = 7  # days on which a notice hangs on site where a community set nothing else


@dataclass(frozen=True, slots=True)
class Terms:
    """What a community has set; what no statute here says is off until somebody sets it."""

    review_first: bool = False  # RES-8
    owners_binding: bool = False  # the tenant confirms that an owners' vote may be held here
    external_evote: bool = False  # OWN-18: votes of owners belong into the city's own system
    count_parking: bool = False  # OWN-7
    turn_minutes: int = 2  # MTG-5: of one turn to speak
    turns_each: int = 2  # MTG-5: of one person on one motion
    proxies: int = 0  # COM, RES: how many one may hold; owners by OWN-13
    represented: bool = False  # whether who is spoken for counts towards the quorum
    owners_short_notice: bool = False  # OWN-10: 7 days before a temporary vote instead of 15
    posting_days: int = POSTING  # OWN-15: of a notice on site, as is the custom of some places
    grace_seconds: int = GRACE  # in which a ballot still counts after the end of its poll

    @property
    def binding(self) -> bool:
        """Whether a vote of owners is more than an opinion."""
        return self.owners_binding and not self.external_evote


def of(code: str) -> Kind:
    """The kind; refused with meeting.election or meeting.kind."""
    if code == ELECTION:
        raise unreadable("meeting.election")  # RES-7
    if code not in KINDS:
        raise unreadable("meeting.kind")
    return KINDS[code]


def ends_in(code: str, terms: Terms) -> str:
    """CON-1: opinion or decision; what owners say is an opinion until it may be more."""
    if code == "owners":
        return "decision" if terms.binding else "opinion"
    return "decision" if of(code).decides else "opinion"


def must_give_notice(code: str, day: date, today: date, reason: str) -> None:
    """RES-2, OWN-10: the day of the notice counts back from the meeting; less needs its reason."""
    kind, days = of(code), (day - today).days
    if days < kind.at_least:
        raise unreadable("meeting.too_short", days=kind.at_least)
    if days < kind.notice and not reason:
        raise unreadable("meeting.short_notice", days=kind.notice)


def in_time(code: str, day: date, today: date) -> bool:
    """Whether what is announced today was announced early enough."""
    return (day - today).days >= of(code).notice


def must_be_composed(committee: int, representatives: int) -> None:
    """RES-4, art. 28: representatives are at least four fifths of the members."""
    if 5 * representatives < 4 * (committee + representatives):
        raise unreadable(
            "meeting.composition",
            committee=committee,
            reps=representatives,
            least=4 * committee,
        )


def must_be_composed_in_village(members: int, representatives: int, women: int) -> None:
    """VIL, art. 29: representatives at least four fifths, women at least a third."""
    if 5 * representatives < 4 * members:
        raise unreadable("meeting.village_reps", least=_ceil(4 * members, 5))
    if 3 * women < members:
        raise unreadable("meeting.village_women", least=_ceil(members, 3))


# RES-1 (art. 26), RES-4 (art. 28), VIL (art. 25), OWN-19: who may force a meeting, as 1 of so many.
FORCED_BY = {
    ("res_all", "persons"): 10,
    ("res_all", "households"): 10,
    ("res_all", "representatives"): 3,
    ("res_rep", "representatives"): 5,
    ("vil_all", "persons"): 10,
    ("vil_all", "representatives"): 3,
    ("owners", "owners"): 5,
}


def signatures_needed(code: str, of_whom: str, number: int) -> int:
    """How many of `number` must propose a meeting so that it has to be called."""
    return _ceil(number, FORCED_BY[code, of_whom])


def must_be_called(code: str, of_whom: str, number: int, signed: int) -> bool:
    return signed >= signatures_needed(code, of_whom, number)


def representatives(households: int, *, village: bool = False) -> tuple[int, int]:
    """RES-6 (art. 13): one for 20 to 50 households; VIL (art. 29): one for 5 to 15."""
    few, many = (5, 15) if village else (20, 50)
    return _ceil(households, many), households // few


def must_count_by(code: str, rule: str) -> None:
    """Only the arithmetic that belongs to this kind of meeting."""
    if rule.startswith("OWN") != (code == "owners"):
        raise Refused("poll.rule_not_here")


def may_put(code: str, *, announced: bool, reviewed: bool, review_first: bool) -> None:
    """OWN-11 and RES-8, asked when a vote is opened."""
    kind = of(code)
    if kind.announced_only and not announced:
        raise Refused("poll.not_announced")
    if kind.review and review_first and not reviewed:
        raise Refused("poll.not_reviewed")


def _ceil(number: int, by: int) -> int:
    return -(-number // by)


def must_say(code: str, base: str, form: str) -> None:
    """RES-ALL: by persons or households, chosen before; a consultation has its form."""
    if code == "res_all" and base not in BASES:
        raise unreadable("meeting.base")
    if code == "consult" and form not in FORMS:
        raise unreadable("meeting.form")
