"""The committee's meeting before: held, voted, minuted and published through the same actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.demo import afterwards, choosing, evening, proposals
from council.demo.calendar import moment
from council.demo.cast import CHAIR, SECRETARY
from council.documents.letterhead import Letterhead
from council.follow_up import actions as follow_up
from council.follow_up.actions import Conclusion
from council.ids import new_id
from council.meetings import actions as meetings
from council.meetings.actions import Hand, Item, Moved
from council.meetings.actions.lines import write_line
from council.meetings.floor import ON_MOTION
from council.meetings.log import Line
from council.minutes import actions as minutes
from council.minutes import review_queries
from council.minutes.letterheads.actions import settle_letterhead
from council.minutes.letterheads.rules import Wanted
from council.voting import actions as voting
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.checking.proofs import Signer

if TYPE_CHECKING:
    from datetime import datetime

    from council.demo.calendar import Calendar
    from council.demo.cast import Cast
    from council.settings import Settings

DAYS = -42
ON_LEAVE = "R038"
AGAINST, ABSTAINING = "R036", "R024"
PROPERTY = "R035"
MOTION = "同意下月举办一次开放空间议事会，议题由居民自己提，费用不超过2000元"
DISSENT = "居民提过的事还没有办完，再开一个会怕是议而不决；应当先把68条意见逐条答复。"
LETTERHEAD = Letterhead(programme="“三社联动”社区治理创新项目")
DOER, BY_WHEN = "社区居委会", "下个月底前"
HANDRAILS = "物业先排查八个单元，列出松动扶手的清单；修理由谁出钱，下次会议再议。"
OPEN_SPACE = "下月举办开放空间议事会，书记员负责通知和场地，结果向委员会报告。"


async def hold(
    settings: Settings, cast: Cast, when: Calendar, known: dict[str, str], proposal: str
) -> None:
    """From the announcement to the published minutes; the vote is on a proposal."""
    start = when.at(DAYS, 14)
    session = when.retold("2026年第2次会议")
    told_at = start - timedelta(days=7)
    meeting = await evening.announce(cast, start, session, told_at)
    with moment(told_at, minutes=5):
        first, last = _agenda(cast, known)
        await meetings.add_items(meeting, [first], cast.secretary)
        await proposals.schedule(cast, proposal, meeting)
        await meetings.add_items(meeting, [last], cast.secretary)
        await meetings.give_notice(meeting, cast.secretary)
    with moment(start):
        await meetings.open_meeting(meeting, cast.secretary)
        await _arrive(cast, meeting)
    items = await _items(meeting)
    box = BallotBox(settings.keys.receipt, Signer(settings.keys.signing))
    box.start()
    try:
        await _report(cast, meeting, items[1], start)
        await choosing.choose(box, cast, meeting, _there(), start + timedelta(minutes=11))
        await _decide(box, cast, meeting, items[2], start)
    finally:
        await box.stop()
    await _consult(cast, when, meeting, items[3], start)
    with moment(start, minutes=72):
        await meetings.close_meeting(meeting, cast.secretary)
        await settle_letterhead(Wanted(LETTERHEAD), cast.secretary)
    await _publish(cast, meeting, when.at(DAYS + 1, 10))
    await afterwards.begin(cast, when, meeting, items)


def _agenda(cast: Cast, known: dict[str, str]) -> tuple[Item, Item]:
    """What stands before and after the proposal."""
    return (
        Item(1, "通报居民需求征集进展", "report", 15, cast.id(SECRETARY), known["ZJ-2026-02"]),
        Item(3, "楼道扶手松动怎么修", "consult", 25, cast.id("R001"), known["WX-007"]),
    )


async def _arrive(cast: Cast, meeting: str) -> None:
    for number in evening.seats():
        if number == ON_LEAVE:
            await meetings.mark(meeting, cast.id(number), "leave", cast.secretary)
        else:
            await meetings.check_in(meeting, cast.id(number), "door", cast.actor(number))


async def _items(meeting: str) -> dict[int, str]:
    found = await db.rows("SELECT no, id FROM agenda_item WHERE meeting = {}", meeting)
    return {one["no"]: one["id"] for one in found}


@dataclass(frozen=True, slots=True)
class Said:
    """A turn: who, on which side, what, for how long."""

    number: str
    side: str
    text: str
    seconds: int = 80


async def _say(cast: Cast, meeting: str, at: datetime, said: Said) -> None:
    """The hand goes up, the floor is given, the turn ends, and its words stand in its line."""
    person = cast.id(said.number)
    with moment(at):
        hand = Hand(person, said.side)
        await meetings.raise_hand(meeting, hand, cast.actor(said.number))
        turn = await db.row(
            "SELECT id FROM turn WHERE meeting = {} AND person = {} AND state = 'waiting'",
            meeting,
            person,
        )
        if turn is None:
            raise LookupError(said.number)
        await meetings.give_floor(meeting, turn["id"], cast.chair)
    with moment(at + timedelta(seconds=said.seconds)):
        await meetings.end_turn(meeting, turn["id"], cast.actor(said.number))
        line = Line("speech", person, said.side if said.side in ON_MOTION else "", said.text)
        await write_line(meeting, line, cast.secretary)


async def _report(cast: Cast, meeting: str, item: str, start: datetime) -> None:
    with moment(start, minutes=3):
        await meetings.go_to_item(meeting, item, cast.secretary)
    told = Said(SECRETARY, "add", "公告贴出两周，已收到68条，养老和楼道环境最多。", 110)
    await _say(cast, meeting, start + timedelta(minutes=4), told)
    wish = Said("R022", "add", "年轻人上班早，建议晚上也设一个收集点。", 35)
    await _say(cast, meeting, start + timedelta(minutes=9), wish)


async def _decide(box: BallotBox, cast: Cast, meeting: str, item: str, start: datetime) -> None:
    with moment(start, minutes=16):
        await meetings.go_to_item(meeting, item, cast.chair)
        motion = await meetings.move(
            meeting,
            Moved(item, MOTION, cast.id("R014"), cast.id("R022"), doer=DOER, by_when=BY_WHEN),
            cast.secretary,
        )
    yes = Said("R007", "yes", "让居民自己出题，比我们替他们想要准。", 95)
    await _say(cast, meeting, start + timedelta(minutes=19), yes)
    no = Said(AGAINST, "no", "担心来的人少，先把现有的意见办完再说。", 70)
    await _say(cast, meeting, start + timedelta(minutes=22), no)
    with moment(start, minutes=34):
        question = voting.Question(MOTION, "COM", motion=motion)
        poll = await voting.make(meeting, question, cast.chair)
        await voting.open_poll(poll, cast.chair)
        await _vote(box, cast, poll)
    with moment(start, minutes=37):
        await voting.close_poll(poll, cast.chair)
        await voting.publish(poll, cast.chair)
        due = (start + timedelta(days=35)).date()
        agreed = Conclusion(
            OPEN_SPACE, "implement", "袁昆腔", due, cast.id(SECRETARY), "全体委员和提议的居民"
        )
        await follow_up.conclude(item, agreed, cast.secretary)
    with moment(start, minutes=39):
        by = cast.actor(AGAINST)
        await follow_up.dissent(item, cast.id(AGAINST), DISSENT, by)


async def _vote(box: BallotBox, cast: Cast, poll: str) -> None:
    """Everybody present votes: all but two in favour."""
    for number in _there():
        choice = {AGAINST: "no", ABSTAINING: "abstain"}.get(number, "yes")
        await box.put(Ballot(poll, cast.id(number), choice, new_id(32), 0))


def _there() -> list[str]:
    return [number for number in evening.seats() if number != ON_LEAVE]


async def _consult(cast: Cast, when: Calendar, meeting: str, item: str, start: datetime) -> None:
    with moment(start, minutes=42):
        await meetings.go_to_item(meeting, item, cast.secretary)
    loose = Said("R001", "add", "二单元的扶手一拉就晃，老人上下楼只好扶墙。")
    await _say(cast, meeting, start + timedelta(minutes=43), loose)
    costs = Said("R035", "add", "物业可以先排查，材料费要从哪里出还得商量。", 60)
    await _say(cast, meeting, start + timedelta(minutes=46), costs)
    with moment(start, minutes=64):
        due = when.day("2026-12-05")
        conclusion = Conclusion(HANDRAILS, "again", "曾绣绷", due, cast.id(PROPERTY))
        await follow_up.conclude(item, conclusion, cast.secretary)


async def _publish(cast: Cast, meeting: str, at: datetime) -> None:
    with moment(at):
        made = await minutes.draft_from(meeting, cast.secretary)
        there = len(await review_queries.attended(meeting))
        await minutes.approve_aloud(made, there, cast.secretary)
        await minutes.sign(made, "recorder", None, cast.actor(SECRETARY))
    with moment(at, minutes=30):
        await minutes.sign(made, "chair", None, cast.actor(CHAIR))
        await minutes.publish(made, cast.actor(CHAIR))
