"""The life of a proposal as a table, and who may move it on; every no is a reason code.

docs/actions.md draws the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection

STATES = (
    "filed",  # 刚提出，还没有人支持
    "supporting",  # 征集支持中
    "waiting",  # 待答复
    "answered",  # 已答复
    "scheduled",  # 已列入议程
    "decided",  # 已有结果
    "merged",  # 已合并
    "withdrawn",  # 已撤回
)
# Act → state before → state after. What is not here cannot happen.
LIFE: dict[str, dict[str, str]] = {
    "support": {"filed": "supporting", "supporting": "supporting", "waiting": "waiting"},
    "unsupport": {"filed": "filed", "supporting": "supporting", "waiting": "waiting"},
    "revise": {"filed": "filed", "supporting": "filed"},
    "reach": {"filed": "waiting", "supporting": "waiting"},
    "accept": {"filed": "waiting", "supporting": "waiting"},
    "answer": {"waiting": "answered"},
    "decline": {"waiting": "decided"},
    "ask_merge": {
        "filed": "filed",
        "supporting": "supporting",
        "waiting": "answered",
        "answered": "answered",
    },
    "merge": {
        "filed": "merged",
        "supporting": "merged",
        "waiting": "merged",
        "answered": "merged",
    },
    "schedule": {"answered": "scheduled", "scheduled": "scheduled"},
    "decide": {"answered": "decided", "scheduled": "decided"},
    "withdraw": {
        "filed": "withdrawn",
        "supporting": "withdrawn",
        "waiting": "withdrawn",
        "answered": "withdrawn",
    },
}
OPEN = ("filed", "supporting")
TARGETS = ("filed", "supporting", "waiting", "answered", "scheduled")
OVER = ("decided", "merged", "withdrawn")

CAPACITIES = ("resident", "member", "organisation", "officer")
OFFICERS = ("chair", "secretary", "community_secretary")
ANSWERS = ("adopted", "declined", "agenda")
FATES = ("adopted", "wish", "project", "declined")
# How the register calls the idea behind a proposal: by its state, else by its fate.
IN_REGISTER = {
    "filed": "open",
    "supporting": "open",
    "waiting": "answering",
    "answered": "answered",
    "scheduled": "deliberated",
    "merged": "grouped",
    "withdrawn": "withdrawn",
}

TITLE, TEXT, WHY, PLACE = 60, 1000, 2000, 120  # characters
REASON = 1000
LONGEST_PHOTO_NOTE = 200
MOST_FEN = 999_999_999
A_DAY = 5  # proposals of one author
PHOTOS = 3
THRESHOLD = 10  # supporters, unless the council says otherwise
ANSWER_DAYS = 15
MOST_SUPPORTERS, MOST_DAYS = 5000, 180
BASIS = 120  # characters of which meeting set it


@dataclass(frozen=True, slots=True)
class Terms:
    """How many supporters make the council answer, within how many days, and who set it."""

    threshold: int = THRESHOLD
    answer_days: int = ANSWER_DAYS
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What, in words that can be voted on; why; where; what it costs in fen, if anybody knows."""

    title: str
    text: str
    why: str = ""
    place: str = ""
    cost: int | None = None


def after(act: str, state: str) -> str:
    """The state that follows; refused where the act is not possible any more, or not yet."""
    if state not in LIFE[act]:
        raise Refused(f"proposal.not_now.{act}")
    return LIFE[act][state]


def must_word(what: Wording) -> None:
    """Asked again inside the action: a title and a text, within their lengths."""
    if not what.title or len(what.title) > TITLE or not what.text or len(what.text) > TEXT:
        raise unreadable("proposal.wording", title=TITLE, text=TEXT)
    if len(what.why) > WHY or len(what.place) > PLACE:
        raise unreadable("proposal.wording", title=TITLE, text=TEXT)
    if what.cost is not None and not 0 <= what.cost <= MOST_FEN:
        raise unreadable("proposal.cost")


def must_fit_photos(there: int, more: int) -> None:
    if there + more > PHOTOS:
        raise unreadable("proposal.photos", most=PHOTOS)


def may_file(state: str, filed_today: int) -> None:
    """Somebody verified, and not more than five a day of one author."""
    if state != "verified":
        raise Refused("proposal.unverified")
    if filed_today >= A_DAY:
        raise Refused("proposal.too_many", 429, most=A_DAY)


def must_be_entitled(
    capacity: str, offices: Collection[str], *, seated: bool, organisation: bool
) -> None:
    """As whom somebody files: for an organisation, a seat or an office one must hold it."""
    entitled = {
        "resident": True,
        "member": seated,
        "organisation": organisation and "org_member" in offices,
        "officer": bool(set(OFFICERS) & set(offices)),
    }
    if not entitled.get(capacity):
        raise unreadable("proposal.capacity")


def may_speak_for(author: str, entered_by: str, person: str, office: str) -> None:
    """Its author; and of what was taken down at the desk an officer, in the author's name."""
    if person != author and not (entered_by != author and office in OFFICERS):
        raise NotThere


def may_support(author: str, person: str) -> None:
    if author == person:
        raise Refused("proposal.own")


def must_be_current(read: int, version: int) -> None:
    """Supported and changed is what was read."""
    if read != version:
        raise Refused("proposal.changed")


def must_give_reasons(reason: str) -> None:
    """Every answer and every fate says why."""
    if not reason or len(reason) > REASON:
        raise unreadable("proposal.reason", most=REASON)


def may_merge_into(proposal: str, target: str, target_state: str) -> None:
    """Into another one whose life goes on."""
    if proposal == target or target_state not in TARGETS:
        raise unreadable("proposal.target")


def may_schedule(outcome: str, *, on_a_table: bool) -> None:
    """After an answer that says yes, and not twice at once."""
    if outcome not in ("adopted", "agenda"):
        raise Refused("proposal.not_now.schedule")
    if on_a_table:
        raise Refused("proposal.on_a_table")


def may_decide(fate: str, *, on_a_table: bool, objections: int) -> None:
    """What stands on an agenda is decided there first; objections are answered first (DOC-10)."""
    if on_a_table:
        raise Refused("proposal.on_a_table")
    if objections and fate != "declined":
        raise Refused("proposal.objections", n=objections)


def must_be_terms(terms: Terms) -> None:
    if not 0 <= terms.threshold <= MOST_SUPPORTERS or not 1 <= terms.answer_days <= MOST_DAYS:
        raise unreadable("proposal.terms", most=MOST_SUPPORTERS, days=MOST_DAYS)


def reached(state: str, supporters: int, threshold: int) -> bool:
    """Whether the council has to answer from now on."""
    return state in OPEN and supporters >= threshold


def due(day: date, days: int) -> date:
    """The last day for an answer."""
    return day + timedelta(days=days)


def days_over(state: str, last: date | None, today: date) -> int:
    """How many days an answer is late; 0 where it is not."""
    if state != "waiting" or last is None:
        return 0
    return max((today - last).days, 0)


def in_register(state: str, fate: str) -> str:
    """What the register says of the idea."""
    return fate if state == "decided" else IN_REGISTER[state]
