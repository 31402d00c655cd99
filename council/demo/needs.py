"""A call for needs that is open today: cards, a stall, telephones, and the first answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.demo.cast import RESIDENT
from council.demo.roll import community
from council.ideas import receipts
from council.needs import actions
from council.needs.rules import Calling, Entry

if TYPE_CHECKING:
    from council.change import Actor
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

TEXT = (
    "明年社区办什么，先听您的。住在这里的人，不论户籍，都可以提。"
    "一条写一件事，写清楚在哪里。收到的每一条都有编号，都会答复。"
)
TOPICS = ("电动车充电", "旧衣回收")
# Field, topic, words, name and channel: on paper, at the stall, or by phone without an account.
PAPER = (
    ("environment", "", "3号楼门口的垃圾桶早上总是满的，希望多收一次", "许桂枝", "paper"),
    ("service", "", "想有人教用手机挂号，最好星期六上午", "蒋阿婆", "paper"),
    ("safety", "", "4号楼楼梯没有扶手，老人上下不稳", "", "paper"),
    ("hot", "电动车充电", "车棚插座不够，晚上抢不到", "陆德兴", "stall"),
    ("safety", "", "4号楼楼梯请装一排扶手", "周根宝", "stall"),
)
ONLINE = (
    ("democracy", "", "议事会的通知能不能也贴在北门，北区的人看不到", "外来的小郑"),
    ("hot", "旧衣回收", "旧衣箱坏了三个月，里面的衣服都受潮了", ""),
)
OWN = ("environment", "", "小区里种的树挡住二楼的光，希望修一修")
ADOPTED = "已经和环卫站说好，从下月一日起早上七点加收一次。"
DECLINED = "北门今年底要改建，建好以后一起装公告栏。"
JOINED = "和另一条说的是同一处楼梯，一起办。"


async def ask(cast: Cast, when: Calendar) -> int:
    """How many entries it has."""
    what = Calling(
        "2027年想办的事，请您来提",
        TEXT,
        "扫码填写；纸卡投进单元门口的意见箱；星期六上午社区活动广场摊位",
        community()["need_call"]["issuer"],
        when.at(12).date(),
        TOPICS,
    )
    with moment(when.at(-6, 9)):
        call = await actions.draft(what, cast.secretary)
        await actions.publish(call, cast.secretary)
    made = [await _enter(call, cast.secretary, when, place, one) for place, one in enumerate(PAPER)]
    visitor = actions.nobody(cast.community)
    for place, one in enumerate(ONLINE, start=len(PAPER)):
        made.append(await _enter(call, visitor, when, place, (*one, "online")))
    made.append(await _enter(call, cast.actor(RESIDENT), when, len(made), (*OWN, "", "online")))
    await _answer(cast, when, made)
    return len(made)


async def _enter(
    call: str, by: Actor, when: Calendar, place: int, one: tuple[str, str, str, str, str]
) -> str:
    field, topic, text, name, channel = one
    entry = Entry(field, text, receipts.drawn(), topic, name, "", bool(name), channel)
    with moment(when.at(-5 + place // 3, 10), minutes=place):
        return await actions.enter(call, entry, by)


async def _answer(cast: Cast, when: Calendar, made: list[str]) -> None:
    by = cast.secretary
    with moment(when.at(-1, 16)):
        await actions.answer(made[0], "adopted", ADOPTED, by)
        await actions.merge(made[4], made[2], JOINED, by)
        await actions.answer(made[5], "declined", DECLINED, by)
