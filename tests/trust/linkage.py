"""An attack on secret votes: who chose what, from everything on the disk but the key.

It knows the persons who took part and the numbers of the result. Every order in which persons
stand somewhere (rows, their physical places and transactions, each column, the first copy or the
place in a file where they appear) is laid beside every order in which choices stand somewhere.
Persons and choices side by side in raw bytes, and keys that were left behind, are tried as well.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import asyncpg

from council import db
from council.voting.sealing import envelopes
from tests.trust.secret import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.trust.secret import Disk

Order = tuple[str, ...]
Rows = list[dict[str, Any]]
WORDS = re.compile(rb"yes|abstain|no")
NEAR = 40  # bytes
MARKS = r"idem-[0-9]{6}|nv-[0-9a-f]{32}"  # what names a row in the raw bytes
KEY = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


async def dump() -> dict[str, Rows]:
    """Every row of every table, with its place and its transaction where the database tells."""
    if isinstance(db.engine(), db.SafePostgres):
        names = await db.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        physical = "ctid::text AS _ctid, xmin::text AS _xmin, *"
    else:
        names = await db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        physical = "rowid AS _rowid, *"
    found = {}
    for name in (one["name"] for one in names):
        try:
            rows = await db.rows(f'SELECT {physical} FROM "{name}"')  # noqa: S608 - its own name
        except (sqlite3.OperationalError, asyncpg.UndefinedColumnError):  # WITHOUT ROWID
            rows = await db.rows(f'SELECT * FROM "{name}"')  # noqa: S608 - the same
        found[name] = rows
    return found


@dataclass(slots=True)
class Attacker:
    """One poll; `see` as often as there are copies, then `guesses`."""

    poll: str
    persons: frozenset[str]
    stage: int = 0
    people: dict[str, dict[str, Any]] = field(default_factory=dict)  # order → person → sort key
    votes: dict[str, Order] = field(default_factory=dict)
    beside: dict[str, Counter[str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # what names a row → person or choice
    sealed: dict[str, set[str]] = field(default_factory=dict)  # person → ciphertexts
    keys: set[bytes] = field(default_factory=set)
    numbers: dict[int, str] = field(default_factory=dict)

    def see(self, rows: Mapping[str, Rows], disk: Disk, log: Iterable[str] = ()) -> None:
        """One copy of everything."""
        self.stage += 1
        for one in rows["elector"]:
            if one["poll"] == self.poll:
                self.numbers[one["elector_no"]] = one["person"]
        for name, held in rows.items():
            self._table(name, [one for one in held if one.get("poll", self.poll) == self.poll])
        files = {**disk.files, "log": "\n".join(log).encode()}
        for name, raw in files.items():
            self._bytes(name, raw)

    def _table(self, name: str, rows: Rows) -> None:
        if not rows:
            return
        owners = [self._owner(one) for one in rows]
        for column in rows[0]:
            keys = [_key(column, one[column]) for one in rows]
            for owner, key, one in zip(owners, keys, rows, strict=True):
                if owner:
                    self._appears(f"{name}.{column}", owner, key)
                    self._appears(f"{name} by copy", owner, self.stage, again=False)
                    self._remember(one, owner)
        self._choices(name, rows)

    def _owner(self, row: dict[str, Any]) -> str:
        """The person whose row it is, or nobody."""
        if "elector_no" in row:
            return self.numbers.get(row["elector_no"], "")
        return next((row[one] for one in ("person", "id") if row.get(one) in self.persons), "")

    def _remember(self, row: dict[str, Any], owner: str) -> None:
        if "idem" in row:
            self.marks[row["idem"][:11]] = owner
        if row.get("ct"):
            self.sealed.setdefault(owner, set()).add(row["ct"])

    def _choices(self, name: str, rows: Rows) -> None:
        for column in rows[0]:
            values = [one[column] for one in rows]
            if len(rows) <= len(self.persons) and {*values} <= {*CHOICES}:
                for by in rows[0]:
                    order = sorted((_sortable(_key(by, one[by])), n) for n, one in enumerate(rows))
                    self.votes[f"{name}.{column} by {by}"] = tuple(
                        rows[n][column] for _, n in order
                    )
                for one in rows:
                    self.marks |= {
                        v: f"={one[column]}" for v in one.values() if str(v).startswith("nv-")
                    }

    def _appears(self, order: str, person: str, key: Any, *, again: bool = True) -> None:
        held = self.people.setdefault(order, {})
        if again or person not in held:
            held[person] = key

    def _bytes(self, name: str, raw: bytes) -> None:
        """Where persons and rows stand in a file, and what stands beside them."""
        if name.startswith("data/"):  # elsewhere the key itself is sought by test_retention.py
            self.keys |= {bytes.fromhex(one.decode()) for one in KEY.findall(raw)}
        ballots: list[str] = []
        for found in self._names().finditer(raw):
            text = found[0].decode()
            owner = self.marks.get(text, text)
            if owner.startswith("="):
                ballots.append(text)
            elif owner in self.persons:
                self._appears(f"place in {_kind(name)}", owner, (self.stage, name, found.start()))
                self._appears(
                    f"first in {_kind(name)}",
                    owner,
                    (self.stage, name, found.start()),
                    again=False,
                )
                near = raw[max(0, found.start() - NEAR) : found.end() + NEAR]
                self.beside.setdefault(owner, Counter()).update(
                    one.decode() for one in WORDS.findall(near)
                )
        order = tuple(self.marks[one][1:] for one in dict.fromkeys(ballots))
        self.votes[f"first in {_kind(name)}"] = max(
            order, self.votes.get(f"first in {_kind(name)}", ()), key=len
        )

    def _names(self) -> re.Pattern[bytes]:
        """Most ids share their ending: so it is quick."""
        ending = Counter(one[4:] for one in self.persons).most_common(1)[0][0]
        others = [re.escape(one) for one in sorted(self.persons) if one[4:] != ending]
        return re.compile("|".join([MARKS, f"r[0-9]{{3}}{ending}", *others]).encode())

    def guesses(self, public: str) -> Iterable[tuple[str, dict[str, str]]]:
        """A name and, for each person, a choice."""
        for name, keyed in self.people.items():
            if keyed.keys() != self.persons:
                continue
            order = [one for _, one in sorted((_sortable(key), one) for one, key in keyed.items())]
            for other, choices in self.votes.items():
                if len(choices) == len(order):
                    yield f"{name} | {other}", dict(zip(order, choices, strict=True))
                    yield f"{name} | -{other}", dict(zip(order, choices[::-1], strict=True))
        yield (
            "side by side",
            {one: seen.most_common(1)[0][0] for one, seen in self.beside.items() if seen},
        )
        for key in self.keys:
            if envelopes.public_of(key) == public:
                yield (
                    "a key that was left",
                    {
                        person: envelopes.opened(key, self.poll, ct)
                        for person, held in self.sealed.items()
                        for ct in sorted(held)
                    },
                )


def _kind(name: str) -> str:
    """Files of one kind share an order: a table's or a log's segments have changing names."""
    if name.startswith("base/"):
        return "base"
    parts = name.split("/")
    return parts[0] if name.startswith("pg_") else parts[-1]


def _key(column: str, value: Any) -> Any:
    if column == "_ctid":
        return tuple(int(one) for one in value.strip("()").split(","))
    return int(value) if column == "_xmin" else value


def _sortable(key: Any) -> tuple[str, Any]:
    return (type(key).__name__, key) if key is not None else ("", 0)


@dataclass(slots=True)
class Score:
    """Right guesses of each strategy, summed over polls; a strategy that has no guess has 0."""

    polls: int = 0
    constant: int = 0
    right: Counter[str] = field(default_factory=Counter)
    blindly: float = 0.0  # right guesses of an order by chance, summed, and their variance
    variance: float = 0.0

    def add(self, attacker: Attacker, truth: Mapping[str, str], public: str) -> None:
        counts = Counter(truth.values())
        self.polls += 1
        self.constant += max(counts.values())
        self.blindly += _blind(counts)
        self.variance += _variance(counts)
        for name, guess in attacker.guesses(public):
            right = sum(guess.get(person) == choice for person, choice in truth.items())
            self.right[name] += right

    @property
    def best(self) -> tuple[str, float]:
        ((name, right),) = self.right.most_common(1)
        return name, right / self.polls

    @property
    def mean_constant(self) -> float:
        return self.constant / self.polls

    @property
    def blind(self) -> float:
        return self.blindly / self.polls

    def margin(self, sigmas: float) -> float:
        """Chance alone, for the mean over the polls."""
        return float(sigmas * self.variance**0.5 / self.polls)


def _blind(counts: Counter[str]) -> float:
    return sum(one * one for one in counts.values()) / counts.total()


def _variance(counts: Counter[str]) -> float:
    """Of the right guesses of an order by chance that keeps the numbers of the result."""
    n = counts.total()
    mean = _blind(counts)
    pairs = (x * (x - 1) if p == q else x * y for p, x in counts.items() for q, y in counts.items())
    return mean + sum(one * one for one in pairs) / (n * (n - 1)) - mean * mean


def with_the_key(disk: Disk, poll: str, box: Iterable[str]) -> Counter[str]:
    """How many electors' rows with their ciphertext still stand in each kind of file.

    Whoever has the key as well knows what those chose. SQLite writes poll, number and ciphertext
    one after the other; PostgreSQL aligns them and writes lengths before.
    """
    known, found = {one[:NEAR].encode() for one in box}, set[tuple[str, bytes]]()
    for name, raw in disk.files.items():
        for at in re.finditer(re.escape(poll.encode()), raw):
            for gap in range(13):
                ct = raw[at.end() + gap : at.end() + gap + NEAR]
                if ct in known:
                    found.add((_kind(name), ct))
    return Counter(kind for kind, _ in found)
