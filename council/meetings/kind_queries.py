"""What a kind of meeting has to know of its community: its terms and its households."""

from __future__ import annotations

import json
from typing import Any

from council import db
from council.identity import queries as identity
from council.identity.arrivals import here
from council.meetings import rules
from council.meetings.kinds import Terms


async def terms(community: str) -> Terms:
    """What this community has set for its meetings."""
    found = await identity.community(community)
    held = json.loads(found["settings"] or "{}").get("meetings", {})
    return Terms(**{name: held[name] for name in Terms.__slots__ if name in held})


async def households_of(community: str, day: Any) -> list[tuple[str, str | None]]:
    """(person, household) for every household: its representative, else its first verified adult.

    A unit whose people are in no household is one household without an id.
    """
    homes = await _homes(community, day)
    able = {home: [one["person"] for one in adults] for home, adults in homes.items()}
    named = {home: adults[0]["representative"] for home, adults in homes.items()}
    return _one_each(able, named)


async def adults_of_households(community: str, day: Any) -> list[list[str]]:
    """The verified adults of each household."""
    homes = await _homes(community, day)
    return [[one["person"] for one in adults] for adults in homes.values()]


async def _homes(community: str, day: Any) -> dict[tuple[str, str | None], list[dict[str, Any]]]:
    found = await db.rows(
        "SELECT r.unit, r.household, r.person, p.birth_date, h.representative FROM residence r"  # noqa: S608 - a fixed condition
        " JOIN unit u ON u.id = r.unit JOIN person p ON p.id = r.person"
        " LEFT JOIN household h ON h.id = r.household"
        " WHERE u.community = {} AND p.state = 'verified' AND r.tie <> '代表'"
        f" AND {here('p')} ORDER BY u.code, p.roll_no",
        community,
    )
    homes: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for one in found:
        if rules.of_age(one["birth_date"], day):
            homes.setdefault((one["unit"], one["household"]), []).append(one)
    return homes


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
