"""Reading the roll: rows of two sheets → typed rows and findings. Pure; the date is an argument.

A row with a finding is refused as a whole; the others go on. Empty cells say nothing: they
leave what is known as it is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from council.identity import id_number
from council.roll import cells
from council.roll.cells import BadCellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

UNITS, PEOPLE = "单元", "居民"
UNIT_COLUMNS = ("编号", "幢", "单元", "室", "面积", "面积来源")
PEOPLE_COLUMNS = (
    "编号",
    "姓名",
    "性别",
    "出生日期",
    "户籍",
    "电话",
    "身份证号",
    "住址编号",
    "与房屋关系",
    "长辈版",
)
TIES = ("业主", "家属", "租户", "代表", "其他")
MOST_HOMES = 20

Value = TypeVar("Value")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a row was refused: `row` as the spreadsheet counts (the heading is 1)."""

    sheet: str
    row: int
    column: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitRow:
    code: str
    building: str
    entrance: str
    room: str
    area: int  # hundredths of a square metre
    area_source: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    row: int  # where it stands in the sheet; 0 for what is on the roll already
    roll_no: str
    name: str
    gender: str
    birth_date: str  # ISO, or empty
    hukou: str
    phone: str
    id_hash: str
    id_last4: str
    elder: bool | None
    homes: tuple[tuple[str, str], ...]  # (unit code, tie)


@dataclass(slots=True)
class Reading:
    """What came out of a workbook."""

    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def from_plain(kept: dict[str, Any]) -> Reading:
    people = [
        PersonRow(**{**one, "homes": tuple((code, tie) for code, tie in one["homes"])})
        for one in kept["people"]
    ]
    refused = [Finding(**one) for one in kept["refused"]]
    return Reading([UnitRow(**one) for one in kept["units"]], people, refused)


def read(
    units: Sequence[Row], people: Sequence[Row], known: frozenset[str], pepper: bytes, today: date
) -> Reading:
    """All rows of both sheets; `known` are the codes of units that are on the roll already."""
    found = Reading()
    seen: dict[str, int] = {}
    for number, row in _filled(units):
        line = _Line(UNITS, number, row)
        unit = _unit(line)
        _once(line, seen, "编号", unit.code)
        found.refused += line.faults
        found.units += [] if line.faults else [unit]
    codes = known | {unit.code for unit in found.units}
    seen = {}
    for number, row in _filled(people):
        line = _Line(PEOPLE, number, row)
        person = _person(line, codes, pepper, today)
        _once(line, seen, "编号", person.roll_no)
        _once(line, seen, "身份证号", person.id_hash)
        found.refused += line.faults
        found.people += [] if line.faults else [person]
    return found


def _filled(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Rows with anything in them, numbered as the spreadsheet does."""
    for number, row in enumerate(rows, start=2):
        if any(cells.plain(value) for value in row.values()):
            yield number, row


class _Line:
    """One row while it is read: all that is wrong with it is gathered, not only the first."""

    def __init__(self, sheet: str, number: int, row: Row) -> None:
        self.sheet = sheet
        self.number = number
        self.row = row
        self.faults: list[Finding] = []

    def get(self, column: str, parse: Callable[[object], Value], otherwise: Value) -> Value:
        try:
            return parse(self.row.get(column, ""))
        except BadCellError as bad:
            self.refuse(column, bad.code, **bad.values)
            return otherwise

    def words(self, column: str, most: int, *, needed: bool = False) -> str:
        return self.get(column, lambda value: cells.text(value, most, needed=needed), "")

    def refuse(self, column: str, code: str, **values: object) -> None:
        self.faults.append(Finding(self.sheet, self.number, column, code, values))


def _once(line: _Line, seen: dict[str, int], column: str, key: str) -> None:
    """A number that stands in two rows: the later one is refused and names the first."""
    if not key:
        return
    first = seen.setdefault(f"{column}:{key}", line.number)
    if first != line.number:
        line.refuse(column, "roll.twice", first=first)


def _unit(line: _Line) -> UnitRow:
    return UnitRow(
        code=line.words("编号", 30, needed=True),
        building=line.words("幢", 30, needed=True),
        entrance=line.words("单元", 30),
        room=line.words("室", 30, needed=True),
        area=line.get("面积", cells.area, 0),
        area_source=line.words("面积来源", 30),
    )


def _person(line: _Line, codes: frozenset[str], pepper: bytes, today: date) -> PersonRow:
    number, born = _identity(line, today)
    return PersonRow(
        row=line.number,
        roll_no=line.words("编号", 30, needed=True),
        name=line.words("姓名", 60, needed=True),
        gender=line.get("性别", lambda value: cells.choice(value, ("男", "女")), "")
        or (id_number.gender(number) if number else ""),
        birth_date=born.isoformat() if born else "",
        hukou=line.get("户籍", lambda value: cells.choice(value, ("户籍", "非户籍")), ""),
        phone=line.get("电话", cells.phone, ""),
        id_hash=id_number.keyed_hash(number, pepper) if number else "",
        id_last4=number[-4:],
        elder=line.get("长辈版", cells.elder, None),
        homes=_homes(line, codes),
    )


def _identity(line: _Line, today: date) -> tuple[str, date | None]:
    """The number if it is right, and the birth date, which it must agree with (IDP-1)."""
    born = line.get("出生日期", lambda value: cells.day(value, today), None)
    number = cells.plain(line.row.get("身份证号", "")).replace(" ", "").upper()
    if not number:
        return "", born
    code = id_number.fault(number, today)
    if code is not None:
        line.refuse("身份证号", code)
        return "", born
    if born is not None and born != id_number.birth_date(number):
        line.refuse("出生日期", "roll.id_birth")
    if cells.plain(line.row.get("性别", "")) in set("男女") - {id_number.gender(number)}:
        line.refuse("性别", "roll.id_gender")
    return number, id_number.birth_date(number)


def _homes(line: _Line, codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Units and ties in step: one tie for all units, or one for each."""
    units = cells.several(line.row.get("住址编号", ""))
    ties = cells.several(line.row.get("与房屋关系", "")) or ["其他"]
    unknown = [code for code in units if code not in codes]
    if unknown:
        line.refuse("住址编号", "roll.unit_unknown", unit=unknown[0][:30])
    if any(tie not in TIES for tie in ties):
        line.refuse("与房屋关系", "roll.choice", allowed="、".join(TIES))
    if len(ties) not in {1, len(units)} or len(units) > MOST_HOMES:
        line.refuse("与房屋关系", "roll.ties", units=len(units), ties=len(ties))
    if line.faults:
        return ()
    ties = ties * len(units) if len(ties) == 1 else ties
    return tuple(sorted(set(zip(units, ties, strict=True))))
