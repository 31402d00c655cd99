"""Reading proposals: lists, one of them, its texts and photographs, and the terms in force."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.in_force import today
from council.privacy import naming
from council.proposals import rules
from council.proposals.rules import Terms, Wording
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

PAGE = 20  # proposals on one page of the list
FEW = 3  # on the front page
# What the public list can be narrowed to: a word of ours → the states that it means.
SHOWN = {
    "open": ("filed", "supporting"),
    "waiting": ("waiting",),
    "answered": ("answered", "scheduled"),
    "over": ("decided", "merged", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One proposal in its wording in force; `by` is its author as everybody may read the name."""

    id: str
    community: str
    no: str
    title: str
    text: str
    why: str
    place: str
    cost: int | None  # fen
    version: int
    state: str
    outcome: str
    fate: str
    capacity: str
    organisation: str
    author: str
    entered_by: str
    by: str
    threshold: int
    answer_days: int
    filed_at: datetime
    due: date | None
    merged_into: str
    supporters: int
    late: int  # days

    @property
    def at_desk(self) -> bool:
        """Taken down by an officer in the author's name."""
        return self.author != self.entered_by

    @property
    def short(self) -> int:
        """How many supporters are missing."""
        return max(self.threshold - self.supporters, 0)

    @property
    def wording(self) -> Wording:
        return Wording(self.title, self.text, self.why, self.place, self.cost)


_SELECT = (
    "SELECT p.idea AS id, p.community, i.no, v.title, v.text, v.why, v.place, v.cost, p.version,"
    " p.state, p.outcome, p.fate, p.capacity, COALESCE(o.name, '') AS organisation, p.author,"
    " p.entered_by, a.name AS by_name, p.threshold, p.answer_days, p.filed_at, p.due,"
    " p.merged_into, (SELECT count(*) FROM proposal_support s WHERE s.proposal = p.idea"
    " AND s.version = p.version) AS supporters"
    " FROM proposal p JOIN idea i ON i.id = p.idea"
    " JOIN proposal_version v ON v.proposal = p.idea AND v.version = p.version"
    " JOIN person a ON a.id = p.author LEFT JOIN organisation o ON o.id = p.organisation"
)


def _view(row: dict[str, Any], named: frozenset[str]) -> ProposalView:
    name = row.pop("by_name")
    return ProposalView(
        **{**row, "merged_into": row["merged_into"] or ""},
        by=row["organisation"] or naming.as_named(name, row["author"], named),
        late=rules.days_over(row["state"], row["due"], today()),
    )


async def one(proposal: str) -> ProposalView:
    """One proposal by the id of its idea; proposals are public."""
    row = await db.row(f"{_SELECT} WHERE p.idea = {{}}", proposal)
    if row is None:
        raise NotThere
    return _view(row, await naming.named_in_public(row["community"]))


async def one_of(proposal: str, community: str) -> ProposalView:
    """One of this community, for whoever wants to do something with it."""
    found = await one(proposal)
    if found.community != community:
        raise NotThere
    return found


async def _listed(community: str, where: str, *values: Any) -> tuple[ProposalView, ...]:
    found = await db.rows(f"{_SELECT} WHERE p.community = {{}} AND {where}", community, *values)
    named = await naming.named_in_public(community) if found else frozenset()
    return tuple(_view(row, named) for row in found)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: its proposals, which page it is, and how many there are in all."""

    proposals: tuple[ProposalView, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


async def search(community: str, *, shown: str = "", text: str = "", page: int = 1) -> Found:
    """Those whose number, title or text holds `text`; the newest first."""
    where, values = "p.state <> ''", list[Any]()
    if shown:
        marks = ", ".join("{}" for _ in SHOWN[shown])
        where, values = f"p.state IN ({marks})", [*SHOWN[shown]]
    if text:
        like = f"%{_literal(text.lower())}%"
        where += (
            " AND (LOWER(i.no) LIKE {} ESCAPE '!' OR LOWER(v.title) LIKE {} ESCAPE '!'"
            " OR LOWER(v.text) LIKE {} ESCAPE '!')"
        )
        values += [like, like, like]
    counted = await db.row(
        "SELECT count(*) AS n FROM proposal p JOIN idea i ON i.id = p.idea"  # noqa: S608 - fixed words; values are bound
        " JOIN proposal_version v ON v.proposal = p.idea AND v.version = p.version"
        f" WHERE p.community = {{}} AND {where}",
        community,
        *values,
    )
    order = f"{where} ORDER BY p.filed_at DESC, i.no DESC LIMIT {{}} OFFSET {{}}"
    found = await _listed(community, order, *values, PAGE, (page - 1) * PAGE)
    return Found(found, page, counted["n"] if counted else 0)


def _literal(text: str) -> str:
    """What somebody typed stands for itself in a LIKE, also % and _."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


