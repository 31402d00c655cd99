"""Founding a community with its first officers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.change import Actor, Change, change
from council.clock import now
from council.identity.tables import Appointment, Community, Person
from council.ids import new_id
from council.live import topics

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """What a community is called; `settings` is JSON text of its by-laws."""

    name: str
    name_en: str = ""
    street: str = ""
    district: str = ""
    settings: str = "{}"


@dataclass(frozen=True, slots=True)
class FirstOfficer:
    """An officer from the first hour; the roll, imported later, is joined by the number."""

    name: str
    offices: tuple[str, ...]
    roll_no: str
    phone: str = ""


def new_pseudonym() -> str:
    """The only name that the record knows somebody by."""
    return f"p-{new_id()}"


async def found(place: Place, officers: Sequence[FirstOfficer]) -> tuple[str, tuple[str, ...]]:
    """A new community with its first officers: (community id, their person ids in order).

    They are on the roll but not verified: each opens an office letter first.
    """
    community = new_id()
    people = [_officer(one, community) for one in officers]
    by = Actor(people[0].id, community, people[0].pseudonym)
    async with change(by) as act:
        await Community.insert(_community(community, place, act))
        await Person.insert(*people)
        act.record("community.founded", {"officers": len(people)})
        for officer, person in zip(officers, people, strict=True):
            for office in officer.offices:
                await grant_within(act, person.id, person.pseudonym, office, None)
    return community, tuple(person.id for person in people)


def _community(id_: str, place: Place, act: Change) -> Community:
    return Community(
        id=id_,
        name=place.name,
        name_en=place.name_en or place.name,
        street=place.street,
        district=place.district,
        settings=place.settings,
        created_at=act.at,
    )


def _officer(officer: FirstOfficer, community: str) -> Person:
    return Person(
        id=new_id(),
        community=community,
        roll_no=officer.roll_no,
        name=officer.name,
        gender="",
        hukou="",
        phone=officer.phone,
        id_last4="",
        pseudonym=new_pseudonym(),
        elder=False,
        state="listed",
        listed_at=now(),
    )


async def grant_within(
    act: Change, person: str, pseudonym: str, office: str, granted_by: str | None
) -> None:
    row = Appointment(
        id=new_id(),
        community=act.by.community,
        person=person,
        office=office,
        granted_by=granted_by,
        granted_at=act.at,
    )
    await Appointment.insert(row)
    act.record("office.granted", {"office": office, "person": pseudonym})
    act.tell(topics.sessions(), "office.granted", person)
