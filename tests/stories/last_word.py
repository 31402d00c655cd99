"""The demo's meeting of today, brought by its own actions to where nobody has anything to add.

Everybody has come, every motion is decided and its result published, and what was agreed is
entered; nobody has closed the meeting, and nothing of its minutes is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import local, now
from council.demo.cast import Cast
from council.demo.evening import seats
from council.demo.roll import community
from council.follow_up import actions as follow_up
from council.follow_up.actions import Conclusion
from council.identity import queries
from council.ids import new_id
from council.meetings import actions as meetings
from council.meetings.actions import Moved
from council.meetings.log import Line
from council.voting import actions as voting
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.checking.proofs import Signer
from tests.stories.opening import told
from tests.stories.people import ON_LEAVE
from tests.stories.polls import CHOICES

if TYPE_CHECKING:
    from council.settings import Settings

OUTCOME = "四个服务项目公示五个工作日，没有异议就列入年度项目"
SAID = (
    ("R014", "yes", "四个项目都问过居民，钱也够。"),
    ("R036", "no", "旧衣回收箱应当一起定下来。"),
)
THERE = [seat for seat in seats() if seat not in ON_LEAVE]


@dataclass(frozen=True, slots=True)
class Put:
    """A motion of the demo as its data has it, with who said what in the vote on it."""

    no: str
    mover: str
    seconder: str
    counts: tuple[int, int, int]


MOTION = Put("3", "R014", "R022", (11, 1, 1))
AMENDMENT = Put("3-A", "R001", "R011", (6, 6, 1))
SATURDAY = Put("5", "R001", "R011", (6, 5, 2))


async def demo_cast() -> Cast:
    """Everybody of the loaded demo."""
    place = await db.row("SELECT id FROM community")
    assert place is not None
    return Cast(place["id"], await queries.by_roll_no(place["id"]))


async def hold(settings: Settings, cast: Cast, meeting: str) -> None:
    """From the opening to the last word on the last item."""
    box = BallotBox(settings.keys.receipt, Signer(settings.keys.signing))
    box.start()
    try:
        await _arrive(cast, meeting)
        for no, item in (await _items(meeting)).items():
            await meetings.go_to_item(meeting, item, cast.chair)
            await _discuss(box, cast, meeting, no, item)
    finally:
        await box.stop()


async def _arrive(cast: Cast, meeting: str) -> None:
    await meetings.open_meeting(meeting, cast.secretary)
    for seat in seats():
        if seat in ON_LEAVE:
            await meetings.mark(meeting, cast.id(seat), "leave", cast.secretary)
        else:
            await meetings.check_in(meeting, cast.id(seat), "door", cast.actor(seat))


async def _items(meeting: str) -> dict[int, str]:
    found = await db.rows("SELECT no, id FROM agenda_item WHERE meeting = {} ORDER BY no", meeting)
    return {one["no"]: one["id"] for one in found}


async def _discuss(box: BallotBox, cast: Cast, meeting: str, no: int, item: str) -> None:
    if no == 3:
        first = await _move(cast, meeting, item, MOTION)
        for seat, side, text in SAID:
            line = Line("speech", cast.id(seat), side, text)
            await meetings.write_line(meeting, line, cast.secretary)
        second = await _move(cast, meeting, item, AMENDMENT, first)
        await _decide(box, cast, meeting, second, AMENDMENT)
        await _decide(box, cast, meeting, first, MOTION)
        await _conclude(cast, item, OUTCOME, "implement", "邓水磨", 9)
    if no == 4:
        outcome = community()["meeting"]["items"][3]["outcome"]
        await _conclude(cast, item, outcome, "again", "曾绣绷", 30)
    if no == 5:
        motion = await _move(cast, meeting, item, SATURDAY)
        await _decide(box, cast, meeting, motion, SATURDAY)


async def _move(cast: Cast, meeting: str, item: str, put: Put, amends: str = "") -> str:
    movers = (cast.id(put.mover), cast.id(put.seconder))
    moved = Moved(item, told(put.no), *movers, amends, doer="社区居委会", by_when="年底前")
    return await meetings.move(meeting, moved, cast.secretary)


async def _decide(box: BallotBox, cast: Cast, meeting: str, motion: str, put: Put) -> None:
    question = voting.Question(told(put.no), "COM", motion=motion)
    poll = await voting.make(meeting, question, cast.chair)
    await voting.open_poll(poll, cast.chair)
    choices = [choice for choice, n in zip(CHOICES, put.counts, strict=True) for _ in range(n)]
    for seat, choice in zip(THERE, choices, strict=True):
        await box.put(Ballot(poll, cast.id(seat), choice, new_id(32), 0))
    await voting.close_poll(poll, cast.chair)
    await voting.publish(poll, cast.chair)


async def _conclude(cast: Cast, item: str, text: str, step: str, who: str, days: int) -> None:
    due = local(now()).date() + timedelta(days=days)
    await follow_up.conclude(item, Conclusion(text, step, who, due), cast.secretary)
