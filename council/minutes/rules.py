"""Who may draft, sign and publish minutes, and when; every no is a reason code (DOC-5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.minutes.blocks import DecisionRow, DecisionTable, Draft
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

ROLES = ("recorder", "chair")
LEADER = "community_secretary"
ISSUERS = (LEADER, "chair", "secretary")
USUAL = "chair"  # 签发 where the community has not said otherwise
OFFICE = {"recorder": "secretary", "chair": "chair"}  # which office signs as that
LONGEST = 3000  # characters of one paragraph
FORBIDDEN = 403


class Conflict(Refused):
    """Somebody else changed the paragraph first: both texts are kept."""

    def __init__(self, *, key: str, yours: str, theirs: str, version: int) -> None:
        super().__init__("minutes.changed", yours=yours, theirs=theirs, version=version)
        self.key, self.yours, self.theirs, self.version = key, yours, theirs, version


def may_draft(meeting_state: str, *, unpublished: int) -> None:
    """A draft is made of a finished meeting whose results everybody has seen."""
    if meeting_state != "closed":
        raise Refused("minutes.meeting_not_closed")
    if unpublished:
        raise Refused("minutes.results_first", number=unpublished)


def may_change(state: str) -> None:
    """After issue only a 更正 document can correct."""
    if state == "published":
        raise Refused("minutes.published_already")


def may_edit(draft: Draft, key: str) -> None:
    """Paragraphs only: counts and attendance are facts of the record."""
    if key not in draft.paragraphs:
        raise NotThere


def may_sign(role: str, person: str, *, chair: str, secretary: str) -> None:
    """The meeting's secretary signs as recorder, its chair as chair, nobody for another."""
    if person != {"recorder": secretary, "chair": chair}[role]:
        raise Refused(f"minutes.not_{role}", FORBIDDEN)


def must_be_complete(draft: Draft) -> None:
    """DOC-5: every decision names who answers for it and until when."""
    missing = incomplete(draft)
    if missing:
        raise Refused("minutes.incomplete", items="、".join(row.no for row in missing))


def incomplete(draft: Draft) -> tuple[DecisionRow, ...]:
    """Decisions without a responsible person or without a date."""
    rows = (row for block in draft.blocks if isinstance(block, DecisionTable) for row in block.rows)
    return tuple(row for row in rows if not row.responsible or not row.due)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody who attended said of a draft; `answer` is what they were told, or empty."""

    person: str
    name: str
    says: str  # agree | object
    text: str
    version: int
    answer: str = ""

    @property
    def open(self) -> bool:
        return self.says == "object" and not self.answer


@dataclass(frozen=True, slots=True)
class Review:
    """`until` or `aloud`: read by everybody until then, or agreed to by so many when read out.

    `version`: the draft as it was when that was entered.
    """

    until: datetime | None
    aloud: int | None
    version: int
    answers: tuple[Answer, ...] = ()
    silent: tuple[str, ...] = ()  # names of those who attended and have not answered


def may_say(state: str, review: Review | None, at: datetime) -> None:
    """Until the day that was set; before anybody was asked the draft is not there."""
    if review is None or review.until is None:
        raise NotThere
    may_change(state)
    if at > review.until:
        raise Refused("minutes.review_over")


def must_say_why(says: str, text: str) -> None:
    """An objection, and the answer to it, has words."""
    if says == "object" and not text.strip():
        raise unreadable("minutes.why")


def must_lie_ahead(until: datetime, at: datetime) -> None:
    if until <= at:
        raise unreadable("minutes.review_past")


def must_have_attended(agreed: int, attended: int) -> None:
    if agreed > attended or (attended and not agreed):
        raise unreadable("minutes.nobody_attended", number=attended)


def must_be_reviewed(review: Review | None, version: int, at: datetime) -> None:
    """Read by those who attended, and every objection answered, before anybody confirms.

    Who reads by a day sees each later change; what was read out holds for those words alone.
    """
    if review is None:
        raise Refused("minutes.not_reviewed")
    if review.aloud is not None and review.version != version:
        raise Refused("minutes.read_another", version=review.version)
    unanswered = sum(one.open for one in review.answers)
    if unanswered:
        raise Refused("minutes.objections", number=unanswered)
    if review.until is not None and at <= review.until and review.silent:
        raise Refused("minutes.in_review", number=len(review.silent))


def may_issue(issuer: str, offices: Collection[str]) -> None:
    """签发: by the office that the community named; whoever leads the community always may."""
    if not {issuer, LEADER} & set(offices):
        raise Refused("minutes.not_issuer", FORBIDDEN)


def must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise unreadable("minutes.reason")


def may_correct(standing: str) -> None:
    """What is issued and not yet put right, or was recalled, so that others can follow it."""
    if standing not in {"in_force", "recalled"}:
        raise Refused("minutes.not_in_force")


def may_recall(standing: str) -> None:
    """What is issued; also what was put right, whose text would else stay in public for ever."""
    if standing not in {"in_force", "corrected"}:
        raise Refused("minutes.not_in_force")


def standing(state: str, *, corrected: bool, recalled: bool) -> str:
    """draft | in_force | corrected | recalled: what minutes are today."""
    if state != "published":
        return "draft"
    if recalled:
        return "recalled"
    return "corrected" if corrected else "in_force"


def may_publish(signed: Collection[str]) -> None:
    """Both signatures stand under this very version."""
    if not set(ROLES) <= set(signed):
        raise Refused("minutes.unsigned")


def number(community: str, settings: Mapping[str, Any], year: int, published: int) -> str:
    """苏锦一议纪〔2026〕3号: full year, serial without 第 and without zeros (DOC-1).

    `settings` may hold `minutes_mark`, the words before the year, and `minutes_before`, how
    many were issued on paper in a year, so that the series goes on where it stood.
    """
    before = int(settings.get("minutes_before", {}).get(str(year), 0))
    return f"{mark(community, settings)}〔{year}〕{before + published + 1}号"


def mark(community: str, settings: Mapping[str, Any]) -> str:
    """The words before the year."""
    return settings.get("minutes_mark") or f"{community.removesuffix('社区')}议纪"
