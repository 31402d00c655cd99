"""Sample rooms: one committee evening in each of the states that its screens have to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from markupsafe import Markup

from council.follow_up.views import DissentView, Line, TaskView
from council.room.snapshot import (
    AreaQuorum,
    Bar,
    Door,
    ItemView,
    LogView,
    MeetingView,
    MotionView,
    PollView,
    Quorum,
    ResultView,
    Room,
    SeatView,
    SectorLine,
    TellerView,
)
from tests.room.floor_samples import floors

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 12, 5, 15, 39, 12, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Mine:
    """A viewer's own acknowledged vote, as pages and catch-ups know it."""

    receipt: str
    choice: str
    rev: int
    channel: str = "phone"


MINE = Mine("7K2M-Q4XD-9FHT-3BWN", "yes", 1)
QR = (
    '<svg viewBox="0 0 21 21" role="img" aria-label="QR"><path d="M0 0h7v7h-7zM14 0h7v7h-7z'
    'M0 14h7v7h-7zM9 1h2v3h-2zM9 9h3v3h-3zM14 12h5v2h-5zM16 16h4v4h-4zM9 15h2v5h-2z"/></svg>'
)
DOOR = Door("482716", "http://127.0.0.1/meetings/m1/room#482716", Markup(QR))  # noqa: S704 - drawn above

MEETING = MeetingView(
    id="m1",
    community="苏锦一社区",
    series="“三社联动”共治协商委员会",
    session="2026年第3次会议",
    place="社区党群服务中心二楼议事厅",
    starts_at=NOW.replace(hour=14, minute=0, second=0),
    ends_at=NOW.replace(hour=16, minute=0, second=0),
    state="open",
    chair="曹评话",
    secretary="袁昆腔",
    opened_at=NOW.replace(hour=14, minute=2),
)
QUORUM = Quorum(15, 13, 2, 10, met=True, sentence="应到的三分之二以上")
UNMET = Quorum(15, 8, 2, 10, met=False, sentence="应到的三分之二以上")
SECTORS = (
    SectorLine("社区工作人员", 2, 2),
    SectorLine("社区居民代表", 5, 5),
    SectorLine("社会组织代表", 2, 2),
    SectorLine("业主委员会代表", 2, 2),
    SectorLine("物业公司代表", 1, 2),
    SectorLine("人大代表", 1, 1),
    SectorLine("政协委员", 0, 1),
)
_NAMES = [
    "曹评话",
    "袁昆腔",
    "沈石桥",
    "张花窗",
    "梁蚕豆",
    "李黛瓦",
    "冯木香",
    "邓水磨",
    "傅折扇",
    "吕宋锦",
    "唐腊梅",
    "曾绣绷",
    "钱桂花",
]
SEATS = (
    *(SeatView(f"p{n}", name, "居民代表", "委员", "member", "present", NOW.replace(hour=14))
      for n, name in enumerate(_NAMES)),
    SeatView("p13", "彭丝线", "物业公司", "委员", "member", "leave"),
    SeatView("p14", "苏年画", "政协", "委员", "member", "expected"),
    SeatView("p15", "欧阳砚台", "居民", "", "observer", "left", NOW),
)  # fmt: skip

MOTION_3 = MotionView(
    "mo3", "3", "同意将四个服务项目列入2027年度项目并公示。", "李黛瓦", "梁蚕豆", "", "moved"
)
MOTION_3A = MotionView(
    "mo3a", "3-A", "在“楼道会客厅”项目中增列旧衣回收箱4只。", "沈石桥", "张花窗", "3", "moved"
)
MOTION_5 = MotionView(
    "mo5", "5", "自2027年1月起，议事会固定在每月第一个周六上午举行。", "沈石桥", "张花窗", "",
    "voting", "v5",
)  # fmt: skip

