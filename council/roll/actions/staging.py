"""A file is read and compared: what it says is kept, and nobody is changed by it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.clock import local, now
from council.identity import queries as identity
from council.identity import rules
from council.ids import new_id
from council.refusal import NotThere, Refused
from council.roll import import_queries, seal
from council.roll import reading_work as work
from council.roll.apart import worker
from council.roll.tables import RollImport, RollImportPart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.roll.apart import Worker

PART = 40_000  # characters in one row: taking one away later is a short transaction
KEPT = timedelta(hours=24)  # a file whose columns nobody explains, rows that nobody asks about


async def stage_roll(
    file_name: str,
    packed: bytes,
    pepper: bytes,
    by: Actor,
    *,
    complete: bool = False,
    apart: bool = False,
) -> str:
    """Read an XLSX or CSV and keep what it says, without changing anybody; the id of the import.

    ID numbers leave this function only as keyed hashes (`pepper`) and last four signs. `complete`:
    the file claims to be the whole roll. `apart`: read it in a process of its own, as every file
    from outside is read. With headings that nobody explained yet the file waits, sealed.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    staged = new_id()
    if apart:
        found = await _read_apart(packed, pepper, by.community, complete=complete)
    else:
        found = await _read_here(packed, pepper, by.community, complete=complete)
    sealed = ""
    if isinstance(found, list):
        sealed = await asyncio.to_thread(seal.seal, packed, pepper, staged)
    async with change(by) as act:
        await _forget_old(act)
        await RollImport.insert(_row(act, staged, file_name, complete=complete))
        if isinstance(found, list):
            await _keep(staged, "file", sealed)
            await _keep(staged, "headings", json.dumps(found, ensure_ascii=False))
        else:
            await _keep_staged(staged, found)
    return staged


def _row(act: Change, staged: str, file_name: str, *, complete: bool) -> RollImport:
    return RollImport(
        id=staged,
        community=act.by.community,
        file_name=file_name[:120],
        staged="{}",
        made_by=act.by.person,
        made_at=act.at,
        state="read",
        complete=complete,
        done=0,
        total=0,
        root="",
        failure="",
    )


async def explain(
    import_id: str, said: Mapping[str, Mapping[str, str]], pepper: bytes, by: Actor
) -> None:
    """What the columns of a waiting file mean, by the keys of its headings; then it is staged.

    The answer is remembered for this community: the same headings are not asked about again.
    Refused with roll.changed_meanwhile when the file does not wait any more.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    found = await import_queries.roll_import(import_id, by.community)
    if found["state"] != "read":
        return
    packed = await _waiting(import_id, pepper)
    complete = bool(found["complete"])
    staged = await _read_apart(packed, pepper, by.community, complete=complete, said=said)
    if isinstance(staged, list):
        raise Refused("roll.columns", 422)
    async with change(by) as act:
        for key, mapping in said.items():
            await _remember(act, key, mapping)
        await db.rows("DELETE FROM roll_import_part WHERE import = {}", import_id)
        await _keep_staged(import_id, staged)


async def _waiting(import_id: str, pepper: bytes) -> bytes:
    text = await import_queries.part(import_id, "file")
    if not text:
        raise NotThere
    return await asyncio.to_thread(seal.open_sealed, text, pepper, import_id)


async def _remember(act: Change, key: str, mapping: Mapping[str, str]) -> None:
    await db.rows(
        "INSERT INTO roll_mapping (community, headings_hash, mapping, made_by, made_at)"
        " VALUES ({}, {}, {}, {}, {}) ON CONFLICT (community, headings_hash)"
        " DO UPDATE SET mapping = excluded.mapping, made_by = excluded.made_by,"
        " made_at = excluded.made_at",
        act.by.community,
        key,
        json.dumps(dict(mapping), ensure_ascii=False),
        act.by.person,
        act.at,
    )


async def _read_here(
    packed: bytes, pepper: bytes, community: str, *, complete: bool
) -> work.Staged | list[dict[str, Any]]:
    known = await import_queries.roll_now(community)
    mappings = await import_queries.mappings(community)
    understood = await asyncio.to_thread(work.understand, packed, mappings)
    if understood.unclear:
        return [work.as_question(one) for one in understood.found]
    today = local(now()).date()
    return await asyncio.to_thread(
        lambda: work.stage(understood.tables, known, pepper, today, complete=complete)
    )


async def _read_apart(
    packed: bytes,
    pepper: bytes,
    community: str,
    *,
    complete: bool,
    said: Mapping[str, Mapping[str, str]] | None = None,
) -> work.Staged | list[dict[str, Any]]:
    order = {
        "do": "stage",
        "pepper": pepper.hex(),
        "mappings": {**await import_queries.mappings(community), **(said or {})},
        "today": local(now()).date().isoformat(),
        "complete": complete,
    }
    async with worker(order, packed) as hand:
        answer = await hand.answer()
        if "unclear" in answer:
            return list(answer["unclear"])
        await hand.know(import_queries.pieces(community))
        return await _staged(hand)


async def _staged(hand: Worker) -> work.Staged:
    head = await hand.answer()
    return work.Staged(head["preview"], await hand.line(), await hand.line(), head["root"])


async def _keep_staged(import_id: str, found: work.Staged) -> None:
    await db.rows(
        "UPDATE roll_import SET state = 'staged', staged = {}, root = {}, total = {} WHERE id = {}",
        json.dumps(found.preview, ensure_ascii=False),
        found.root,
        found.preview["effective"],
        import_id,
    )
    await _keep(import_id, "rows", found.rows)
    await _keep(import_id, "findings", found.findings)


async def _keep(import_id: str, kind: str, text: str) -> None:
    for no, start in enumerate(range(0, len(text), PART)):
        piece = text[start : start + PART]
        await RollImportPart.insert(RollImportPart(import_=import_id, kind=kind, no=no, text=piece))


async def _forget_old(act: Change) -> None:
    """Rows and files that nobody went on with are not kept: they are everybody's data."""
    await db.rows(
        "DELETE FROM roll_import_part WHERE import IN (SELECT id FROM roll_import"
        " WHERE community = {} AND state IN ('read', 'staged') AND made_at < {})",
        act.by.community,
        act.at - KEPT,
    )
    await db.rows(
        "UPDATE roll_import SET state = 'failed', failure = 'roll.too_old', staged = {}"
        " WHERE community = {} AND state IN ('read', 'staged') AND made_at < {}",
        "{}",
        act.by.community,
        act.at - KEPT,
    )
