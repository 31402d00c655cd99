"""Row 35: what another site makes a browser send is refused, and reading changes nothing.

Controls: with the token's check taken out the same requests go through, and a page that writes
while it is read is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import get

from council import db
from council.voting.casting import ballot_route
from council.web import forms
from council.web.origin import from_elsewhere
from tests.access import asking, cells
from tests.access.asking import HOST
from tests.access.cells import Cell
from tests.access.roles import ROLES
from tests.access.stage import stage
from tests.access.table import TABLE

if TYPE_CHECKING:
    import pytest

    from tests.access.lines import Line
    from tests.access.stage import Stage

__all__ = ["stage"]

EVIL = "https://evil.example"
READERS = ("member", "community_secretary")
# What a request of another site is like; each is otherwise the very request that would be obeyed.
ATTACKS: dict[str, dict[str, str]] = {
    "no token": {"token": ""},
    "the token of somebody else": {"token": "other"},
    "text/plain": {"content-type": "text/plain"},
    "Origin of another site": {"origin": EVIL},
    "Origin of another port": {"origin": f"http://{HOST}:81"},
    "Sec-Fetch-Site: cross-site": {"sec-fetch-site": "cross-site", "origin": "null"},
    "Sec-Fetch-Site: same-site": {"sec-fetch-site": "same-site"},
}


def unsafe() -> list[tuple[Line, str]]:
    """One line of every unsafe route that lets somebody in, and who that is."""
    found: dict[str, tuple[Line, str]] = {}
    for line in TABLE:
        able = [role for role in ROLES if line.expected(role) not in {"not there", "sign in"}]
        if line.method == "POST" and able:
            found.setdefault(line.door, (line, able[-1]))
    return list(found.values())


async def attack(stage: Stage, line: Line, role: str, how: dict[str, str]) -> str:
    """Empty when it was refused with 403 and nothing changed."""
    token = stage.a.tokens.get(role, "")
    cell = Cell(line, role)
    headers, body = cells.sent(stage, cell, token)
    right = asking.csrf_of(stage.settings, token).encode()
    others = asking.csrf_of(stage.settings, stage.a.tokens["neighbour"]).encode()
    if "token" in how:
        body = body.replace(right, others if how["token"] else b"")
    headers |= {name: text for name, text in how.items() if name != "token"}
    answer = await asking.ask(
        stage.app,
        "POST",
        cells.path(stage.a, cell, token),
        cookies=asking.cookies(stage.settings, token),
        headers=headers,
        body=body,
    )
    changed = await cells.put_back(stage)
    if answer.status == 403 and b'"form.' in answer.body and not changed:
        return ""
    return f"{line.door} as {role}: {answer.status}, changed: {changed}"


async def attacks(stage: Stage, lines: list[tuple[Line, str]]) -> list[str]:
    return [
        f"{name}: {what}"
        for line, role in lines
        for name, how in ATTACKS.items()
        if (what := await attack(stage, line, role, how))
    ]


async def read_everything(stage: Stage) -> set[str]:
    """Read every page there is, and name the tables in which something is different then."""
    before = stage.rows()
    for line in TABLE:
        for role in READERS:
            if line.method == "GET":
                token = stage.a.tokens.get(role, "")
                where = cells.path(stage.a, Cell(line, role), token)
                cookies = asking.cookies(stage.settings, token)
                await asking.ask(stage.app, "GET", where, cookies=cookies)
    after = stage.rows()
    return {name for name, rows in after.items() if before[name] != rows}


async def test_no_unsafe_request_of_another_site_is_obeyed(stage: Stage) -> None:
    assert len(unsafe()) > 30
    assert await attacks(stage, unsafe()) == []


async def test_reading_every_page_changes_no_row(stage: Stage) -> None:
    assert await read_everything(stage) == set()


async def test_control_without_the_check_the_same_requests_are_obeyed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("council.web.forms.hmac.compare_digest", lambda *_: True)
    monkeypatch.setattr(forms, "from_elsewhere", lambda *_: False)
    monkeypatch.setattr(ballot_route, "from_elsewhere", lambda *_: False)
    some = unsafe()[::5]
    assert len(await attacks(stage, some)) > len(some) * 5


async def test_control_a_page_that_writes_while_it_is_read_is_found(stage: Stage) -> None:
    @get("/health/planted", opt={"open": True})
    async def planted() -> dict[str, Any]:
        async with db.write(db.engine()):
            await db.rows("UPDATE meeting SET place = 'elsewhere'")
        return {}

    stage.app.app.register(planted)
    before = stage.rows()
    await asking.ask(stage.app, "GET", "/health/planted")
    assert {name for name, rows in stage.rows().items() if before[name] != rows} == {"meeting"}


def test_only_a_page_of_ours_may_send_and_old_browsers_say_nothing() -> None:
    def asked(at: str, **headers: str) -> bool:
        pairs = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
        return from_elsewhere([(b"host", b"council.cn"), *pairs], at)

    ours = "https://council.cn"
    assert not asked(ours)
    assert not asked(ours, origin=ours)
    assert not asked(ours, origin="null")  # what our referrer policy makes of our own forms
    assert not asked(ours, origin="null", sec_fetch_site="same-origin")
    assert asked(ours, origin="null", sec_fetch_site="cross-site")
    assert asked(ours, origin="http://council.cn")
    assert asked(ours, origin="https://council.cn.evil.example")
    assert not asked("http://hall.local", origin="http://council.cn")
    assert asked("http://hall.local", origin="https://council.cn")
