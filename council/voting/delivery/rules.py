"""When a unit is reached, how long a notice hangs, and what has to wait for that. Pure.

民法典 201: the day on which a notice is put up is not counted; its last day ends at midnight.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

POSTED = "posted"  # put up on site, because nothing else reached the unit
REACHING = ("in_person", "left", "post", "electronic")
CHANNELS = (*REACHING, POSTED)
EVIDENCE, REASON, WORDS = 200, 200, 60  # characters


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that was not struck, on the community's calendar."""

    unit: str
    channel: str
    arrived: bool
    on: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the delivery is. Each unit counts once: by what reached it first, else as posted."""

    units: int
    by: dict[str, int] = field(default_factory=dict)
    posted: int = 0
    posted_since: date | None = None
    posted_until: date | None = None  # the last day on which the last notice has to hang

    @property
    def reached(self) -> int:
        return sum(self.by.values())

    @property
    def missing(self) -> int:
        return self.units - self.reached - self.posted

    def hangs(self, today: date) -> bool:
        """Whether a notice still has to hang on this day."""
        return self.posted_until is not None and today <= self.posted_until

    def complete(self, today: date) -> bool:
        """Everybody was reached, or what could not be delivered has hung its days."""
        return self.units > 0 and not self.missing and not self.hangs(today)

    def as_data(self, today: date) -> dict[str, Any]:
        """For a bundle: numbers and days, no unit."""
        found: dict[str, Any] = {
            "units": self.units,
            "reached": self.reached,
            "by": dict(self.by),
            "posted": self.posted,
            "missing": self.missing,
            "complete": self.complete(today),
        }
        if self.posted_since and self.posted_until:
            found["posted_since"] = self.posted_since.isoformat()
            found["posted_until"] = self.posted_until.isoformat()
        return found


def standing(units: Collection[str], attempts: Iterable[Attempt]) -> Standing:
    """`attempts` in the order in which they were made."""
    reached, hanging = dict[str, str](), dict[str, Attempt]()
    for one in attempts:
        if one.channel == POSTED:
            hanging.setdefault(one.unit, one)
        elif one.arrived:
            reached.setdefault(one.unit, one.channel)
    left = [one for unit, one in hanging.items() if unit not in reached]
    counted = Counter(reached.values())
    return Standing(
        len(units),
        {channel: counted[channel] for channel in REACHING if counted[channel]},
        len(left),
        min((one.on for one in left), default=None),
        max((last_day(one.on, one.days) for one in left), default=None),
    )


def last_day(put_up: date, days: int) -> date:
    """OWN-15: so many whole days after the one on which it was put up."""
    return put_up + timedelta(days=days)


def may_enter(state: str) -> None:
    """From the announcement to the end; after that the evidence stands with the result."""
    if state not in {"announced", "open"}:
        raise Refused("delivery.not_now")


def must_be_in_time(at: datetime, announced: datetime, now: datetime) -> None:
    """What is not yet announced cannot have been delivered, nor can what has not happened yet."""
    if at > now:
        raise unreadable("delivery.in_future")
    if at.date() < announced.date():
        raise unreadable("delivery.too_early")


def may_post(units: Iterable[str], attempts: Collection[Attempt]) -> None:
    """OWN-15: put up only for what nothing reached, and after somebody tried.

    Refused with delivery.reached_already, delivery.try_first.
    """
    wanted = set(units)
    reached = {one.unit for one in attempts if one.arrived and one.channel != POSTED}
    if wanted & reached:
        raise Refused("delivery.reached_already", n=len(wanted & reached))
    tried = {one.unit for one in attempts if one.channel != POSTED}
    if wanted - tried:
        raise Refused("delivery.try_first", n=len(wanted - tried))


def must_have_told_committee(*, binding: bool, told: bool) -> None:
    """OWN-10: before a vote that decides is announced; of an opinion it is free."""
    if binding and not told:
        raise Refused("delivery.committee_first")


def must_have_hung(found: Standing, today: date, *, binding: bool) -> None:
    """OWN-15: a vote that decides does not end while a notice still has to hang."""
    until = found.posted_until
    if binding and until is not None and found.hangs(today):
        raise Refused("delivery.still_posted", until=until.isoformat())


def may_tell_committee(state: str) -> None:
    """From the draft to the end."""
    if state not in {"created", "announced", "open"}:
        raise Refused("delivery.over")
