"""The floor (发言): who speaks next, how often, how long, and when it is time to vote.

MTG-2 to MTG-6 and MTG-8 as pure functions; moments are arguments. The clock never stops anybody:
it shows, and the chair decides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORDER = "order"  # 秩序问题: a point of order goes before everything, and takes no turn
ON_MOTION = ("yes", "no")  # MTG-4
WITHOUT_MOTION = ("add", "ask")  # 补充, 提问: where no motion stands there is no side
SIDES = (*ON_MOTION, *WITHOUT_MOTION, ORDER)
OPPOSITE = {"yes": "no", "no": "yes"}
WAITING, SPEAKING, INTERRUPTED = "waiting", "speaking", "interrupted"
UP = (WAITING, SPEAKING, INTERRUPTED)  # a hand in one of these states is one's only one
WARNING = 30  # seconds before the end of a turn
EXTENSION = 30  # seconds
DEPARTURES = ("answer", "relevant", "frail", "other")
REASONS = ("topic", "time", "interrupt", "personal", "address")  # MTG-6
NO_LIMIT = -1
# Where people without a vote may speak (RES-4, RES-11; of the others the charter says it).
OBSERVERS_SPEAK = frozenset({"council", "res_rep", "consult"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One hand, from raised to ended; `motion` is empty where none stands."""

    id: str
    person: str
    motion: str
    side: str
    state: str
    raised_at: datetime
    seconds: int
    began_at: datetime | None = None
    running_since: datetime | None = None
    used_ms: int = 0
    ended_at: datetime | None = None
    side_before: str = ""
    departs: str = ""
    line: int | None = None
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A motion of the current item, as far as the debate goes; `no` is 3, 3-A, 3-A-1."""

    id: str
    no: str
    moved_at: datetime
    closed: bool = False  # the debate on it


def debated(motions: Iterable[Pending]) -> Pending | None:
    """MTG-7: one motion at a time, the first one; before it its amendments, the deepest first."""
    left = sorted(motions, key=lambda one: one.moved_at)
    if not left:
        return None
    main = min(left, key=lambda one: one.no.count("-")).no.split("-")[0]
    of_it = [one for one in left if one.no.split("-")[0] == main]
    return min(of_it, key=lambda one: (-one.no.count("-"), one.moved_at))


def sides(motion: Pending | None) -> tuple[str, ...]:
    """MTG-4: what a hand may say of itself; on a motion it says for or against."""
    return (*(ON_MOTION if motion else WITHOUT_MOTION), ORDER)


def spoken(turns: Iterable[Turn], motion: str) -> Counter[str]:
    """Person → how often they had the floor on this motion; points of order do not count."""
    return Counter(
        one.person for one in turns if one.began_at and one.motion == motion and one.side != ORDER
    )


def last_side(turns: Iterable[Turn], motion: str) -> str:
    """The side of whoever had the floor last on this motion."""
    had = [one for one in turns if one.began_at and one.motion == motion and one.side != ORDER]
    return max(had, key=lambda one: one.began_at or one.raised_at).side if had else ""


def queue(turns: Sequence[Turn], motion: str) -> list[Turn]:
    """MTG-3: points of order; then who has spoken least, the other side, the first hand."""
    times, last = spoken(turns, motion), last_side(turns, motion)
    turned = OPPOSITE.get(last, "")

    def key(one: Turn) -> tuple[bool, int, bool, datetime]:
        if one.side == ORDER:
            return False, 0, False, one.raised_at
        return True, times[one.person], bool(turned) and one.side != turned, one.raised_at

    waiting = [one for one in turns if one.state == WAITING]
    return sorted((one for one in waiting if one.side == ORDER or one.motion == motion), key=key)


def turns_left(times: Mapping[str, int], person: str, each: int, motion: str) -> int:
    """MTG-5: so often they may still speak on this motion; without a motion there is no limit."""
    return max(each - times.get(person, 0), 0) if motion else NO_LIMIT


def used(turn: Turn, at: datetime) -> int:
    """Milliseconds spoken until `at`; what the clock did not run does not count."""
    running = at - turn.running_since if turn.running_since else timedelta(0)
    return turn.used_ms + max(running // timedelta(milliseconds=1), 0)


def ends_at(turn: Turn) -> datetime | None:
    """When the time is up if the clock runs on; None while it stands."""
    if turn.running_since is None:
        return None
    return turn.running_since + timedelta(seconds=turn.seconds, milliseconds=-turn.used_ms)


def left_ms(turn: Turn, at: datetime) -> int:
    """Below zero when somebody speaks longer than allowed."""
    return turn.seconds * 1000 - used(turn, at)


def may_speak(kind: str, part: str) -> bool:
    """Who is called as member; observers where this kind of meeting lets them."""
    return part == "member" or (part == "observer" and kind in OBSERVERS_SPEAK)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a rule needs to know of the meeting at this moment.

    `shut` is empty, or why nobody may speak now: `floor.no_item`, `floor.voting`, `floor.break`.
    """

    kind: str
    presiding: str
    turns: tuple[Turn, ...]
    motion: Pending | None
    turns_each: int
    shut: str = ""

    @property
    def on(self) -> str:
        """The id of the motion under debate, or empty."""
        return self.motion.id if self.motion else ""

    @property
    def speaker(self) -> Turn | None:
        return next((one for one in self.turns if one.state == SPEAKING), None)

    @property
    def interrupted(self) -> Turn | None:
        return next((one for one in self.turns if one.state == INTERRUPTED), None)

    @property
    def queue(self) -> list[Turn]:
        return queue(self.turns, self.on)

    def hand_of(self, person: str) -> Turn | None:
        """The one hand that somebody has up."""
        return next((one for one in self.turns if one.person == person and one.state in UP), None)


