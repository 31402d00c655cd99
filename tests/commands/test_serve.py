"""`serve` and `demo` say READY when they can be used, and stop when they are asked to."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.commands.running import free_port, started

if TYPE_CHECKING:
    from pathlib import Path

MODULES = """
import sys
import council.commands.application, council.commands.serve, council.commands.init, council.cli
sys.exit(any(name.startswith("council.demo") for name in sys.modules))
"""


def health(origin: str) -> object:
    return httpx.get(f"{origin}/health", trust_env=False).json()


def test_a_real_installation_holds_nothing_of_the_demo() -> None:
    assert subprocess.run([sys.executable, "-c", MODULES], check=False).returncode == 0


@pytest.mark.slow
def test_serve_is_ready_when_it_says_so_and_stops(tmp_path: Path) -> None:
    env = {"COUNCIL_DATA": str(tmp_path / "data")}
    port = free_port()
    with started(["serve", "--port", str(port)], env) as (origin, _):
        assert origin == f"http://127.0.0.1:{port}"
        assert health(origin) == {"status": "ready"}
        front = httpx.get(origin, trust_env=False)
        assert "council init" in front.text
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_two_processes_share_one_door(fresh_postgres_url: str, tmp_path: Path) -> None:
    env = {"COUNCIL_DATA": str(tmp_path), "DATABASE_URL": fresh_postgres_url}
    words = ["serve", "--port", str(free_port()), "--workers", "2"]
    with started(words, env) as (origin, _):
        assert [health(origin) for _ in range(8)] == [{"status": "ready"}] * 8


@pytest.mark.slow
def test_the_demo_starts_twice_and_keeps_its_data(tmp_path: Path) -> None:
    words = ["demo", "--data", str(tmp_path), "--port", str(free_port())]
    with started(words, {}) as (origin, lines):
        assert health(origin) == {"status": "ready"}
        assert str(tmp_path / "access.json") in "\n".join(lines)
        assert "银龄暖桌" in httpx.get(origin, trust_env=False).text
    first = json.loads((tmp_path / "access.json").read_text(encoding="utf-8"))
    with started([*words[:-1], str(free_port())], {}) as (origin, _):
        second = json.loads((tmp_path / "access.json").read_text(encoding="utf-8"))
        assert second == {**first, "origin": origin}
    with started([*words, "--fresh"], {}):
        third = json.loads((tmp_path / "access.json").read_text(encoding="utf-8"))
        assert third["community"] != first["community"]
