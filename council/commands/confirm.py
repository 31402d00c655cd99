"""`council confirm`: the operator stands in for the second officer that a community lacks."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from council.commands import faults
from council.commands.serve import prepared
from council.confirmations import actions, queries
from council.db import bind, make_engine
from council.identity import queries as identity
from council.offices.confirming import OFFICE, OFFICE_END
from council.refusal import NotThere, Refused
from council.roll.import_confirming import ROLL
from council.web.words import sentence

if TYPE_CHECKING:
    import argparse

    from council.confirmations.kinds import Asked
    from council.settings import Settings

OURS = {kind.code for kind in (OFFICE, OFFICE_END, ROLL) if kind.by_operator}


def confirm(chosen: argparse.Namespace) -> int:
    """Without an id: what waits. With one: confirm it, in the record as the operator."""
    found = asyncio.run(_answered(prepared(), chosen.id))
    for place, asked in found:
        print(f"{asked.id}  {place}  {_told(asked)}")
        print(f"  提出 / asked by: {asked.asked_by}")
    if chosen.id:
        print("已确认，马上生效。/ Confirmed; it holds from now on.")
    elif not found:
        print("没有等复核的事。/ Nothing waits for a confirmation.")
    else:
        print("核对后运行 / After checking, run: python3 -m council confirm <id>")
    return 0


def _told(asked: Asked) -> str:
    """What is asked for, on one line."""
    body = asked.body
    if asked.kind == OFFICE.code:
        term = f"{body['since']} – {body['until']}"
        return f"{body['name']} {body['roll_no']} → {body['office']}, {term}"
    if asked.kind == OFFICE_END.code:
        return f"{body['name']} {body['roll_no']} × {body['office']} 结束 / end"
    return f"{asked.kind} {asked.subject} {json.dumps(body, ensure_ascii=False, sort_keys=True)}"


async def _answered(found: Settings, wanted: str) -> list[tuple[str, Asked]]:
    with faults.explained():
        engine = make_engine(found.database_url)
        bind(engine)
        await engine.start_connection_pool()
        try:
            waiting = await _waiting()
            if not wanted:
                return waiting
            chosen = [one for one in waiting if one[1].id == wanted]
            await _confirm(chosen)
            return chosen
        finally:
            await engine.close_connection_pool()


async def _waiting() -> list[tuple[str, Asked]]:
    """Of every community of this installation: its name, and what waits there."""
    return [
        (place["name"], asked)
        for place in await identity.communities()
        for asked in await queries.open_ones(place["id"])
        if asked.kind in OURS
    ]


async def _confirm(chosen: list[tuple[str, Asked]]) -> None:
    unknown = faults.misused(
        "没有这个编号，或者已经办结、过期。不写编号就列出等复核的。",
        "No such id, or it is answered or over. Without an id, what waits is listed.",
    )
    if not chosen:
        raise unknown
    try:
        await actions.confirm_by_operator(chosen[0][1].id, chosen[0][1].community)
    except NotThere as error:
        raise unknown from error
    except Refused as why:
        raise faults.misused(sentence(why.code, **why.values), why.code) from why
