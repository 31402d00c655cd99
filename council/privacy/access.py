"""The access log (IDP-9): who looked at whose data, in which office, why, and how many.

A line stands beside the record, not in it: lines are deleted when their time is over. Whoever
shows unmasked data or hands out a list calls `looked_at` first and shows it afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries as identity
from council.ids import new_id
from council.privacy import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change


async def looked_at(by: Actor, what: str, person: str | None, why: str, rows: int = 1) -> None:
    """Log one look in a transaction of its own; see `looked_at_within`."""
    async with change(by) as act:
        await looked_at_within(act, what, person, why, rows)


async def looked_at_within(
    act: Change, what: str, person: str | None, why: str, rows: int = 1
) -> None:
    """Log that `act.by` looks at `what` (a code of rules.LOOKS) of `person`, None for a list.

    `why` must be said and holds at most 200 characters; `rows` counts the people shown. Looking
    at one's own data is nobody's business. Refused with access.why; NotThere for people of others.
    """
    if person == act.by.person:
        return
    rules.must_say_why(what, why)
    if person is not None:
        await _must_be_ours(person, act.by.community)
    await db.rows(
        "INSERT INTO access_log (id, community, viewer, office, person, what, why, rows_seen, at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})",
        new_id(),
        act.by.community,
        act.by.person,
        await _office(act),
        person,
        what,
        why,
        rows,
        act.at,
    )


async def _must_be_ours(person: str, community: str) -> None:
    if not await db.row(
        "SELECT id FROM person WHERE id = {} AND community = {}", person, community
    ):
        raise NotThere


async def _office(act: Change) -> str:
    """In which office somebody looks: the one that sees most, of those held now."""
    return rules.widest(await identity.offices(act.by.person, act.by.community))
