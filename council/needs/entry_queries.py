"""Reading entries: as everybody may, as the desk does, and the way that one has gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.privacy import masking
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PAGE = 50
LAST = 8  # cards that stand below the form

_SELECT = (
    "SELECT n.*, i.no, c.title AS call_title, t.no AS target_no,"
    " COALESCE(NULLIF(n.name, ''), p.name, '') AS who FROM need n"
    " JOIN idea i ON i.id = n.idea JOIN need_call c ON c.id = n.call"
    " LEFT JOIN idea t ON t.id = n.merged_into"
    " LEFT JOIN idea_author a ON a.idea = n.idea AND a.role = 'author'"
    " LEFT JOIN person p ON p.id = a.person"
)
_PLAIN = ("id", "community", "call", "no", "call_title", "state", "field", "topic", "made_at")


@dataclass(frozen=True, slots=True)
class NeedView:
    """As everybody may read it: of a hidden one number and reason, a name masked and agreed to."""

    id: str
    community: str
    call: str
    no: str
    call_title: str
    state: str
    field: str
    topic: str
    made_at: datetime
    text: str
    by: str
    reason: str
    target: str  # id of what it was merged into
    target_no: str
    hidden: bool
    hidden_why: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What the desk reads besides."""

    view: NeedView
    text: str
    name: str
    contact: str
    channel: str
    shown: bool
    verified: bool
    entered_by: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of its way; `other`: what it was merged into, what joined it, what it became."""

    step: str
    at: datetime
    text: str
    other: str
    other_no: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and how many there are in all."""

    needs: tuple[Whole, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def _whole(row: dict[str, Any]) -> Whole:
    row = {**row, "id": row["idea"]}
    hidden = row["hidden_at"] is not None
    view = NeedView(
        text="" if hidden else row["text"],
        by=masking.name(row["who"]) if row["shown"] and not hidden else "",
        reason=row["reason"],
        target=row["merged_into"] or "",
        target_no=row["target_no"] or "",
        hidden=hidden,
        hidden_why=row["hidden_why"],
        **{name: row[name] for name in _PLAIN},
    )
    return Whole(
        view=view,
        name=row["who"],
        shown=bool(row["shown"]),
        verified=bool(row["verified"]),
        entered_by=row["entered_by"] or "",
        **{name: row[name] for name in ("text", "contact", "channel")},
    )


async def need(need: str) -> Whole:
    row = await db.row(f"{_SELECT} WHERE n.idea = {{}}", need)
    if row is None:
        raise NotThere
    return _whole(row)


async def search(
    call: str, *, field: str = "", state: str = "", text: str = "", page: int = 1
) -> Found:
    """Entries of a call, the newest first; `text` in their number or words."""
    where, values = "n.call = {}", [call]
    for name, value in (("n.field", field), ("n.state", state)):
        if value:
            where, values = f"{where} AND {name} = {{}}", [*values, value]
    if text:
        where += " AND (LOWER(i.no) LIKE {} ESCAPE '!' OR LOWER(n.text) LIKE {} ESCAPE '!')"
        values += [_like(text)] * 2
    counted = await db.row(
        f"SELECT count(*) AS n FROM need n JOIN idea i ON i.id = n.idea WHERE {where}",  # noqa: S608 - fixed words; values are bound
        *values,
    )
    found = await db.rows(
        f"{_SELECT} WHERE {where} ORDER BY n.made_at DESC, i.no DESC LIMIT {{}} OFFSET {{}}",
        *values,
        PAGE,
        (page - 1) * PAGE,
    )
    return Found(tuple(map(_whole, found)), page, int(counted["n"]) if counted else 0)


def _like(text: str) -> str:
    """What somebody typed stands for itself."""
    plain = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


async def by_field(call: str) -> dict[str, int]:
    """Field → how many entries."""
    found = await db.rows(
        "SELECT field, count(*) AS n FROM need WHERE call = {} GROUP BY field", call
    )
    return {row["field"]: int(row["n"]) for row in found}


async def last_cards(call: str, person: str) -> tuple[Whole, ...]:
    """What this person has copied from paper, the newest first."""
    found = await db.rows(
        f"{_SELECT} WHERE n.call = {{}} AND n.entered_by = {{}}"
        " ORDER BY n.made_at DESC, i.no DESC LIMIT {}",
        call,
        person,
        LAST,
    )
    return tuple(map(_whole, found))


async def cards_of(call: str, person: str) -> int:
    found = await db.row(
        "SELECT count(*) AS n FROM need WHERE call = {} AND entered_by = {}", call, person
    )
    return int(found["n"]) if found else 0


async def by_number(community: str, no: str) -> Whole:
    """An entry by what stands on its receipt; NotThere when no entry has that number."""
    row = await db.row(f"{_SELECT} WHERE n.community = {{}} AND i.no = {{}}", community, no)
    if row is None:
        raise NotThere
    return _whole(row)


async def steps(need: str) -> tuple[Step, ...]:
    found = await db.rows(
        "SELECT s.step, s.at, s.text, s.other, i.no AS other_no FROM need_step s"
        " LEFT JOIN idea i ON i.id = s.other WHERE s.need = {} ORDER BY s.seq",
        need,
    )
    return tuple(
        Step(**{**one, "other": one["other"] or "", "other_no": one["other_no"] or ""})
        for one in found
    )


async def among(ideas: Sequence[str]) -> frozenset[str]:
    """Those of these ideas that are entries of a call."""
    marks = ", ".join("{}" for _ in ideas)
    found = await db.rows(f"SELECT idea FROM need WHERE idea IN ({marks})", *ideas)  # noqa: S608 - only placeholders are put together
    return frozenset(one["idea"] for one in found)


async def of_person(person: str) -> tuple[Whole, ...]:
    """What this person entered with an account, the newest first."""
    found = await db.rows(
        f"{_SELECT} WHERE a.person = {{}} ORDER BY n.made_at DESC, i.no DESC", person
    )
    return tuple(map(_whole, found))