ITEMS = (
    ItemView("i1", 1, "通报上次议定事项落实情况", "report", 10, "袁昆腔", "done",
             outcome="会议没有不同意见。", next_step="implement"),
    ItemView("i2", 2, "开放空间议事会成果报告", "report", 15, "钱桂花", "done"),
    ItemView("i3", 3, "审议“银龄暖桌”等四个服务项目实施方案", "vote", 25, "李黛瓦", "done",
             (replace(MOTION_3, state="passed", poll="v3"),
              replace(MOTION_3A, state="failed", poll="v3a")),
             outcome="四个项目列入2027年度，自12月7日起公示5个工作日。", next_step="implement",
             responsible="袁昆腔", due="2026-12-14", idea_no="OS-T1", idea_id="t1"),
    ItemView("i4", 4, "电动自行车充电棚选址", "consult", 20, "唐腊梅", "done",
             outcome="形成两套替代意见，下次会议再协商。", next_step="again",
             responsible="唐腊梅", due="2026-12-31"),
    ItemView("i5", 5, "是否把议事会改到每月第一个周六上午", "vote", 10, "沈石桥", "current",
             (MOTION_5,)),
    ItemView("i6", 6, "下次会议时间与议题征集", "inform", 10, "", "pending"),
)  # fmt: skip

POLL = PollView(
    id="v5",
    text=MOTION_5.text,
    motion_no="5",
    item_no=5,
    mode="named",
    method="yes_no_abstain",
    state="open",
    eligible=13,
    turnout=9,
    rule_sentence="赞成超过到会13人的半数，即至少7票，为通过。",
    allow_revote=True,
    opened_at=NOW,
    closes_at=NOW + timedelta(seconds=48),
)


def _result(yes: int, no: int, abstain: int, verdict: str, sentence: str) -> ResultView:
    def share(votes: int) -> str:
        return f"{votes * 100 / 13:.1f}"

    bars = tuple(
        Bar(choice, votes, share(votes))
        for choice, votes in (("yes", yes), ("no", no), ("abstain", abstain))
    )
    return ResultView(verdict, bars, yes, 13, 7, "present", sentence, yes + no + abstain, 13)


FAILED = _result(6, 5, 2, "failed", "赞成6票，不超过到会13人的半数，未通过。")
PASSED = _result(11, 1, 1, "passed", "赞成11票，超过到会13人的半数，通过。")
CLOSED_AT = NOW + timedelta(minutes=1)
POLLS = {
    "v3": replace(POLL, id="v3", motion_no="3", item_no=3, state="published", result=PASSED),
    "v3a": replace(
        POLL,
        id="v3a",
        motion_no="3-A",
        item_no=3,
        state="published",
        result=_result(6, 6, 1, "failed", "赞成6票，不超过到会13人的半数，未通过。"),
    ),
}

LOG = (
    LogView(198, NOW.replace(minute=17), "speech", "东侧公共场地离住户窗户太近，建议另看北门。",
            "冯木香", "业主委员会"),
    LogView(200, NOW.replace(minute=21), "speech", "可以先分散装几个充电桩，花钱少。",
            "邓水磨", "社会组织"),
    LogView(202, NOW.replace(minute=26), "decision",
            "形成两套替代意见，下次会议再协商。责任人 唐腊梅，12月31日前。"),
    LogView(203, NOW.replace(minute=29), "note", "吕宋锦请求把业主意见征询的票数附在纪要后面。"),
    LogView(204, NOW.replace(minute=30), "item", "进入第5项。"),
    LogView(205, NOW.replace(minute=31), "second", "张花窗附议。"),
    LogView(207, NOW.replace(minute=32), "speech", "日子固定了，大家好记，也好安排值班。",
            "沈石桥", "居民代表", "yes"),
    LogView(208, NOW.replace(minute=33), "speech", "周六上午物业人手最紧，派不出人。",
            "曾绣绷", "物业公司", "no"),
    LogView(209, NOW.replace(minute=34), "speech", "上班的人只有周末能来。", "梁蚕豆",
            "居民代表", "yes", struck=True),
    LogView(213, NOW.replace(minute=37), "vote", "主持人曹评话宣布表决开始，记名，15:40 截止。"),
)  # fmt: skip

