"""Notices of the demo: one that runs with an answered objection, one that has ended, a draft.

The days below belong to the demo alone. A real community enters what the State Council announces.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council import db
from council.demo.calendar import moment
from council.demo.roll import community
from council.identity import codes
from council.notices import actions, periods, rules
from council.notices.actions import Objecting
from council.notices.periods import HOLIDAY, WORK, WORKING, Marked
from council.notices.rules import Terms, Wording

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

# First day, how many, name; and the days of a weekend on which people work.
OFF = (
    (date(2026, 1, 1), 3, "元旦"),
    (date(2026, 2, 15), 9, "春节"),
    (date(2026, 4, 4), 3, "清明节"),
    (date(2026, 5, 1), 5, "劳动节"),
    (date(2026, 6, 19), 3, "端午节"),
    (date(2026, 9, 25), 3, "中秋节"),
    (date(2026, 10, 1), 7, "国庆节"),
    (date(2027, 1, 1), 3, "元旦"),
    (date(2027, 2, 5), 8, "春节"),
    (date(2027, 4, 3), 3, "清明节"),
    (date(2027, 5, 1), 5, "劳动节"),
    (date(2027, 6, 9), 3, "端午节"),
    (date(2027, 9, 15), 3, "中秋节"),
    (date(2027, 10, 1), 7, "国庆节"),
)
AT_WORK = (
    *(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)),
    *(date(2026, 9, 20), date(2026, 10, 10)),
)
BOARDS = ("1幢门口", "小区北门", "二楼议事厅门口")
PROJECTS = Wording(
    type="publicity",
    kind="project",
    title="关于下一年度“三社联动”服务项目的公示",
    text="经共治协商委员会协商，下一年度拟办三项服务：助老上门、楼道照明、暑期小课堂。\n"
    "方案放在居民委员会办公室，也可以扫码看。大家有意见，请在公示期内提出。",
    basis="共治协商委员会会议纪要",
    days=5,
    day_kind=WORKING,
    office="居民委员会办公室",
    phone="0512-00000001",
    hotline="0512-00000002",
    signed=f"{community()['community']['name']}居民委员会",
)
SPACE = replace(
    PROJECTS,
    type="announcement",
    kind="other",
    title="关于举办开放空间议事会的公告",
    text="开放空间议事会已经办成，议题都登了编号，后续进展写在“提案”里。",
    days=3,
)
POINTS = replace(
    PROJECTS,
    kind="points",
    title="关于本季度志愿积分的公示",
    text="本季度志愿积分已经汇总，名单贴在公告栏，姓名只写姓。",
)


async def post(cast: Cast, when: Calendar, proposal: str) -> int:
    """Returns how many there are."""
    with moment(when.at(-40)):
        await actions.mark_days(_days(when), cast.secretary)
        terms = Terms(
            boards=BOARDS, office=PROJECTS.office, phone=PROJECTS.phone, hotline=PROJECTS.hotline
        )
        await actions.set_terms(replace(terms, signed=PROJECTS.signed), cast.secretary)
    with moment(when.at(-11, 10)):
        about = replace(SPACE, about_kind="proposal", about_id=proposal)
        await _publish(cast, about)
    with moment(when.at(-2, 10)):
        running = await _publish(cast, PROJECTS)
        for board in BOARDS[:2]:
            await actions.post(running, board, cast.secretary)
    await _object(cast, when, running)
    with moment(when.at(0, 9)):
        await actions.draft(POINTS, cast.secretary)
    return 3


async def _publish(cast: Cast, what: Wording) -> str:
    made = await actions.draft(what, cast.secretary)
    await actions.publish(made, rules.digest(what), cast.secretary)
    return made


async def _object(cast: Cast, when: Calendar, notice: str) -> None:
    """One that was answered, one that waits."""
    for text, who in (("楼道照明请写明施工时间。", "R014"), ("小课堂能不能多收几个孩子？", "R022")):
        with moment(when.at(-1, 15)):
            said = Objecting(text, codes.new_code()[1])
            await actions.object_to(notice, said, cast.actor(who))
    found = await db.row("SELECT id FROM notice_objection WHERE notice = {} AND no = 1", notice)
    if found:
        answer = "方案里已经补上：工作日上午9点到下午5点施工。"
        with moment(when.at(-1, 17)):
            await actions.answer(found["id"], answer, cast.secretary, shown=True)


def _days(when: Calendar) -> tuple[Marked, ...]:
    """Those above; a year of the demo that is not among them gets its first day."""
    found = {
        first + timedelta(days=at): Marked(first + timedelta(days=at), HOLIDAY, name)
        for first, many, name in OFF
        for at in range(many)
    }
    found |= {day: Marked(day, WORK, "调休上班") for day in AT_WORK}
    for year in (when.today.year - 1, when.today.year, when.today.year + 1):
        if year not in periods.calendar(tuple(found.values())).years:
            found[date(year, 1, 1)] = Marked(date(year, 1, 1), HOLIDAY, "元旦")
    return tuple(found[day] for day in sorted(found))
