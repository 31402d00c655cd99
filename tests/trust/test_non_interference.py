"""Row 21: until a secret vote is closed, nothing that anybody else can see depends on its choices.

The same people vote at the same moments in two lives that begin alike, with other choices: every
answer, header, frame, log line and stored column but the ciphertexts must be equal, byte by byte.
Controls: a page that shows one count, and ciphertexts as long as their choice.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from litestar import get

from council import db
from council.voting.sealing import envelopes, poll_keys
from tests.room.open_pages import live, meeting
from tests.trust.secret import POSTGRES_AT_NIGHT
from tests.trust.twin import (
    CHAIR,
    OUTSIDE,
    SECRETARY,
    Begun,
    Life,
    begin,
    differing,
    frozen,
    living,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.databases import Postgres

__all__ = ["frozen"]

OTHER = {"yes": "no", "no": "abstain", "abstain": "yes"}
SPLIT = ("yes", "yes", "no", "yes", "abstain", "no", "yes")
PAGES = (
    "/",
    "/meetings/{m}/room",
    "/meetings/{m}/table",
    "/meetings/{m}/chair",
    "/meetings/{m}/screen",
    "/meetings/{m}/live",
    "/polls/{p}",
    "/polls/{p}/bundle",
)
SCREENS = {
    "chair": ("chair", CHAIR),
    "table": ("table", SECRETARY),
    "hall": ("screen", SECRETARY),
    "voter": ("room", "委员02"),
    "neighbour": ("room", OUTSIDE),
}


@pytest.fixture
def copy(frozen: None, request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Any:
    """Makes a database like the one that was begun, on either kind."""
    made: list[str] = []
    if database_url.startswith("sqlite"):

        def another() -> str:
            made.append(f"{tmp_path}/twin-{len(made)}.sqlite")
            return f"sqlite:///{shutil.copy(database_url.removeprefix('sqlite:///'), made[-1])}"

        yield another
        return
    server: Postgres = request.getfixturevalue("postgres")

    def one_more() -> str:
        made.append(server.create(urlsplit(database_url).path[1:]))
        return server.named(made[-1])

    yield one_more
    for name in made:
        server.drop(name)


@pytest.fixture
async def begun(database_url: str, copy: Callable[[], str], tmp_path: Path) -> Begun:
    return await begin(database_url, tmp_path / "data", copy, 7)


ROLES = {"chair": CHAIR, "a voter": "委员01", "nobody": ""}
MANY = ROLES | {"secretary": SECRETARY, "another voter": "委员02", "a neighbour": OUTSIDE}


async def lived(
    begun: Begun, data: Path, *, other: bool, more: tuple[str, ...] = (), far: int = 0
) -> Life:
    """From the first ballot to the box that is sealed and not yet opened; `far`: looks between."""
    starts = [one.format(m=begun.cast.meeting, p=begun.poll) for one in (*PAGES, *more)]
    roles, members = MANY if far else ROLES, begun.cast.members
    async with living(begun, data) as twin:
        async with twin.listening(SCREENS):
            for at, name in enumerate(members, 1):
                choice = SPLIT[at % len(SPLIT)]
                await twin.cast(name, OTHER[choice] if other else choice, at)
                if at == len(members) or (far and at % (len(members) // far) == 0):
                    await twin.look(f"after {at}", roles, starts, far=far > 0)
            await twin.stop_before_opening()
        if far:
            await twin.look("sealed", roles, starts, far=True)
    return twin.life


async def both(begun: Begun, folder: Path, **more: Any) -> tuple[Life, Life]:
    one = await lived(begun, folder / "one", other=False, **more)
    return one, await lived(begun, folder / "other", other=True, **more)


async def check(begun: Begun, folder: Path, **more: Any) -> None:
    one, other = await both(begun, folder, **more)
    print(f"row 21: {len(one.told)} things, {one.size} bytes")  # noqa: T201 - a figure
    assert {"the", "frame", "frames", "line", "after"} <= {name.split()[0] for name, _ in one.told}
    assert differing(one, other) == []


async def test_nothing_that_others_see_depends_on_a_choice(begun: Begun, tmp_path: Path) -> None:
    await check(begun, tmp_path)


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_no_page_of_anybody_depends_on_a_choice(
    database_url: str, copy: Callable[[], str], tmp_path: Path
) -> None:
    await check(await begin(database_url, tmp_path / "data", copy, 60), tmp_path, far=2)


@POSTGRES_AT_NIGHT
async def test_control_a_page_that_shows_one_count_is_found(begun: Begun, tmp_path: Path) -> None:
    @get("/planted", opt={"open": True}, media_type="text/plain")
    async def planted() -> str:
        (found,) = await db.rows("SELECT id, public_key FROM poll")
        key = poll_keys.kept().private(found["id"], found["public_key"])
        sealed = await db.rows("SELECT ct FROM envelope")
        opened = [envelopes.opened(key, found["id"], one["ct"]) for one in sealed]
        return str(opened.count("yes"))

    begun.routed.register(planted)
    one, other = await both(begun, tmp_path, more=("/planted",))
    assert {name.split(": ")[-1] for name in differing(one, other)} == {"/planted"}


@POSTGRES_AT_NIGHT
async def test_control_a_ciphertext_as_long_as_its_choice_is_found(
    begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = envelopes.seal

    def unpadded(public: str, poll: str, choice: str, _: tuple[str, ...]) -> str:
        return seal(public, poll, choice, (choice,))

    monkeypatch.setattr(envelopes, "seal", unpadded)
    one, other = await both(begun, tmp_path)
    assert any("table envelope" in name for name in differing(one, other))


async def sent(phone: Page, choice: str) -> str:
    """The ballot that this page sends."""
    async with phone.expect_request("**/ballots") as found:
        await phone.locator(f"#ballot [value={choice}]").click()
        await phone.locator("#ballot [data-confirm]").click()
    await phone.locator("#receipt").wait_for()
    return (await found.value).post_data or ""


async def test_a_phone_sends_equally_much_whatever_is_chosen(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    """Who listens sees how long an encrypted ballot is. Control: what fills up the blocks away."""
    voters = {"委员01": "no", "委员02": "abstain"}
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened(*voters)
        await held.ask()
        ballots = []
        for name, choice in voters.items():
            phone = await held.open(name)
            await live(phone)
            ballots.append(await sent(phone, choice))
    assert {len(one) for one in ballots} == {256}
    assert len({len(one.partition("&pad=")[0]) for one in ballots}) == 2
