"""Row 31: two communities of one shape, and nothing of the one is ever answered in the other.

Ids of the right kind in paths and forms are tried by tests/access; here ids of every kind, codes,
tokens and searches. Control: a page that asks the database without the community is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar import Request, get
from litestar.params import FromPath

from council import db
from council.site.where import CHOSEN
from council.web.guards import signed_in, viewer_of
from tests.access import asking, cells
from tests.access.cells import Cell
from tests.access.lines import Line, members
from tests.access.roles import SIGNED_IN
from tests.access.stage import stage
from tests.access.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.access.asking import Answer
    from tests.access.stage import Stage

__all__ = ["stage"]

READERS = ("resident", "social_worker", "community_secretary", "supervisor", "admin")
FORMS = (  # where one can search: A's words are asked by people of B
    ("/roll/search", "text"),
    ("/desk", "who"),
    ("/offices/search", "who"),
    ("/seats/search", "who"),
)
QUERIES = ("/ideas?text=",)


async def read(stage: Stage, role: str, where: str) -> Answer:
    """As somebody of B, on a device that looked at A's public pages before."""
    jar = asking.cookies(stage.settings, stage.b.tokens[role]) | {CHOSEN: stage.a.community}
    return await asking.ask(stage.app, "GET", where, cookies=jar)


async def own_pages(stage: Stage, roles: Iterable[str]) -> list[str]:
    """Pages of B with a word of A on them."""
    found = []
    for line in TABLE:
        for role in roles:
            if line.method == "GET" and not line.of_all and role in members(line.who):
                where = cells.path(stage.b, Cell(line, role), stage.b.tokens[role])
                if stage.a.mark in (await read(stage, role, where)).text:
                    found.append(f"{where} as {role}")
    return found


async def searches(stage: Stage) -> list[str]:
    """Searches of B that find something of A."""
    found = []
    role, words = "community_secretary", (stage.a.mark, stage.a.things["code.one"])
    for word in words:
        for where in QUERIES:
            answer = await read(stage, role, where + asking.form({"": word})[0].decode()[1:])
            if any(id_ in answer.text for id_ in stage.a.people.values()):
                found.append(f"{where}{word}")
        for where, name in FORMS:
            line = Line(f"POST {where}", role, fields={name: word})
            told = await cells.ask(stage, Cell(line, role, where=cells.FOREIGN))
            if any(id_ in told.answer.text for id_ in stage.a.people.values()):
                found.append(f"{where} {word}")
    return found


async def for_all(stage: Stage, method: str, path: str) -> bool:
    """Published minutes and polls are there for everybody, signed in or not."""
    return method == "GET" and (await asking.ask(stage.app, "GET", path)).status == 200


async def crossed(stage: Stage, lines: Iterable[Line], every: int) -> list[str]:
    """Every id of A, of whatever kind, in every place of a path, as people of B."""
    both = set(stage.b.things.values())  # words such as the name of a register
    ids = sorted({id_ for id_ in stage.a.things.values() if len(id_) > 8} - both)
    found = []
    for at, line in enumerate(lines):
        if not line.parameters or line.foreign == "same" or line.method == "SOCKET":
            continue
        roles = [role for role in SIGNED_IN if role in members(line.who)]
        for number, id_ in enumerate(ids):
            if (at + number) % every == 0 and roles:
                path = line.path
                for name in line.parameters:
                    path = path.replace(f"{{{name}}}", id_)
                fields = {key: text for key, text in line.fields.items() if text != "{door}"}
                bare = Line(f"{line.method} {path}", line.who, fields=fields)
                told = await cells.ask(stage, Cell(bare, roles[-1], where=cells.FOREIGN))
                if told.kind in {"page", "done"} and not await for_all(stage, line.method, path):
                    found.append(f"{bare.door} as {roles[-1]} of the other community")
    return found


async def test_no_page_search_or_id_crosses_over(stage: Stage) -> None:
    assert await own_pages(stage, READERS[1:3]) == []
    assert await searches(stage) == []
    assert await crossed(stage, TABLE, every=80) == []


@pytest.mark.nightly
@pytest.mark.timeout(1200)
async def test_no_id_of_any_kind_crosses_over(stage: Stage) -> None:
    assert await own_pages(stage, READERS) == []
    assert await crossed(stage, TABLE, every=1) == []


async def test_control_a_query_without_its_community_is_found(stage: Stage) -> None:
    @get("/planted/{person:str}", guards=[signed_in])
    async def planted(request: Request[Any, Any, Any], person: FromPath[str]) -> str:
        viewer_of(request)
        found = await db.row("SELECT name FROM person WHERE id = {}", person)
        return found["name"] if found else ""

    stage.app.app.register(planted)
    line = Line("GET /planted/{person}", "signed in")
    assert len(await crossed(stage, [line], every=1)) > 20
