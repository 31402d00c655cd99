"""WISH-7: how many were asked for, shown, claimed and fulfilled, how long it took, how content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db

if TYPE_CHECKING:
    from datetime import datetime

CONTENT = 4  # from so many of five on somebody is content


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of wishes; `days`: the sum of days from the wall to the end of those fulfilled."""

    made: int
    shown: int
    claimed: int
    fulfilled: int
    days: int
    rated: int
    content: int

    @property
    def claim_rate(self) -> int:
        """认领率, in percent of what was shown, rounded half up."""
        return percent(self.claimed, self.shown)

    @property
    def fulfil_rate(self) -> int:
        """办结率, in percent of what was shown."""
        return percent(self.fulfilled, self.shown)

    @property
    def content_rate(self) -> int:
        """满意率, in percent of those who said it."""
        return percent(self.content, self.rated)

    @property
    def tenths_of_days(self) -> int:
        """平均办结天数 in tenths, rounded half up."""
        return percent(self.days, self.fulfilled, 10)


def percent(part: int, whole: int, times: int = 100) -> int:
    return (2 * times * part + whole) // (2 * whole) if whole else 0


async def figures(community: str) -> Figures:
    """Of all wishes that were ever made."""
    found = await db.rows(
        "SELECT w.shown_at, w.ended_at, w.state, w.content, (SELECT count(*) FROM wish_claim c"
        " WHERE c.wish = w.idea AND c.ended NOT IN ('refused')) AS claims"
        " FROM wish w WHERE w.community = {}",
        community,
    )
    shown = [one for one in found if one["shown_at"]]
    done = [one for one in shown if one["state"] == "fulfilled"]
    rated = [one["content"] for one in done if one["content"]]
    return Figures(
        made=len(found),
        shown=len(shown),
        claimed=sum(1 for one in shown if one["claims"]),
        fulfilled=len(done),
        days=sum(_days(one["shown_at"], one["ended_at"]) for one in done),
        rated=len(rated),
        content=sum(one >= CONTENT for one in rated),
    )


async def by_category(community: str) -> dict[str, tuple[int, int]]:
    """Category → (shown, fulfilled)."""
    found = await db.rows(
        "SELECT category, count(*) AS shown, SUM(CASE WHEN state = 'fulfilled' THEN 1 ELSE 0 END)"
        " AS done FROM wish WHERE community = {} AND shown_at IS NOT NULL GROUP BY category",
        community,
    )
    return {one["category"]: (int(one["shown"]), int(one["done"])) for one in found}


def _days(since: datetime, until: datetime) -> int:
    return max((until - since).days, 0)
