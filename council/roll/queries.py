"""Reading the roll: units, who lives where, and imports that wait."""

from __future__ import annotations

from typing import Any

from council import db
from council.refusal import NotThere
from council.roll.changes import Known
from council.roll.reading import PersonRow, UnitRow


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
        "SELECT u.id, u.code, u.building, u.entrance, u.room, u.area, u.area_source,"
        " COUNT(r.id) AS people FROM unit u LEFT JOIN residence r ON r.unit = u.id"
        " WHERE u.community = {} GROUP BY u.id, u.code, u.building, u.entrance, u.room, u.area,"
        " u.area_source ORDER BY u.code",
        community_id,
    )


async def unit_ids(community_id: str) -> dict[str, str]:
    found = await db.rows("SELECT id, code FROM unit WHERE community = {}", community_id)
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


async def roll_now(community_id: str) -> Known:
    """The roll in the form of its rows, to compare an import with."""
    found = await db.rows(
        "SELECT code, building, entrance, room, area, area_source FROM unit WHERE community = {}",
        community_id,
    )
    lived_in = await homes(community_id)
    people_found = await db.rows(
        "SELECT id, roll_no, name, gender, birth_date, hukou, phone, id_hash, id_last4, elder"
        " FROM person WHERE community = {}",
        community_id,
    )
    return Known(
        {one["code"]: UnitRow(**one) for one in found},
        {one["roll_no"]: _row(one, lived_in.get(one["id"], [])) for one in people_found},
    )


def _row(one: dict[str, Any], lived_in: list[tuple[str, str]]) -> PersonRow:
    return PersonRow(
        row=0,
        roll_no=one["roll_no"],
        name=one["name"],
        gender=one["gender"],
        birth_date=one["birth_date"].isoformat() if one["birth_date"] else "",
        hukou=one["hukou"],
        phone=one["phone"],
        id_hash=one["id_hash"] or "",
        id_last4=one["id_last4"],
        elder=bool(one["elder"]),
        homes=tuple(sorted(lived_in)),
    )


async def roll_import(import_id: str, community_id: str) -> dict[str, Any]:
    """A staged or applied import of this community."""
    found = await db.row(
        "SELECT id, file_name, staged, made_at, applied_at FROM roll_import"
        " WHERE id = {} AND community = {}",
        import_id,
        community_id,
    )
    if found is None:
        raise NotThere
    return found
