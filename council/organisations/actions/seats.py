"""Giving somebody a seat of the committee, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.organisations import queries, rules
from council.organisations.tables import Seat
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from datetime import date

    from council.change import Actor


async def seat(person: str, sector: str, title: str, by: Actor, *, since: date, until: date) -> str:
    """Give a person of the community a seat of the committee and return the seat's id.

    `sector` is its code, `since` and `until` are the first and the last day of the term. Refused
    with seat.sector, seat.title, seat.term, seat.held.
    """
    try:
        async with change(by) as c:
            known = {one.code for one in await queries.sectors(by.community)}
            rules.must_seat(sector, title, since, until, known)
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
        if held and (held.sector_code, held.title, held.from_date, held.until_date) == (
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
