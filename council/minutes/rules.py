"""Who may draft, sign and publish minutes, and when; every no is a reason code (DOC-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.minutes.blocks import DecisionRow, DecisionTable, Draft
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ROLES = ("recorder", "chair")
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


def may_publish(signed: Collection[str]) -> None:
    """Both signatures stand under this very version."""
    if not set(ROLES) <= set(signed):
        raise Refused("minutes.unsigned")


def number(community: str, settings: Mapping[str, Any], year: int, published: int) -> str:
    """苏锦一议纪〔2026〕3号: full year, serial without 第 and without zeros (DOC-1).

    `settings` may hold `minutes_mark`, the words before the year, and `minutes_before`, how
    many were issued on paper in a year, so that the series goes on where it stood.
    """
    mark = settings.get("minutes_mark") or f"{community.removesuffix('社区')}议纪"
    before = int(settings.get("minutes_before", {}).get(str(year), 0))
    return f"{mark}〔{year}〕{before + published + 1}号"
