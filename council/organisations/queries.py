"""Reading: the organisations of a community, and its committee by sector."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from council import db
from council.i18n import language
from council.organisations import rules
from council.refusal import NotThere

if TYPE_CHECKING:
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
    sector: str  # its name
    title: str
    place: int
    from_date: date
    until_date: date
    sector_code: str = ""
    sector_en: str = ""

    @property
    def sector_title(self) -> str:
        """The name of the sector in the reader's language."""
        return in_words(self.sector, self.sector_en)

    def over(self, day: date) -> bool:
        """The term has run out, and nobody has ended or renewed the seat."""
        return self.until_date < day

    def ends_soon(self, day: date) -> bool:
        """The last 60 days of the term."""
        return not self.over(day) and self.until_date - day <= rules.ENDS_SOON


@dataclass(frozen=True, slots=True)
class Sector:
    """One of the parties that the committee is made of; `seats` 0: how many is not settled."""

    code: str
    name: str
    name_en: str
    seats: int
    holders: tuple[SeatHolder, ...] = ()

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return in_words(self.name, self.name_en)

    @property
    def free(self) -> int:
        """How many seats nobody holds."""
        return max(self.seats - len(self.holders), 0)


def in_words(name: str, english: str) -> str:
    """The English name for who reads English, if there is one."""
    return english if english and language() == "en" else name


async def english_names(community: str) -> dict[str, str]:
    """Chinese name of a sector → its English one, the usual ones included; those that have one."""
    own = {one.name: one.name_en for one in await sectors(community)}
    return {name: english for name, english in {**_USUAL, **own}.items() if english}


async def organisations(community: str) -> tuple[OrganisationView, ...]:
    """All organisations: rated ones first, then by name."""
    found = await db.rows(
        "SELECT id, name, kind, rating FROM organisation WHERE community = {}"
        " ORDER BY rating DESC, kind, name",
        community,
    )
    return tuple(OrganisationView(**row) for row in found)


_USUAL = dict(rules.USUAL_SECTORS)
_HOLDER = (
    "SELECT s.id, s.person, p.name, s.sector, s.title, s.place, s.from_date, s.until_date"
    " FROM seat s JOIN person p ON p.id = s.person"
)


async def sectors(community: str) -> tuple[Sector, ...]:
    """The sectors of this community in their order; the usual ones until it has changed them."""
    found = await db.rows(
        "SELECT code, name, name_en, seats FROM sector WHERE community = {} ORDER BY place, code",
        community,
    )
    usual = [Sector(name, name, english, 0) for name, english in rules.USUAL_SECTORS]
    return tuple([Sector(**row) for row in found] or usual)


async def sector(code: str, community: str) -> Sector:
    """One sector with who sits for it."""
    found = [one for one in await composition(community) if one.code == code]
    if not found:
        raise NotThere
    return found[0]


async def committee(community: str) -> tuple[SeatHolder, ...]:
    """Everybody who holds a seat, in the order of the seats."""
    return await _held(community, await sectors(community))


async def _held(community: str, known: tuple[Sector, ...]) -> tuple[SeatHolder, ...]:
    found = await db.rows(
        f"{_HOLDER} WHERE s.community = {{}} AND s.ended_at IS NULL ORDER BY s.place",
        community,
    )
    names = {one.code: one for one in known}
    return tuple(_holder(row, names) for row in found)


async def composition(community: str) -> tuple[Sector, ...]:
    """Every sector in its order with who sits for it, also where nobody does."""
    known = await sectors(community)
    held = await _held(community, known)
    return tuple(
        replace(one, holders=tuple(h for h in held if h.sector_code == one.code)) for one in known
    )


async def holder(seat: str, community: str) -> SeatHolder:
    """A seat of this community with who holds it, also when it has ended."""
    found = await db.row(f"{_HOLDER} WHERE s.id = {{}} AND s.community = {{}}", seat, community)
    if found is None:
        raise NotThere
    return _holder(found, {one.code: one for one in await sectors(community)})


def _holder(row: dict[str, Any], known: dict[str, Sector]) -> SeatHolder:
    code = row["sector"]
    of = known.get(code) or Sector(code, code, "", 0)
    return SeatHolder(**{**row, "sector": of.name, "sector_en": of.name_en, "sector_code": code})


async def seat_of(person: str, community: str) -> SeatHolder | None:
    """The seat that a person holds now."""
    return next((one for one in await committee(community) if one.person == person), None)


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