VOTING = Room(
    seq=42,
    meeting=MEETING,
    quorum=QUORUM,
    sectors=SECTORS,
    seats=SEATS,
    items=ITEMS,
    current=ITEMS[4],
    poll=POLL,
    log=LOG,
    record_size=214,
    record_hash="9c41e07b52d8a3f6",
    electors=frozenset(seat.person for seat in SEATS[:13]),
    polls={**POLLS, "v5": POLL},
)


def _with_poll(**changes: object) -> Room:
    poll = replace(POLL, **changes)  # type: ignore[arg-type]
    return replace(VOTING, poll=poll, polls={**POLLS, "v5": poll})


_AT_3 = replace(ITEMS[2], state="current", motions=(MOTION_3, MOTION_3A), outcome="", next_step="")
_ITEMS_AT_3 = (*ITEMS[:2], _AT_3, *(replace(item, state="pending") for item in ITEMS[3:]))
NOT_OPEN = replace(
    VOTING,
    meeting=replace(MEETING, state="announced", opened_at=None),
    quorum=replace(UNMET, present=0),
    sectors=tuple(replace(line, present=0) for line in SECTORS),
    seats=tuple(replace(seat, status="expected", at=None) for seat in SEATS),
    items=tuple(replace(item, state="pending", outcome="", next_step="") for item in ITEMS),
    current=None,
    poll=None,
    log=(),
    electors=frozenset(),
    polls={},
)
LONG = "；".join(
    ["小区北门两侧各设一处充电棚，由业主委员会与物业服务企业共同管理，每季度公布收支"] * 3
)
PUBLISHED = _with_poll(state="published", turnout=13, result=FAILED, closed_at=CLOSED_AT)

TOLD = (
    Line(1, NOW, "added", "排查八个单元的扶手", None, date(2026, 12, 3), None, "袁昆腔"),
    Line(2, NOW, "progress", "查了五个", None, None, None, "曾绣绷", corrected=True),
    Line(3, NOW, "progress", "查了六个", None, None, 2, "曾绣绷"),
    Line(4, NOW, "moved", "等材料", date(2026, 12, 1), date(2026, 12, 3), None, "袁昆腔"),
)
LATE_TASK = TaskView(
    id="k1", kind="carry_out", text="排查八个单元的扶手", person="p11", who="曾绣绷",
    told="三幢居民", due=date(2026, 12, 3), state="open", made_at=NOW, ended_at=None, meeting="m1",
    series=MEETING.series, session=MEETING.session, item="i4", item_no=4, item_title=ITEMS[3].title,
    next_step="again", idea="", dissenter="", dissent="", named=False, dissenter_name="",
    standing="overdue", late=2, lines=TOLD,
)  # fmt: skip
OWED_TASK = replace(
    LATE_TASK, id="k2", kind="explain", dissenter="p3", dissent="太近", standing="open", late=0,
    lines=TOLD[:1],
)  # fmt: skip
_TALKED = replace(
    ITEMS[3],
    tasks=(LATE_TASK, OWED_TASK),
    dissents=(DissentView("d1", "i4", 4, "p3", "离窗户太近", NOW, named=False, name=""),),
    open_to_dissent=True,
    ends_in="opinion",
    told="三幢居民",
)
_DECIDED = replace(ITEMS[2], may_end_in=("decision", "opinion"), open_to_dissent=True)

