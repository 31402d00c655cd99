"""Communities made on the spot, for tests that need a neighbour and no accounts."""

from __future__ import annotations

from council import db
from council.change import Actor
from council.clock import now
from council.ids import new_id


async def community(name: str) -> Actor:
    """A community with one person on its roll, who acts."""
    made, person, pseudonym = new_id(), new_id(), new_id()
    await db.rows(
        "INSERT INTO community (id, name, name_en, street, district, settings, created_at)"
        " VALUES ({}, {}, {}, '苏锦街道', '姑苏区', {}, {})",
        made,
        name,
        name,
        "{}",
        now(),
    )
    await resident(made, "袁昆腔", person=person, pseudonym=pseudonym)
    return Actor(person, made, pseudonym)


async def resident(community: str, name: str, *, person: str = "", pseudonym: str = "") -> str:
    """A verified person on the roll of a community; returns the id."""
    made = person or new_id()
    await db.rows(
        "INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_last4,"
        " pseudonym, elder, state, listed_at)"
        " VALUES ({}, {}, {}, {}, '', '', '', '', {}, {}, 'verified', {})",
        made,
        community,
        new_id(),
        name,
        pseudonym or new_id(),
        False,
        now(),
    )
    return made
