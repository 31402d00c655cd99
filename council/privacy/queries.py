"""Reading: people by what staff type, always within one community."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from council import db
from council.refusal import NotThere, unreadable


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the community, as far as these pages need it."""

    id: str
    name: str
    roll_no: str
    state: str


async def person(person_id: str, community: str) -> Person:
    found = await db.row(
        "SELECT id, name, roll_no, state FROM person WHERE id = {} AND community = {}",
        person_id,
        community,
    )
    if found is None:
        raise NotThere
    return Person(**found)


async def pseudonym(person_id: str, community: str) -> str:
    """How the record calls a person of this community."""
    found = await db.row(
        "SELECT pseudonym FROM person WHERE id = {} AND community = {}", person_id, community
    )
    if found is None:
        raise NotThere
    return str(found["pseudonym"])


async def named(community: str, text: str) -> Person:
    """The only one with this name or number of the roll; person.unknown, person.several."""
    found = await db.rows(
        "SELECT id, name, roll_no, state FROM person WHERE community = {} AND state <> 'left'"
        " AND (name = {} OR LOWER(roll_no) = {}) ORDER BY roll_no",
        community,
        text,
        text.lower(),
    )
    if not found:
        raise unreadable("person.unknown", name=text)
    if len(found) > 1:
        numbers = ", ".join(one["roll_no"] for one in found)
        raise unreadable("person.several", name=text, numbers=numbers)
    return Person(**found[0])


def setting(community: dict[str, Any], name: str) -> Any:
    """One of a community's own settings about personal data; None where it says nothing."""
    return (json.loads(community["settings"] or "{}").get("privacy") or {}).get(name)
