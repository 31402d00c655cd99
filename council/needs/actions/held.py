"""The call or the entry whose row a change holds until it ends, and the step that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.identity import queries as identity
from council.needs import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change

OFFICERS = ("chair", "secretary", "community_secretary")
DESK = (*OFFICERS, "social_worker")


async def must_hold(by: Actor, offices: tuple[str, ...]) -> None:
    """To others the act does not exist; the nightly command is nobody and may."""
    if by.person and not set(offices) & set(await identity.offices(by.person, by.community)):
        raise NotThere


async def held_call(c: Change, call: str) -> dict[str, Any]:
    """Its row with `standing` of today; a call of another community is not there."""
    found = await db.held(
        "SELECT * FROM need_call WHERE id = {} AND community = {}", call, c.by.community
    )
    if found is None:
        raise NotThere
    standing = rules.standing(found["state"], found["last_day"], local(c.at).date())
    return {**found, "standing": standing}


async def held_need(c: Change, need: str) -> dict[str, Any]:
    """Its row; an entry of another community is not there."""
    found = await db.held(
        "SELECT * FROM need WHERE idea = {} AND community = {}", need, c.by.community
    )
    if found is None:
        raise NotThere
    return found


async def step(c: Change, need: str, name: str, text: str = "", other: str = "") -> None:
    """One more line of its way, inside a change that holds the entry."""
    await db.rows(
        "INSERT INTO need_step (need, seq, step, at, by_person, text, other) VALUES ({},"
        " (SELECT coalesce(max(seq), 0) + 1 FROM need_step WHERE need = {}), {}, {}, {}, {}, {})",
        need,
        need,
        name,
        c.at,
        c.by.person or None,
        text,
        other or None,
    )
