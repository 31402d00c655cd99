"""Reading the roll: units, and who lives where."""

from __future__ import annotations

from typing import Any

from council import db
from council.identity.arrivals import here


async def homes_of(person_id: str) -> list[dict[str, Any]]:
    """The units that the person is tied to."""
    return await db.rows(
        "SELECT u.code, u.building, u.entrance, u.room, r.tie FROM residence r"
        " JOIN unit u ON u.id = r.unit WHERE r.person = {} ORDER BY u.code",
        person_id,
    )


async def units(community_id: str) -> list[dict[str, Any]]:
    """Exclusive units with their area in hundredths of a square metre and how many live there."""
    return await db.rows(
        "SELECT u.id, u.code, u.building, u.entrance, u.room, u.area, u.area_source,"  # noqa: S608 - a fixed condition
        " COUNT(r.id) AS people FROM unit u LEFT JOIN residence r ON r.unit = u.id WHERE"
        f" u.community = {{}} AND {here('u')} GROUP BY u.id, u.code, u.building, u.entrance,"
        " u.room, u.area, u.area_source ORDER BY u.code",
        community_id,
    )


async def unit_ids(community_id: str) -> dict[str, str]:
    """Code → id of every unit."""
    found = await db.rows(
        f"SELECT id, code FROM unit WHERE community = {{}} AND {here()}",  # noqa: S608 - a fixed condition
        community_id,
    )
    return {one["code"]: one["id"] for one in found}


async def homes(community_id: str) -> dict[str, list[tuple[str, str]]]:
    """Person id → (unit code, tie) of the whole community."""
    found = await db.rows(
        "SELECT r.person, u.code, r.tie FROM residence r JOIN unit u ON u.id = r.unit"
        " WHERE u.community = {} ORDER BY u.code, r.tie",
        community_id,
    )
    homes_of_all: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        homes_of_all.setdefault(one["person"], []).append((one["code"], one["tie"]))
    return homes_of_all
