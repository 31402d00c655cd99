"""After the committee's meeting before: one thing done, one under way, one late, one explained."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.follow_up import actions as follow_up
from council.follow_up import queries
from council.follow_up.actions import Wanted

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

EVENING_POINT = "在东门晚上增设一个意见收集点，方便上班的人。"
PROPERTY = "石桥物业服务有限公司"
DESK = "地点定在东门岗亭旁，桌子借到了，还缺一名晚上值守的人。"
CHECKED = "八个单元排查完了五个，松动的扶手有11处；另外三个单元这周查。"
LATE = 9  # days past its day
HELD = "开放空间议事会办好了，费用1360元；居民提的议题和结果贴在公告栏，也编了号。"
EXPLAINED = (
    "68条意见已逐条登记编号，能马上办的23条办完了，答复贴在公告栏；开放空间议事会议的是余下的，"
    "不另立新项。您担心的“议而不决”，以后每件事都写责任人和时限，逾期会公开。"
)


async def begin(cast: Cast, when: Calendar, meeting: str, items: dict[int, str]) -> None:
    """The first two weeks; in the order of the days, as the record has it."""
    by = cast.secretary
    with moment(when.at(-41, 11)):
        due = when.today - timedelta(days=LATE)
        late = await follow_up.add(items[1], Wanted(EVENING_POINT, PROPERTY, due), by)
    found = await queries.of_meeting(meeting)
    of = {(one.item_no, one.kind): one.id for one in found}
    with moment(when.at(-33, 10)):
        await follow_up.finish(of[2, "explain"], EXPLAINED, by)
    with moment(when.at(-30, 9)):
        await follow_up.report(of[2, "carry_out"], "场地和桌椅定好了，通知贴在各楼门口。", by)
    with moment(when.at(-28, 15)):
        await follow_up.report(late, DESK, by)


async def go_on(cast: Cast, when: Calendar) -> None:
    """After the open space has met: that task is done, the handrails are under way."""
    found = await queries.board(cast.community)
    of = {one.item_no: one.id for one in found if one.state == "open"}
    with moment(when.at(-6, 20)):
        await follow_up.finish(of[2], HELD, cast.secretary)
    with moment(when.at(-6, 21)):
        await follow_up.report(of[3], CHECKED, cast.secretary)
