"""Loading the demo: once, in the order in which it would have happened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from council import db
from council.demo import (
    access,
    afterwards,
    coming,
    contact,
    crowd,
    evening,
    holders,
    needs,
    notices,
    past,
    proposals,
    register,
)
from council.demo.access import Access, Entry
from council.demo.calendar import Calendar, starts_now
from council.demo.cast import CHAIR, RESIDENT, SECRETARY, STREET, SUPERVISOR, Cast, gather
from council.identity import passwords, queries
from council.roll.actions import renew_keys

if TYPE_CHECKING:
    from council.settings import Settings

ROLES = {CHAIR: "chair", SECRETARY: "secretary", RESIDENT: "resident"}
ROLES |= {SUPERVISOR: "observer", STREET: "observer"}


class ForeignDataError(Exception):
    """The database holds something that is not a demo; the demo leaves it alone."""


async def is_whole(settings: Settings) -> bool | None:
    """True: a demo is there; False: half of one, its start was killed; None: nothing yet.

    A real community is never mixed with a demo and never wiped for one: ForeignDataError.
    """
    there = await db.rows("SELECT id, settings FROM community")
    if not all(json.loads(one["settings"] or "{}").get("demo") for one in there):
        raise ForeignDataError
    found = access.read(settings.data)
    if found is not None and any(one["id"] == found.community for one in there):
        return True
    return False if there else None


async def load(settings: Settings, residents: int) -> Access:
    """The demo that is there already, or a new one; with as many residents as asked for."""
    passwords.use(passwords.CHEAPEST)
    found = access.read(settings.data) if await is_whole(settings) else await _build(settings)
    if found is None:  # somebody took the file away between two looks
        raise ForeignDataError
    if residents:
        await _add_residents(settings, found, residents)
    await renew_keys()
    found.origin = settings.origin
    access.write(settings.data, found)
    return found


async def _build(settings: Settings) -> Access:
    today, starts_at = starts_now()
    when = Calendar(today)
    cast = await gather(settings, when)
    _say("居民名册 / people on the roll", len(cast.people))
    seats, organisations = await register.seat_everybody(cast, when)
    _say("委员 / seats", seats)
    _say("组织 / organisations", organisations)
    await holders.settle(cast, when)
    await contact.say(cast, when)
    voted = await proposals.begin(cast, when)
    known = await register.collect(cast, when)
    await past.hold(settings, cast, when, known, voted)
    _say("上次会议，已公开纪要 / past meeting with published minutes", 1)
    await register.discuss(cast, when, known)
    await proposals.meanwhile(cast, when)
    await register.make_projects(cast, when, known)
    await proposals.go_on(cast, when, voted)
    _say("提案 / proposals", 4)
    _say("议题编号 / numbers in the register", len(known))
    _say("公告 / notices", await notices.post(cast, when, voted))
    _say("征集到的需求 / needs entered", await needs.ask(cast, when))
    meeting = await evening.prepare(cast, when, starts_at, known)
    _say("今天的会议 / meeting of today", 1)
    await afterwards.go_on(cast, when)
    _say("要落实的事 / things to follow up", 4)
    later = await coming.announce(cast, when, known)
    _say("已通知的会议 / meetings announced for later", later)
    return _access(settings, cast, meeting)


def _say(what: str, number: int) -> None:
    print(f"  {what}: {number}", flush=True)


def _access(settings: Settings, cast: Cast, meeting: str) -> Access:
    order = [CHAIR, SECRETARY, *evening.seats(), RESIDENT, SUPERVISOR, STREET]
    people = [
        Entry(
            ROLES.get(number, "member"), cast.people[number].phone, cast.passwords[number], meeting
        )
        for number in dict.fromkeys(order)
    ]
    return Access(settings.origin, cast.community, meeting, None, people)


async def _add_residents(settings: Settings, found: Access, want: int) -> None:
    """More neighbours join those of an earlier start; nobody is ever taken away."""
    have = sum(one.role == "resident" and one.meeting == found.assembly for one in found.people)
    cast = Cast(found.community, await queries.by_roll_no(found.community))
    neighbours = await crowd.settle(settings, cast, have, want) if want > have else []
    if found.assembly is None:
        found.assembly = await crowd.assemble(cast)
    elif neighbours:
        await crowd.call_everybody(cast, found.assembly)
    found.people += [
        Entry("resident", one.login, one.password, found.assembly) for one in neighbours
    ]
