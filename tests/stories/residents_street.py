"""Who lives in 3幢 before the story of its residents begins, and the screens that they look at."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from council import db, settings
from council.clock import now
from council.identity import sessions
from council.identity.tables import Appointment
from council.ids import new_id
from council.roll.actions import renew_keys
from council.verification import actions as verification
from tests import people
from tests.server import COOKIE, running
from tests.stories.screens import LAPTOP, LOOKS, PHONE, Screen, open_screen
from tests.verification.neighbourhood import home, leads, listed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest
    from playwright.async_api import Browser

    from tests.people import Cast
    from tests.server import Hall

PASSWORD = "桂花树下的第三家"
TELEPHONE = "15400000001"
RESIDENT, NEIGHBOUR = "沈石桥", "陆太湖"  # on the roll, verified by nobody
CHAIR, SECRETARY, LEADER, SUPERVISOR = "曹评话", "袁昆腔", "委员01", "委员02"
LIGHT_AND_DARK = LOOKS[:2]


@dataclass(slots=True)
class Street:
    """The people, their server, and every screen that was opened."""

    cast: Cast
    hall: Hall
    browser: Browser
    shots: Path
    thorough: bool
    screens: list[Screen] = field(default_factory=list)

    async def open(self, name: str, look: dict[str, object], *, signed_in: bool = True) -> Screen:
        """A browser of `name` alone; signed in with both factors, or a stranger's."""
        origin = self.hall.settings.origin
        screen = await open_screen(
            self.browser, origin, name, self.shots, thorough=self.thorough, **look
        )
        screen.looks = LIGHT_AND_DARK
        self.screens.append(screen)
        if signed_in:
            cookie = {"name": COOKIE, "value": self.cast.tokens[name], "url": origin}
            await screen.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict
        return screen

    async def laptop(self, name: str, *, signed_in: bool = True) -> Screen:
        return await self.open(name, LAPTOP, signed_in=signed_in)

    async def phone(self, name: str, *, signed_in: bool = True) -> Screen:
        return await self.open(name, PHONE, signed_in=signed_in)

    @property
    def faults(self) -> list[str]:
        return [fault for screen in self.screens for fault in screen.faults]


async def settle() -> Cast:
    """Four on the committee, one of them leads 3幢, one supervises; two wait to be verified."""
    cast = await people.assemble(members=4)
    for name in (RESIDENT, NEIGHBOUR):
        await listed(cast, name)
    await db.rows("UPDATE person SET phone = {} WHERE id = {}", TELEPHONE, cast.people[RESIDENT])
    await home(cast, "3-1-101", RESIDENT)
    await home(cast, "3-2-502", NEIGHBOUR)
    await renew_keys()
    await leads(cast, LEADER, "3幢")
    await _supervise(cast)
    by = cast.actor(SECRETARY)
    await verification.verify_at_desk(cast.people[CHAIR], "身份证", by, PASSWORD)
    for name in (LEADER, SUPERVISOR):  # rights are those of the time when one signs in
        cast.tokens[name] = await sessions.start(cast.people[name], "test", second_factor=True)
    return cast


async def _supervise(cast: Cast) -> None:
    await Appointment.insert(
        Appointment(
            id=new_id(),
            community=cast.community,
            person=cast.people[SUPERVISOR],
            office="supervisor",
            granted_at=now(),
            scope="",
            acting=False,
        )
    )


@asynccontextmanager
async def street(
    browser: Browser, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Street]:
    """A server whose name is localhost: for a number browsers make no passkeys."""
    read = settings.read

    def local(env: dict[str, str]) -> settings.Settings:
        return read(
            env | {"COUNCIL_ORIGIN": env["COUNCIL_ORIGIN"].replace("127.0.0.1", "localhost")}
        )

    monkeypatch.setattr("tests.server.read", local)
    engine = db.make_engine(database_url)
    db.bind(engine)
    await engine.start_connection_pool()
    try:
        async with running(database_url, folder) as hall:
            shots = folder / "shots"
            shots.mkdir()
            thorough = database_url.startswith("sqlite")
            made = Street(await settle(), hall, browser, shots, thorough)
            try:
                yield made
            except BaseException:
                for screen in made.screens:
                    await screen.picture(f"failed-{screen.name}")
                raise
            finally:
                for screen in made.screens:
                    await screen.page.context.close()
    finally:
        await engine.close_connection_pool()
