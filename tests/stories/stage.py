"""The demo's community, built in two acts: what stands before its roll comes, and the rest."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from council import db, settings
from council.demo import cast as demo
from council.demo import evening, past, proposals, register
from council.demo.calendar import Calendar, moment, starts_now
from council.demo.cast import CHAIR, SECRETARY, Cast
from council.identity import passwords, queries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.settings import Settings


@asynccontextmanager
async def on_stage(database_url: str, data: Path) -> AsyncIterator[Settings]:
    """The database of the servers, bound in this process too; cheap passwords meanwhile."""
    engine = db.make_engine(database_url)
    db.bind(engine)
    await engine.start_connection_pool()
    passwords.use(passwords.CHEAPEST)
    try:
        yield settings.read({"DATABASE_URL": database_url, "COUNCIL_DATA": str(data)})
    finally:
        passwords.use(passwords.CHEAPEST)
        await engine.close_connection_pool()


async def found() -> Cast:
    """A new community: two officers, who have opened their letters, and an empty roll."""
    when = Calendar(starts_now()[0])
    with moment(when.at(-120)):
        made = await demo._found(when)
        for officer in (CHAIR, SECRETARY):
            await demo._open_office_letter(made, officer)
    return made


async def settle(found: Settings, cast: Cast, verified: str, password: str) -> str:
    """Everybody else comes to the desk; committee, ideas, the past, and today's meeting.

    `verified` has opened a letter and signs in with `password`. Returns the meeting's id.
    """
    today, starts_at = starts_now()
    when = Calendar(today)
    cast.people = await queries.by_roll_no(cast.community)
    cast.passwords[verified] = password
    await demo._verify(cast)
    await demo._appoint(cast)
    await register.seat_everybody(cast, when)
    voted = await proposals.begin(cast, when)
    known = await register.collect(cast, when)
    await past.hold(found, cast, when, known, voted)
    await register.discuss(cast, when, known)
    await proposals.meanwhile(cast, when)
    await register.make_projects(cast, when, known)
    await proposals.go_on(cast, when, voted)
    return await evening.prepare(cast, when, starts_at, known)
