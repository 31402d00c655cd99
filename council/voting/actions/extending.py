"""The chair gives more time; and what the clock could not do is said to the officers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.clock import local
from council.live import topics
from council.voting.actions.held import locked, say_in_session
from council.voting.life import periods, subjects
from council.voting.life import steps as life
from council.voting.tables import PollExtension

if TYPE_CHECKING:
    from typing import Any


async def extend(poll: str, until: datetime | timedelta, reason: str, by: Actor) -> None:
    """poll.extended: never shorter, with the reason, told to every page; until it is closed.

    `until`: a moment, or how much longer. The same moment again changes nothing. Refused with
    poll.closed, poll.not_open, poll.no_end, poll.not_longer, poll.too_long (OWN-12).
    """
    async with change(by) as c:
        found = await locked(poll, by)
        was = found["closes_at"]
        life.may_extend(found["state"], ends=was is not None)
        moment = max(was, c.at) + until if isinstance(until, timedelta) else until.astimezone(UTC)
        if moment == was:
            return
        hours = periods.Hours(found["hours_since"], found["hours_until"])
        span = periods.Span(local(found["opened_at"]), local(was), hours)
        owners = found["scope"] == "called" and subjects.is_owners(found["rule_code"])
        periods.must_be_longer(span, local(moment), owners=owners, now=local(c.at))
        await _keep(found, moment, reason, by, c.at)
        await say_in_session(c, found, f"表决延长到{local(moment):%H:%M}：{reason}。")
        body = {"poll": poll, "was": _stamp(was), "until": _stamp(moment)}
        c.record("poll.extended", body, {"reason": reason})
        c.tell(topics.room(found["meeting"]), "poll.extended", poll)


async def _keep(
    poll: dict[str, Any], until: datetime, reason: str, by: Actor, at: datetime
) -> None:
    found = await db.row("SELECT count(*) AS n FROM poll_extension WHERE poll = {}", poll["id"])
    no = int(found["n"]) + 1 if found else 1
    await db.rows("UPDATE poll SET closes_at = {}, trouble = '' WHERE id = {}", until, poll["id"])
    await PollExtension.insert(
        PollExtension(
            poll=poll["id"],
            no=no,
            was=poll["closes_at"],
            until=until,
            reason=reason,
            made_by=by.person,
            at=at,
        )
    )


async def note_trouble(poll: str, code: str, by: Actor) -> None:
    """poll.stuck: the clock's step was refused; the officers see why, and what helps."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["trouble"] == code:
            return
        await db.rows("UPDATE poll SET trouble = {} WHERE id = {}", code, poll)
        c.record("poll.stuck", {"poll": poll, "why": code})
        c.tell(topics.room(found["meeting"]), "poll.stuck", poll)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
