"""The whole path of one proposal: what was done with it here, and what a meeting made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.privacy import masking
from council.proposals.rules import Wording
from council.voting.results import told

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Step:
    """Something that an officer or the author did; `other_no` of the idea that it is about."""

    step: str
    at: datetime
    outcome: str
    text: str
    number: int
    other: str
    other_no: str
    other_title: str


@dataclass(frozen=True, slots=True)
class Result:
    """A published vote on it: heads, the least yes votes that pass, the verdict."""

    poll: str
    text: str
    motion: str
    amends: bool
    verdict: str
    yes: int
    no: int
    abstain: int
    called: int
    present: int
    needed: int
    quorum_needed: int
    withheld: int  # fewer ballots than this were cast in secret: no numbers; 0 otherwise
    at: datetime
    ballots: int = 0
    winners: tuple[str, ...] | None = None  # of a poll that was no yes or no

    @property
    def short(self) -> int:
        """How many yes votes were missing."""
        return max(self.needed - self.yes, 0)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda behind which it stands; what was agreed, once the minutes are out."""

    item: str
    no: int
    meeting: str
    series: str
    session: str
    place: str
    starts_at: datetime
    meeting_state: str
    state: str
    outcome: str
    next_step: str
    responsible: str
    due: date | None
    minutes: str
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class OldVersion:
    version: int
    made_at: datetime
    wording: Wording


@dataclass(frozen=True, slots=True)
class Photo:
    id: str
    place: int
    width: int
    height: int
    taken_down_why: str


@dataclass(frozen=True, slots=True)
class Support:
    """Who stands behind the text in force: heads, households, and who agreed to be seen."""

    people: int
    homes: int
    brought: int
    names: tuple[str, ...]  # surnames alone


@dataclass(frozen=True, slots=True)
class OwnSupport:
    """`current`: for the text in force; otherwise for one before it."""

    current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One stop of the path: a step that somebody took, or a meeting that it came before."""

    at: datetime
    step: Step | None = None
    point: Point | None = None


async def path(proposal: str) -> tuple[Entry, ...]:
    """Everything in the order in which it happened, or will."""
    found = [Entry(one.at, step=one) for one in await steps(proposal)]
    found += [Entry(one.starts_at, point=one) for one in await points(proposal)]
    return tuple(sorted(found, key=lambda one: one.at))


async def steps(proposal: str) -> tuple[Step, ...]:
    """In the order in which they happened."""
    found = await db.rows(
        "SELECT s.step, s.at, s.outcome, s.text, s.number, COALESCE(s.other, '') AS other,"
        " COALESCE(i.no, '') AS other_no, COALESCE(i.title, '') AS other_title"
        " FROM proposal_step s LEFT JOIN idea i ON i.id = s.other"
        " WHERE s.proposal = {} ORDER BY s.seq",
        proposal,
    )
    return tuple(Step(**one) for one in found)


async def points(proposal: str) -> tuple[Point, ...]:
    """The agendas it stood on with the votes on it, the oldest first."""
    found = await db.rows(
        "SELECT a.id AS item, a.no, m.id AS meeting, m.series, m.session, m.place, m.starts_at,"
        " m.state AS meeting_state, a.state, n.id AS minutes, a.outcome, a.next_step,"
        " a.responsible, a.due FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " LEFT JOIN minutes_in_force n ON n.meeting = m.id"
        " WHERE a.idea = {} ORDER BY m.starts_at, a.no",
        proposal,
    )
    return tuple([_point(one, await _results(one["item"])) for one in found])


def _point(row: dict[str, Any], results: tuple[Result, ...]) -> Point:
    """What was agreed is the meeting's own until its minutes are published."""
    if row["minutes"] is None:
        row |= {"minutes": "", "outcome": "", "next_step": "", "responsible": "", "due": None}
    return Point(**row, results=results)


async def _results(item: str) -> tuple[Result, ...]:
    found = await db.rows(
        "SELECT p.id AS poll, p.text, p.result, p.published_at AS at,"
        " COALESCE(o.no, '') AS motion, o.amends FROM poll p"
        " LEFT JOIN motion o ON o.id = p.motion"
        " WHERE p.item = {} AND p.state = 'published' ORDER BY p.published_at",
        item,
    )
    return tuple(_result(one) for one in found)


_COUNTED = (
    "verdict",
    "yes",
    "no",
    "abstain",
    "called",
    "present",
    "needed",
    "quorum_needed",
    "withheld",
)


def _result(row: dict[str, Any]) -> Result:
    counted = json.loads(row.pop("result"))
    amends = row.pop("amends") is not None
    return Result(**row, amends=amends, **told.numbers(counted))


async def versions_before(proposal: str, version: int) -> tuple[OldVersion, ...]:
    """Every wording that there was before this one, the newest first."""
    found = await db.rows(
        "SELECT version, made_at, title, text, why, place, cost FROM proposal_version"
        " WHERE proposal = {} AND version < {} ORDER BY version DESC",
        proposal,
        version,
    )
    return tuple(
        OldVersion(one.pop("version"), one.pop("made_at"), Wording(**one)) for one in found
    )


async def photos(proposal: str) -> tuple[Photo, ...]:
    """Also those that were taken down, of which only the reason is left."""
    found = await db.rows(
        "SELECT id, place, width, height, taken_down_why FROM proposal_photo"
        " WHERE proposal = {} ORDER BY place",
        proposal,
    )
    return tuple(Photo(**one) for one in found)


async def support(proposal: str, version: int) -> Support:
    """Households are counted by the roll; a name is given only by whoever asked for it."""
    counted = await db.row(
        "SELECT count(*) AS people, count(DISTINCT x.home) AS homes,"
        " COALESCE(sum(x.brought), 0) AS brought FROM (SELECT s.person, min(r.household) AS home,"
        " max(CASE WHEN s.brought_by IS NULL THEN 0 ELSE 1 END) AS brought"
        " FROM proposal_support s LEFT JOIN residence r ON r.person = s.person"
        " WHERE s.proposal = {} AND s.version = {} GROUP BY s.person) x",
        proposal,
        version,
    )
    found = await db.rows(
        "SELECT p.name FROM proposal_support s JOIN person p ON p.id = s.person"
        " WHERE s.proposal = {} AND s.version = {} AND s.shown = {} ORDER BY s.at",
        proposal,
        version,
        True,
    )
    names = tuple(masking.name(one["name"]) for one in found)
    row = counted or {"people": 0, "homes": 0, "brought": 0}
    return Support(int(row["people"]), int(row["homes"]), int(row["brought"]), names)


async def own_support(proposal: str, person: str) -> OwnSupport | None:
    """For the person alone."""
    found = await db.row(
        "SELECT s.version, p.version AS now FROM proposal_support s"
        " JOIN proposal p ON p.idea = s.proposal WHERE s.proposal = {} AND s.person = {}",
        proposal,
        person,
    )
    return OwnSupport(found["version"] == found["now"]) if found else None
