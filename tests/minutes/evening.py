"""A finished meeting with attendance, motions and counted votes, made through the actions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.follow_up.actions import Conclusion, conclude
from council.meetings.actions import (
    Moved,
    close_meeting,
    go_to_item,
    mark,
    move,
    open_meeting,
    strike_line,
    write_line,
)
from council.meetings.log import Line
from council.minutes import actions, review_queries
from council.voting import actions as polls
from council.voting.actions import Question

if TYPE_CHECKING:
    from council.change import Actor
    from tests.people import Cast

PLAN = "同意将四个项目列入2027年度项目并公示"
BOXES = "增列旧衣回收箱4只"


async def approved(minutes: str, meeting: str, by: Actor) -> None:
    """Read out before the meeting ended; all who were there agreed."""
    there = len(await review_queries.attended(meeting))
    await actions.approve_aloud(minutes, there, by)


async def items_of(cast: Cast) -> dict[int, str]:
    """Number → id of the items of the agenda."""
    rows = await db.rows("SELECT no, id FROM agenda_item WHERE meeting = {}", cast.meeting)
    return {row["no"]: row["id"] for row in rows}


async def held(cast: Cast, *, close: bool = True) -> None:
    """13 of 15 come; the amendment fails by 6:6:1, the motion passes by 11:1:1."""
    by, items = cast.actor(cast.secretary), await items_of(cast)
    await open_meeting(cast.meeting, by)
    for name in cast.members[:13]:
        await mark(cast.meeting, cast.people[name], "present", by)
    for name in cast.members[13:]:
        await mark(cast.meeting, cast.people[name], "leave", by)
    await go_to_item(cast.meeting, items[2], by)
    await _debate(cast)
    motion = await _moved(cast, items[2], PLAN)
    amendment = await _moved(cast, items[2], BOXES, amends=motion)
    await vote(cast, amendment, BOXES, (6, 6, 1))
    await vote(cast, motion, PLAN, (11, 1, 1))
    due = date(2026, 12, 14)
    await conclude(items[2], Conclusion("四个项目公示", "implement", "袁昆腔", due), by)
    if close:
        await close_meeting(cast.meeting, by)


async def _debate(cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    said = (("委员01", "yes", "旧衣没有地方放"), ("委员02", "no", "这一句要划掉"))
    for name, side, words in said:
        await write_line(cast.meeting, Line("speech", cast.people[name], side, words), by)
    last = await db.row("SELECT max(seq) AS seq FROM log_line WHERE meeting = {}", cast.meeting)
    assert last is not None
    await strike_line(cast.meeting, last["seq"], by)
    await write_line(cast.meeting, Line("decision", "", "", "会后张贴公告"), by)


async def _moved(cast: Cast, item: str, words: str, amends: str = "") -> str:
    movers = cast.people["委员03"], cast.people["委员04"]
    what = Moved(item, words, *movers, amends, doer="业委会", by_when="年底前")
    return await move(cast.meeting, what, cast.actor(cast.secretary))


async def vote(cast: Cast, motion: str, words: str, counts: tuple[int, int, int]) -> str:
    """A named poll of this motion with these counts, published."""
    by = cast.actor(cast.chair)
    poll = await polls.make(cast.meeting, Question(words, "COM", motion=motion), by)
    await polls.open_poll(poll, by)
    choices = [c for c, n in zip(("yes", "no", "abstain"), counts, strict=True) for _ in range(n)]
    for number, choice in enumerate(choices, start=1):
        await db.rows(
            "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
            " SELECT {}, {}, {}, 1, {}, {}, opened_at FROM poll WHERE id = {}",
            poll,
            number,
            choice,
            f"{poll}{number}",
            f"R-{number}",
            poll,
        )
    await polls.close_poll(poll, by)
    await polls.publish(poll, by)
    return poll
