"""Reading the register: lists, one idea, and its chain upwards and downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.ideas import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PAGE = 50  # ideas on one page of the list
DEEPEST = 20  # links of a chain; a real one has three or four

COLUMNS = "i.id, i.community, i.no, i.kind, i.title, i.note, i.state, i.parent, i.made_at"


@dataclass(frozen=True, slots=True)
class IdeaView:
    """One entry; `state` is one of rules.STATES, `parent` the id of what it grew out of."""

    id: str
    community: str
    no: str
    kind: str
    title: str
    note: str
    state: str
    parent: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """An idea that grew out of another, `depth` links below it."""

    idea: IdeaView
    depth: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Where one idea came from (oldest first) and everything that came of it."""

    above: tuple[IdeaView, ...]
    here: IdeaView
    below: tuple[Branch, ...]

    @property
    def line(self) -> tuple[IdeaView, ...]:
        """From the first slip to the farthest thing that grew out of it, one line."""
        farthest: tuple[IdeaView, ...] = ()
        if self.below:
            end = max(self.below, key=lambda branch: branch.depth).idea
            by_id = {branch.idea.id: branch.idea for branch in self.below}
            while end.id != self.here.id:
                farthest = (end, *farthest)
                end = by_id.get(end.parent, self.here)
        return (*self.above, self.here, *farthest)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: its ideas, which page it is, and how many ideas there are in all."""

    ideas: tuple[IdeaView, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def _view(row: dict[str, Any]) -> IdeaView:
    return IdeaView(**{**row, "parent": row["parent"] or ""})


async def idea(idea: str) -> IdeaView:
    """One idea by its id; the register is public."""
    row = await db.row(f"SELECT {COLUMNS} FROM idea i WHERE i.id = {{}}", idea)  # noqa: S608 - fixed words
    if row is None:
        raise NotThere
    return _view(row)


async def by_numbers(community: str, numbers: Sequence[str]) -> dict[str, IdeaView]:
    """Number → idea, of those numbers that are in the register."""
    if not numbers:
        return {}
    marks = ", ".join("{}" for _ in numbers)
    found = await db.rows(
        f"SELECT {COLUMNS} FROM idea i WHERE i.community = {{}} AND i.no IN ({marks})",  # noqa: S608 - only placeholders are put together
        community,
        *numbers,
    )
    return {one["no"]: _view(one) for one in found}


async def numbers(community: str, kind: str) -> list[str]:
    """Every number given to a kind."""
    found = await db.rows("SELECT no FROM idea WHERE community = {} AND kind = {}", community, kind)
    return [row["no"] for row in found]


async def search(community: str, *, kind: str = "", text: str = "", page: int = 1) -> Found:
    """Ideas of a kind (or of all) whose number or title holds `text`; the newest first."""
    where, values = "i.community = {}", [community]
    if kind:
        where, values = f"{where} AND i.kind = {{}}", [*values, kind]
    if text:
        like = f"%{_literal(text.lower())}%"
        where += " AND (LOWER(i.no) LIKE {} ESCAPE '!' OR LOWER(i.title) LIKE {} ESCAPE '!')"
        values += [like, like]
    counted = await db.rows(f"SELECT COUNT(*) AS n FROM idea i WHERE {where}", *values)  # noqa: S608 - fixed words
    found = await db.rows(
        f"SELECT {COLUMNS} FROM idea i WHERE {where}"  # noqa: S608 - fixed words; values are bound
        " ORDER BY i.made_at DESC, i.no LIMIT {} OFFSET {}",
        *values,
        PAGE,
        (page - 1) * PAGE,
    )
    return Found(tuple(map(_view, found)), page, counted[0]["n"])


def _literal(text: str) -> str:
    """What somebody typed stands for itself in a LIKE, also % and _."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


async def chain(start: str) -> Chain:
    """The whole life of one idea."""
    here = await idea(start)
    above = await db.rows(
        "WITH RECURSIVE up (id, parent, far) AS ("  # noqa: S608 - fixed words; values are bound
        " SELECT id, parent, 0 FROM idea WHERE id = {}"
        " UNION ALL SELECT p.id, p.parent, up.far + 1 FROM idea p JOIN up ON p.id = up.parent"
        " WHERE up.far < {})"
        f" SELECT {COLUMNS} FROM up JOIN idea i ON i.id = up.id WHERE up.far > 0"
        " ORDER BY up.far DESC",
        start,
        DEEPEST,
    )
    return Chain(tuple(map(_view, above)), here, await _below(start))


async def _below(start: str) -> tuple[Branch, ...]:
    """Everything that grew out of `start`, each directly under what it grew out of."""
    found = await db.rows(
        "WITH RECURSIVE down (id, far) AS ("  # noqa: S608 - fixed words; values are bound
        " SELECT id, 0 FROM idea WHERE id = {}"
        " UNION ALL SELECT c.id, down.far + 1 FROM idea c JOIN down ON c.parent = down.id"
        " WHERE down.far < {})"
        f" SELECT {COLUMNS} FROM down JOIN idea i ON i.id = down.id WHERE down.far > 0"
        " ORDER BY i.made_at, i.no",
        start,
        DEEPEST,
    )
    children: dict[str, list[IdeaView]] = {}
    for one in map(_view, found):
        children.setdefault(one.parent, []).append(one)
    return tuple(_descend(children, start, 1))


def _descend(children: dict[str, list[IdeaView]], parent: str, depth: int) -> list[Branch]:
    branches: list[Branch] = []
    for child in children.get(parent, ()):
        branches.append(Branch(child, depth))
        branches += _descend(children, child.id, depth + 1)
    return branches


async def lately(community: str, most: int = 4) -> tuple[Chain, ...]:
    """Chains that have come somewhere, newest first: what became of an idea."""
    found = await db.rows(
        "SELECT id FROM idea WHERE community = {} AND kind = 'project' AND parent IS NOT NULL"
        " ORDER BY made_at DESC, no LIMIT {}",
        community,
        most,
    )
    return tuple([await chain(row["id"]) for row in found])


async def open_ones(community: str, most: int = 40) -> tuple[IdeaView, ...]:
    """What has not come to its end, for picking onto an agenda; the newest first."""
    marks = ", ".join("{}" for _ in rules.AT_AN_END)
    found = await db.rows(
        f"SELECT {COLUMNS} FROM idea i WHERE i.community = {{}} AND i.state NOT IN ({marks})"  # noqa: S608 - only placeholders are put together
        " ORDER BY i.made_at DESC, i.no LIMIT {}",
        community,
        *rules.AT_AN_END,
        most,
    )
    return tuple(map(_view, found))
