"""Row 52: whatever fails inside, the answer says so plainly, with an id that the log knows.

Control: an error page that prints what went wrong is found.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, NoReturn

from council.web import errors
from tests.access import asking, cells
from tests.access.cells import Cell
from tests.access.roles import ROLES
from tests.access.stage import stage
from tests.access.table import TABLE
from tests.house.routes import doors

if TYPE_CHECKING:
    import pytest

    from tests.access.lines import Line
    from tests.access.stage import Stage

__all__ = ["stage"]

FAULT = "SELECT secret FROM person WHERE phone = '15400000001' -- /srv/council/data/keys.json"
TELLING = ("SELECT", "15400000001", "/srv/", ".py", "Traceback", "RuntimeError", "keys.json")
NUMBER = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?![0-9a-z])")


def fails_now(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError(FAULT)


async def fails(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError(FAULT)


def first_lines() -> list[tuple[Line, str]]:
    """One line of every route with somebody who reaches its handler."""
    found: dict[str, tuple[Line, str]] = {}
    for line in TABLE:
        able = [role for role in ROLES if line.expected(role) not in {"not there", "sign in"}]
        if line.method != "SOCKET" and "{file_path}" not in line.path and able:
            found.setdefault(line.door, (line, able[-1]))
    return list(found.values())


def break_everything(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every handler fails with a sentence that nobody outside may read."""
    for _, handler in doors(stage.app.app):
        monkeypatch.setattr(handler, "_fn", fails_now if handler.has_sync_callable else fails)
    monkeypatch.setattr(stage.app.app.state["ballot_box"], "put", fails)
    monkeypatch.setattr("council.room.page_door.PageDoor._body", fails)


async def told_too_much(
    stage: Stage, log: pytest.LogCaptureFixture, lines: list[tuple[Line, str]]
) -> list[str]:
    """Routes whose failure says anything of itself, or has no number that the log knows."""
    found = []
    for line, role in lines:
        log.clear()
        cell, token = Cell(line, role), stage.a.tokens.get(role, "")
        headers, body = cells.sent(stage, cell, token)
        for accept in ("text/html", "application/json"):
            answer = await asking.ask(
                stage.app,
                line.method,
                cells.path(stage.a, cell, token),
                cookies=asking.cookies(stage.settings, token),
                headers={**headers, "accept": accept},
                body=body,
            )
            known = {number for one in log.messages for number in NUMBER.findall(one)}
            said = known & set(NUMBER.findall(answer.text))
            telling = [word for word in TELLING if word in answer.text]
            if answer.status != 500 or not said or telling:
                found.append(f"{line.door} as {role}: {answer.status}, {len(said)}, {telling}")
    return found


async def test_a_failure_in_any_handler_tells_nothing_but_its_number(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_everything(stage, monkeypatch)
    caplog.set_level(logging.ERROR)
    assert len(first_lines()) > 60
    assert await told_too_much(stage, caplog, first_lines()) == []
    assert FAULT in caplog.text


async def test_control_an_error_page_that_says_what_went_wrong_is_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_everything(stage, monkeypatch)
    monkeypatch.setattr(errors, "sentence", lambda _, **values: f"{values}: {FAULT}")
    some = first_lines()[::8]
    assert len(await told_too_much(stage, caplog, some)) >= len(some)
