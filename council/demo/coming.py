"""Meetings that are announced for later days: a hearing with its opinion poll, and another one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.change import Actor
from council.clock import local
from council.demo.calendar import moment
from council.demo.cast import CHAIR, SECRETARY, SUPERVISOR
from council.meetings import actions as meetings
from council.meetings import agenda_queries
from council.meetings.actions import Announcement, Call, Convening, Item
from council.meetings.kinds import COMMITTEE, REPRESENTATIVE
from council.voting import actions as voting
from council.voting.actions import Plan, Question
from council.voting.life.clock import NAME
from council.voting.life.periods import Span

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

HEARING_IN, REPRESENTATIVES_IN, TOLD = 6, 13, -1  # days from today
HALL = "社区党群服务中心二楼议事厅"
LONG = timedelta(hours=2)
PARTIES = (
    ("R036", "owners_committee", "公共用地和收费怎么定"),
    ("R035", "property", "用电安全和日常管理"),
    ("R014", "resident", "车没处充，不想再飞线"),
    ("R022", "nonlocal", "租户也要用，怎么登记"),
    ("R001", "interested", "住在车棚边上，怕噪声和火情"),
)
ASKED = "赞成把电动自行车充电棚建在小区东门内侧"
PAPER = "社区工作站，周一到周五 9:00–17:00"
STAFF = (CHAIR, SECRETARY)
ELECTED = ("R001", "R004", "R007", "R011", "R014", "R019", "R022", "R026", "R028", "R030")


async def announce(cast: Cast, when: Calendar, known: dict[str, str]) -> int:
    """Both, told yesterday; how many they are."""
    told = when.at(TOLD, 10)
    with moment(told):
        hearing = await meetings.convene(_hearing(cast, when), cast.secretary)
    with moment(told, minutes=20):
        made = await meetings.convene(_representatives(cast, when, known), cast.secretary)
    with moment(told, minutes=30):
        item = (await agenda_queries.items(made))[0]
        await meetings.review_item(
            item.id, when.at(-2, 12).date(), "社区党委会第9号", cast.secretary
        )
        await meetings.give_notice(made, cast.secretary)
    await _ask_before(cast, when, hearing)
    return 2


async def _ask_before(cast: Cast, when: Calendar, hearing: str) -> None:
    """The parties of the hearing say beforehand what they think: open since noon of yesterday."""
    opens = when.at(TOLD, 12)
    span = Span(local(opens), local(when.at(HEARING_IN, 18)))
    question = Question(ASKED, "", subject="opinion", allow_revote=True)
    with moment(when.at(TOLD, 11)):
        poll = await voting.plan(hearing, Plan(question, span, paper_at=PAPER), cast.secretary)
        await voting.announce_poll(poll, cast.secretary)
    with moment(opens):
        await voting.open_long(poll, Actor(cast.id(SECRETARY), cast.community, NAME))


def _hearing(cast: Cast, when: Calendar) -> Convening:
    starts = when.at(HEARING_IN, 19)
    what = Announcement(
        kind="consult",
        rule="RONR",
        series="电动自行车充电棚听证会",
        session=f"{when.today.year}年第1次",
        place=HALL,
        starts_at=starts,
        ends_at=starts + LONG,
        chair=cast.id(CHAIR),
        secretary=cast.id(SECRETARY),
        form="hearing",
        lead="苏锦一社区居民委员会",
    )
    items = [
        Item(1, "通报充电棚的三个备选位置", "inform", 20, cast.id(SECRETARY), office="居民委员会"),
        Item(
            2,
            "听取各方意见：建在哪里，怎么收费，谁来管",
            "consult",
            70,
            material="三个位置的平面图贴在1幢公告栏，也可以到居委会看。",
        ),
        Item(3, "归纳协商意见", "consult", 30, cast.id(CHAIR)),
    ]
    calls = [Call(cast.id(one), party=party, interest=stake) for one, party, stake in PARTIES]
    return Convening(what, items, observers=[cast.id(SUPERVISOR)], named=calls)


def _representatives(cast: Cast, when: Calendar, known: dict[str, str]) -> Convening:
    """RES-4: two of the residents' committee and ten representatives."""
    starts = when.at(REPRESENTATIVES_IN, 9, 30)
    what = Announcement(
        kind="res_rep",
        rule="RES-REP",
        series="居民代表会议",
        session=f"{when.today.year}年下半年会议",
        place=HALL,
        starts_at=starts,
        ends_at=starts + LONG,
        chair=cast.id(CHAIR),
        secretary=cast.id(SECRETARY),
    )
    items = [
        Item(
            1,
            "审议下一年度社区服务项目和经费安排",
            "vote",
            50,
            cast.id(SECRETARY),
            known["XM-01"],
            office="居民委员会",
            review_asked=True,
        ),
        Item(2, "听取居民委员会半年工作报告", "report", 30, cast.id(CHAIR)),
        Item(3, "楼道扶手修理经费从哪里出", "consult", 30, cast.id("R001"), known["WX-007"]),
    ]
    staff = [Call(cast.id(one), title="居民委员会成员", party=COMMITTEE) for one in STAFF]
    elected = [Call(cast.id(one), title="居民代表", party=REPRESENTATIVE) for one in ELECTED]
    return Convening(what, items, observers=[cast.id(SUPERVISOR)], named=[*staff, *elected])
