"""Founding a community with its first officers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.change import Actor, Change, change
from council.clock import now
from council.identity.actions.places import sub_district_within
from council.identity.tables import Appointment, Community, Person
from council.ids import new_id
from council.live import topics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """What a community is called; `settings` is JSON text of its by-laws."""

    name: str
    name_en: str = ""
    street: str = ""
    district: str = ""
    settings: str = "{}"
    street_en: str = ""
    district_en: str = ""


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
        belongs = await sub_district_within(
            place.district, place.street, place.district_en, place.street_en
        )
        await Community.insert(_community(community, place, act, belongs))
        await Person.insert(*people)
        act.record("community.founded", {"officers": len(people)})
        for officer, person in zip(officers, people, strict=True):
            for office in officer.offices:
                await grant_within(act, person.id, person.pseudonym, office, Given())
    return community, tuple(person.id for person in people)


def _community(id_: str, place: Place, act: Change, belongs: str | None) -> Community:
    return Community(
        id=id_,
        name=place.name,
        name_en=place.name_en or place.name,
        street=place.street,
        district=place.district,
        settings=place.settings,
        created_at=act.at,
        sub_district=belongs,
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


@dataclass(frozen=True, slots=True)
class Given:
    """For how long, for which part of the community, and through whom an office is held.

    `since` and `until` are the first and the last day, `until` None: until it is ended.
    `operator`: whoever runs the server confirmed it, not a person of the community.
    `waits`: it counts only once its holder has opened an office letter.
    """

    since: date | None = None
    until: date | None = None
    scope: str = ""
    acting: bool = False
    granted_by: str | None = None
    confirmed_by: str | None = None
    operator: bool = False
    waits: bool = False


async def grant_within(act: Change, person: str, pseudonym: str, office: str, how: Given) -> str:
    """The appointment's id; nobody is asked here whether it may be given."""
    row = Appointment(
        id=new_id(),
        community=act.by.community,
        person=person,
        office=office,
        granted_by=how.granted_by,
        granted_at=act.at,
        from_date=how.since,
        until_date=how.until,
        scope=how.scope,
        acting=how.acting,
        confirmed_by=how.confirmed_by,
        operator=how.operator,
        waits_for_letter=how.waits,
    )
    await Appointment.insert(row)
    act.record("office.granted", _told(row, pseudonym, how))
    act.tell(topics.sessions(), "office.granted", person)
    return str(row.id)


def _told(row: Appointment, pseudonym: str, how: Given) -> dict[str, Any]:
    """What the record says of it; what is not there is not said."""
    body: dict[str, Any] = {"office": row.office, "person": pseudonym}
    if how.since:
        body |= {"appointment": row.id, "since": how.since.isoformat()}
    if how.until:
        body["until"] = how.until.isoformat()
    return body | ({"acting": True} if how.acting else {})
