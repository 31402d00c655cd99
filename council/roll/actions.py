"""The roll: a workbook is read and staged, shown, and then taken over in one action."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.clock import local, now
from council.identity import queries as identity
from council.identity import rules
from council.identity.actions.founding import new_pseudonym
from council.identity.tables import Person
from council.ids import new_id
from council.live import topics
from council.record.entry import canonical, root_hash
from council.refusal import Refused
from council.roll import changes, queries, reading, workbook
from council.roll.tables import Residence, RollImport, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from council.roll.changes import Plan
    from council.roll.reading import PersonRow, UnitRow

AT_ONCE = 200  # rows in one INSERT: far below the limits of both databases


async def stage_roll(file_name: str, packed: bytes, pepper: bytes, by: Actor) -> str:
    """Read an XLSX and keep what it says, without changing anybody; the id of the import.

    ID numbers leave this function only as keyed hashes (`pepper`) and last four signs.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    wanted = {reading.UNITS: reading.UNIT_COLUMNS, reading.PEOPLE: reading.PEOPLE_COLUMNS}
    sheets = await asyncio.to_thread(workbook.read, packed, wanted)
    known = frozenset((await queries.roll_now(by.community)).units)
    found = await asyncio.to_thread(
        reading.read,
        sheets[reading.UNITS],
        sheets[reading.PEOPLE],
        known,
        pepper,
        local(now()).date(),
    )
    return await _stage(file_name, found, by)


async def _stage(file_name: str, found: reading.Reading, by: Actor) -> str:
    staged = new_id()
    async with change(by) as act:
        row = RollImport(
            id=staged,
            community=by.community,
            file_name=file_name[:120],
            staged=json.dumps(found.plain(), ensure_ascii=False),
            made_by=by.person,
            made_at=act.at,
            applied_at=None,
        )
        await RollImport.insert(row)
    return staged


async def apply_roll(import_id: str, pepper: bytes, by: Actor) -> dict[str, int]:
    """Take over all good rows at once; the same again changes nothing and answers the same."""
    async with change(by) as act:
        rules.staff_only(await identity.offices(by.person, by.community))
        taken = await db.row(
            "UPDATE roll_import SET applied_at = {} WHERE id = {} AND community = {}"
            " AND applied_at IS NULL RETURNING staged",
            act.at,
            import_id,
            by.community,
        )
        if taken is None:
            return await _done_before(import_id, by.community)
        return await _apply(act, import_id, json.loads(taken["staged"]), pepper)


async def _done_before(import_id: str, community: str) -> dict[str, int]:
    found = await queries.roll_import(import_id, community)
    return dict(json.loads(found["staged"])["summary"])


async def _apply(
    act: Change, import_id: str, staged: dict[str, Any], pepper: bytes
) -> dict[str, int]:
    plan = changes.plan(reading.from_plain(staged), await queries.roll_now(act.by.community))
    if not plan.effective:
        raise Refused("roll.nothing")
    try:
        await _write_units(act, plan)
        await _write_people(act, plan)
    except db.UNIQUE_ERRORS as error:
        raise Refused("roll.changed_meanwhile") from error
    summary = plan.summary()
    rows: list[UnitRow | PersonRow] = [*plan.new_units, *plan.changed_units, *plan.new_people]
    rows += [one.row for one in plan.changed_people]
    act.record("roll.imported", {"n": plan.effective, "root": _root(rows, pepper), **summary})
    await _forget_staged(import_id, summary)
    return summary


def _root(rows: Iterable[UnitRow | PersonRow], pepper: bytes) -> str:
    """The tree over keyed hashes of the rows: a plain hash of a birth date would tell it."""
    leaves = [
        hmac.new(pepper, canonical(asdict(row)).encode(), hashlib.sha256).digest() for row in rows
    ]
    return root_hash(leaves).hex()


async def _forget_staged(import_id: str, summary: dict[str, int]) -> None:
    """What was taken over needs no second copy of everybody's data."""
    kept = json.dumps({"summary": summary})
    await db.rows("UPDATE roll_import SET staged = {} WHERE id = {}", kept, import_id)


async def _write_units(act: Change, plan: Plan) -> None:
    made = [Unit(id=new_id(), community=act.by.community, **asdict(one)) for one in plan.new_units]
    await _insert(made)
    for one in plan.changed_units:
        await db.rows(
            "UPDATE unit SET building = {}, entrance = {}, room = {}, area = {}, area_source = {}"
            " WHERE community = {} AND code = {}",
            one.building,
            one.entrance,
            one.room,
            one.area,
            one.area_source,
            act.by.community,
            one.code,
        )


async def _write_people(act: Change, plan: Plan) -> None:
    ids = await queries.unit_ids(act.by.community)
    made = [(new_id(), row) for row in plan.new_people]
    await _insert([_person(act, id_, row) for id_, row in made])
    await _insert([home for id_, row in made for home in _homes(id_, row, ids)])
    known = await identity.by_roll_no(act.by.community) if plan.changed_people else {}
    for one in plan.changed_people:
        person = known[one.row.roll_no].id
        await _update(act, person, one.row)
        if "住址编号" in one.columns:
            await db.rows("DELETE FROM residence WHERE person = {}", person)
            await _insert(_homes(person, one.row, ids))


def _person(act: Change, id_: str, row: PersonRow) -> Person:
    return Person(
        id=id_,
        community=act.by.community,
        roll_no=row.roll_no,
        name=row.name,
        gender=row.gender,
        birth_date=_date(row),
        hukou=row.hukou,
        phone=row.phone,
        id_hash=row.id_hash or None,
        id_last4=row.id_last4,
        pseudonym=new_pseudonym(),
        elder=bool(row.elder),
        state="listed",
        listed_at=act.at,
    )


async def _update(act: Change, person: str, row: PersonRow) -> None:
    await db.rows(
        "UPDATE person SET name = {}, gender = {}, birth_date = {}, hukou = {}, phone = {},"
        " id_hash = {}, id_last4 = {}, elder = {} WHERE id = {}",
        row.name,
        row.gender,
        _date(row),
        row.hukou,
        row.phone,
        row.id_hash or None,
        row.id_last4,
        bool(row.elder),
        person,
    )
    act.tell(topics.sessions(), "person.changed", person)


def _date(row: PersonRow) -> date | None:
    return date.fromisoformat(row.birth_date) if row.birth_date else None


def _homes(person: str, row: PersonRow, ids: dict[str, str]) -> list[Residence]:
    return [
        Residence(id=new_id(), person=person, unit=ids[code], tie=tie) for code, tie in row.homes
    ]


async def _insert(rows: Sequence[Unit] | Sequence[Person] | Sequence[Residence]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        await type(some[0]).insert(*some)
