"""Writing a confirmed import: many short transactions that nobody sees, and one that shows all.

New people and units are written with the import's id (`identity.arrivals`); when all are there, one
short transaction says that the import is done. A process that dies is followed by the next one,
which removes what the dead one wrote and begins again. Ballots go on between the transactions.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor
from council.clock import now
from council.identity import queries as identity
from council.identity import sessions
from council.refusal import NotThere, Refused
from council.roll import import_queries
from council.roll import reading_work as work
from council.roll.actions import arriving
from council.roll.actions.departing import leave_within
from council.roll.actions.writing import PAUSE, Writing, count
from council.roll.apart import worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STALE = timedelta(seconds=30)  # without a sign of life for so long, a writer is dead
BEAT = 5.0  # seconds between two signs of life
MOST_IN_SWITCH = 60  # changed rows that the last transaction takes; more go before it, in steps
GROUND = "导入的整份名册里没有"

log = logging.getLogger(__name__)


async def take_over(
    import_id: str, pepper: bytes, *, pause: float = PAUSE, apart: bool = True
) -> Writing | None:
    """Write what was confirmed; None when it is not this process's turn.

    What cannot be written (somebody took a number meanwhile) ends it as failed, with nothing shown.
    """
    found = await _claim(import_id)
    if found is None:
        return None
    writing = Writing(import_id, await _actor(found), pause)
    beat = asyncio.create_task(_beat(import_id))
    try:
        await _write_all(writing, found, pepper, apart=apart)
    except (Refused, *db.UNIQUE_ERRORS) as why:
        code = why.code if isinstance(why, Refused) else "roll.changed_meanwhile"
        await _give_up(writing, code)
    except asyncio.CancelledError:
        await asyncio.shield(_release(import_id))
        raise
    except Exception:
        log.exception("import %s failed", import_id)
        await _give_up(writing, "roll.broken")
    finally:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
    log.info(
        "import %s: %d transactions, the longest %.0f ms",
        import_id,
        writing.transactions,
        writing.longest * 1000,
    )
    return writing


async def _claim(import_id: str) -> dict[str, Any] | None:
    """It waits, or whoever wrote it is dead."""
    async with db.write(db.engine()):
        return await db.row(
            "UPDATE roll_import SET state = 'writing', alive_at = {}, done = 0 WHERE id = {}"
            " AND (state = 'waiting' OR (state = 'writing'"
            " AND (alive_at IS NULL OR alive_at < {})))"
            " RETURNING id, community, made_by, root, leaving, staged",
            now(),
            import_id,
            now() - STALE,
        )


async def _actor(found: dict[str, Any]) -> Actor:
    someone = await identity.person(found["made_by"], found["community"])
    return Actor(someone.id, someone.community, someone.pseudonym)


async def _beat(import_id: str) -> None:
    while True:
        await asyncio.sleep(BEAT)
        async with db.write(db.engine()):
            await db.rows("UPDATE roll_import SET alive_at = {} WHERE id = {}", now(), import_id)


async def _release(import_id: str) -> None:
    """The server stops: whoever starts next need not wait."""
    async with db.write(db.engine()):
        await db.rows("UPDATE roll_import SET alive_at = NULL WHERE id = {}", import_id)


async def _write_all(
    writing: Writing, found: dict[str, Any], pepper: bytes, *, apart: bool
) -> None:
    await _remove_arrivals(writing)
    rows = await import_queries.part(writing.id, "rows")
    pieces = _steps(rows, writing.by.community, pepper, apart=apart)
    head = await anext(pieces)
    if head["staged"] != found["root"]:
        raise Refused("roll.changed_meanwhile")
    leaving = json.loads(found["leaving"])
    async with writing.short():
        await db.rows(
            "UPDATE roll_import SET total = {}, staged = {} WHERE id = {}",
            head["effective"] + len(leaving),
            json.dumps({"summary": head["summary"]}),
            writing.id,
        )
    summary = head["summary"]
    few = summary["changed_people"] + summary["changed_units"] + summary["new_companies"]
    async for piece in pieces:
        await _write(writing, piece, in_switch=few <= MOST_IN_SWITCH)
    for person in leaving:
        await _leave(writing, person)
    await _switch(writing, head, len(leaving))
    await _forget(writing)


async def _steps(
    rows: str, community: str, pepper: bytes, *, apart: bool
) -> AsyncIterator[dict[str, Any]]:
    """The plan against the roll of now; for a large roll it is made in a process of its own."""
    if not apart:
        known = await import_queries.roll_now(community)
        for piece in await asyncio.to_thread(lambda: list(work.steps(rows, known, pepper))):
            yield piece
        return
    order = {"do": "steps", "pepper": pepper.hex()}
    async with worker(order, rows.encode()) as hand:
        await hand.know(import_queries.pieces(community))
        while "end" not in (piece := await hand.answer()):
            yield piece


async def _write(writing: Writing, piece: dict[str, Any], *, in_switch: bool) -> None:
    """One step. What changes rows that everybody sees waits for the switch, if it is not much."""
    kind, rows = piece["name"], piece["rows"]
    if kind not in {"new_units", "new_people"} and in_switch:
        writing.late.append(piece)
        return
    while rows:
        some, rows = rows[: writing.some(kind)], rows[writing.some(kind) :]
        async with writing.short(kind, len(some)) as act:
            await arriving.WRITERS[kind](act, some, writing.id)
            await count(writing.id, len(some), act)


async def _leave(writing: Writing, person: str) -> None:
    """Ticked by hand in the preview; somebody who is gone by now, or must stay, is passed over."""
    try:
        async with writing.short() as act:
            someone = await identity.person(person, act.by.community)
            if someone.state != "left":
                await leave_within(act, someone, "moved_out", GROUND, act.by.person)
            await count(writing.id, 1, act)
    except (Refused, NotThere) as why:
        log.info("import %s: one person stays on the roll (%s)", writing.id, why)
    sessions.forget(person)


async def _switch(writing: Writing, head: dict[str, Any], leaving: int) -> None:
    """Everything is there: one transaction shows it, and says so in the record."""
    async with writing.short() as act:
        for piece in writing.late:
            await arriving.WRITERS[piece["name"]](act, piece["rows"], writing.id)
        ended = await db.row(
            "UPDATE roll_import SET state = 'done', done = total, applied_at = {}, alive_at = NULL"
            " WHERE id = {} AND state = 'writing' RETURNING id",
            act.at,
            writing.id,
        )
        if ended is None:
            raise Refused("roll.changed_meanwhile")
        body = {"n": head["effective"], "root": head["root"], "confirmed": head["staged"]}
        act.record("roll.imported", {**body, "left": leaving, **head["summary"]})


async def _forget(writing: Writing) -> None:
    """What was taken over needs no second copy of everybody's data."""
    while True:
        async with writing.short():
            gone = await db.rows(
                "DELETE FROM roll_import_part WHERE import = {} AND kind <> 'findings'"
                " AND no = (SELECT MAX(no) FROM roll_import_part WHERE import = {}"
                " AND kind <> 'findings') RETURNING no",
                writing.id,
                writing.id,
            )
        if not gone:
            return


async def _remove_arrivals(writing: Writing) -> None:
    """What an attempt wrote that a stop of the server cut off, or that failed."""
    while True:
        async with writing.short("gone", writing.some("gone")):
            gone = await arriving.remove_some(writing.id, writing.some("gone"))
        if not gone:
            return


async def _give_up(writing: Writing, code: str) -> None:
    await _remove_arrivals(writing)
    async with writing.short():
        await db.rows(
            "UPDATE roll_import SET state = 'failed', failure = {}, alive_at = NULL WHERE id = {}",
            code,
            writing.id,
        )
    await _forget(writing)
