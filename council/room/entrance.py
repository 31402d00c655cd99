"""Who may open which screen of a meeting; to others it does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.meetings import queries
from council.room.pieces import SCREENS

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.room.audiences import Looking
    from council.room.snapshot import Room

OFFICERS_ONLY = frozenset({"table", "chair", "screen"})
# Who looks over the community's business may look into every meeting (RES-11), as may officers.
OVERSEERS = ("supervisor", "auditor", "observer", "street_office")


def oversees(viewer: Viewer) -> bool:
    return viewer.officer or viewer.holds(*OVERSEERS)


async def may_enter(viewer: Viewer, meeting: str, screen: str) -> bool:
    """Asked at every page, catch-up and socket; pushes ask the snapshot again."""
    if screen not in SCREENS:
        return False
    if screen == "door" and not viewer.officer:
        return viewer.person in await queries.doorkeepers(meeting)
    if screen == "watch" and not oversees(viewer):
        seat = await queries.seat_of(meeting, viewer.person)
        return seat is not None and seat["part"] == "observer"
    return screen not in OFFICERS_ONLY or viewer.officer


def may_stay(who: Looking, room: Room) -> bool:
    """The same as `may_enter`, of what the snapshot knows: asked at every push."""
    if who.screen == "door" and not who.officer:
        return who.person in room.doorkeepers
    if who.screen == "watch" and not who.oversees:
        return any(seat.person == who.person and seat.part == "observer" for seat in room.seats)
    return who.screen not in OFFICERS_ONLY or who.officer
