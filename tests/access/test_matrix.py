"""Every route, role, community and state: the application answers what the table says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from council import db
from council.identity.turns import Turns
from council.room.page_door import PageDoor
from council.room.pages import SocketDoor
from council.voting.casting.ballot_route import BallotRoute
from council.web.guards import signed_in
from council.web.static_files import StaticDoor
from tests.access import asking, document
from tests.access.asking import DONE, PAGE, REFUSED
from tests.access.cells import BORROWED, FOREIGN, Cell, ask, cells
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
    Turns: "POST /sign-in",
    SocketDoor: "SOCKET /meetings/{meeting}/socket",
    PageDoor: "GET /meetings/{meeting}/room",
    StaticDoor: "GET /static/{file_path}",
}
BATCHES = "POST /letters/batches"
SAFE_NAME = re.compile(
    r'(?:attachment|inline)(?:; filename="[a-zA-Z0-9][\w.-]*")?'
    r"(?:; filename\*=UTF-8''[\w.!#$&+^`|~%-]+)?",  # after RFC 5987
    re.ASCII,
)


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


def named_badly(told: list[Told]) -> list[str]:
    """Downloads whose name is more than letters, digits, points and lines, or not quoted."""
    named = [(one, one.answer.header("content-disposition")) for one in told]
    return [f"{one.cell}: {name}" for one, name in named if name and not SAFE_NAME.fullmatch(name)]


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
    await as_the_table_says(stage, list(cells(TABLE, full=False)))


async def test_a_part_of_them_on_postgresql(stage_on_postgres: Stage) -> None:
    """Who may do what is decided above the database: every sixth cell asks whether it is so."""
    await as_the_table_says(stage_on_postgres, list(cells(TABLE, full=False))[::6])


@pytest.mark.nightly
@pytest.mark.timeout(1800)
async def test_every_cell_in_every_state(stage_of_each: Stage) -> None:
    await as_the_table_says(stage_of_each, list(cells(TABLE, full=True)))


async def as_the_table_says(stage: Stage, asked: list[Cell]) -> None:
    told = [await ask(stage, cell) for cell in asked]
    print(f"row 30: {len(told)} requests on {type(stage.world).__name__}")  # noqa: T201 - a figure
    assert unexpected(told) == []
    assert laid_bare(told) == []
    assert named_badly(told) == []
    assert said_elsewhere(told, stage) == []


def test_the_document_says_what_is_tested() -> None:
    assert document.FILE.read_text(encoding="utf-8") == document.written()


async def test_no_download_is_named_by_what_was_typed(stage: Stage) -> None:
    """A batch is asked for under an id of the form's; nothing that was typed names its file."""
    (line,) = (one for one in TABLE if one.door == BATCHES and not one.note)
    told = []
    for typed in ('x"; filename="evil.exe', "../../etc/passwd", "a\r\nset-cookie: x=1", "居民.exe"):
        hostile = replace(line, fields={**line.fields, "batch": typed})
        told.append(await ask(stage, Cell(hostile, "secretary")))
    assert {one.kind for one in told} == {REFUSED}
    told.append(good := await ask(stage, Cell(line, "secretary")))
    assert good.kind == DONE
    assert named_badly(told) == []
    evil = asking.Answer(200, (("content-disposition", 'attachment; filename="a"; x="'),), b"")
    assert named_badly([replace(good, answer=evil)]), "control"


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
