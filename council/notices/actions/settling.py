"""What a community settles: holidays and make-up days, how long each kind hangs, its boards."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity.actions.settling import settle_within
from council.notices import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from council.change import Actor
    from council.notices.periods import Marked
    from council.notices.rules import Terms


async def mark_days(days: Sequence[Marked], by: Actor) -> None:
    """calendar.marked: holidays and make-up days; one that is there already is as said now.

    What was published keeps its last day.
    """
    async with change(by) as c:
        for one in days:
            await db.rows(
                "INSERT INTO calendar_day (community, day, kind, name, made_by, made_at)"
                " VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (community, day) DO UPDATE SET"
                " kind = excluded.kind, name = excluded.name, made_by = excluded.made_by,"
                " made_at = excluded.made_at",
                by.community,
                one.day,
                one.kind,
                one.name,
                by.person,
                c.at,
            )
        said = [{"day": one.day.isoformat(), "kind": one.kind} for one in days]
        c.record("calendar.marked", {"days": said})


async def unmark_day(day: date, by: Actor) -> None:
    """calendar.unmarked: a day is again as its place in the week says. Twice is once."""
    async with change(by) as c:
        gone = await db.rows(
            "DELETE FROM calendar_day WHERE community = {} AND day = {} RETURNING kind",
            by.community,
            day,
        )
        if gone:
            c.record("calendar.unmarked", {"day": day.isoformat(), "kind": gone[0]["kind"]})


async def set_terms(terms: Terms, by: Actor) -> None:
    """notice_terms.set: for drafts from now on. Twice is once.

    Refused with notice.days, notice.too_short, notice.boards.
    """
    rules.must_be_terms(terms)
    said = json.loads(json.dumps(asdict(terms)))
    async with change(by) as c:
        if not await settle_within(by, {"notices": said}):
            return
        lasting = {kind: f"{one.days} {one.day_kind}" for kind, one in terms.lasting.items()}
        c.record("notice_terms.set", lasting | {"boards": len(terms.boards)})
