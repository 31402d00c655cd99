"""Notices (会议通知): every one numbered, its words frozen, its hash in the record."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.clock import local
from council.live import topics
from council.meetings import kinds, notice_queries, notice_rules, notice_text
from council.meetings.actions.held import locked
from council.meetings.tables import MeetingNotice
from council.record.entry import canonical

if TYPE_CHECKING:
    from datetime import datetime

    from council.change import Actor, Change
    from council.meetings.notice_text import Facts, Notice


async def give_notice(meeting: str, by: Actor, why: str = "") -> int:
    """notice.given: the first notice, or a further one of what has changed; returns its number.

    When nothing has changed since the last one there is no other.
    """
    async with change(by) as c:
        held = await locked(meeting, by)
        notice_rules.may_change(held["state"])
        return await notice_within(c, held, why)


async def notice_within(c: Change, held: dict[str, Any], why: str = "") -> int:
    """The same as a part of another action; `held` is the meeting's row as it is now."""
    no, before = await notice_queries.last_facts(held["id"])
    if no == 0:
        await _announce_items(c, held)
        facts = await notice_queries.facts(held)
        return await _give(c, held, 1, "call", notice_text.call(facts), facts)
    facts = await notice_queries.facts(held)
    if not notice_text.differences(facts, before):
        return no
    await _announce_items(c, held)
    told = notice_text.change(facts, before, no, why)
    return await _give(c, held, no + 1, "change", told, facts)


async def last_notice_within(c: Change, held: dict[str, Any]) -> None:
    """What was changed and not told yet is told when the meeting opens; nothing stays untold."""
    if (await notice_queries.last_facts(held["id"]))[0]:
        await notice_within(c, held)


async def end_within(c: Change, held: dict[str, Any], why: str) -> int:
    """The notice that the meeting is not held."""
    no, _ = await notice_queries.last_facts(held["id"])
    facts = await notice_queries.facts(held)
    return await _give(c, held, no + 1, "cancel", notice_text.cancel(facts, why), facts)


async def _announce_items(c: Change, held: dict[str, Any]) -> None:
    """OWN-11: what is told early enough counts as announced, also when it is told later."""
    day, today = _day(held["starts_at"]), _day(c.at)
    first = (await notice_queries.last_facts(held["id"]))[0] == 0
    if first or kinds.in_time(held["kind"], day, today):
        await db.rows(
            "UPDATE agenda_item SET announced = TRUE WHERE meeting = {} AND announced = FALSE",
            held["id"],
        )


async def _give(
    c: Change, held: dict[str, Any], no: int, kind: str, told: Notice, facts: Facts
) -> int:
    days = max((_day(held["starts_at"]) - _day(c.at)).days, 0)
    words = {"issuer": facts.issuer, "title": told.title, "body": told.body, "no": no}
    digest = hashlib.sha256(canonical({**words, "meeting": held["id"]}).encode()).hexdigest()
    await MeetingNotice.insert(
        MeetingNotice(
            meeting=held["id"],
            no=no,
            kind=kind,
            issuer=facts.issuer,
            title=told.title,
            body=told.body,
            facts=canonical(facts.as_data()),
            days=days,
            sha256=digest,
            made_by=c.by.person,
            at=c.at,
        )
    )
    body = {"meeting": held["id"], "no": no, "kind": kind, "days": days, "sha256": digest}
    c.record("notice.given", body)
    c.tell(topics.room(held["id"]), "notice.given")
    return no


def _day(moment: datetime) -> Any:
    return local(moment).date()