async def lately(community: str) -> tuple[ProposalView, ...]:
    """For the front page: those that wait for an answer first, the most urgent of them on top."""
    return await _listed(
        community,
        "p.state NOT IN ('withdrawn', 'merged') ORDER BY CASE WHEN p.state = 'waiting' THEN 0"
        " ELSE 1 END, p.due, p.filed_at DESC LIMIT {}",
        FEW,
    )


async def of_author(person: str, community: str) -> tuple[ProposalView, ...]:
    """Somebody's own, the newest first."""
    return await _listed(community, "p.author = {} ORDER BY p.filed_at DESC", person)


async def supported_by(person: str, community: str) -> tuple[ProposalView, ...]:
    """Those that somebody supports, in whichever wording."""
    return await _listed(
        community,
        "p.idea IN (SELECT proposal FROM proposal_support WHERE person = {})"
        " ORDER BY p.filed_at DESC",
        person,
    )


async def in_states(community: str, states: Sequence[str]) -> tuple[ProposalView, ...]:
    """Those in one of the states; the next one due first."""
    marks = ", ".join("{}" for _ in states)
    return await _listed(community, f"p.state IN ({marks}) ORDER BY p.due, p.filed_at", *states)


async def late_and_waiting(community: str) -> tuple[int, int]:
    """How many answers are late, and how many are due at all."""
    found = await in_states(community, ("waiting",))
    return sum(one.late > 0 for one in found), len(found)


async def among(ideas: Sequence[str]) -> frozenset[str]:
    """Those of these ideas that are proposals with a page of their own."""
    marks = ", ".join("{}" for _ in ideas)
    found = await db.rows(f"SELECT idea FROM proposal WHERE idea IN ({marks})", *ideas)  # noqa: S608 - only placeholders are put together
    return frozenset(one["idea"] for one in found)


async def by_number(community: str, no: str) -> str:
    """The id of the proposal with this number; empty where there is none."""
    found = await db.row(
        "SELECT p.idea FROM proposal p JOIN idea i ON i.id = p.idea"
        " WHERE p.community = {} AND i.no = {}",
        community,
        no,
    )
    return str(found["idea"]) if found else ""


async def wording(proposal: str, version: int) -> Wording:
    found = await db.row(
        "SELECT title, text, why, place, cost FROM proposal_version"
        " WHERE proposal = {} AND version = {}",
        proposal,
        version,
    )
    if found is None:
        raise NotThere
    return Wording(**found)


async def grown(proposal: str) -> str:
    """The wish or project that a decided proposal became; empty where it became none."""
    found = await db.row(
        "SELECT other FROM proposal_step WHERE proposal = {} AND step = 'decided'", proposal
    )
    return str(found["other"] or "") if found else ""


async def on_a_table(proposal: str) -> bool:
    """Whether it stands on the agenda of a meeting that is still to come or in session."""
    found = await db.row(
        "SELECT a.id FROM agenda_item a JOIN meeting m ON m.id = a.meeting WHERE a.idea = {}"
        " AND m.state IN ('announced', 'open') AND a.state IN ('pending', 'current')",
        proposal,
    )
    return found is not None


async def terms(community: str) -> Terms:
    """The community's own, or the usual ones."""
    found = await db.row("SELECT settings FROM community WHERE id = {}", community)
    said = json.loads((found["settings"] if found else "") or "{}").get("proposals")
    return Terms(**said) if said else Terms()


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """A question to the author that is not answered yet."""

    id: str
    proposal: str
    target: str
    reason: str
    asked_at: datetime


async def merge_asked(proposal: str) -> MergeAsked | None:
    found = await db.row(
        "SELECT id, proposal, target, reason, asked_at FROM proposal_merge"
        " WHERE proposal = {} AND answer = ''",
        proposal,
    )
    return MergeAsked(**found) if found else None


async def photos_up(proposal: str) -> int:
    """How many photographs are shown now."""
    found = await db.row(
        "SELECT count(*) AS n FROM proposal_photo WHERE proposal = {} AND taken_down_at IS NULL",
        proposal,
    )
    return int(found["n"]) if found else 0


async def photo(photo: str) -> bytes:
    """The JPEG; one that was taken down is not there."""
    found = await db.row(
        "SELECT content FROM proposal_photo WHERE id = {} AND taken_down_at IS NULL", photo
    )
    if found is None:
        raise NotThere
    return bytes(found["content"])
