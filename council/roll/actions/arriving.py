"""The rows of an import, a few at a time, each function inside one transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.actions.founding import new_pseudonym
from council.ids import new_id
from council.live import topics
from council.roll.actions.finding import insert_keys, write_keys_within
from council.roll.tables import CorporateTenure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from council.change import Change

    Rows = Sequence[dict[str, Any]]
    Writer = Callable[[Change, Rows, str], Awaitable[None]]


async def new_units(act: Change, rows: Rows, import_id: str) -> None:
    own = {"community": act.by.community, "arrived_by": import_id}
    await db.insert("unit", [{"id": new_id(), **own, **one} for one in rows])


async def changed_units(act: Change, rows: Rows, _: str) -> None:
    for one in rows:
        await db.rows(
            "UPDATE unit SET building = {}, entrance = {}, room = {}, area = {}, area_source = {}"
            " WHERE community = {} AND code = {}",
            one["building"],
            one["entrance"],
            one["room"],
            one["area"],
            one["area_source"],
            act.by.community,
            one["code"],
        )


async def new_people(act: Change, rows: Rows, import_id: str) -> None:
    made = [(new_id(), row) for row in rows]
    await db.insert("person", [_person(act, id_, row, import_id) for id_, row in made])
    await _house(act, made)
    await insert_keys((act.by.community, key, id_) for id_, row in made for key in row["keys"])


async def changed_people(act: Change, rows: Rows, _: str) -> None:
    for row in rows:
        await _update(row)
        act.tell(topics.sessions(), "person.changed", row["id"])
    moved = [row for row in rows if {"住址编号", "户号"} & set(row["columns"])]
    for row in moved:
        await db.rows("DELETE FROM residence WHERE person = {}", row["id"])
    await _house(act, [(row["id"], row) for row in moved])
    await write_keys_within([row["id"] for row in rows])


async def new_companies(act: Change, rows: Rows, _: str) -> None:
    units = await _units(act, [row["unit"] for row in rows])
    for row in rows:
        await CorporateTenure.insert(
            CorporateTenure(
                id=new_id(),
                community=act.by.community,
                unit=units[row["unit"]],
                kind=row["kind"],
                name=row["name"],
                credit_code=row["credit_code"],
                since=act.at,
                ended_why="",
            )
        )


WRITERS: dict[str, Writer] = {
    "new_units": new_units,
    "changed_units": changed_units,
    "new_people": new_people,
    "changed_people": changed_people,
    "new_companies": new_companies,
}


def _person(act: Change, id_: str, row: dict[str, Any], import_id: str) -> dict[str, Any]:
    return {
        "id": id_,
        "community": act.by.community,
        "roll_no": row["roll_no"],
        "name": row["name"],
        "gender": row["gender"],
        "birth_date": _date(row),
        "hukou": row["hukou"],
        "phone": row["phone"],
        "id_hash": row["id_hash"] or None,
        "id_last4": row["id_last4"],
        "pseudonym": new_pseudonym(),
        "elder": bool(row["elder"]),
        "state": "listed",
        "listed_at": act.at,
        "pinyin": "",
        "arrived_by": import_id,
    }


def _date(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["birth_date"]) if row["birth_date"] else None


async def _update(row: dict[str, Any]) -> None:
    await db.rows(
        "UPDATE person SET name = {}, gender = {}, birth_date = {}, hukou = {}, phone = {},"
        " id_hash = {}, id_last4 = {}, elder = {} WHERE id = {}",
        row["name"],
        row["gender"],
        _date(row),
        row["hukou"],
        row["phone"],
        row["id_hash"] or None,
        row["id_last4"],
        bool(row["elder"]),
        row["id"],
    )


async def _units(act: Change, codes: Iterable[str]) -> dict[str, str]:
    """Code → id, those that arrive included."""
    marked = sorted(set(codes))
    if not marked:
        return {}
    marks = ", ".join("{}" for _ in marked)
    found = await db.rows(
        f"SELECT code, id FROM unit WHERE community = {{}} AND code IN ({marks})",  # noqa: S608 - only placeholders are put together
        act.by.community,
        *marked,
    )
    return {one["code"]: one["id"] for one in found}


async def _house(act: Change, people: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Who lives where; the number of the household is said of the first home."""
    units = await _units(act, (code for _, row in people for code, _ in row["homes"]))
    households = await _households(act, people, units)
    made = [
        {
            "id": new_id(),
            "person": id_,
            "unit": units[code],
            "tie": tie,
            "household": None if at else households.get((units[code], row["household"])),
        }
        for id_, row in people
        for at, (code, tie) in enumerate(row["homes"])
    ]
    await db.insert("residence", made)


async def _households(
    act: Change, people: Sequence[tuple[str, dict[str, Any]]], units: Mapping[str, str]
) -> dict[tuple[str, int], str]:
    """(unit, number) → the household, made where there is none."""
    wanted = {
        (units[row["homes"][0][0]], int(row["household"]))
        for _, row in people
        if row["household"] and row["homes"]
    }
    if not wanted:
        return {}
    made = [
        {"id": new_id(), "community": act.by.community, "unit": unit, "no": no}
        for unit, no in sorted(wanted)
    ]
    await db.insert("household", made, new=False)
    where = sorted({unit for unit, _ in wanted})
    marks = ", ".join("{}" for _ in where)
    found = await db.rows(f"SELECT id, unit, no FROM household WHERE unit IN ({marks})", *where)  # noqa: S608 - only placeholders are put together
    return {(one["unit"], one["no"]): one["id"] for one in found}


async def remove_some(import_id: str, most: int) -> int:
    """Some of the rows that an unfinished import wrote: people first, then units."""
    people = await db.rows("SELECT id FROM person WHERE arrived_by = {} LIMIT {}", import_id, most)
    ids = [one["id"] for one in people]
    if ids:
        marks = ", ".join("{}" for _ in ids)
        for sql in (
            "DELETE FROM person_key WHERE person IN",
            "DELETE FROM residence WHERE person IN",
            "DELETE FROM person WHERE id IN",
        ):
            await db.rows(f"{sql} ({marks})", *ids)
        return len(ids)
    return await _remove_units(import_id, most)


async def _remove_units(import_id: str, most: int) -> int:
    units = await db.rows("SELECT id FROM unit WHERE arrived_by = {} LIMIT {}", import_id, most)
    ids = [one["id"] for one in units]
    if ids:
        marks = ", ".join("{}" for _ in ids)
        await db.rows(f"DELETE FROM household WHERE unit IN ({marks})", *ids)  # noqa: S608 - only placeholders are put together
        await db.rows(f"DELETE FROM unit WHERE id IN ({marks})", *ids)  # noqa: S608 - only placeholders are put together
    return len(ids)
