"""Proxies and ballots that somebody else sent, in a meeting and a poll of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.meetings import actions as meetings
from council.meetings import kind_queries
from council.roll.actions import renew_keys
from council.voting import actions as voting
from council.voting.actions import Question
from tests.access import things
from tests.access.rows import put

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    """The secretary votes for the chair; the chair entered the member's ballot."""
    by = side.actor("secretary")
    await things.meeting(side, "spoken")
    meeting = side.things["meeting.spoken"]
    terms = await kind_queries.terms(side.community)
    await meetings.set_terms(replace(terms, proxies=1), by)
    poll = side.things["poll.spoken"] = await voting.make(meeting, Question(side.mark, "COM"), by)
    await voting.open_poll(poll, by)
    await db.rows(
        "UPDATE elector SET holder = {} WHERE poll = {} AND person = {}",
        side.people["secretary"],
        poll,
        side.people["chair"],
    )
    await db.rows(
        "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
        " SELECT poll, elector_no, 'yes', 1, 'entered', 'receipt', {} FROM elector"
        " WHERE poll = {} AND person = {}",
        now(),
        poll,
        side.people["member"],
    )
    await db.rows(
        "INSERT INTO cast_by (poll, elector_no, channel, person) SELECT poll, elector_no,"
        " 'assisted', {} FROM elector WHERE poll = {} AND person = {}",
        side.people["chair"],
        poll,
        side.people["member"],
    )
    side.things["proxy.one"] = await put(
        "proxy",
        meeting=meeting,
        principal=side.people["member"],
        holder=side.people["secretary"],
        authority_on=date(2026, 1, 5),
        kept_at=f"{side.mark}柜",
        made_by=side.people["secretary"],
        made_at=now(),
    )
    await renew_keys()  # so that forms can name people by their number
    for role in ("member", "secretary"):
        found = await db.row("SELECT roll_no FROM person WHERE id = {}", side.people[role])
        assert found is not None
        side.things[f"number.{role}"] = found["roll_no"]
