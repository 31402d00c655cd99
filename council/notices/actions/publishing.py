"""A draft becomes a notice: it gets its number and its last day, and stays as it is for good."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.live import topics
from council.notices import calendar_queries, periods, queries, rules
from council.notices.actions.held import locked

if TYPE_CHECKING:
    from council.change import Actor


async def publish(notice: str, seen: str, by: Actor) -> None:
    """notice.published: `seen` is the hash of the words that the preview showed. Twice is once.

    Refused with notice.changed, notice.no_calendar.
    """
    async with change(by) as c:
        await db.held("SELECT id FROM community WHERE id = {}", by.community)  # numbers in order
        found = await locked(notice, by)
        what = queries.words_of(found)
        rules.must_be_as_seen(seen, what)
        if found["state"] != "draft":
            return
        day = local(c.at).date()
        known = await calendar_queries.calendar(by.community)
        last = periods.ends(day, what.days, what.day_kind, known)
        number = (day.year, await _next(by.community, day.year))
        sha256 = rules.sealed(what, number=number, posted=day, last=last)
        await db.rows(
            "UPDATE notice SET state = 'running', year = {}, no = {}, posted_on = {}, ends_on = {},"
            " sha256 = {}, published_by = {}, published_at = {} WHERE id = {}",
            *number,
            day,
            last,
            sha256,
            by.person,
            c.at,
            notice,
        )
        body = {"notice": notice, "type": what.type, "kind": what.kind, "sha256": sha256}
        more = {"year": number[0], "no": number[1], "last": last.isoformat()}
        linked = {"about": what.about_id, "corrects": what.corrects}
        c.record("notice.published", {**body, **more, **linked}, asdict(what))
        c.tell(topics.notices(by.community), "notice.published", notice)


async def _next(community: str, year: int) -> int:
    found = await db.row(
        "SELECT coalesce(max(no), 0) + 1 AS no FROM notice WHERE community = {} AND year = {}",
        community,
        year,
    )
    return int(found["no"]) if found else 1
