"""Ending an office, at once and in all open sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries, sessions
from council.identity.in_force import IN_FORCE, today
from council.live import topics
from council.offices import queries as held
from council.offices import rules

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.offices.queries import Held


async def end_office(appointment: str, by: Actor) -> None:
    """End an office at once, in all open sessions; ending it twice is ending it once.

    Refused with appointment.not_yours_to_end, appointment.last.
    """
    async with change(by) as act:
        # Held, so that of two who end the last two at one moment the second is told.
        await db.held("SELECT id FROM community WHERE id = {}", by.community)
        found = await held.one(appointment, by.community)
        if found.ended_at is None:
            rules.may_end_office(
                found.office,
                await queries.offices(by.person, by.community),
                oneself=found.person == by.person,
                left=await _others(found.office, found.person, by.community),
            )
            await end_within(act, found)
    sessions.forget(found.person)


async def end_within(act: Change, one: Held) -> None:
    """In the record and in all open sessions; whether it may be is asked before."""
    await db.rows("UPDATE appointment SET ended_at = {} WHERE id = {}", act.at, one.id)
    act.record("office.ended", {"office": one.office, "person": one.pseudonym})
    act.tell(topics.sessions(), "office.ended", one.person)


async def _others(office: str, person: str, community: str) -> int:
    """How many hold the office besides this person, and can come in to use it."""
    found = await db.row(
        "SELECT COUNT(DISTINCT a.person) AS n FROM appointment a"  # noqa: S608 - only the condition of terms is put in
        " JOIN person p ON p.id = a.person WHERE a.community = {} AND a.office = {}"
        f" AND a.person <> {{}} AND p.state = 'verified' AND {IN_FORCE}",
        community,
        office,
        person,
        today(),
        today(),
    )
    return int(found["n"]) if found else 0
