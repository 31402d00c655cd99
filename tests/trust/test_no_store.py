"""Rows 51 and 39: nothing that a signed-in person reads is kept by a browser or shown in a frame.

Control: an answer that says that it may be kept is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import get
from litestar.response import Response

from council.web.guards import signed_in
from tests.access import asking, cells
from tests.access.cells import Cell
from tests.access.stage import stage
from tests.access.table import TABLE

if TYPE_CHECKING:
    from tests.access.asking import Answer
    from tests.access.stage import Stage

__all__ = ["stage"]

READERS = ("resident", "community_secretary")
KEPT = ("/static/",)  # files of the program, the same for everybody
ERRORS = ("/nowhere", "/meetings/" + "x" * 300, "/polls/%00")


async def answers(stage: Stage) -> list[tuple[str, Answer]]:
    """Every page that these people can ask for, whatever it answers, and pages that are none."""
    wheres = {
        (role, cells.path(stage.a, Cell(line, role), stage.a.tokens[role]))
        for line in TABLE
        for role in READERS
        if line.method == "GET"
    }
    wheres |= {(role, path) for role in READERS for path in ERRORS}
    found = []
    for role, where in sorted(wheres):
        cookies = asking.cookies(stage.settings, stage.a.tokens[role])
        found.append((where, await asking.ask(stage.app, "GET", where, cookies=cookies)))
    return found


def kept(found: list[tuple[str, Answer]]) -> list[str]:
    """Answers that a browser may keep."""
    return [
        where
        for where, answer in found
        if answer.header("cache-control") != "no-store" and not where.startswith(KEPT)
    ]


def framed(found: list[tuple[str, Answer]]) -> list[str]:
    """Answers that another site may put into a frame of its own."""
    return [
        where
        for where, answer in found
        if "frame-ancestors 'none'" not in answer.header("content-security-policy")
        or answer.header("x-frame-options") != "DENY"
    ]


async def test_no_answer_to_a_signed_in_person_is_kept_or_framed(stage: Stage) -> None:
    found = await answers(stage)
    assert len({answer.status for _, answer in found}) > 2
    assert kept(found) == []
    assert framed(found) == []


async def test_control_an_answer_that_may_be_kept_is_found(stage: Stage) -> None:
    @get("/planted", guards=[signed_in])
    async def planted() -> Response[str]:
        return Response("", headers={"cache-control": "private, max-age=60"})

    stage.app.app.register(planted)
    cookies = asking.cookies(stage.settings, stage.a.tokens["resident"])
    answer = await asking.ask(stage.app, "GET", "/planted", cookies=cookies)
    assert kept([("/planted", answer)]) == ["/planted"]
