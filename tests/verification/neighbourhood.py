"""Homes for the known cast: 3幢 and 5幢, and people who are on the roll and not verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.identity import id_number
from council.identity.tables import Appointment, Person
from council.ids import new_id
from council.roll.tables import Residence, Unit

if TYPE_CHECKING:
    from datetime import date

    from tests.people import Cast

PEPPER = b"p" * 32


def id_number_of(day: str) -> str:
    """A right number with this birth date and a county code that was abolished."""
    digits = f"320586{day.replace('-', '')}002"
    return digits + id_number.check_sign(digits)


ID = id_number_of("1990-03-05")


async def home(cast: Cast, code: str, *names: str) -> str:
    """A unit like 3-2-502 with these people in it; its id."""
    building, entrance, room = code.split("-")
    unit = new_id()
    await Unit.insert(
        Unit(
            id=unit,
            community=cast.community,
            code=code,
            building=f"{building}幢",
            entrance=f"{entrance}单元",
            room=room,
            area=8800,
            area_source="测绘",
        )
    )
    for name in names:
        await Residence.insert(
            Residence(id=new_id(), person=cast.people[name], unit=unit, tie="租户")
        )
    return unit


async def listed(cast: Cast, name: str, born: date | None = None) -> str:
    """Somebody on the roll whom nobody has verified; their id."""
    person = new_id()
    await Person.insert(
        Person(
            id=person,
            community=cast.community,
            roll_no=f"L{len(cast.people):03d}",
            name=name,
            gender="女",
            birth_date=born,
            hukou="非户籍",
            phone="",
            id_last4="",
            pseudonym=f"p-{person}",
            elder=False,
            state="listed",
            listed_at=now(),
            pinyin="",
        )
    )
    cast.people[name] = person
    return person


async def unverify(cast: Cast, name: str) -> str:
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", cast.people[name])
    return cast.people[name]


async def leads(cast: Cast, name: str, building: str) -> None:
    """A group leader of this building, since now and without an end."""
    await Appointment.insert(
        Appointment(
            id=new_id(),
            community=cast.community,
            person=cast.people[name],
            office="group_leader",
            granted_by=cast.people[cast.secretary],
            granted_at=now(),
            scope=building,
            acting=False,
        )
    )


async def state(cast: Cast, name: str) -> str:
    found = await db.row("SELECT state FROM person WHERE id = {}", cast.people[name])
    assert found is not None
    return str(found["state"])


async def refusals() -> list[str]:
    found = await db.rows("SELECT reason FROM verification_refusal ORDER BY at, reason")
    return [one["reason"] for one in found]
