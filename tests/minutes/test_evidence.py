"""What the record of a meeting gives to its minutes: facts that somebody wrote down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.meetings.actions import close_meeting, strike_line, write_line
from council.meetings.log import Line
from council.minutes.evidence import facts
from tests.minutes.evening import held
from tests.people import assemble

if TYPE_CHECKING:
    from tests.people import Cast


async def written(cast: Cast, kind: str, text: str) -> int:
    await write_line(cast.meeting, Line(kind, "", "", text), cast.actor(cast.secretary))
    last = await db.row("SELECT max(seq) AS seq FROM log_line WHERE meeting = {}", cast.meeting)
    assert last is not None
    return int(last["seq"])


async def test_the_meeting_thinks_and_asks_what_the_secretary_wrote_in_these_words(
    engine: object,
) -> None:
    cast = await assemble()
    await held(cast, close=False)
    await written(cast, "note", "会议认为：箱子够用")
    await written(cast, "decision", "会议要求，物业每周清一次")
    await written(cast, "note", "有人说会议认为可行")
    gone = await written(cast, "note", "会议认为：这一句划掉")
    await strike_line(cast.meeting, gone, cast.actor(cast.secretary))
    await close_meeting(cast.meeting, cast.actor(cast.secretary))
    made = await facts(cast.meeting)
    item = made.items[1]
    assert item.views == ("箱子够用",)
    assert item.wanted == ("物业每周清一次",)
    assert item.resolved == ("会后张贴公告",)
    assert [vote.passes for vote in item.votes] == ["超过到会人数的半数"] * 2
    assert made.attachments == ("签到表", "表决情况表")