def shut(*, item: bool, voting: bool, at_break: bool) -> str:
    """Why nobody may speak now, or empty: no item, a vote that runs or waits for its result."""
    if not item:
        return "floor.no_item"
    if voting:
        return "floor.voting"
    return "floor.break" if at_break else ""


def must_be_open(floor: Floor) -> None:
    if floor.shut:
        raise Refused(floor.shut)


def may_raise(floor: Floor, person: str, side: str, part: str, status: str) -> None:
    """Present, of a part that may speak, with a side that fits, and with a turn left."""
    must_be_open(floor)
    if not may_speak(floor.kind, part):
        raise NotThere
    if status != "present":
        raise Refused("floor.not_present")
    if side not in sides(floor.motion):
        raise unreadable("floor.side")
    if side == ORDER:
        return
    if person == floor.presiding and side in ON_MOTION:
        raise Refused("floor.chair_neutral")
    if floor.motion and floor.motion.closed:
        raise Refused("floor.debate_closed")
    if turns_left(spoken(floor.turns, floor.on), person, floor.turns_each, floor.on) == 0:
        raise Refused("floor.no_turns", each=floor.turns_each)


def may_give(floor: Floor, turn: Turn, departs: str) -> None:
    """One speaker at a time; out of the order only with a reason. A point of order interrupts."""
    must_be_open(floor)
    waiting = floor.queue
    if turn.id not in {one.id for one in waiting}:
        raise Refused("floor.not_waiting")
    speaker = floor.speaker
    if speaker and (turn.side != ORDER or speaker.side == ORDER):
        raise Refused("floor.somebody_speaks")
    if floor.interrupted and turn.side != ORDER:
        raise Refused("floor.interrupted_first")
    if waiting[0].id != turn.id and departs not in DEPARTURES:
        raise unreadable("floor.why_not_in_order")


def may_hand_over(floor: Floor, to: str, part: str, status: str) -> None:
    """MTG-2: to somebody present who does not take part in this debate themselves."""
    must_be_open(floor)
    if floor.motion is None:
        raise Refused("floor.no_motion")
    if part != "member" or status != "present" or to == floor.presiding:
        raise Refused("floor.successor")
    if floor.hand_of(to) or spoken(floor.turns, floor.on)[to]:
        raise Refused("floor.successor_debates")


def may_vote(floor: Floor) -> None:
    """MTG-8: when nobody wants to speak any more, or the debate was closed."""
    if floor.motion and floor.motion.closed:
        return
    if floor.speaker or floor.interrupted:
        raise Refused("floor.still_speaking")
    if floor.queue:
        raise Refused("floor.still_waiting", number=len(floor.queue))
