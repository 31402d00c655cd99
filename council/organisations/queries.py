"""Reading: the organisations of a community, and its committee by sector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.organisations import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """`rating` is empty where the organisation was never rated."""

    id: str
    name: str
    kind: str
    rating: str


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Somebody on the committee, from the first to the last day of the term."""

    id: str  # of the seat
    person: str
    name: str
    sector: str
    title: str
    place: int
    from_date: date
    until_date: date


@dataclass(frozen=True, slots=True)
class Sector:
    name: str
    holders: tuple[SeatHolder, ...]


async def organisations(community: str) -> tuple[OrganisationView, ...]:
    """All organisations: rated ones first, then by name."""
    found = await db.rows(
        "SELECT id, name, kind, rating FROM organisation WHERE community = {}"
        " ORDER BY rating DESC, kind, name",
        community,
    )
    return tuple(OrganisationView(**row) for row in found)


_HOLDER = (
    "SELECT s.id, s.person, p.name, s.sector, s.title, s.place, s.from_date, s.until_date"
    " FROM seat s JOIN person p ON p.id = s.person"
)


async def committee(community: str) -> tuple[SeatHolder, ...]:
    """Everybody who holds a seat, in the order of the seats."""
    found = await db.rows(
        f"{_HOLDER} WHERE s.community = {{}} AND s.ended_at IS NULL ORDER BY s.place",
        community,
    )
    return tuple(SeatHolder(**row) for row in found)


async def holder(seat: str, community: str) -> SeatHolder:
    """A seat of this community with who holds it, also when it has ended."""
    found = await db.row(f"{_HOLDER} WHERE s.id = {{}} AND s.community = {{}}", seat, community)
    if found is None:
        raise NotThere
    return SeatHolder(**found)


async def seat_of(person: str, community: str) -> SeatHolder | None:
    """The seat that a person holds now."""
    return next((one for one in await committee(community) if one.person == person), None)


def by_sector(holders: Iterable[SeatHolder]) -> tuple[Sector, ...]:
    """The committee sector by sector; a sector without anybody is left out."""
    held: dict[str, list[SeatHolder]] = {name: [] for name in rules.SECTORS}
    for holder in holders:
        held.setdefault(holder.sector, []).append(holder)
    return tuple(Sector(name, tuple(members)) for name, members in held.items() if members)


async def pseudonym(person: str, community: str) -> str:
    """How the record calls a person of this community."""
    found = await db.row(
        "SELECT pseudonym FROM person WHERE id = {} AND community = {}", person, community
    )
    if found is None:
        raise NotThere
    return str(found["pseudonym"])


async def next_place(community: str) -> int:
    """The number of the next chair at the table."""
    found = await db.row(
        "SELECT COALESCE(MAX(place), 0) AS last FROM seat WHERE community = {}", community
    )
    return int(found["last"]) + 1 if found else 1
