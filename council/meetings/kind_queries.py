"""What a kind of meeting has to know of its community: its terms, its owners, its households."""

from __future__ import annotations

import json
from typing import Any

from council import db
from council.identity import queries as identity
from council.identity.arrivals import here
from council.meetings import owners, rules
from council.meetings.kinds import Terms
from council.meetings.owners import Holding, Owners

OWNING = ("业主", "共有人")  # ties of the roll that make somebody an owner


async def terms(community: str) -> Terms:
    """What this community has set for its meetings."""
    found = await identity.community(community)
    held = json.loads(found["settings"] or "{}").get("meetings", {})
    return Terms(**{name: held[name] for name in Terms.__slots__ if name in held})


async def owners_of(community: str, *, count_parking: bool) -> Owners:
    """OWN-3: heads with their area, as far as the roll holds who owns what."""
    found = owners.heads(await _holdings(community), count_parking=count_parking)
    return owners.seated(found)


async def _holdings(community: str) -> list[Holding]:
    units = await db.rows(
        "SELECT u.id, u.building, u.entrance, u.room, u.area FROM unit u"  # noqa: S608 - a fixed condition
        f" WHERE u.community = {{}} AND {here('u')} ORDER BY u.code",
        community,
    )
    bodies, people = await _bodies(community), await _people(community)
    return [
        Holding(
            one["id"],
            f"{one['building']}{one['entrance']}{one['room']}",
            one["area"],
            *(bodies.get(one["id"]) or people.get(one["id"]) or ("", "")),
        )
        for one in units
    ]


async def _bodies(community: str) -> dict[str, tuple[str, str]]:
    """Unit → (owner, who votes for it), of units held by a company or the developer."""
    found = await db.rows(
        "SELECT t.unit, t.kind, t.name, t.voter FROM corporate_tenure t"
        " WHERE t.community = {} AND t.ended_at IS NULL ORDER BY t.since",
        community,
    )
    return {
        one["unit"]: (
            "developer" if one["kind"] == "developer" else f"company {one['name']}",
            one["voter"] or "",
        )
        for one in found
    }


async def _people(community: str) -> dict[str, tuple[str, str]]:
    """Unit → its owner; of several owners together the first on the roll stands for it (OWN-5)."""
    found = await db.rows(
        "SELECT r.unit, r.person FROM residence r JOIN unit u ON u.id = r.unit"  # noqa: S608 - a fixed condition
        " JOIN person p ON p.id = r.person WHERE u.community = {} AND r.tie IN ({}, {})"
        f" AND p.state <> 'left' AND {here('p')} ORDER BY r.tie = {{}}, p.roll_no",
        community,
        *OWNING,
        OWNING[1],
    )
    units: dict[str, list[str]] = {}
    for one in found:
        units.setdefault(one["unit"], []).append(one["person"])
    return {
        unit: ("+".join(sorted(set(people))), people[0]) for unit, people in units.items() if people
    }


async def households_of(community: str, day: Any) -> list[tuple[str, str | None]]:
    """(person, household) for every household: its representative, else its first verified adult.

    A unit whose people are in no household is one household without an id.
    """
    found = await db.rows(
        "SELECT r.unit, r.household, r.person, p.birth_date, h.representative FROM residence r"  # noqa: S608 - a fixed condition
        " JOIN unit u ON u.id = r.unit JOIN person p ON p.id = r.person"
        " LEFT JOIN household h ON h.id = r.household"
        " WHERE u.community = {} AND p.state = 'verified' AND r.tie <> '代表'"
        f" AND {here('p')} ORDER BY u.code, p.roll_no",
        community,
    )
    able: dict[tuple[str, str | None], list[str]] = {}
    named: dict[tuple[str, str | None], str | None] = {}
    for one in found:
        if rules.of_age(one["birth_date"], day):
            home = (one["unit"], one["household"])
            able.setdefault(home, []).append(one["person"])
            named[home] = one["representative"]
    return _one_each(able, named)


def _one_each(
    able: dict[tuple[str, str | None], list[str]], named: dict[tuple[str, str | None], str | None]
) -> list[tuple[str, str | None]]:
    """Nobody stands for two households."""
    taken: dict[str, str | None] = {}
    for home, people in able.items():
        first = [one for one in people if one == named[home]] + people
        free = next((one for one in first if one not in taken), None)
        if free is not None:
            taken[free] = home[1]
    return list(taken.items())