_TELLERS = tuple(
    TellerView(seat.person, seat.name, stands)
    for seat, stands in zip(SEATS, ("ready", "confirm", "fetch"), strict=False)
)
_OPENERS = tuple(
    replace(one, stands=how) for one, how in zip(_TELLERS, ("typed", "type", "lost"), strict=True)
)
ROOMS: dict[str, Room] = {
    "tellers-unnamed": _with_poll(mode="tellers", state="created"),
    "tellers-getting-ready": replace(_with_poll(mode="tellers", state="created"), tellers=_TELLERS),
    "tellers-voting": replace(_with_poll(mode="tellers"), tellers=_TELLERS),
    "tellers-opening": replace(_with_poll(mode="tellers", state="sealed"), tellers=_OPENERS),
    "follow-up": replace(PUBLISHED, items=(*ITEMS[:2], _DECIDED, _TALKED, *ITEMS[4:])),
    "announced": NOT_OPEN,
    "nobody": replace(
        NOT_OPEN, quorum=Quorum(0, 0, 0, 0, met=False, sentence=""), seats=(), sectors=(), items=()
    ),
    "called-off": replace(NOT_OPEN, meeting=replace(MEETING, state="cancelled", opened_at=None)),
    "owners": replace(
        VOTING,
        meeting=replace(MEETING, kind="owners", rule="OWN-ORD"),
        items=_ITEMS_AT_3,
        current=_AT_3,
        poll=None,
        quorum=replace(QUORUM, area=AreaQuorum(202_050, 153_880, 134_700, met=True)),
    ),
    "owners-short": replace(
        VOTING,
        meeting=replace(MEETING, kind="owners", rule="OWN-ORD"),
        items=_ITEMS_AT_3,
        current=_AT_3,
        poll=None,
        quorum=replace(QUORUM, met=False, area=AreaQuorum(202_050, 130_000, 134_700, met=False)),
    ),
    "opened": replace(NOT_OPEN, meeting=MEETING, quorum=UNMET, seats=SEATS),
    "floor": replace(VOTING, items=_ITEMS_AT_3, current=_AT_3, poll=None),
    **{
        f"floor-{name}": replace(VOTING, items=_ITEMS_AT_3, current=_AT_3, poll=None, floor=floor)
        for name, floor in floors(NOW).items()
    },
    "short": replace(VOTING, items=_ITEMS_AT_3, current=_AT_3, poll=None, quorum=UNMET),
    "created": _with_poll(state="created", turnout=0),
    "voting": VOTING,
    "voting-by-hand": _with_poll(closes_at=None, allow_revote=False),
    "closing": _with_poll(state="closing", turnout=13),
    "counted": _with_poll(state="closed", turnout=13, result=FAILED, closed_at=CLOSED_AT),
    "published": PUBLISHED,
    "passed": _with_poll(state="published", turnout=13, result=PASSED, closed_at=CLOSED_AT),
    "invalid": _with_poll(
        state="published",
        turnout=0,
        eligible=0,
        closed_at=None,
        result=ResultView("invalid", (), 0, 0, 0, "present", "到会不足法定人数，无效。", 0, 0),
    ),
    "cancelled": _with_poll(state="cancelled"),
    "long": _with_poll(text=LONG, motion_no="", item_no=None),
    "hall": replace(
        _with_poll(eligible=500, turnout=213),
        quorum=Quorum(900, 500, 20, 451, met=True, sentence="超过应到的半数"),
        seats=tuple(replace(SEATS[0], person=f"r{n}") for n in range(80)),
        sectors=(SectorLine("居民", 500, 900),),
    ),
    "done": replace(
        PUBLISHED,
        items=tuple(replace(item, state="done", motions=()) for item in ITEMS),
        current=None,
        poll=None,
    ),
    "paused": replace(
        VOTING,
        meeting=replace(MEETING, break_since=NOW, resumes_at=NOW + timedelta(minutes=10)),
        poll=None,
        doorkeepers={"r003": "顾水巷"},
    ),
    "adjourned": replace(
        VOTING,
        meeting=replace(MEETING, break_since=NOW, resumes_at=NOW + timedelta(days=7)),
        items=(replace(ITEMS[0], began_at=NOW, ended_at=NOW), replace(ITEMS[3], state="postponed")),
        poll=None,
    ),
    **{
        f"pinned-{what}": replace(PUBLISHED, meeting=replace(MEETING, pinned=what))
        for what in ("agenda", "item", "door", "result")
    },
    "closed": replace(
        PUBLISHED,
        meeting=replace(MEETING, state="closed", closed_at=NOW + timedelta(minutes=13)),
        current=None,
        poll=None,
    ),
}
