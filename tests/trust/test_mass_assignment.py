"""Row 33: a form changes what it is for; fields that it does not have change nothing.

Every unsafe request that the access table knows to be obeyed is sent as it is, and again with
every column name of the database beside its own fields, once with a text and once with what an
attacker would like: another community, another person, a wider right. A form's own fields are
those that its handler asks for by name. Control: handlers that take whatever they are given, or
that ask for every column, are caught.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl

import pytest
from litestar import Request, post

from council.app import FEATURES
from council.db import rows
from council.web import forms
from council.web.guards import signed_in
from tests.access import asking, cells
from tests.access.asking import DONE
from tests.access.cells import Cell
from tests.access.lines import Line
from tests.access.roles import ROLES
from tests.access.stage import stage
from tests.access.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.access.stage import Stage

__all__ = ["stage"]

MARK = "mass-assigned"
# Moved by every request, whatever it says.
ALWAYS = {"session.seen_at", "live_topic.seq", "record_head.size"}
OWN = frozenset(
    {"_csrf_token", "choice", "idem", "rev"}
)  # the ballot's route reads its form by itself
# That route takes so short a form that only the columns of its own tables fit in.
BALLOT = ("named_vote", "elector")
MOST = 20  # columns that one form may ask for by name
ENOUGH = 30  # forms that are obeyed: fewer would mean that nothing was asked


class Asked(dict[str, str]):
    """A form that remembers which fields are asked for by name, over the whole request."""

    names: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        Asked.names.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        Asked.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, otherwise: Any = None) -> Any:
        Asked.names.add(name)
        return super().get(name, otherwise)


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form of the application is read as an `Asked`, by whatever name it is imported."""
    for feature in FEATURES:
        importlib.import_module(f"council.{feature}.pages")
    read = forms.read

    async def reading(request: Any) -> dict[str, str]:
        return Asked(await read(request))

    for module in list(sys.modules.values()):
        if getattr(module, "read", None) is read:
            monkeypatch.setattr(module, "read", reading)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a request wrote: `table.column` → the values that were not there before."""

    done: bool
    asked: frozenset[str]
    wrote: dict[str, Counter[str]]


def obeyed() -> list[tuple[Line, str]]:
    """Each unsafe line that is done for somebody, and for whom."""
    found = []
    for line in TABLE:
        able = [role for role in ROLES if line.expected(role) == DONE]
        if line.method == "POST" and able:
            found.append((line, able[-1]))
    return found


def columns(stage: Stage) -> dict[str, list[str]]:
    """Table → its columns."""
    eye = stage.eye
    tables = eye.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        table: [one[1] for one in eye.execute(f"PRAGMA table_info({table})")] for (table,) in tables
    }


def extras(stage: Stage, wanted: Iterable[str], *, sly: bool) -> dict[str, str]:
    """A value for every column: one mark for all, or the one that would be worth most."""
    if not sly:
        return dict.fromkeys(wanted, MARK)
    other, attacker = stage.b.community, stage.a.people["other"]
    liked = {"community": other, "state": "left", "office": "admin", "mode": "sealed"}
    named = ("elder", "acting", "allow_revote")
    people = re.compile(r"person|_by|chair|secretary|mover|seconder|voter|witness|representative")
    return {
        name: liked.get(name)
        or ("1" if name in named else attacker if people.search(name) else f"{MARK}-{name}")
        for name in wanted
    }


async def effect(stage: Stage, line: Line, role: str, added: dict[str, str]) -> Effect:
    """Send the line's own form with more fields, see what was written, and put it back."""
    token, cell = stage.a.tokens.get(role, ""), Cell(line, role)
    headers, body = cells.sent(stage, cell, token)
    given = {name for name, _ in parse_qsl(body.decode(), keep_blank_values=True)}
    more, _ = asking.form({name: text for name, text in added.items() if name not in given})
    Asked.names.clear()
    answer = await asking.ask(
        stage.app,
        "POST",
        cells.path(stage.a, cell, token),
        cookies=asking.cookies(stage.settings, token),
        headers=headers,
        body=body + b"&" + more,
    )
    after = stage.rows() if await stage.changed() else None
    await cells.put_back(stage)
    wrote = written(columns(stage), stage.rows(), after) if after else {}
    done = asking.kind_of("POST", answer) == DONE
    return Effect(done, frozenset(Asked.names), wrote)


