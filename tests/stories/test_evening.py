"""One committee evening, from an empty roll to published minutes, on all screens at once."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from council.clock import local, now
from council.demo.cast import CHAIR, RESIDENT, SECRETARY
from tests.stories import arrival, ending, opening, polls
from tests.stories.opening import told
from tests.stories.people import PHONE, Evening, sign_everybody_in
from tests.stories.polls import Expected
from tests.stories.proxy import bad_line
from tests.stories.screens import HALL, LAPTOP, LOOKS, Screen, open_screen, shots_folder
from tests.stories.screens import PHONE as PHONE_LOOK
from tests.stories.servers import served
from tests.stories.stage import found, on_stage, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.async_api import Browser

    from council.demo.cast import Cast
    from council.settings import Settings
    from tests.stories.proxy import BadLine

    Looks = tuple[tuple[str, bool, dict[str, Any]], ...]

PATIENCE = 300  # seconds; on a quiet machine it takes less than sixty
DAYS = 9  # until the outcome of item 3 is due


class Hall:
    """The screens of the evening, opened one after another in the browser of this run."""

    def __init__(self, browser: Browser, origins: Sequence[str], shots: Path, looks: Looks) -> None:
        self.browser, self.origins, self.shots = browser, origins, shots
        self.looks = looks
        self.screens: list[Screen] = []

    async def open(self, origin: str, name: str, look: dict[str, object]) -> Screen:
        screen = await open_screen(self.browser, origin, name, self.shots, thorough=True, **look)
        screen.looks = self.looks
        self.screens.append(screen)
        return screen

    async def close(self, *raised: object) -> None:
        """Leave pictures behind of what everybody saw when something went wrong."""
        for screen in self.screens:
            if raised[0] is not None:
                await screen.picture(f"failed-{screen.name}")
            await screen.page.context.close()

    @property
    def faults(self) -> list[str]:
        return [fault for screen in self.screens for fault in screen.faults]


async def arrive(hall: Hall, settings: Settings, line: BadLine, cast: Cast, tmp: Path) -> Evening:
    """Steps 1 and 2, then everybody in front of their screen."""
    first, last = hall.origins[0], hall.origins[-1]
    table = await hall.open(last, "table", LAPTOP)
    await table.sign_in(SECRETARY, cast.passwords[SECRETARY])
    chair = await hall.open(last, "chair", LAPTOP)
    await chair.sign_in(CHAIR, cast.passwords[CHAIR])
    await arrival.import_roll(table, chair, tmp)
    phone = await hall.open(line.origin, "phone", PHONE_LOOK)
    await arrival.open_letter(phone, *await arrival.print_letter(table, "沈石桥"))
    meeting = await settle(settings, cast, PHONE, arrival.PASSWORD)
    room = f"/meetings/{meeting}"
    screen = await hall.open(first, "hall", HALL)
    neighbour = await hall.open(last, "neighbour", PHONE_LOOK)
    await table.page.goto(f"{room}/table")
    await screen.sign_in(SECRETARY, cast.passwords[SECRETARY], f"{room}/screen")
    await chair.page.goto(f"{room}/chair")
    await neighbour.sign_in(cast.people[RESIDENT].phone, cast.passwords[RESIDENT], f"{room}/room")
    await phone.sign_in(cast.people[PHONE].phone, arrival.PASSWORD, f"{room}/room")
    story = Evening(cast, meeting, line, phone, table, screen, chair, neighbour)
    await sign_everybody_in(story, list(hall.origins))
    for one in story.rooms:
        await one.live()
    return story


async def meet(story: Evening) -> None:
    """Steps 3 to 6."""
    await opening.open_meeting(story)
    took = await opening.check_in(story)
    print(f"\nquorum on every screen after {took * 1000:.0f} ms")  # noqa: T201 - a measured value
    await opening.excuse(story)
    for no in (1, 2, 3):
        await opening.go_to(story, no)
    await opening.move(story, told("3"), "R014", "R022")
    await opening.move(story, told("3-A"), "R001", "R011", amends="3")
    await polls.amendment(story, Expected("3-A", (6, 6, 1), "failed"))
    await polls.motion(story, Expected("3", (11, 1, 1), "passed"))
    await opening.go_to(story, 4)
    await opening.go_to(story, 5)
    await opening.move(story, told("5"), "R001", "R011")
    await polls.in_silence(story, Expected("5", (6, 5, 2), "failed"))


async def told_in_full(
    browser: Browser, database_url: str, tmp: Path, processes: int, looks: Looks = LOOKS
) -> list[str]:
    """The whole evening; what axe and the width say against its pages."""
    async with AsyncExitStack() as stack:
        settings = await stack.enter_async_context(on_stage(database_url, tmp / "data"))
        cast = await found()
        origins = stack.enter_context(served(database_url, tmp / "data", processes))
        line = await stack.enter_async_context(bad_line(origins[0]))
        hall = Hall(browser, origins, shots_folder(tmp / "shots"), looks)
        stack.push_async_exit(hall.close)
        story = await arrive(hall, settings, line, cast, tmp)
        for client in story.others.values():
            stack.push_async_callback(client.http.aclose)
        await meet(story)
        await ending.conclude(story, local(now()).date() + timedelta(days=DAYS))
        await ending.close_meeting(story)
        path = await ending.make_minutes(story)
        passer_by = await hall.open(origins[-1], "passer-by", PHONE_LOOK)
        await ending.read_in_public(passer_by, path)
        return hall.faults


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
async def test_an_evening_on_sqlite(chromium: Browser, sqlite_url: str, tmp_path: Path) -> None:
    assert await told_in_full(chromium, sqlite_url, tmp_path, 1, LOOKS[:1]) == []


@pytest.mark.nightly  # every action runs on both databases each time; a second hall takes a minute
@pytest.mark.timeout(PATIENCE)
async def test_an_evening_on_postgresql_with_two_processes(
    chromium: Browser, fresh_postgres_url: str, tmp_path: Path
) -> None:
    assert await told_in_full(chromium, fresh_postgres_url, tmp_path, 2) == []
