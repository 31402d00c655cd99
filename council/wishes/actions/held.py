"""The wish whose row a change holds until it ends, and the step that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.ideas import actions as ideas
from council.identity import queries as identity
from council.refusal import NotThere
from council.wishes import rules

if TYPE_CHECKING:
    from council.change import Actor, Change

OFFICERS = ("chair", "secretary", "community_secretary", "social_worker")


async def is_officer(by: Actor) -> bool:
    """Whoever reviews wishes: officers and social workers; and the nightly command, nobody else."""
    return not by.person or bool(
        set(OFFICERS) & set(await identity.offices(by.person, by.community))
    )


async def locked(wish: str, by: Actor) -> dict[str, Any]:
    """Its row; a wish of another community is not there."""
    found = await db.held(
        "SELECT * FROM wish WHERE idea = {} AND community = {}", wish, by.community
    )
    if found is None:
        raise NotThere
    return found


async def claim_of(wish: str) -> dict[str, Any] | None:
    """The claim that has not ended, if any; a held wish keeps it as it is."""
    return await db.row("SELECT * FROM wish_claim WHERE wish = {} AND ended_at IS NULL", wish)


async def step(c: Change, wish: str, name: str, text: str = "") -> None:
    """One more line of its path, inside a change that holds the wish."""
    await db.rows(
        "INSERT INTO wish_step (wish, seq, step, at, by_person, text) VALUES ({},"
        " (SELECT coalesce(max(seq), 0) + 1 FROM wish_step WHERE wish = {}), {}, {}, {}, {})",
        wish,
        wish,
        name,
        c.at,
        c.by.person or None,
        text,
    )


async def move(
    c: Change, found: dict[str, Any], act: str, *, note: str = "", title: str = "", reason: str = ""
) -> str:
    """Its new state in both places. When it is over nobody needs an address. Returns the state."""
    wish, state = found["idea"], rules.after(act, found["state"])
    await db.rows("UPDATE wish SET state = {}, reason = {} WHERE idea = {}", state, reason, wish)
    if state in rules.OVER:
        await db.rows(
            "UPDATE wish SET ended_at = {}, contact = '', guardian = '' WHERE idea = {}", c.at, wish
        )
    await ideas.move_within(c, wish, rules.IN_REGISTER[state], note=note, title=title)
    return state


async def end_claim(c: Change, wish: str, how: str) -> None:
    await db.rows(
        "UPDATE wish_claim SET ended_at = {}, ended = {} WHERE wish = {} AND ended_at IS NULL",
        c.at,
        how,
        wish,
    )