def written(
    columns: dict[str, list[str]],
    before: dict[str, list[tuple[Any, ...]]],
    after: dict[str, list[tuple[Any, ...]]],
) -> dict[str, Counter[str]]:
    """`table.column` → values that stand there more often than before."""
    found = {}
    for table, names in columns.items():
        if before[table] == after[table]:
            continue
        for at, name in enumerate(names):
            was, now = (Counter(str(one[at]) for one in rows[table]) for rows in (before, after))
            if more := now - was:
                found[f"{table}.{name}"] = more
    return found


async def unexpected(stage: Stage, line: Line, role: str, *, sly: bool) -> list[str]:
    """What fields did that the handler never asked for by name."""
    known = columns(stage)
    tables = BALLOT if line.path.endswith("/ballots") else tuple(known)
    names = {name for table in tables for name in known[table]}
    plain, where = await effect(stage, line, role, {}), f"{line.door} as {role}"
    if not plain.done:
        return []
    own, mass = OWN | plain.asked, None
    while mass is None or mass.asked - own:  # some fields are asked for only when others are there
        own |= mass.asked if mass else frozenset()
        mass = await effect(stage, line, role, extras(stage, names - own, sly=sly))
    if len(own & names) > MOST:
        return [f"{where}: asks for {len(own & names)} columns"]
    found = [] if mass.done else [f"{where}: not obeyed any more"]
    added = set(extras(stage, names - own, sly=sly).values())
    for column, values in mass.wrote.items():
        if column not in plain.wrote and column not in ALWAYS:
            found.append(f"{where}: {column}")
        elif set(values) & added - set(plain.wrote.get(column, {})):
            found.append(f"{where}: {column} holds a value that was added")
    return found


@pytest.mark.parametrize(
    ("sly", "every"),
    [
        pytest.param(False, 1, marks=pytest.mark.nightly),
        pytest.param(True, 1, marks=pytest.mark.nightly),
        (True, 4),
    ],
    ids=["a text", "a wish", "some wishes"],
)
async def test_columns_that_a_form_does_not_name_are_changed_by_none(
    stage: Stage, *, sly: bool, every: int
) -> None:
    lines, found = obeyed(), []
    for line, role in lines[::every]:
        found += await unexpected(stage, line, role, sly=sly)
    assert len({line.door for line, _ in lines}) >= ENOUGH
    assert found == []


async def test_control_handlers_that_take_what_they_are_given_are_caught(stage: Stage) -> None:
    async def changed(taken: dict[str, str]) -> None:
        for name, text in taken.items():
            await rows(f"UPDATE idea SET {name} = {{}}", text)  # noqa: S608 - the fault itself

    @post("/planted", guards=[signed_in])
    async def planted(request: Request[Any, Any, Any]) -> str:
        typed = await forms.read(request)
        await changed({name: text for name, text in typed.items() if name in ("title", "note")})
        return ""

    @post("/greedy", guards=[signed_in])
    async def greedy(request: Request[Any, Any, Any]) -> str:
        typed = await forms.read(request)
        for names in columns(stage).values():
            taken = [typed[name] for name in names if name in typed]
            await changed({"note": taken[0]} if taken else {})
        return ""

    for handler in (planted, greedy):
        stage.app.app.register(handler)
    line = Line("POST /planted", "signed in", fields={"title": "一个新题目"})
    caught = await unexpected(stage, line, "resident", sly=True)
    assert caught == ["POST /planted as resident: idea.note"]
    (greed,) = await unexpected(stage, Line("POST /greedy", "signed in"), "resident", sly=True)
    assert greed.startswith("POST /greedy as resident: asks for")
