"""What the hub pushes for a meeting: snapshots and pieces, rendered once per audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.clock import now
from council.i18n import LANGUAGES, speaking
from council.live import topics
from council.live.hub import State
from council.room.assemble import assemble
from council.room.door import door, left_of_period
from council.room.pieces import SCREENS, Piece
from council.web import render

if TYPE_CHECKING:
    from council.room.snapshot import Door, Room
    from council.settings import Settings

OFFICERS_ONLY = frozenset({"table", "chair", "screen"})
MOST_KEPT = 64  # meetings whose newest state is remembered


@dataclass(frozen=True, slots=True)
class Looking:
    """One open page: who, which screen, which language."""

    person: str
    screen: str
    language: str
    officer: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """Pages that share their bytes."""

    screen: str
    language: str
    elector: bool
    attendance: str
    part: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting at one number, in every language; who is where is the same in all."""

    rooms: dict[str, Room]
    door: Door
    seats: dict[str, tuple[str, str]]
    rendered: dict[tuple[Any, ...], str]

    @property
    def room(self) -> Room:
        return self.rooms["zh"]


class RoomSource:
    """Loads a meeting once per number; pages and pushes draw from the same state."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, State] = {}

    async def load(self, topic: str) -> State:
        """The newest state; a kept one when neither the number nor the door code moved."""
        meeting = topic.removeprefix("room:")
        code = door(self._settings, meeting, now())
        kept = self._kept.get(topic)
        same_door = kept is not None and kept.value.door.code == code.code
        if kept is not None and same_door and await topics.seq(topic) == kept.seq:
            return kept
        rooms = {}
        for language in LANGUAGES:
            with speaking(language):
                rooms[language] = await assemble(meeting)
        seats = {seat.person: (seat.status, seat.part) for seat in rooms["zh"].seats}
        seq = min(room.seq for room in rooms.values())
        open_door = rooms["zh"].meeting.state == "open"
        fresh_for = left_of_period(now()) + 0.05 if open_door else None
        state = State(seq, Seen(rooms, code, seats, {}), fresh_for)
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[topic] = state
        return state

    def audience(self, who: Looking, state: State) -> Audience | None:
        """An officer's screen needs the office; the rest follows from the snapshot."""
        if who.screen in OFFICERS_ONLY and not who.officer:
            return None
        seen: Seen = state.value
        status, part = seen.seats.get(who.person, ("none", "none"))
        if who.screen != "room":
            return Audience(who.screen, who.language, elector=False, attendance="none", part="none")
        elector = who.person in seen.room.electors
        return Audience(who.screen, who.language, elector, status, part)

    def pieces(self, state: State, audience: Audience) -> dict[str, str]:
        """All pieces of a screen for an audience; each combination is rendered once."""
        seen: Seen = state.value
        return {piece.id: self.piece(seen, piece, audience) for piece in SCREENS[audience.screen]}

    def piece(self, seen: Seen, piece: Piece, audience: Audience) -> str:
        facets = tuple(getattr(audience, name) for name in piece.facets)
        key = (piece.template, audience.screen, audience.language, *facets)
        if key not in seen.rendered:
            seen.rendered[key] = render_piece(seen, piece, audience, mine=None)
        return seen.rendered[key]


def render_piece(seen: Seen, piece: Piece, audience: Audience, mine: Any) -> str:
    """One piece as text; `mine` is given only to the one whose ballot it is."""
    with speaking(audience.language):
        return render.piece(piece.template, **context(seen, audience), csrf="", mine=mine)


def context(seen: Seen, audience: Audience) -> dict[str, Any]:
    """What a piece, or a page made of pieces, may read."""
    return {
        "room": seen.rooms[audience.language],
        "screen": audience.screen,
        "door": seen.door,
        "elector": audience.elector,
        "attendance": audience.attendance,
        "part": audience.part,
    }
