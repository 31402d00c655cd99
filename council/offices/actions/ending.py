"""Ending an office: at once, or, a powerful one of somebody else, after a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.confirmations.actions import ask_within
from council.identity import queries, sessions
from council.identity.in_force import IN_FORCE, today
from council.live import topics
from council.offices import queries as held
from council.offices import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.confirmations.kinds import Asked
    from council.offices.queries import Held

ENDING = "office_end"  # the kind of confirmation


async def end_office(appointment: str, by: Actor) -> str:
    """End an office at once, in all open sessions; ending it twice is ending it once.

    A powerful one of somebody else is only asked for: returns the id of what a second person has
    to confirm, otherwise an empty text. Refused with appointment.not_yours_to_end,
    appointment.last.
    """
    asked = ""
    async with change(by) as act:
        found = await _living(appointment, by.community)
        if found.ended_at is None:
            own = await queries.offices(by.person, by.community)
            await _must_end(found, own, by.community, oneself=found.person == by.person)
            if rules.ends_by_two(found.office, oneself=found.person == by.person):
                asked = await ask_within(act, ENDING, found.id, _body(found))
            else:
                await end_within(act, found)
    sessions.forget(found.person)
    return asked


async def end_asked_within(act: Change, asked: Asked) -> None:
    """What a second person has confirmed. Asked again is whether it may be, at this moment."""
    found = await _living(asked.subject, asked.community)
    if found.ended_at is None:
        asker = await queries.offices(asked.asker, asked.community)
        await _must_end(found, asker, asked.community, oneself=False)
        await end_within(act, found)


async def _living(appointment: str, community: str) -> Held:
    # Held, so that of two who end the last two at one moment the second is told.
    if await db.held("SELECT id FROM community WHERE id = {}", community) is None:
        raise NotThere
    return await held.one(appointment, community)


async def _must_end(one: Held, offices: tuple[str, ...], community: str, *, oneself: bool) -> None:
    left = await _others(one.office, one.person, community)
    rules.may_end_office(one.office, offices, oneself=oneself, left=left)


def _body(one: Held) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.name,
        "roll_no": one.roll_no,
        "office": one.office,
        "scope": one.scope,
        "acting": one.acting,
    }


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
