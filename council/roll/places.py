"""Which unit an address means: by building, entrance and room, however they are written. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from council.roll import cells

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unit(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def building(self) -> str: ...
    @property
    def entrance(self) -> str: ...
    @property
    def room(self) -> str: ...


class Places:
    """The units on the roll and those of the file, found by their parts."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._codes: set[str] = set()
        self._exact: dict[tuple[str, str, str], str] = {}
        self._loose: dict[tuple[str, str], set[str]] = {}
        for one in units:
            self.add(one)

    def add(self, unit: Unit) -> None:
        key = cells.place_of(unit.building, unit.entrance, unit.room)
        self._codes.add(unit.code)
        self._exact.setdefault(key, unit.code)
        self._loose.setdefault((key[0], key[2]), set()).add(unit.code)

    def knows(self, code: str) -> bool:
        return code in self._codes

    def code(self, building: str, entrance: str, room: str) -> str | None:
        """The unit's number; without an entrance only when one room of the house fits."""
        key = cells.place_of(building, entrance, room)
        if key in self._exact:
            return self._exact[key]
        fitting = self._loose.get((key[0], key[2]), set()) if not key[1] else set()
        return next(iter(fitting)) if len(fitting) == 1 else None

    @staticmethod
    def new_code(building: str, entrance: str, room: str) -> str:
        """3幢1单元502室 → 3-1-502."""
        return "-".join(part for part in cells.place_of(building, entrance, room) if part)[:30]
