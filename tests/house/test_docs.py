"""The documents are held to: every action is described, and the public contract is true."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from council.checks import sources
from council.checks.tools import CHECKOUT
from council.setup.commands import COMMANDS
from tests.house.routes import doors, front, inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from council.web.front import Door

ACTIONS = CHECKOUT / "docs/actions.md"
CONTRACT = CHECKOUT / "docs/contract.md"
HEADING = re.compile(r"^#+ .*?`?([a-z_]+\.[a-z_]+)\b", re.MULTILINE)
ROUTE = re.compile(r"`(GET|POST) (/[^\s`]*)")
ELEMENT = re.compile(r"`(\w*)(?:#([\w-]+))?((?:\[data-[\w-]+\])+|)`")


def acts(source: str) -> set[str]:
    """The public functions of a module that change something, themselves or through another.

    What ends in `_within` is a part of somebody else's action.
    """
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.AsyncFunctionDef)]
    calls = {function.name: set(_calls(function)) for function in functions}
    changing = {name for name, called in calls.items() if "change" in called}
    while more := {name for name, called in calls.items() if called & changing} - changing:
        changing |= more
    return {name for name in changing if not name.startswith("_") and not name.endswith("_within")}


def _calls(function: ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def actions() -> Iterator[str]:
    """Every action as `feature.verb`."""
    for path in sources.files("council", ".py"):
        if "actions" in {path.stem, path.parent.name}:
            feature = sources.name(path).split("/")[1]
            yield from (f"{feature}.{name}" for name in acts(path.read_text(encoding="utf-8")))


def named() -> Iterator[str]:
    """Every public function of an action's module: it may change something through another one."""
    for path in sources.files("council", ".py"):
        if "actions" in {path.stem, path.parent.name}:
            feature = sources.name(path).split("/")[1]
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.AsyncFunctionDef):
                    yield f"{feature}.{node.name}"


def commands(text: str) -> set[str]:
    """The commands that the contract promises."""
    line = next(line for line in text.splitlines() if line.startswith("`python3 -m council`"))
    return set(re.findall(r"\b[a-z]+\b", line.split("`")[3]))


def shape(path: str) -> str:
    """A path without the names of its parameters and without its query."""
    return re.sub(r"\{[^}]*\}", "{}", path.partition("?")[0]).rstrip("/") or "/"


def is_drawn(element: re.Match[str], templates: str) -> bool:
    """Whether some template has the element, and all its data."""
    name, data = element[2], re.findall(r"data-[\w-]+", element[3])
    there = f'id="{name}"' in templates if name else f"<{element[1]}" in templates
    return there and all(f"{each}=" in templates for each in data)


def test_every_action_has_a_heading() -> None:
    described = set(HEADING.findall(ACTIONS.read_text(encoding="utf-8")))
    assert set(actions()) - described == set()


def test_every_described_action_exists() -> None:
    described = set(HEADING.findall(ACTIONS.read_text(encoding="utf-8")))
    assert described - set(named()) == set()


def test_an_action_without_a_heading_is_found() -> None:
    planted = """
async def close(poll, by):
    async with change(by) as c: ...
async def _lock(poll, by):
    await close(poll, by)
async def shut(poll, by):
    await _lock(poll, by)
async def lock_within(c, poll):
    await close(poll)
async def read(poll): ...
"""
    assert acts(planted) == {"close", "shut"}
    assert HEADING.findall("# Actions\n## `voting.close`\n### 关闭 voting.shut: the chair") == [
        "voting.close",
        "voting.shut",
    ]


def test_the_commands_of_the_contract_exist() -> None:
    assert commands(CONTRACT.read_text(encoding="utf-8")) == set(COMMANDS)


def test_the_routes_of_the_contract_exist(tmp_path: Path) -> None:
    whole = front(tmp_path)
    known = {f"{door.split()[0]} {shape(door.split()[1])}" for door, _ in doors(inside(whole))}
    promised = ROUTE.findall(CONTRACT.read_text(encoding="utf-8"))
    assert promised
    missing = [
        f"{method} {path}"
        for method, path in promised
        if f"{method} {shape(path)}" not in known and not _beside(whole.doors, method, path)
    ]
    assert missing == []


def _beside(doors: tuple[Door, ...], method: str, path: str) -> bool:
    """Whether a route beside Litestar takes it: the ballot's, which must be quick."""
    scope = {"type": "http", "method": method, "path": re.sub(r"\{[^}]*\}", "a1", path)}
    return any(door(scope) is not None for door in doors)


def test_the_elements_of_the_contract_are_drawn() -> None:
    text = CONTRACT.read_text(encoding="utf-8").partition("## DOM")[2]
    templates = "".join(
        path.read_text(encoding="utf-8") for path in sources.files("templates", ".html")
    )
    elements = [found for found in ELEMENT.finditer(text) if found[2] or found[3]]
    assert elements
    assert [found[0] for found in elements if not is_drawn(found, templates)] == []


@pytest.mark.parametrize("planted", ["`#nowhere`", "`main[data-nothing]`", "`nav#quorum`"])
def test_an_element_that_nobody_draws_is_found(planted: str) -> None:
    found = ELEMENT.search(planted)
    assert found is not None
    assert not is_drawn(found, '<main data-seq="1"></main>')


def test_a_command_that_is_promised_and_missing_is_found() -> None:
    assert commands("`python3 -m council` + `demo | dance`. Exit 0") - set(COMMANDS) == {"dance"}
