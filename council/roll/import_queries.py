"""Reading for imports: the roll in pieces, what is staged, how far it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.arrivals import here
from council.refusal import NotThere
from council.roll.reading_work import Roll

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from council.roll.changes import Known

PIECE = 150  # rows that are read at once: the event loop is held for milliseconds only
RECENT = 20
_IMPORT = (
    "SELECT i.id, i.community, i.file_name, i.staged, i.made_by, i.made_at, i.applied_at, i.state,"
    " i.done, i.total, i.confirmed_by, i.complete, i.leaving, i.root, i.failure FROM roll_import i"
)


async def pieces(community: str) -> AsyncIterator[dict[str, Any]]:
    """The roll as it stands, in the form of the rows of an import."""
    async for rows in _paged(
        "SELECT id, code, building, entrance, room, area, area_source FROM unit", community
    ):
        yield {"units": [{key: one[key] for key in one if key != "id"} for one in rows]}
    async for rows in _paged(
        "SELECT id, roll_no, name, gender, birth_date, hukou, phone, id_hash, id_last4, elder,"
        " state FROM person",
        community,
    ):
        yield {"people": await _with_homes(community, rows)}
    companies = await db.rows(
        "SELECT u.code, t.name FROM corporate_tenure t JOIN unit u ON u.id = t.unit"
        " WHERE t.community = {} AND t.ended_at IS NULL",
        community,
    )
    yield {"companies": [(one["code"], one["name"]) for one in companies]}


async def _paged(sql: str, community: str) -> AsyncIterator[list[dict[str, Any]]]:
    """What is visible, in the order of ids, each page beginning behind the last one's end."""
    whole = f"{sql} WHERE community = {{}} AND {here()} AND id > {{}} ORDER BY id LIMIT {PIECE}"
    last = ""
    while rows := await db.rows(whole, community, last):
        yield rows
        last = rows[-1]["id"]


async def _with_homes(community: str, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first, last = people[0]["id"], people[-1]["id"]
    found = await db.rows(
        "SELECT r.person, u.code, r.tie, h.no FROM residence r JOIN unit u ON u.id = r.unit"
        " JOIN person p ON p.id = r.person LEFT JOIN household h ON h.id = r.household"
        " WHERE p.community = {} AND p.id >= {} AND p.id <= {} ORDER BY u.code, r.tie",
        community,
        first,
        last,
    )
    homes: dict[str, list[tuple[str, str]]] = {}
    household: dict[str, int] = {}
    for one in found:
        homes.setdefault(one["person"], []).append((one["code"], one["tie"]))
        household.setdefault(one["person"], one["no"] or 0)
    return [
        {
            **one,
            "birth_date": one["birth_date"].isoformat() if one["birth_date"] else "",
            "id_hash": one["id_hash"] or "",
            "elder": bool(one["elder"]),
            "homes": sorted(homes.get(one["id"], [])),
            "household": household.get(one["id"], 0),
        }
        for one in people
    ]


async def roll_now(community: str) -> Known:
    """All of it at once: for a small roll."""
    roll = Roll()
    async for piece in pieces(community):
        roll.add(piece)
    return roll.known()


async def roll_import(import_id: str, community: str) -> dict[str, Any]:
    """An import of this community."""
    found = await db.row(
        f"{_IMPORT} WHERE i.id = {{}} AND i.community = {{}}", import_id, community
    )
    if found is None:
        raise NotThere
    return found


async def progress(import_id: str, community: str) -> dict[str, Any]:
    """State, rows done, rows in all: a small read for the page that asks every second."""
    found = await db.quick(
        "SELECT id, state, done, total FROM roll_import WHERE id = {} AND community = {}",
        import_id,
        community,
    )
    if not found:
        raise NotThere
    return found[0]


async def recent(community: str) -> list[dict[str, Any]]:
    """The last imports, the newest first, with who uploaded them."""
    return await db.rows(
        "SELECT i.id, i.file_name, i.made_at, i.applied_at, i.state, i.done, i.total,"
        " p.name AS made_by FROM roll_import i LEFT JOIN person p ON p.id = i.made_by"
        " WHERE i.community = {} ORDER BY i.made_at DESC, i.id LIMIT {}",
        community,
        RECENT,
    )


async def part(import_id: str, kind: str) -> str:
    """What is kept in pieces, put together; empty when there is nothing."""
    found = await db.rows(
        "SELECT text FROM roll_import_part WHERE import = {} AND kind = {} ORDER BY no",
        import_id,
        kind,
    )
    return "".join(one["text"] for one in found)


async def mappings(community: str) -> dict[str, dict[str, str]]:
    """How this community's headings are read, by the key of the set of headings."""
    found = await db.rows(
        "SELECT headings_hash, mapping FROM roll_mapping WHERE community = {}", community
    )
    return {one["headings_hash"]: dict(json.loads(one["mapping"])) for one in found}


async def confirmation(import_id: str, community: str) -> str | None:
    """The open question about this import, if a second officer is asked."""
    found = await db.row(
        "SELECT id FROM confirmation WHERE community = {} AND kind = 'roll' AND subject = {}"
        " AND answer = '' ORDER BY asked_at DESC LIMIT 1",
        community,
        import_id,
    )
    return str(found["id"]) if found else None
