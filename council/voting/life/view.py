"""The life of one poll, put together for its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import local, now
from council.voting.life import periods, subjects
from council.voting.life import queries as long_queries
from council.voting.life.views import Life

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer
    from council.voting.queries import PollRow


async def life_of(poll: PollRow, viewer: Viewer | None) -> Life:
    """What its page says of its times, for this viewer."""
    at = local(now())
    opens, closes = _local(poll.opens_at), _local(poll.closes_at)
    closed = _local(poll.closed_at) if poll.state == "closed" else None
    due = (
        periods.publish_by(closed.date()) if closed and subjects.is_owners(poll.rule_code) else None
    )
    is_open = poll.state == "open"
    over = is_open and closes is not None and at > closes
    hours = poll.hours
    verdict = (poll.result or {}).get("verdict")
    invalid = poll.state in {"closed", "published"} and verdict == "invalid"
    return Life(
        scope=poll.scope,
        subject=poll.subject,
        advisory=poll.advisory,
        temporary=poll.temporary,
        announced_at=_local(poll.announced_at),
        opens_at=opens,
        closes_at=closes,
        since="" if hours.whole_day else _clock(hours.since),
        until="" if hours.whole_day else _clock(hours.until),
        days_left=periods.days_left(closes, at) if closes else None,
        days_until=periods.days_left(opens, at) if opens else None,
        over=over,
        outside=hours.next_opening(at) if is_open and not over and not hours.takes(at) else None,
        paper_at=poll.paper_at,
        rerun_of=poll.rerun_of,
        rerun_by=poll.rerun_by,
        trouble=poll.trouble,
        extensions=await long_queries.extensions(poll.id),
        late=bool(viewer)
        and is_open
        and await long_queries.came_late(poll.id, poll.meeting, viewer.person if viewer else ""),
        may_run_again=poll.rerun_by is None and (poll.state == "cancelled" or invalid),
        publish_by=due,
        overdue=due is not None and at.date() > due,
    )


def _local(at: datetime | None) -> datetime | None:
    return local(at) if at else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
