"""docs/contract.md, held against a demo that was started as a newcomer starts it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("outside.py")
OFFICERS_AND_SEATS = 18  # sign-ins of every demo


def run(residents: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--residents", str(residents)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_script_imports_nothing_of_ours() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    roots = {name.split(".")[0] for name in named}
    assert roots - set(sys.stdlib_module_names) == {"httpx"}


@pytest.mark.slow
@pytest.mark.parametrize("residents", [40, pytest.param(500, marks=pytest.mark.nightly)])
def test_an_outside_program_holds_an_assembly(residents: int) -> None:
    found = run(residents)
    assert found["people"] == residents + OFFICERS_AND_SEATS
    assert found["result"]["turnout"] == found["people"] - 1
