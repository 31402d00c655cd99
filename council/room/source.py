"""What the hub pushes for a meeting: snapshots and pieces, rendered once per audience."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from council import db
from council.clock import now
from council.i18n import speaking
from council.live import topics
from council.live.showing import PAUSE, State
from council.meetings.queries import meeting_for
from council.room import audiences
from council.room.assemble import assemble
from council.room.audiences import NOBODYS, Audience, Looking, Phones
from council.room.blank import mark
from council.room.door import door, left_of_period, period
from council.room.entrance import may_stay
from council.room.pieces import SCREENS, Piece
from council.voting.casting.own_queries import Mine, mine
from council.web import render

if TYPE_CHECKING:
    from collections.abc import Hashable

    from council.identity.viewer import Viewer
    from council.room.blank import Blank
    from council.room.snapshot import Door, Room
    from council.settings import Settings

MOST_KEPT = 64  # meetings whose newest state is remembered
MOST_WARM = 8  # that are made ready at the start
SLOWLY = 1.0  # seconds between two pushes of the turnout of a secret vote
RECEIPT = mark()
MOST_KNOWN = 10_000  # meetings whose community is remembered

_IN_SESSION = "SELECT id FROM meeting WHERE state = 'open' ORDER BY opened_at DESC LIMIT {}"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting at one number, in every language; who is where is the same in all."""

    rooms: dict[str, Room]
    door: Door
    period: int  # of the door's code
    phones: Phones
    rendered: dict[tuple[Any, ...], str] = field(default_factory=dict)
    pages: dict[Hashable, Blank] = field(default_factory=dict)

    @property
    def room(self) -> Room:
        return self.rooms["zh"]


class RoomSource:
    """Loads a meeting once per number; pages and pushes draw from the same state."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, State] = {}
        self._loading: dict[str, asyncio.Lock] = {}
        self._owners: dict[str, str] = {}

    async def warm(self) -> None:
        """After a restart a whole hall comes back at once: what it will ask for is ready then."""
        for one in await db.rows(_IN_SESSION, MOST_WARM):
            try:
                state = await self.load(topics.room(one["id"]))
                for by_language in state.value.phones.values():
                    for audience in by_language.values():
                        self.pieces(state, audience)
            except Exception:  # whoever opens it will see; the others can begin
                log.exception("the room of %s is not ready", one["id"])

    async def load(self, topic: str) -> State:
        """The newest state; a kept one when neither the number nor the door code moved."""
        kept = await self._newest(topic)
        if kept is not None:
            return kept
        async with self._loading.setdefault(topic, asyncio.Lock()):
            return await self._newest(topic) or await self._assemble(topic)

    async def _newest(self, topic: str) -> State | None:
        """What is kept, if it still holds. Others may have loaded it while we waited."""
        kept = self._kept.get(topic)
        if kept is None or kept.value.period != period(now()):
            return None
        return kept if await topics.seq(topic) == kept.seq else None

    async def _assemble(self, topic: str) -> State:
        meeting = topic.removeprefix("room:")
        at = now()
        kept = self._kept.pop(topic, None)
        rooms = await assemble(meeting, kept.value.room if kept else None)
        room = rooms["zh"]
        seen = Seen(
            rooms,
            kept.value.door
            if kept and kept.value.period == period(at)
            # Its QR takes longer than all the rest.
            else await asyncio.to_thread(door, self._settings, meeting, at),
            period(at),
            audiences.phones(room, *((kept.value.room, kept.value.phones) if kept else (None, {}))),
        )
        fresh_for = left_of_period(now()) + 0.05 if room.meeting.state == "open" else None
        self._make_place()
        state = self._kept[topic] = State(room.seq, seen, fresh_for, _pause(room))
        return state

    def _make_place(self) -> None:
        if len(self._kept) >= MOST_KEPT:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._loading.pop(oldest, None)

    async def of(self, viewer: Viewer, meeting: str) -> State:
        """The state of a meeting of the viewer's own community; NotThere for any other."""
        await self.must_be_of(viewer, meeting)
        return await self.load(topics.room(meeting))

    async def must_be_of(self, viewer: Viewer, meeting: str) -> None:
        """A meeting of another community is not there."""
        if self._owners.get(meeting) != viewer.community:
            await meeting_for(viewer, meeting)
            if len(self._owners) >= MOST_KNOWN:
                self._owners.clear()
            self._owners[meeting] = viewer.community  # a meeting never changes its community

    def audience(self, who: Looking, state: State) -> Audience | None:
        """An officer's screen needs the office; the rest follows from the snapshot."""
        seen: Seen = state.value
        if not may_stay(who, seen.room):
            return None
        if who.screen == "room":
            return seen.phones.get(who.person, NOBODYS)[who.language]
        return Audience(who.screen, who.language, elector=False, attendance="none", part="none")

    def pieces(self, state: State, audience: Audience) -> dict[str, str]:
        """All pieces of a screen for an audience; each combination is rendered once."""
        seen: Seen = state.value
        return {piece.id: self.piece(seen, piece, audience) for piece in SCREENS[audience.screen]}

    async def own(self, state: State, audience: Audience, who: Looking) -> dict[str, str]:
        return own_pieces(state, audience, await own_ballot(state, audience, who.person))

    def piece(self, seen: Seen, piece: Piece, audience: Audience) -> str:
        key = _key(piece, audience)
        if key not in seen.rendered:
            seen.rendered[key] = render_piece(seen, piece, audience, mine=None)
        return seen.rendered[key]


def _pause(room: Room) -> float:
    """Of a secret vote the turnout moves once a second: who watches cannot tell who just voted."""
    secret = room.poll and room.poll.state == "open" and room.poll.mode != "named"
    return SLOWLY if secret else PAUSE


async def own_ballot(state: State, audience: Audience, person: str) -> Mine | None:
    """The viewer's own ballot in the poll that is shown; asked only of phones."""
    poll = state.value.room.poll
    if audience.screen != "room" or poll is None:
        return None
    return await mine(poll.id, person)


def own_pieces(state: State, audience: Audience, own: Mine | None) -> dict[str, str]:
    """The pieces that show the viewer's own ballot; none when there is none.

    Rendered once for all who chose alike, with a gap for the receipt.
    """
    if own is None:
        return {}
    seen: Seen = state.value
    receipt, found = str(escape(own.receipt)), {}
    for piece in SCREENS[audience.screen]:
        if piece.personal:
            key = (*_key(piece, audience), *own.look)
            if key not in seen.rendered:
                blank = replace(own, receipt=RECEIPT if own.receipt else "")
                seen.rendered[key] = render_piece(seen, piece, audience, blank)
            found[piece.id] = seen.rendered[key].replace(RECEIPT, receipt)
    return found


def _key(piece: Piece, audience: Audience) -> tuple[Any, ...]:
    facets = (getattr(audience, name) for name in piece.facets)
    return (piece.template, audience.screen, audience.language, *facets)


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
        "recused": audience.recused,
        "moved": audience.moved,
        "hand": audience.hand,
        "place": audience.place,
        "turns": audience.turns,
        "presides": audience.presides,
        "dissented": audience.dissented,
        "holds": audience.holds,
        "teller": audience.teller,
    }
