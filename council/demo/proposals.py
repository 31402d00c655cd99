"""Four proposals of the demo: one was voted on, one gathers support, one waits, one too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.demo.cast import RESIDENT
from council.demo.roll import community
from council.proposals import actions
from council.proposals.actions import Filing, Place
from council.proposals.rules import Terms, Wording

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

TERMS = Terms(8, 15)
SET_BY = "委员会2026年第1次会议定"
ANSWER = "居民自己出题，委员会愿意听。请下次会议表决。"
FATE = "开放空间议事会已经办成，{n}人参加，议题都登了编号。"


@dataclass(frozen=True, slots=True)
class Told:
    """Whose, what, how many days ago, and who stood behind it."""

    author: str
    wording: Wording
    days: int
    supporters: tuple[str, ...]


SPACE = Told(
    "R014",
    Wording(
        "办一次开放空间议事会",
        "下月举办一次开放空间议事会，议题由居民自己提，费用不超过2000元。",
        "每次都是委员替大家想，不如让大家自己说。",
        "二楼议事厅",
        200_000,
    ),
    -80,
    ("R001", "R002", "R003", "R006", "R008", "R010", "R021", "R022"),
)
BIKES = Told(
    "R007",
    Wording(
        "楼道里不停电动车",
        "在3幢东侧划一块能充电的停车位，楼道里不再停电动车。",
        "楼道窄，着火了跑不出来。",
        "3幢",
        350_000,
    ),
    -19,
    ("R002", "R005", "R009", "R015", "R016", "R019", "R023", "R025"),
)
WASTE = Told(
    "R022",
    Wording(
        "垃圾投放点晚上多开一小时",
        "垃圾投放点晚上的开放时间从八点延到九点，先试三个月。",
        "下班晚的人赶不上，袋子就放在了楼下。",
        "各投放点",
    ),
    -12,
    ("R003", "R012", "R017", "R018", "R021", "R026", "R029", "R030"),
)
LAMP = Told(
    RESIDENT,
    Wording(
        "1幢门口装一盏感应灯",
        "在1幢门口装一盏感应灯。",
        "晚上看不清台阶，上个月有人绊倒。",
        "1幢门口",
        36_000,
    ),
    -8,
    ("R001", "R004", "R011", "R020", "R024"),
)


async def begin(cast: Cast, when: Calendar) -> str:
    """The terms, and the proposal that the committee's last meeting voted on; returns its id."""
    with moment(when.at(-115)):
        terms = Terms(TERMS.threshold, TERMS.answer_days, when.retold(SET_BY))
        await actions.set_terms(terms, cast.chair)
    made = await _file(cast, when, SPACE)
    with moment(when.at(-64, 9)):
        await actions.answer(made, "agenda", ANSWER, cast.secretary)
    return made


async def schedule(cast: Cast, proposal: str, meeting: str) -> None:
    await actions.schedule(proposal, Place(meeting, "vote", 30), cast.secretary)


async def meanwhile(cast: Cast, when: Calendar) -> None:
    """The one that nobody has answered in time."""
    await _file(cast, when, BIKES)


async def go_on(cast: Cast, when: Calendar, voted: str) -> None:
    """What came of the first one, and those that neighbours filed since."""
    with moment(when.at(-12, 14)):
        reason = FATE.format(n=community()["open_space"]["participants"])
        await actions.decide(voted, "adopted", reason, cast.secretary)
    for told in (WASTE, LAMP):
        await _file(cast, when, told)


async def _file(cast: Cast, when: Calendar, told: Told) -> str:
    """Filed one evening; four neighbours a day support it."""
    with moment(when.at(told.days, 19)):
        made = await actions.file(Filing(told.wording), cast.actor(told.author))
    for place, number in enumerate(told.supporters, start=1):
        with moment(when.at(told.days + (place + 3) // 4, 18), minutes=place):
            await actions.support(made, 1, cast.actor(number), shown=place % 3 == 0)
    return made
