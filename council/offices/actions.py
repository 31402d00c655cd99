"""Giving an office and ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries, sessions
from council.identity.actions.founding import grant_within
from council.live import topics
from council.offices import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def appoint(person: str, office: str, by: Actor) -> None:
    """Give an office to somebody of the same community; giving it twice is giving it once."""
    async with change(by) as act:
        someone = await queries.person(person, by.community)
        own = await queries.offices(by.person, by.community)
        rules.may_appoint(office, own, oneself=person == by.person)
        if office not in await queries.offices(person, by.community):
            await grant_within(act, person, someone.pseudonym, office, by.person)
    sessions.forget(person)


async def end_office(appointment: str, by: Actor) -> None:
    """End an office at once, in all open sessions; ending it twice is ending it once.

    Refused with appointment.not_yours_to_end, appointment.last.
    """
    async with change(by) as act:
        # Held, so that of two who end the last two at one moment the second is told.
        await db.held("SELECT id FROM community WHERE id = {}", by.community)
        found = await db.row(
            "SELECT a.person, a.office, a.ended_at, p.pseudonym FROM appointment a"
            " JOIN person p ON p.id = a.person WHERE a.id = {} AND a.community = {}",
            appointment,
            by.community,
        )
        if found is None:
            raise NotThere
        if found["ended_at"] is None:
            own = await queries.offices(by.person, by.community)
            rules.may_end_office(
                found["office"],
                own,
                oneself=found["person"] == by.person,
                left=await _others(found["office"], found["person"], by.community),
            )
            await db.rows("UPDATE appointment SET ended_at = {} WHERE id = {}", act.at, appointment)
            act.record("office.ended", {"office": found["office"], "person": found["pseudonym"]})
            act.tell(topics.sessions(), "office.ended", found["person"])
    sessions.forget(found["person"])


async def _others(office: str, person: str, community: str) -> int:
    """How many hold the office besides this person, and can come in to use it."""
    found = await db.row(
        "SELECT COUNT(*) AS n FROM appointment a JOIN person p ON p.id = a.person"
        " WHERE a.community = {} AND a.office = {} AND a.person <> {} AND a.ended_at IS NULL"
        " AND p.state = 'verified'",
        community,
        office,
        person,
    )
    return int(found["n"]) if found else 0
