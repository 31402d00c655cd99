"""Reading the roll: rows of its tables → typed rows and findings. Pure; the date is an argument.

A row with a finding is refused as a whole; the others go on. Empty cells say nothing: they
leave what is known as it is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from council.identity import id_number
from council.roll import cells
from council.roll.cells import BadCellError
from council.roll.headings import PEOPLE_KIND, UNIT_KIND
from council.roll.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from council.roll.headings import Table

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
TIES = ("业主", "共有人", "家属", "租户", "代表", "其他")
COMPANIES = {"公司": "company", "单位": "company", "企业": "company", "开发商": "developer"}
TIE_WORDS = {"户主": "业主", "产权人": "业主", "房东": "业主", "承租人": "租户", "房客": "租户",
             "共有": "共有人", "配偶": "家属", "子女": "家属", "父母": "家属"}  # fmt: skip
HUKOU_WORDS = {"是": "户籍", "本地": "户籍", "常住": "户籍", "在册": "户籍", "否": "非户籍",
               "外来": "非户籍", "流动": "非户籍", "人户分离": "非户籍"}  # fmt: skip
MOST_HOMES = 20

Value = TypeVar("Value")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a row was refused: `row` as the spreadsheet counts, `column` in its own words."""

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
    household: int = 0  # which one of the first home, from 1 on; 0: nothing is said
    sheet: str = PEOPLE


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A unit that belongs to a company, or that its developer still keeps."""

    unit: str
    kind: str  # company or developer
    name: str
    credit_code: str


@dataclass(slots=True)
class Reading:
    """What came out of a file."""

    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    companies: list[CompanyRow] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def from_plain(kept: dict[str, Any]) -> Reading:
    people = [
        PersonRow(**{**one, "homes": tuple((code, tie) for code, tie in one["homes"])})
        for one in kept["people"]
    ]
    return Reading(
        [UnitRow(**one) for one in kept["units"]],
        people,
        [Finding(**one) for one in kept["refused"]],
        [CompanyRow(**one) for one in kept["companies"]],
    )


def read(
    tables: Iterable[Table], known: Mapping[str, UnitRow], pepper: bytes, today: date
) -> Reading:
    """All rows, those of units first; `known` are the units on the roll by their codes."""
    found = Reading()
    places = Places(known.values())
    seen: dict[str, int] = {}
    ordered = list(tables)
    for one in (table for table in ordered if table.kind == UNIT_KIND):
        for line in _lines(one):
            _read_unit(line, found, places, seen)
    seen = {}
    for one in (table for table in ordered if table.kind == PEOPLE_KIND):
        for line in _lines(one):
            _read_person(line, found, places, seen, pepper, today)
    return found


def _lines(table: Table) -> Iterable[_Line]:
    """Rows with anything in them."""
    for number, row in table.rows:
        if any(cells.plain(value) for value in row.values()):
            yield _Line(table.sheet, number, row, table.theirs)


class _Line:
    """One row while it is read: all that is wrong with it is gathered, not only the first."""

    def __init__(
        self, sheet: str, number: int, row: Mapping[str, object], theirs: Mapping[str, str]
    ) -> None:
        self.sheet = sheet
        self.number = number
        self.row = row
        self.theirs = theirs
        self.faults: list[Finding] = []

    def get(self, column: str, parse: Callable[[object], Value], otherwise: Value) -> Value:
        try:
            return parse(self.row.get(column, ""))
        except BadCellError as bad:
            self.refuse(column, bad.code, **bad.values)
            return otherwise

    def words(self, column: str, most: int, *, needed: bool = False) -> str:
        return self.get(column, lambda value: cells.text(value, most, needed=needed), "")

    def said(self, column: str) -> str:
        return cells.plain(self.row.get(column, ""))

    def refuse(self, column: str, code: str, **values: object) -> None:
        column = self.theirs.get(column, column)
        self.faults.append(Finding(self.sheet, self.number, column, code, values))


def _once(line: _Line, seen: dict[str, int], column: str, key: str) -> None:
    """A number that stands in two rows: the later one is refused and names the first."""
    if not key:
        return
    first = seen.setdefault(f"{column}:{key}", line.number)
    if first != line.number:
        line.refuse(column, "roll.twice", first=first)


def _read_unit(line: _Line, found: Reading, places: Places, seen: dict[str, int]) -> None:
    unit = _unit(line, places)
    _once(line, seen, "编号", unit.code)
    found.refused += line.faults
    if not line.faults:
        found.units.append(unit)
        places.add(unit)


def _unit(line: _Line, places: Places) -> UnitRow:
    """Its parts stand in cells of their own or in one address; its number may be missing."""
    building, entrance, room = _parts(line)
    area = line.get("面积", cells.area, 0)
    source = line.words("面积来源", 30)
    code = line.words("编号", 30)
    if not code and building and room:
        code = places.code(building, entrance, room) or places.new_code(building, entrance, room)
    if not code:
        line.refuse("编号", "roll.missing")
    return UnitRow(code, building, entrance, room, area, source)


def _parts(line: _Line) -> tuple[str, str, str]:
    address = cells.place(line.row.get("地址", "")) if line.said("地址") else None
    if address is not None and not line.said("室"):
        building, entrance, room = address
        return f"{building}幢", f"{entrance}单元" if entrance else "", room
    needed = "地址" not in line.row or bool(line.said("室"))
    if not needed:
        line.refuse("地址", "roll.address")
        return "", "", ""
    return (
        line.words("幢", 30, needed=True),
        line.words("单元", 30),
        line.words("室", 30, needed=True),
    )


def _read_person(
    line: _Line,
    found: Reading,
    places: Places,
    seen: dict[str, int],
    pepper: bytes,
    today: date,
) -> None:
    ties = cells.several(line.row.get("与房屋关系", ""))
    kind = COMPANIES.get(ties[0], "") if len(ties) == 1 else ""
    new_unit: list[UnitRow] = []
    units = _units(line, places, new_unit)
    if kind:
        companies = _companies(line, kind, units)
    else:
        person = _person(line, units, ties, pepper, today)
        _once(line, seen, "编号", person.roll_no)
        _once(line, seen, "身份证号", person.id_hash)
    found.refused += line.faults
    if line.faults:
        return
    for one in new_unit:
        found.units.append(one)
        places.add(one)
    if kind:
        found.companies += companies
    else:
        found.people.append(person)


def _companies(line: _Line, kind: str, units: Sequence[str]) -> list[CompanyRow]:
    name = line.words("姓名", 120, needed=True)
    code = line.words("统一社会信用代码", 20)
    if not units:
        line.refuse("住址编号", "roll.company_nowhere")
    return [CompanyRow(unit, kind, name, code) for unit in units]


def _person(
    line: _Line, units: Sequence[str], ties: Sequence[str], pepper: bytes, today: date
) -> PersonRow:
    number, born = _identity(line, today)
    return PersonRow(
        row=line.number,
        sheet=line.sheet,
        roll_no=line.words("编号", 30, needed="编号" in line.row),
        name=line.words("姓名", 60, needed=True),
        gender=line.get("性别", lambda value: cells.choice(value, ("男", "女")), "")
        or (id_number.gender(number) if number else ""),
        birth_date=born.isoformat() if born else "",
        hukou=_hukou(line),
        phone=line.get("电话", cells.phone, ""),
        id_hash=id_number.keyed_hash(number, pepper) if number else "",
        id_last4=number[-4:],
        elder=line.get("长辈版", cells.elder, None),
        homes=_homes(line, units, [TIE_WORDS.get(tie, tie) for tie in ties]),
        household=line.get("户号", cells.household, 0),
    )


def _hukou(line: _Line) -> str:
    said = line.said("户籍")
    word = HUKOU_WORDS.get(said, said)
    return line.get("户籍", lambda _: cells.choice(word, ("户籍", "非户籍")), "")


def _identity(line: _Line, today: date) -> tuple[str, date | None]:
    """The number if it is right, and the birth date, which it must agree with (IDP-1)."""
    born = line.get("出生日期", lambda value: cells.day(value, today), None)
    number = line.said("身份证号").replace(" ", "").upper()
    if not number:
        return "", born
    code = id_number.fault(number, today)
    if code is not None:
        line.refuse("身份证号", code)
        return "", born
    if born is not None and born != id_number.birth_date(number):
        line.refuse("出生日期", "roll.id_birth")
    if line.said("性别") in set("男女") - {id_number.gender(number)}:
        line.refuse("性别", "roll.id_gender")
    return number, id_number.birth_date(number)


def _units(line: _Line, places: Places, made: list[UnitRow]) -> list[str]:
    """The codes of the units that the row speaks of, by number, by parts or by address."""
    codes = cells.several(line.row.get("住址编号", ""))
    unknown = [code for code in codes if not places.knows(code)]
    if unknown:
        line.refuse("住址编号", "roll.unit_unknown", unit=unknown[0][:30])
        return []
    if codes or not (line.said("地址") or line.said("室")):
        return codes
    column = "室" if line.said("室") else "地址"
    building, entrance, room = _parts(line)
    if not (building and room):
        return []
    code = places.code(building, entrance, room)
    if code is None and line.said("面积"):
        area = line.get("面积", cells.area, 0)
        new = places.new_code(building, entrance, room)
        made.append(UnitRow(new, building, entrance, room, area, ""))
        return [new]
    if code is None:
        line.refuse(column, "roll.unit_unknown", unit=f"{building}{entrance}{room}"[:30])
    return [code] if code else []


def _homes(line: _Line, units: Sequence[str], said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Units and ties in step: one tie for all units, or one for each."""
    ties = list(said) or ["其他"]
    if any(tie not in TIES for tie in ties):
        line.refuse("与房屋关系", "roll.choice", allowed="、".join((*TIES, *COMPANIES)))
    if len(ties) not in {1, len(units)} or len(units) > MOST_HOMES:
        line.refuse("与房屋关系", "roll.ties", units=len(units), ties=len(ties))
    if line.faults:
        return ()
    ties = ties * len(units) if len(ties) == 1 else ties
    return tuple(sorted(set(zip(units, ties, strict=True))))
