"""The floor as the screens show it, and what it means for one phone; plain values, pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from council.meetings import floor as rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from council.meetings.floor import Floor, Turn
    from council.room.snapshot import SeatView

FARTHEST = 10  # in the queue; who waits farther behind is told "at least"
MOST_TURNS = 3  # that are told apart


@dataclass(frozen=True, slots=True)
class TurnView:
    """One hand, waiting or speaking. `ends_at` while the clock runs, else `left` says how long."""

    id: str
    person: str
    name: str
    sector: str
    side: str  # yes | no | add | ask | order
    seconds: int
    ends_at: datetime | None = None
    left: int = 0  # seconds, below zero when over time
    departs: str = ""  # answer | relevant | frail | other: why before others
    reminder: str = ""  # topic | time | interrupt | personal | address


@dataclass(frozen=True, slots=True)
class FloorView:
    """Who speaks, who waits in which order, and whether anybody may."""

    shut: str = "floor.no_item"  # or floor.voting, floor.break, empty
    motion: str = ""
    motion_no: str = ""
    closed: bool = False  # the debate on it
    seconds: int = 120
    each: int = 2
    observers: bool = False  # may speak, too
    presiding: str = ""
    presiding_name: str = ""
    handed_over: bool = False
    speaker: TurnView | None = None
    interrupted: TurnView | None = None
    waiting: tuple[TurnView, ...] = ()
    times: Mapping[str, int] = field(default_factory=dict)  # person → turns taken on the motion

    @property
    def sides(self) -> tuple[str, ...]:
        """What a hand may say now, points of order aside."""
        return rules.ON_MOTION if self.motion else rules.WITHOUT_MOTION

    @property
    def busy(self) -> bool:
        """MTG-8: somebody speaks or wants to, and the debate was not closed."""
        return not self.closed and bool(self.speaker or self.interrupted or self.waiting)

    @property
    def next(self) -> TurnView | None:
        """Who may be asked to speak now: after the speaker, or for a point of order at once."""
        first = self.waiting[0] if self.waiting else None
        if first is None or self.shut:
            return None
        if first.side == rules.ORDER:
            return None if self.speaker and self.speaker.side == rules.ORDER else first
        return None if self.speaker or self.interrupted else first


class Standing(NamedTuple):
    """What the floor means for one phone: few values, so that many phones share their bytes."""

    hand: str  # no (may not speak) | none | waiting | speaking | held (by a point of order)
    place: int  # in the queue, from 1; 0: not in it
    turns: int  # left on this motion; NO_LIMIT without one
    presides: bool


NOBODY = Standing("no", 0, rules.NO_LIMIT, presides=False)


def view(
    held: Floor,
    meeting: Mapping[str, object],
    seats: Sequence[SeatView],
    local: Callable[[datetime], datetime],
    reminder: str,
) -> FloorView:
    """From the rules' own values; `local` puts a moment on the community's clock."""
    known = {seat.person: seat for seat in seats}

    def shown(turn: Turn, told: str = "") -> TurnView:
        ends, seat = rules.ends_at(turn), known[turn.person]
        return TurnView(
            id=turn.id,
            person=turn.person,
            name=seat.name,
            sector=seat.sector,
            side=turn.side,
            seconds=turn.seconds,
            ends_at=local(ends) if ends else None,
            left=-((turn.used_ms - turn.seconds * 1000) // 1000),
            departs=turn.departs,
            reminder=told,
        )

    return FloorView(
        shut=held.shut,
        motion=held.on,
        motion_no=held.motion.no if held.motion else "",
        closed=held.motion.closed if held.motion else False,
        seconds=int(str(meeting["turn_seconds"])),
        each=held.turns_each,
        observers=held.kind in rules.OBSERVERS_SPEAK,
        presiding=held.presiding,
        presiding_name=known[held.presiding].name if held.presiding in known else "",
        handed_over=meeting["presiding"] is not None,
        speaker=shown(held.speaker, reminder) if held.speaker else None,
        interrupted=shown(held.interrupted) if held.interrupted else None,
        waiting=tuple(shown(turn) for turn in held.queue),
        times=rules.spoken(held.turns, held.on),
    )


def standing(floor: FloorView, seat: SeatView) -> Standing:
    """Of one called person."""
    presides = seat.person == floor.presiding
    may = seat.part == "member" or (seat.part == "observer" and floor.observers)
    if not may or seat.status != "present":
        return Standing("no", 0, rules.NO_LIMIT, presides)
    turns = rules.turns_left(floor.times, seat.person, floor.each, floor.motion)
    place = _place(floor, seat.person)
    return Standing(_hand(floor, seat.person, place), place, min(turns, MOST_TURNS), presides)


def _hand(floor: FloorView, person: str, place: int) -> str:
    if floor.speaker and floor.speaker.person == person:
        return "speaking"
    if floor.interrupted and floor.interrupted.person == person:
        return "held"
    return "waiting" if place else "none"


def _place(floor: FloorView, person: str) -> int:
    found = (at for at, one in enumerate(floor.waiting, 1) if one.person == person)
    return min(next(found, 0), FARTHEST)
