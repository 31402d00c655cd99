"""Which open pages share their bytes, and what of a person decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from council.i18n import LANGUAGES
from council.room.floor_view import NOBODY, standing
from council.room.follow_up_view import dissented

if TYPE_CHECKING:
    from council.room.snapshot import Room


@dataclass(frozen=True, slots=True)
class Looking:
    """One open page: who, which screen, which language."""

    person: str
    screen: str
    language: str
    officer: bool
    oversees: bool = False


class Audience(NamedTuple):
    """Pages that share their bytes. A tuple: a push compares one for every phone."""

    screen: str
    language: str
    elector: bool
    attendance: str
    part: str
    recused: bool = False
    moved: str = ""
    hand: str = NOBODY.hand
    place: int = NOBODY.place
    turns: int = NOBODY.turns
    presides: bool = NOBODY.presides
    dissented: str = ""
    holds: bool = False
    teller: str = ""


Phones = dict[str, dict[str, Audience]]  # who is seated → by language


def _by_language(*facets: Any) -> dict[str, Audience]:
    """The facets of a phone in the order of Audience."""
    return {one: Audience("room", one, *facets) for one in LANGUAGES}


def phones(room: Room, before: Room | None, known: Phones) -> Phones:
    """Who is seated → the audience of their phone; equal ones are one object.

    `known`: what it was for the room as it was before.
    """
    if before and _decides(before) == _decides(room):
        return known
    shared: dict[tuple[Any, ...], dict[str, Audience]] = {}
    _, _, _, recused, moved, _, said, telling = _decides(room)
    found: dict[str, dict[str, Audience]] = {}
    for seat in room.seats:
        person = seat.person
        place = (
            person in room.electors,
            seat.status,
            seat.part,
            person in recused,
            moved.get(person, ""),
            *standing(room.floor, seat),
            said.get(person, ""),
            person in room.holders,
            telling.get(person, ""),
        )
        if place not in shared:
            shared[place] = _by_language(*place)
        found[person] = shared[place]
    return found


def _decides(room: Room) -> tuple[Any, ...]:
    """All that the audiences follow from; what did not change is the same object."""
    recused = room.current.recused if room.current else {}
    telling = {one.person: one.stands for one in room.tellers}
    return (
        id(room.seats),
        room.electors,
        room.holders,
        recused,
        _moved(room),
        room.floor,
        dissented(room),
        telling,
    )


def _moved(room: Room) -> dict[str, str]:
    """Person → the number of the motion of theirs that is on the floor now."""
    motions = room.current.motions if room.current else ()
    return {one.mover_id: one.no for one in motions if one.state in {"offered", "moved"}}


NOBODYS = _by_language(False, "none", "none")
