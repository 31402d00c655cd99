"""Giving an office and renewing its term; powerful ones need a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.confirmations import queries as confirmations
from council.confirmations.actions import ask_within
from council.identity import queries, sessions
from council.identity import rules as identity_rules
from council.identity.actions.founding import Given, grant_within
from council.identity.in_force import today
from council.ids import new_id
from council.offices import queries as held
from council.offices import rules
from council.offices.actions.ending import end_within
from council.refusal import Refused

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.confirmations.kinds import Asked
    from council.offices.queries import Held
    from council.offices.rules import Term


@dataclass(frozen=True, slots=True)
class Wanted:
    """An office that somebody is to hold; `renews` is the appointment whose place it takes."""

    person: str
    office: str
    term: Term
    scope: str = ""
    acting: bool = False
    renews: str = ""

    def fits(self, one: Held) -> bool:
        """Whether this appointment is what is wanted already."""
        term = (self.term.since, self.term.until, self.acting)
        return (one.from_date, one.until_date, one.acting) == term


async def appoint(
    person: str,
    office: str,
    by: Actor,
    *,
    term: Term | None = None,
    scope: str = "",
    acting: bool = False,
) -> str:
    """Give an office to somebody of the same community; giving it twice is giving it once.

    A powerful one is only asked for: returns the id of what a second person has to confirm,
    otherwise an empty text. `term` is five years from today if nothing is said. Refused with
    appointment.not_yours, .term, .too_long, .scope, .building, .apart, .held, person.left.
    """
    term = term or rules.usual_term(today())
    rules.must_be_a_term(term, today())
    async with change(by) as act:
        scope = rules.scope_of(office, scope, await held.buildings(by.community))
        asked = await _want(act, Wanted(person, office, term, scope, acting))
    sessions.forget(person)
    return asked


async def renew(appointment: str, until: date, by: Actor) -> str:
    """Another term from today, in place of the one that runs or ran out; as `appoint`."""
    async with change(by) as act:
        old = await held.one(appointment, by.community)
        if old.ended_at is not None:
            raise Refused("appointment.ended")
        term = rules.Term(today(), until)
        rules.must_be_a_term(term, today())
        asked = await _want(
            act, Wanted(old.person, old.office, term, old.scope, old.acting, renews=old.id)
        )
    sessions.forget(old.person)
    return asked


async def _want(act: Change, wanted: Wanted) -> str:
    """Ask for a powerful office, give any other one at once."""
    own = await queries.offices(act.by.person, act.by.community)
    rules.may_ask(wanted.office, own, oneself=wanted.person == act.by.person)
    if await _stands(act, wanted):
        return ""
    if wanted.office in identity_rules.POWERFUL:
        return await _ask(act, wanted)
    await _give(act, wanted, Given(granted_by=act.by.person))
    return ""


async def _stands(act: Change, wanted: Wanted) -> bool:
    """Whether it is so already; refuses what cannot be."""
    # Held, so that of two who give at one moment the second sees what the first gave.
    await db.held("SELECT id FROM community WHERE id = {}", act.by.community)
    someone = await queries.person(wanted.person, act.by.community)
    if someone.state == "left":
        raise Refused("person.left")
    rules.must_fit_together(
        wanted.office, {one.office for one in await _living(wanted.person, act.by.community)}
    )
    old = await held.living(wanted.person, wanted.office, wanted.scope, act.by.community)
    if old is None or (old.until_date is not None and old.until_date < today()):
        return False
    if wanted.fits(old):
        return True
    if wanted.renews != old.id:
        raise Refused("appointment.held")
    return False


async def _living(person: str, community: str) -> list[Held]:
    """Held today or later."""
    return [one for one in await held.in_force(community) if one.person == person]


async def _ask(act: Change, wanted: Wanted) -> str:
    """The request stands once: asked again by the same officer, it is the same one."""
    someone = await queries.person(wanted.person, act.by.community)
    body = _body(wanted, someone.name, someone.roll_no)
    for asked in await confirmations.open_ones(act.by.community, "office"):
        if asked.asker == act.by.person and asked.body == body:
            return asked.id
    return await ask_within(act, "office", new_id(), body)


def _body(wanted: Wanted, name: str, roll_no: str) -> dict[str, Any]:
    return {
        "person": wanted.person,
        "name": name,
        "roll_no": roll_no,
        "office": wanted.office,
        "since": wanted.term.since.isoformat(),
        "until": wanted.term.until.isoformat(),
        "scope": wanted.scope,
        "acting": wanted.acting,
        "renews": wanted.renews,
    }


async def give_within(act: Change, asked: Asked) -> None:
    """What a second person has confirmed. Asked again is whether it may be, at this moment."""
    body = asked.body
    term = rules.Term(date.fromisoformat(body["since"]), date.fromisoformat(body["until"]))
    wanted = Wanted(
        body["person"], body["office"], term, body["scope"], body["acting"], body["renews"]
    )
    rules.must_be_a_term(term, today())
    asker = await queries.offices(asked.asker, asked.community)
    rules.may_ask(wanted.office, asker, oneself=wanted.person == asked.asker)
    if not await _stands(act, wanted):
        second = act.by.person or None
        given = Given(granted_by=asked.asker, confirmed_by=second, operator=second is None)
        await _give(act, wanted, given)


async def _give(act: Change, wanted: Wanted, how: Given) -> None:
    """The appointment that it takes the place of, or whose term is over, ends now.

    A powerful one counts for nothing before its holder has opened an office letter.
    """
    # Held, so that no other letter is opened between this look at the account and the office.
    await db.held("SELECT id FROM person WHERE id = {}", wanted.person)
    someone = await queries.person(wanted.person, act.by.community)
    old = await held.living(wanted.person, wanted.office, wanted.scope, act.by.community)
    if old is not None:
        await end_within(act, old)
    given = Given(
        since=wanted.term.since,
        until=wanted.term.until,
        scope=wanted.scope,
        acting=wanted.acting,
        granted_by=how.granted_by,
        confirmed_by=how.confirmed_by,
        operator=how.operator,
        waits=identity_rules.waits_for_letter(
            wanted.office, by_office_letter=await queries.came_by_office_letter(someone.id)
        ),
    )
    await grant_within(act, someone.id, someone.pseudonym, wanted.office, given)
