"""Every route, role, community and state: the application answers what the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from council import db
from council.room.page_door import PageDoor
from council.room.pages import SocketDoor
from council.voting.ballot_route import BallotRoute
from council.web.guards import signed_in
from tests.access import document
from tests.access.asking import DONE, PAGE
from tests.access.cells import BORROWED, FOREIGN, Cell, ask, ask_all
from tests.access.lines import Line
from tests.access.roles import OUTSIDE
from tests.access.table import TABLE
from tests.access.things_residents import REGISTERS as PLAIN
from tests.house.routes import doors

if TYPE_CHECKING:
    from tests.access.cells import Told
    from tests.access.stage import Stage

# Thin routes beside Litestar, and the lines of the table that they answer.
BESIDE = {
    BallotRoute: "POST /polls/{poll}/ballots",
    SocketDoor: "SOCKET /meetings/{meeting}/socket",
    PageDoor: "GET /meetings/{meeting}/room",
}


def not_in_table(stage: Stage) -> set[str]:
    """Routes of the application, thin ones included, of which the table says nothing."""
    there = {door for door, _ in doors(stage.app.app)}
    there |= {BESIDE.get(type(door), f"a door unknown here: {door!r}") for door in stage.app.doors}
    return there - {line.door for line in TABLE}


def unexpected(told: list[Told]) -> list[str]:
    return [one.unexpected for one in told if one.unexpected]


def laid_bare(told: list[Told]) -> list[str]:
    """Answers without the headers of the house, and signed-in ones that a browser might keep."""
    found = []
    for one in told:
        if one.cell.line.method == "SOCKET":
            continue
        policy = one.answer.header("content-security-policy")
        whole = (
            "frame-ancestors 'none'" in policy
            and set(one.answer.header("x-content-type-options").split(", ")) == {"nosniff"}
            and one.answer.header("referrer-policy") == "no-referrer"
        )
        if not whole:
            found.append(str(one.cell))
    return found


def said_elsewhere(told: list[Told], stage: Stage) -> list[str]:
    """Answers to people of one community with a word or an id of the other that is not public."""
    found = []
    for one in told:
        cell = one.cell
        public = cell.where == FOREIGN and cell.expected in {PAGE, DONE}
        if public or cell.line.of_all or cell.role in OUTSIDE or cell.where == BORROWED:
            continue  # public by the table, or said again because it was typed
        other = stage.a if cell.where == FOREIGN else stage.b
        asked = {*cell.line.things(cell.state).values(), *(f"code.{one}" for one in PLAIN)}
        ids = (id_ for name, id_ in other.things.items() if name not in asked and len(id_) > 8)
        words = [other.mark, *ids]
        found += [f"{cell}: {word}" for word in words if word.encode() in one.answer.body]
    return found


async def test_every_cell_is_answered_as_the_table_says(stage: Stage) -> None:
    assert not_in_table(stage) == set()
    told = await ask_all(stage, TABLE, full=False)
    assert unexpected(told) == []
    assert laid_bare(told) == []
    assert said_elsewhere(told, stage) == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_every_cell_in_every_state(stage: Stage) -> None:
    told = await ask_all(stage, TABLE, full=True)
    assert unexpected(told) == []
    assert laid_bare(told) == []
    assert said_elsewhere(told, stage) == []


def test_the_document_says_what_is_tested() -> None:
    assert document.FILE.read_text(encoding="utf-8") == document.written()


async def test_control_a_route_without_guard_and_one_that_forgets_the_community(
    stage: Stage,
) -> None:
    @get("/planted")
    async def planted() -> str:
        return ""

    @get("/planted/{meeting:str}", guards=[signed_in])
    async def forgets(meeting: FromPath[str]) -> str:
        found = await db.row("SELECT place FROM meeting WHERE id = {}", meeting)
        return str(found)

    inside: Litestar = stage.app.app
    for handler in (planted, forgets):
        inside.register(handler)
    assert not_in_table(stage) == {"GET /planted", "GET /planted/{meeting}"}

    told = [
        await ask(stage, Cell(Line("GET /planted", "officers"), "resident")),
        await ask(
            stage, Cell(Line("GET /planted/{meeting}", "officers"), "secretary", "", FOREIGN)
        ),
    ]
    assert len(unexpected(told)) == 2
    assert said_elsewhere(told, stage)
