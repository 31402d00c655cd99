"""Two votes on several options in the meeting before: dots on needs, and a budget for projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.ids import new_id
from council.voting import actions as voting
from council.voting.casting.ballots import Ballot
from council.voting.methods.sheet import coded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from council.demo.cast import Cast
    from council.voting.actions import Question
    from council.voting.casting.ballot_box import BallotBox

NEEDS = (
    *("独居老人吃饭和说话", "楼道里的电动车", "楼道脏乱和扶手"),
    *("放学后的两小时", "文明养犬", "小区停车怎么排"),
)
# Each of the committee in turn: five dots on what matters to them.
DOTS = ("a=3,c=2", "a=2,b=2,d=1", "b=3,c=1,f=1", "a=1,d=4", "c=3,e=2", "a=3,b=1,c=1", "b=5")
FEN = 100
PROJECTS = (
    ("助餐和陪伴：给独居老人送饭、办活动", 36_000 * FEN),
    ("楼道整修：墙面、扶手和回收箱", 28_000 * FEN),
    ("电动自行车充电劝导和消防演练", 16_000 * FEN),
    ("放学后的课业辅导和点心", 20_000 * FEN),
)
BUDGET = 50_000 * FEN
WANTED = ("a", "a", "c,d", "a", "c,d", "a,b", "c")


async def choose(
    box: BallotBox, cast: Cast, meeting: str, there: Sequence[str], at: datetime
) -> None:
    """What is urgent, and what the first money goes to, by those who are `there`."""
    needs = voting.Question(
        "居民提的这些需求，哪几件最要紧",
        "DOT",
        method="dots",
        options=coded([(one, 0) for one in NEEDS]),
    )
    projects = voting.Question(
        "第一批服务经费先办哪几项",
        "COM",
        method="budget",
        options=coded(list(PROJECTS)),
        parameters={"budget": BUDGET},
    )
    with moment(at):
        await _vote(box, cast, meeting, there, needs, DOTS)
    with moment(at, minutes=2):
        await _vote(box, cast, meeting, there, projects, WANTED)


async def _vote(
    box: BallotBox,
    cast: Cast,
    meeting: str,
    there: Sequence[str],
    question: Question,
    ballots: Sequence[str],
) -> None:
    poll = await voting.make(meeting, question, cast.chair)
    await voting.open_poll(poll, cast.chair)
    for at, number in enumerate(there):
        choice = ballots[at % len(ballots)]
        await box.put(Ballot(poll, cast.id(number), choice, new_id(32), 0))
    await voting.close_poll(poll, cast.chair)
    await voting.publish(poll, cast.chair)
