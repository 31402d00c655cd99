"""Which sectors the committee is made of: added, changed, put in order, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries as identity
from council.ids import new_id
from council.organisations import queries, rules
from council.organisations.tables import Sector
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Actor, Change


async def add_sector(name: str, name_en: str, seats: int, by: Actor) -> str:
    """One more sector, the last in order, with so many seats (0: not settled); its code.

    Refused with sector.not_yours, sector.name, sector.known.
    """
    rules.must_be_a_sector(name, name_en, seats)
    try:
        async with change(by) as act:
            known = await _ready(act)
            for one in known:
                if (one.name, one.name_en, one.seats) == (name, name_en, seats):
                    return one.code
            code = new_id()
            await Sector.insert(_row(act, code, name, name_en, len(known) + 1, seats))
            act.record("sector.added", {"sector": code, "name": name, "seats": seats})
    except db.UNIQUE_ERRORS as error:
        raise Refused("sector.known", name=name) from error
    return code


async def change_sector(code: str, name: str, name_en: str, seats: int, by: Actor) -> None:
    """Another name or number of seats; meetings that were called keep the name of their day."""
    rules.must_be_a_sector(name, name_en, seats)
    try:
        async with change(by) as act:
            _one_of(await _ready(act), code)
            await db.rows(
                "UPDATE sector SET name = {}, name_en = {}, seats = {}"
                " WHERE community = {} AND code = {}",
                name,
                name_en,
                seats,
                by.community,
                code,
            )
            act.record("sector.changed", {"sector": code, "name": name, "seats": seats})
    except db.UNIQUE_ERRORS as error:
        raise Refused("sector.known", name=name) from error


async def move_sector(code: str, by: Actor, *, up: bool) -> None:
    """One place up or down; the first stays when it is moved up, the last when down."""
    async with change(by) as act:
        order = [one.code for one in await _ready(act)]
        at = order.index(_one_of(await queries.sectors(by.community), code).code)
        to = min(max(at + (-1 if up else 1), 0), len(order) - 1)
        order[at], order[to] = order[to], order[at]
        for place, one in enumerate(order, start=1):
            await db.rows(
                "UPDATE sector SET place = {} WHERE community = {} AND code = {}",
                place,
                by.community,
                one,
            )
        act.record("sector.moved", {"sector": code, "place": to + 1})


async def remove_sector(code: str, by: Actor) -> None:
    """A sector that nobody sits for; refused with sector.held, sector.last."""
    async with change(by) as act:
        known = await _ready(act)
        _one_of(known, code)
        held = [one for one in await queries.committee(by.community) if one.sector_code == code]
        rules.must_be_empty(len(held), len(known))
        await db.rows("DELETE FROM sector WHERE community = {} AND code = {}", by.community, code)
        act.record("sector.removed", {"sector": code})


async def _ready(act: Change) -> tuple[queries.Sector, ...]:
    """The sectors as rows: the usual ones are written down when something is changed first."""
    community = act.by.community
    rules.may_compose(await identity.offices(act.by.person, community))
    # Held, so that of two first changes at one moment the second sees the rows of the first.
    await db.held("SELECT id FROM community WHERE id = {}", community)
    known = await queries.sectors(community)
    if not await db.row("SELECT code FROM sector WHERE community = {}", community):
        rows = [
            _row(act, one.code, one.name, one.name_en, place, one.seats)
            for place, one in enumerate(known, start=1)
        ]
        await Sector.insert(*rows)
    return known


def _row(act: Change, code: str, name: str, name_en: str, place: int, seats: int) -> Sector:
    return Sector(
        community=act.by.community,
        code=code,
        name=name,
        name_en=name_en,
        place=place,
        seats=seats,
    )


def _one_of(known: tuple[queries.Sector, ...], code: str) -> queries.Sector:
    for one in known:
        if one.code == code:
            return one
    raise NotThere
