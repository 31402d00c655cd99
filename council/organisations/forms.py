"""The forms of the committee and of organisations, from text fields to typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from council.organisations import rules
from council.refusal import unreadable
from council.roll.people_queries import must_choose
from council.web.filled import Filled


@dataclass(frozen=True, slots=True)
class SeatForm:
    """A seat as it was filled in; `since` and `until` are the first and last day of the term."""

    person: str
    sector: str
    title: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    name: str
    kind: str
    rating: str


@dataclass(frozen=True, slots=True)
class SectorForm:
    """`seats` 0: how many is not settled."""

    name: str
    name_en: str
    seats: int


def seat(form: Filled, sectors: tuple[str, ...]) -> SeatForm:
    """Faults stand in the form; `sectors` are the codes that can be chosen."""
    if not form.typed("person"):
        form.blame("person", must_choose(""))
    found = SeatForm(
        form.typed("person"),
        form.choice("sector", sectors),
        form.choice("title", rules.TITLES),
        form.day("since"),
        form.day("until"),
    )
    if not {"since", "until"} & set(form.faults) and found.until <= found.since:
        form.blame("until", unreadable("seat.term"))
    return found


def organisation(form: Filled) -> OrganisationForm:
    """Faults stand in the form."""
    return OrganisationForm(
        form.text("name", most=rules.NAME),
        form.text("kind", most=rules.KIND),
        form.choice("rating", rules.RATINGS),
    )


def sector(form: Filled) -> SectorForm:
    """Faults stand in the form."""
    return SectorForm(
        form.text("name", most=rules.SECTOR),
        form.optional("name_en", most=rules.SECTOR_EN),
        form.number("seats", least=0, most=rules.MOST_SEATS),
    )
