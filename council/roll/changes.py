"""What an import would change: the rows of the file against what is on the roll now. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from council.roll.matching import numbered
from council.roll.reading import CompanyRow, Finding, PersonRow, Reading, UnitRow

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Known:
    """The roll as it stands: units and people by their numbers, in the form of the rows.

    `ids` are (id, state) of the people by their numbers, `companies` (unit code, name).
    """

    units: Mapping[str, UnitRow]
    people: Mapping[str, PersonRow]
    ids: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    companies: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person who differs: what will be stored, and the headings of what is new."""

    row: PersonRow
    columns: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What applying will do; `refused` rows stay out."""

    new_units: list[UnitRow] = field(default_factory=list)
    changed_units: list[UnitRow] = field(default_factory=list)
    same_units: int = 0
    new_people: list[PersonRow] = field(default_factory=list)
    changed_people: list[PersonChange] = field(default_factory=list)
    same_people: int = 0
    refused: list[Finding] = field(default_factory=list)
    new_companies: list[CompanyRow] = field(default_factory=list)
    leaving: list[dict[str, Any]] = field(default_factory=list)

    @property
    def effective(self) -> int:
        """Rows that will be written."""
        return (
            len(self.new_units)
            + len(self.changed_units)
            + len(self.new_people)
            + len(self.changed_people)
            + len(self.new_companies)
        )

    def summary(self) -> dict[str, int]:
        """Numbers only, as the record and the page keep them."""
        return {
            "new_units": len(self.new_units),
            "changed_units": len(self.changed_units),
            "same_units": self.same_units,
            "new_people": len(self.new_people),
            "changed_people": len(self.changed_people),
            "same_people": self.same_people,
            "new_companies": len(self.new_companies),
            "refused": len(self.refused_rows),
        }

    @property
    def refused_rows(self) -> set[tuple[str, int]]:
        """Rows, not findings: one row may have several."""
        return {(one.sheet, one.row) for one in self.refused}


HEADINGS = {
    "name": "姓名",
    "gender": "性别",
    "birth_date": "出生日期",
    "hukou": "户籍",
    "phone": "电话",
    "id_hash": "身份证号",
    "elder": "长辈版",
    "homes": "住址编号",
    "household": "户号",
}


def plan(reading: Reading, known: Known, *, complete: bool = False) -> Plan:
    """Sort every good row: new, changed or the same.

    `complete`: the file claims to be the whole roll, so who is missing in it may have moved out.
    """
    found = Plan(refused=list(reading.refused))
    for unit in reading.units:
        before = known.units.get(unit.code)
        if before is None:
            found.new_units.append(unit)
        elif before == _merged_unit(unit, before):
            found.same_units += 1
        else:
            found.changed_units.append(_merged_unit(unit, before))
    holders = {one.id_hash: no for no, one in known.people.items() if one.id_hash}
    people, unclear = numbered(reading.people, known.people)
    found.refused += unclear
    for person in people:
        _sort_person(found, person, known, holders)
    found.new_companies = [
        one for one in reading.companies if (one.unit, one.name) not in known.companies
    ]
    if complete:
        found.leaving = _leaving({one.roll_no for one in people}, known)
    return found


def _merged_unit(unit: UnitRow, before: UnitRow) -> UnitRow:
    """An empty source leaves the old one."""
    return replace(unit, area_source=unit.area_source or before.area_source)


def _leaving(named: set[str], known: Known) -> list[dict[str, Any]]:
    """People on the roll whom the file does not name; only a person may say that they left."""
    return [
        {"id": id_, "roll_no": no, "name": known.people[no].name, "state": state}
        for no, (id_, state) in sorted(known.ids.items())
        if no not in named and state != "left"
    ]


def _sort_person(found: Plan, person: PersonRow, known: Known, holders: Mapping[str, str]) -> None:
    holder = holders.get(person.id_hash, person.roll_no)
    before = known.people.get(person.roll_no)
    if holder != person.roll_no:
        values = {"holder": holder}
        found.refused.append(Finding(person.sheet, person.row, "身份证号", "roll.id_taken", values))
    elif before is None:
        found.new_people.append(person)
    else:
        _compare(found, person, before)


def _compare(found: Plan, person: PersonRow, before: PersonRow) -> None:
    merged, columns = merge(person, before)
    if columns:
        found.changed_people.append(PersonChange(merged, columns))
    else:
        found.same_people += 1


def merge(person: PersonRow, before: PersonRow) -> tuple[PersonRow, tuple[str, ...]]:
    """The new values over the old ones; an empty cell leaves the old one. And what differs."""
    differing = [
        name
        for name in HEADINGS
        if getattr(person, name) not in ("", None, (), 0)
        and getattr(person, name) != getattr(before, name)
    ]
    if person.elder is False and before.elder:
        differing += [] if "elder" in differing else ["elder"]
    new = {name: getattr(person, name) for name in differing}
    if "id_hash" in new:
        new["id_last4"] = person.id_last4
    return replace(before, **new), tuple(HEADINGS[name] for name in differing)
