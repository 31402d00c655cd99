"""The heavy parts of an import: reading a file, comparing it, cutting it into steps. Pure.

They run in a process of their own (`reading_apart`), or in a thread for a small roll.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from council.record.entry import canonical, root_hash
from council.refusal import unreadable
from council.roll import changes, headings, reading, sheets
from council.roll.changes import Known
from council.roll.keys import keys_of
from council.roll.reading import PersonRow, UnitRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from council.roll.changes import Plan
    from council.roll.headings import Found, Table

SHOWN = 200  # lines of a list in the preview; the numbers above it count all
MOST_LEAVING = 1000  # people proposed as moved out, on one page
AT_ONCE = 60  # rows of one piece; whoever writes takes as many at once as time allows


@dataclass(slots=True)
class Understood:
    """The tables of a file, or the headings that nobody explained yet."""

    tables: list[Table]
    unclear: list[Found]
    found: list[Found]


def understand(packed: bytes, mappings: Mapping[str, Mapping[str, str]]) -> Understood:
    """Find the headings of every sheet; `mappings` are by the key of a set of headings.

    Raises roll.no_table when no sheet looks like people or units, and what `sheets` raises.
    """
    read = sheets.read(packed)
    pairs = [(one, found) for one in read if (found := headings.find(one)) is not None]
    if not pairs:
        raise unreadable("roll.no_table")
    result = Understood([], [], [found for _, found in pairs])
    for sheet, found in pairs:
        mapping = mappings.get(found.key) or (dict(found.guess) if found.plainly_ours else None)
        if mapping is None:
            result.unclear.append(found)
        elif mapping:  # a sheet that is not of the roll is mapped to nothing
            result.tables.append(headings.table(sheet, found, mapping))
    return result


def as_question(found: Found) -> dict[str, Any]:
    """What the page of columns shows of one sheet."""
    return {**asdict(found), "key": found.key}


class Roll:
    """The roll as it stands, gathered from the pieces in which it is read."""

    def __init__(self) -> None:
        self.units: dict[str, UnitRow] = {}
        self.people: dict[str, PersonRow] = {}
        self.ids: dict[str, tuple[str, str]] = {}
        self.companies: set[tuple[str, str]] = set()

    def add(self, piece: Mapping[str, Sequence[Any]]) -> None:
        for one in piece.get("units", ()):
            self.units[one["code"]] = UnitRow(**one)
        for one in piece.get("people", ()):
            homes = tuple((code, tie) for code, tie in one["homes"])
            row = {**one, "homes": homes, "row": 0}
            id_, state = row.pop("id"), row.pop("state")
            self.people[one["roll_no"]] = PersonRow(**row)
            self.ids[one["roll_no"]] = (id_, state)
        self.companies |= {(unit, name) for unit, name in piece.get("companies", ())}

    def known(self) -> Known:
        return Known(self.units, self.people, self.ids, frozenset(self.companies))


@dataclass(frozen=True, slots=True)
class Staged:
    """What is kept of a file: rows and findings as JSON, a preview to show, the rows' root."""

    preview: dict[str, Any]
    rows: str
    findings: str
    root: str


def stage(
    tables: Iterable[Table], known: Known, pepper: bytes, today: date, *, complete: bool
) -> Staged:
    """Read the tables and compare them with the roll."""
    found = reading.read(tables, known.units, pepper, today)
    rows = json.dumps(found.plain(), ensure_ascii=False, separators=(",", ":"))
    plan = changes.plan(found, known, complete=complete)
    findings = json.dumps([asdict(one) for one in plan.refused], ensure_ascii=False)
    return Staged(preview(plan), rows, findings, staged_root(rows, pepper))


def staged_root(rows: str, pepper: bytes) -> str:
    """What the second officer confirms: a keyed hash over the staged rows, to the last sign."""
    return hmac.new(pepper, b"roll-rows/v1:" + rows.encode(), hashlib.sha256).hexdigest()


def preview(plan: Plan) -> dict[str, Any]:
    """The first of each list, and all numbers."""
    return {
        "summary": plan.summary(),
        "effective": plan.effective,
        "refused": [asdict(one) for one in plan.refused[:SHOWN]],
        "findings": len(plan.refused),
        "changed_people": [
            {"roll_no": one.row.roll_no, "name": one.row.name, "columns": one.columns}
            for one in plan.changed_people[:SHOWN]
        ],
        "new_people": [
            {"roll_no": one.roll_no, "name": one.name, "phone": one.phone, "homes": one.homes}
            for one in plan.new_people[:SHOWN]
        ],
        "changed_units": [asdict(one) for one in plan.changed_units[:SHOWN]],
        "companies": [asdict(one) for one in plan.new_companies[:SHOWN]],
        "leaving": plan.leaving[:MOST_LEAVING],
        "leaving_total": len(plan.leaving),
    }


def steps(rows: str, known: Known, pepper: bytes) -> Iterator[dict[str, Any]]:
    """The plan again, against the roll of now, cut into pieces; the first one counts them all."""
    plan = changes.plan(reading.from_plain(json.loads(rows)), known)
    yield {
        "summary": plan.summary(),
        "effective": plan.effective,
        "staged": staged_root(rows, pepper),
        "root": _root(plan, pepper),
    }
    lists = {
        "new_units": [asdict(one) for one in plan.new_units],
        "changed_units": [asdict(one) for one in plan.changed_units],
        "new_people": _with_keys(plan, known),
        "changed_people": [
            {**asdict(one.row), "columns": one.columns, "id": known.ids[one.row.roll_no][0]}
            for one in plan.changed_people
        ],
        "new_companies": [asdict(one) for one in plan.new_companies],
    }
    for name, rows_of in lists.items():
        for start in range(0, len(rows_of), AT_ONCE):
            yield {"name": name, "rows": rows_of[start : start + AT_ONCE]}


def _with_keys(plan: Plan, known: Known) -> list[dict[str, Any]]:
    """New people with what they are found by, so that whoever writes need not work it out."""
    units = {**known.units, **{one.code: one for one in (*plan.new_units, *plan.changed_units)}}
    found = []
    for one in plan.new_people:
        homes = [units[code] for code, _ in one.homes]
        rooms = tuple((unit.building, unit.entrance, unit.room) for unit in homes)
        keys = keys_of(one.name, "", one.roll_no, one.phone, one.id_last4, rooms)
        found.append({**asdict(one), "keys": sorted(keys)})
    return found


def _root(plan: Plan, pepper: bytes) -> str:
    """The tree over keyed hashes of the rows: a plain hash of a birth date would tell it."""
    rows: list[Any] = [*plan.new_units, *plan.changed_units, *plan.new_people]
    rows += [one.row for one in plan.changed_people] + list(plan.new_companies)
    leaves = [
        hmac.new(pepper, canonical(asdict(row)).encode(), hashlib.sha256).digest() for row in rows
    ]
    return root_hash(leaves).hex()
