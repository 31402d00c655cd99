"""A public notice about a project, and what happens to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from council import db
from council.clock import ZONE
from council.identity import codes
from council.notices import actions, periods, queries, rules
from council.notices.actions import Objecting
from council.notices.rules import Terms, Wording

if TYPE_CHECKING:
    from council.change import Actor
    from tests.people import Cast

HOLIDAYS = "2026-10-01 休 国庆节\n2027-01-01 休 元旦"
BOARD = "1幢门口"
PLAN = Wording(
    type="publicity",
    kind="project",
    title="关于2027年度服务项目的公示",
    text="拟办两项服务。\n欢迎提意见。",
    basis="委员会第3次会议",
    days=5,
    day_kind="working",
    office="居民委员会办公室",
    phone="0512-00000001",
    hotline="0512-00000002",
    signed="苏锦一社区居民委员会",
)


def officer(cast: Cast) -> Actor:
    return cast.actor(cast.secretary)


async def settle(cast: Cast, holidays: str) -> None:
    await actions.mark_days(periods.read(holidays), officer(cast))
    await actions.set_terms(Terms(boards=(BOARD,)), officer(cast))


async def published(cast: Cast, what: Wording = PLAN) -> str:
    made = await actions.draft(what, officer(cast))
    await actions.publish(made, rules.digest(what), officer(cast))
    return made


def at(day: int, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=ZONE)


async def objected(
    cast: Cast, notice: str, text: str = "请写明施工时间", by: str = "顾水巷"
) -> str:
    """Returns the code of the receipt."""
    code = codes.new_code()[1]
    await actions.object_to(notice, Objecting(text, code), cast.actor(by))
    return code


async def answered(cast: Cast, notice: str) -> None:
    for one in await db.rows("SELECT id FROM notice_objection WHERE notice = {}", notice):
        await actions.answer(one["id"], "已补充", officer(cast), shown=True)


async def standing(notice: str) -> str:
    return (await queries.public(notice)).standing
