"""Founding a community, appointing officers, and verifying people at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, Change, change
from council.clock import now
from council.identity import passwords, queries, rules, sessions
from council.identity.actions.accounts import set_password_within
from council.identity.tables import Appointment, Community, Person, Verification
from council.ids import new_id
from council.live import topics
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUND_LENGTH = 200


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


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """A person whose papers were seen; with a password of their own choice, an account too."""

    person: str
    password: str = ""


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
                await _grant(act, person.id, person.pseudonym, office, None)
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


async def appoint(person: str, office: str, by: Actor) -> None:
    """Give an office to somebody of the same community; giving it twice is giving it once."""
    async with change(by) as act:
        someone = await queries.person(person, by.community)
        own = await queries.offices(by.person, by.community)
        rules.may_appoint(office, own, oneself=person == by.person)
        if office not in await queries.offices(person, by.community):
            await _grant(act, person, someone.pseudonym, office, by.person)
    sessions.forget(person)


async def _grant(
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


async def verify_at_desk(person: str, ground: str, by: Actor, password: str = "") -> None:
    """Staff saw the papers (`ground` says which); the resident may choose a password there."""
    await verify_many_at_desk([DeskCheck(person, password)], ground, by)


async def verify_many_at_desk(checks: Sequence[DeskCheck], ground: str, by: Actor) -> None:
    """A whole list in one action, after a day at the desk; who is verified already stays so."""
    hashes = [await _hashed(one.password) for one in checks]
    async with change(by) as act:
        rules.staff_only(await queries.offices(by.person, by.community))
        roll = {one.id: one for one in await queries.people(by.community)}
        for check, hashed in zip(checks, hashes, strict=True):
            someone = roll.get(check.person)
            if someone is None:
                raise NotThere
            await verify_within(act, someone, "desk", ground, by.person)
            if hashed:
                await set_password_within(act, account_facts(someone), hashed)


async def _hashed(password: str) -> str:
    if not password:
        return ""
    passwords.check(password)
    return await passwords.keeper().hashed(password)


def account_facts(someone: queries.Someone) -> dict[str, str]:
    return {
        "id": someone.id,
        "phone": someone.phone,
        "roll_no": someone.roll_no,
        "community": someone.community,
    }


async def verify_within(
    act: Change, someone: queries.Someone, way: str, ground: str, by_person: str | None
) -> bool:
    """Mark as verified with who, how and why; False when somebody had done so before."""
    if someone.state == "left":
        raise Refused("person.left")
    changed = await db.row(
        "UPDATE person SET state = 'verified' WHERE id = {} AND state = 'listed' RETURNING id",
        someone.id,
    )
    if changed is None:
        return False
    row = Verification(
        id=new_id(),
        person=someone.id,
        way=way,
        ground=ground[:GROUND_LENGTH],
        by_person=by_person,
        at=act.at,
    )
    await Verification.insert(row)
    act.record("person.verified", {"person": someone.pseudonym, "way": way})
    return True
