"""A file system that remembers every write and every sync, and what a loss of power leaves of it.

Of what was written after a file's last sync each piece may be there, not be there, or be there
in part, sector by sector. What was synced is there.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

SECTOR = 512
NAME = "power"


@dataclass(slots=True)
class Disk:
    """Every event in order: (file, offset, bytes), (file, size) for a truncation, (file,): sync."""

    folder: Path
    events: list[tuple[Any, ...]] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = {one.name: one.read_bytes() for one in self.folder.iterdir()}

    def after_power_loss(self, at: int, dice: random.Random) -> dict[str, bytes]:
        """The files as they may be when power goes after `at` events."""
        files = {name: bytearray(text) for name, text in self.before.items()}
        happened = self.events[:at]
        synced = {event[0]: n for n, event in enumerate(happened) if len(event) == 1}
        for n, (name, *what) in enumerate(happened):
            file = files.setdefault(name, bytearray())
            safe = n < synced.get(name, -1)
            if len(what) == 2:
                for start, text in _pieces(what[0], what[1]) if not safe else [tuple(what)]:
                    if safe or dice.random() < 0.5:
                        _write(file, start, text)
            elif what and (safe or dice.random() < 0.5):
                del file[what[0] :]
        return {name: bytes(file) for name, file in files.items()}


def _pieces(start: int, text: bytes) -> list[tuple[int, bytes]]:
    """By sectors of the disk."""
    found = []
    while text:
        length = SECTOR - start % SECTOR
        found.append((start, text[:length]))
        start, text = start + length, text[length:]
    return found


def _write(file: bytearray, start: int, text: bytes) -> None:
    if len(file) < start:
        file.extend(bytes(start - len(file)))
    file[start : start + len(text)] = text


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, inherit: str, name: Any, flags: list[int]) -> None:
        super().__init__(inherit, name, flags)
        self._disk = disk
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._disk.events.append((self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._disk.events.append((self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._disk.events.append((self._name,))


class Recording(apsw.VFS):
    """The system's own file system, with a recorder in front of it."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802 - SQLite's name
        return _File(self._disk, "", name, flags)


class _Rows:
    """What is asked of a cursor."""

    def __init__(self, found: list[Any], changed: int) -> None:
        self._found, self.rowcount = found, changed

    def fetchone(self) -> Any:
        return self._found[0] if self._found else None

    def fetchall(self) -> list[Any]:
        return self._found

    def close(self) -> None:
        """Everything was fetched already."""


class Connection:
    """As much of sqlite3's connection as the application uses, on the recorder."""

    def __init__(self, path: str = "", *, database: str = "", **_: Any) -> None:
        self._inner = apsw.Connection(path or database, vfs=NAME)
        self.row_factory: Any = None

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def execute(self, sql: str, args: Sequence[Any] = ()) -> _Rows:
        cursor = self._inner.execute(sql, [_bound(one) for one in args])
        columns = [] if (shape := _shape(cursor)) is None else shape
        found = [tuple(map(_read, row, columns)) for row in cursor]
        if self.row_factory is not None:
            named = SimpleNamespace(description=columns)
            found = [self.row_factory(named, row) for row in found]
        return _Rows(found, self._inner.changes())

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            self.execute(sql, row)

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self._inner.close()


def _shape(cursor: apsw.Cursor) -> Sequence[tuple[str, str | None]] | None:
    try:
        return cursor.get_description()
    except apsw.ExecutionCompleteError:
        return None  # no rows


def _bound(value: Any) -> Any:
    """As sqlite3 does with the adapters that Piccolo registers."""
    return (
        sqlite3.adapt(value, sqlite3.PrepareProtocol)
        if (type(value), sqlite3.PrepareProtocol) in ADAPTERS
        else value
    )


def _read(value: Any, column: tuple[str, str | None]) -> Any:
    """As sqlite3 does with the converters that Piccolo registers."""
    kind = (column[1] or "").split("(")[0].split(" ")[0].upper()
    convert = CONVERTERS.get(kind)
    return value if value is None or convert is None else convert(str(value).encode())


# What sqlite3 keeps of them has no names for the type checker.
ADAPTERS, CONVERTERS = vars(sqlite3)["adapters"], vars(sqlite3)["converters"]
RECORDED = SimpleNamespace(**{**vars(sqlite3), "connect": Connection})
