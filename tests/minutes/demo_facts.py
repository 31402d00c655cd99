"""The demo committee's third meeting as facts: what the golden text is made from."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from council.minutes.facts import (
    Facts,
    Item,
    Motion,
    Person,
    QuorumFact,
    Roll,
    Speech,
    Vote,
)

ZONE = ZoneInfo("Asia/Shanghai")
CHAIR = Person("曹评话", "社区工作人员", "主任委员")
RECORDER = Person("袁昆腔", "社区工作人员", "书记员")
RESIDENTS = ("沈石桥", "张花窗", "李黛瓦", "梁蚕豆", "钱桂花")
LEAVE = (Person("彭丝线", "物业公司代表", "委员"), Person("苏年画", "政协委员", "委员"))
OBSERVERS = (Person("何榫卯", "街道办事处"), Person("施檀香", "居务监督委员会"))


def _seats(sector: str, *names: str) -> tuple[Person, ...]:
    return tuple(Person(name, sector, "委员") for name in names)


PRESENT = (
    CHAIR,
    RECORDER,
    *_seats("社区居民代表", *RESIDENTS),
    *_seats("社会组织代表", "邓水磨", "傅折扇"),
    Person("唐腊梅", "业主委员会代表", "副主任委员"),
    *_seats("业主委员会代表", "冯木香"),
    *_seats("物业公司代表", "曾绣绷"),
    *_seats("人大代表", "吕宋锦"),
)

_HALF = "不超过到会13人的半数"


def vote(motion: str, text: str, counts: tuple[int, int, int], *, passed: bool) -> Vote:
    """A named poll among the 13 present; at least 7 are needed."""
    yes, no, abstain = counts
    judged = "超过到会13人的半数，通过。" if passed else f"{_HALF}，未通过。"
    return Vote(
        motion=motion,
        text=text,
        mode="named",
        present=13,
        yes=yes,
        no=no,
        abstain=abstain,
        needed=7,
        verdict="passed" if passed else "failed",
        sentence=f"赞成{yes}票，{judged}",
        passes="超过到会人数的半数",
    )


PLAN = "同意将 XM-01 至 XM-04 列入 2027 年度项目并公示"
BOXES = "在 XM-02 中增列旧衣回收箱 4 只"
SATURDAY = "自2027年1月起，议事会固定在每月第一个周六上午举行"

ITEMS = (
    Item(1, "通报上次会议议定事项落实情况", "report", RECORDER),
    Item(2, "开放空间议事会(11月15日)成果报告", "report", PRESENT[6]),
    Item(
        3,
        "审议“银龄暖桌”等四个服务项目实施方案",
        "vote",
        PRESENT[7],
        speeches=(
            Speech("张花窗", "旧衣没有地方放，四只箱子够用。", "yes"),
            Speech("曾绣绷", "箱子要有人清。", "no"),
        ),
        motions=(
            Motion("3", PLAN, "李黛瓦", "梁蚕豆"),
            Motion("3-A", BOXES, "沈石桥", "张花窗", amends="3"),
        ),
        votes=(
            vote("3-A", BOXES, (6, 6, 1), passed=False),
            vote("3", PLAN, (11, 1, 1), passed=True),
        ),
        next_step="implement",
        responsible="袁昆腔",
        due=date(2026, 12, 14),
    ),
    Item(
        4,
        "电动自行车充电棚选址(通报业主意见征询 V-2026-02 的结果)",
        "consult",
        PRESENT[9],
        outcome="业主意见征询未达四分之三，形成两套替代意见，下次会议再协商",
        next_step="again",
        responsible="唐腊梅",
        due=date(2026, 12, 31),
    ),
    Item(
        5,
        "是否把议事会改到每月第一个周六上午",
        "vote",
        Person("徐青团"),
        motions=(Motion("5", SATURDAY, "沈石桥", "张花窗"),),
        votes=(vote("5", SATURDAY, (6, 5, 2), passed=False),),
    ),
    Item(6, "下次会议时间与议题征集", "inform", RECORDER),
)

DEMO = Facts(
    community="苏锦一社区",
    series="“三社联动”共治协商委员会",
    session="2026年第3次会议",
    place="苏锦一社区党群服务中心二楼议事厅",
    starts_at=datetime(2026, 12, 5, 14, 0, tzinfo=ZONE),
    ends_at=datetime(2026, 12, 5, 15, 52, tzinfo=ZONE),
    chair=CHAIR,
    recorder=RECORDER,
    roll=Roll(PRESENT, leave=LEAVE, observers=OBSERVERS),
    quorum=QuorumFact(needed=10, met=True, rule="应到的三分之二以上"),
    publisher="苏锦一社区居民委员会",
    copies="苏锦街道办事处、居务监督委员会",
    items=ITEMS,
    attachments=("签到表", "表决情况表"),
)
