"""Reading sheets: what they say of themselves to every officer, and an entry to its own officer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere
from council.roll import people_queries
from council.voting.papers.rules import Content

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer

PAGE = 40  # electors that one page of an entry shows

_SHEETS = "SELECT s.*, p.community FROM paper_sheet s JOIN poll p ON p.id = s.poll"


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the two; `lines` is how many electors it names."""

    officer: str
    name: str
    finished: bool
    hash: str
    lines: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet without what it says. state: entering | agreed | withdrawn."""

    id: str
    poll: str
    no: int
    kind: str
    state: str
    unvoted: tuple[int, ...]
    entries: tuple[Entry, ...]
    ended_at: datetime | None

    @property
    def differs(self) -> bool:
        """Both are finished, and they are not the same."""
        hashes = {one.hash for one in self.entries if one.finished}
        return self.state == "entering" and len(hashes) > 1

    def entry_of(self, officer: str) -> Entry | None:
        return next((one for one in self.entries if one.officer == officer), None)


@dataclass(frozen=True, slots=True)
class Person:
    """An elector as an officer finds them, with what this officer's entry says of them."""

    no: int
    person: str
    name: str
    roll_no: str
    choice: str
    on_sheet: int | None  # the agreed sheet that has them already


async def sheets_of(poll: str) -> list[Sheet]:
    found = await db.rows(_SHEETS + " WHERE s.poll = {} ORDER BY s.no", poll)
    return [_sheet(one, await _entries(one["id"])) for one in found]


async def sheet_for(viewer: Viewer, sheet: str) -> Sheet:
    """A sheet of the viewer's community; any other is not there. Officers only come this far."""
    found = await db.row(_SHEETS + " WHERE s.id = {}", sheet)
    if found is None or found["community"] != viewer.community:
        raise NotThere
    return _sheet(found, await _entries(sheet))


def _sheet(found: dict[str, Any], entries: list[Entry]) -> Sheet:
    return Sheet(
        id=found["id"],
        poll=found["poll"],
        no=found["no"],
        kind=found["kind"],
        state=found["state"],
        unvoted=tuple(json.loads(found["unvoted"])),
        entries=tuple(entries),
        ended_at=found["ended_at"],
    )


async def _entries(sheet: str) -> list[Entry]:
    found = await db.rows(
        "SELECT e.officer, p.name, e.finished_at, e.hash, (SELECT count(*) FROM paper_line l"
        " WHERE l.sheet = e.sheet AND l.officer = e.officer) AS lines"
        " FROM paper_entry e JOIN person p ON p.id = e.officer WHERE e.sheet = {} ORDER BY e.side",
        sheet,
    )
    return [
        Entry(
            one["officer"],
            one["name"],
            one["finished_at"] is not None,
            one["hash"],
            int(one["lines"]),
        )
        for one in found
    ]


async def content_of(sheet: str, officer: str) -> Content:
    """What one officer entered: for that officer, for comparing, for who settles a difference."""
    lines = await db.rows(
        "SELECT elector_no, choice FROM paper_line WHERE sheet = {} AND officer = {}",
        sheet,
        officer,
    )
    counts = await db.rows(
        "SELECT choice, n FROM paper_count WHERE sheet = {} AND officer = {}", sheet, officer
    )
    return Content(
        {one["elector_no"]: one["choice"] for one in lines},
        {one["choice"]: one["n"] for one in counts},
    )


_PEOPLE = (
    "SELECT e.elector_no AS no, e.person, p.name, p.roll_no, coalesce(l.choice, '') AS choice,"
    " s.no AS on_sheet FROM elector e JOIN person p ON p.id = e.person"
    " LEFT JOIN paper_line l ON l.sheet = {} AND l.officer = {} AND l.elector_no = e.elector_no"
    " LEFT JOIN paper_mark k ON k.poll = e.poll AND k.elector_no = e.elector_no"
    " LEFT JOIN paper_sheet s ON s.id = k.sheet WHERE e.poll = {}"
)


async def people(sheet: Sheet, officer: str, page: int, *, entered: bool) -> list[Person]:
    """One page of the roll in the order of names; with `entered` of those whom the entry names."""
    only = " AND l.choice IS NOT NULL" if entered else ""
    found = await db.rows(
        _PEOPLE + only + " ORDER BY p.name, p.roll_no LIMIT {} OFFSET {}",
        *(sheet.id, officer, sheet.poll, PAGE, (page - 1) * PAGE),
    )
    return [Person(**one) for one in found]


async def searched(sheet: Sheet, officer: str, community: str, text: str) -> list[Person]:
    """Electors whom `text` can mean: a name, pinyin, a room, a number."""
    meant = await people_queries.search(community, text)
    if not meant:
        return []
    marks = ", ".join("{}" for _ in meant)
    found = await db.rows(
        _PEOPLE + f" AND e.person IN ({marks}) ORDER BY p.name, p.roll_no",
        *(sheet.id, officer, sheet.poll, *(one.id for one in meant)),
    )
    return [Person(**one) for one in found]


async def names(poll: str, numbers: list[int]) -> dict[int, str]:
    """Who stands behind these numbers of the roll."""
    if not numbers:
        return {}
    found = await db.rows(
        "SELECT e.elector_no, p.name FROM elector e JOIN person p ON p.id = e.person"
        " WHERE e.poll = {}",
        poll,
    )
    wanted = set(numbers)
    return {one["elector_no"]: one["name"] for one in found if one["elector_no"] in wanted}


async def roll(poll: str) -> list[dict[str, Any]]:
    """Name and number of everybody who may vote, for ticking on paper; never their choices."""
    return await db.rows(
        "SELECT p.name, p.roll_no FROM elector e JOIN person p ON p.id = e.person"
        " WHERE e.poll = {} ORDER BY p.name, p.roll_no",
        poll,
    )
