"""What can be done: register an organisation, give somebody a seat, end a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.organisations import queries, rules
from council.organisations.tables import Organisation, Seat
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from datetime import date

    from council.change import Actor


async def register(name: str, kind: str, by: Actor, *, rating: str = "") -> str:
    """Enter an organisation of the community and return its id.

    Refused with organisation.name, organisation.rating, organisation.known.
    """
    rules.must_register(name, kind, rating)
    one = Organisation(id=new_id(), community=by.community, name=name, kind=kind, rating=rating)
    try:
        async with change(by) as c:
            await Organisation.insert(one)
            c.record("organisation.registered", {"organisation": one.id, "name": name})
    except db.UNIQUE_ERRORS as error:
        known = await queries.organisations(by.community)
        same = [old.id for old in known if (old.name, old.kind, old.rating) == (name, kind, rating)]
        if same:
            return same[0]
        raise Refused("organisation.known", name=name) from error
    return str(one.id)


async def seat(person: str, sector: str, title: str, by: Actor, *, since: date, until: date) -> str:
    """Give a person of the community a seat of the committee and return the seat's id.

    `since` and `until` are the first and the last day of the term. Refused with seat.sector,
    seat.title, seat.term, seat.held.
    """
    rules.must_seat(sector, title, since, until)
    try:
        async with change(by) as c:
            pseudonym = await queries.pseudonym(person, by.community)
            one = Seat(
                id=new_id(),
                community=by.community,
                person=person,
                sector=sector,
                title=title,
                place=await queries.next_place(by.community),
                from_date=since,
                until_date=until,
            )
            await Seat.insert(one)
            c.record("seat.given", {"seat": one.id, "person": pseudonym, "sector": sector})
    except db.UNIQUE_ERRORS as error:
        held = await queries.seat_of(person, by.community)
        if held and (held.sector, held.title, held.from_date, held.until_date) == (
            sector,
            title,
            since,
            until,
        ):
            return held.id
        raise Refused("seat.held") from error
    return str(one.id)


async def unseat(seat: str, by: Actor) -> None:
    """End a seat; what its holder did while holding it stays. Ending it twice is ending it once."""
    async with change(by) as c:
        found = await db.held(
            "SELECT ended_at FROM seat WHERE id = {} AND community = {}", seat, by.community
        )
        if found is None:
            raise NotThere
        if found["ended_at"] is None:
            await db.rows("UPDATE seat SET ended_at = {} WHERE id = {}", c.at, seat)
            c.record("seat.ended", {"seat": seat})
