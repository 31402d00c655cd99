"""`council expire`: delete personal data that has served its time; meant to be run every night."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from council import db
from council.change import Actor
from council.commands import faults
from council.commands.serve import prepared
from council.db import bind, make_engine
from council.identity import queries
from council.needs import actions as need_actions
from council.needs import queries as needs
from council.privacy import actions
from council.record.clock import sign
from council.refusal import Refused
from council.voting import actions as voting
from council.voting.sealing import poll_keys
from council.wishes import actions as wish_actions
from council.wishes import queries as wishes

if TYPE_CHECKING:
    import argparse

    from council.settings import Settings


def expire(_: argparse.Namespace) -> int:
    """Say for each community how many rows went, table by table."""
    for name, gone in asyncio.run(_expired(prepared())).items():
        told = ", ".join(f"{table} {rows}" for table, rows in gone.items())
        print(f"{name}: {told or '没有到期的 / nothing was due'}")
    return 0


async def _expired(found: Settings) -> dict[str, dict[str, int]]:
    poll_keys.use(found.poll_keys)
    with faults.explained():
        engine = make_engine(found.database_url)
        bind(engine)
        await engine.start_connection_pool()
        try:
            places = await queries.communities()
            return {one["name"]: await _gone(one["id"], found) for one in places}
        finally:
            await engine.close_connection_pool()


async def _gone(community: str, found: Settings) -> dict[str, int]:
    gone = await actions.expire(community)
    operator = Actor("", community, "operator")
    keys = await voting.destroy_due(community, operator, found.poll_key_days)
    claims = [one for one, place in await wishes.expired() if place == community]
    back = sum([await wish_actions.expire(one, operator) for one in claims])
    over = [one for one, place in await needs.over() if place == community]
    calls = sum([await need_actions.close_due(one, operator) for one in over])
    await db.engine().scrub("record_personal")  # what was erased today is in no file tomorrow
    with suppress(Refused):  # officers read why on their pages
        await sign(community, found)
    more = {"poll key": keys, "wish claim": back, "need call": calls}
    return gone | {what: number for what, number in more.items() if number}
