"""What stands in the way is named in one sentence with its remedy; exit codes tell whose it is."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from council import cli, settings
from council.commands.alone import alone
from tests.commands.running import free_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and an origin that the commands need not set."""
    monkeypatch.setenv("COUNCIL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COUNCIL_ORIGIN", "http://127.0.0.1:8000")
    return tmp_path / "data"


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--help"]) == 0
    assert "进程数" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [[], ["nothing"], ["serve", "--port", "0"], ["demo", "--residents", "many"], ["backup"]],
)
def test_wrong_usage_is_2(words: list[str]) -> None:
    assert cli.main(words) == 2


def test_a_taken_port_is_3_and_another_one_is_proposed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 3
        assert cli.main(["demo", "--port", str(port)]) == 3
    assert f"--port {port + 1}" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_3(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("a file, where a folder should be")
    assert cli.main(["migrate"]) == 3
    assert "COUNCIL_DATA" in capsys.readouterr().err


def test_damaged_keys_are_3(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / "keys.json").write_text('{"csrf": "zz"}')
    assert cli.main(["migrate"]) == 3
    assert "keys.json" in capsys.readouterr().err


def test_a_damaged_database_is_3(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / "council.sqlite").write_text("not a database at all" * 100)
    assert cli.main(["migrate"]) == 3
    assert "restore" in capsys.readouterr().err


def test_an_unreachable_database_is_3(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert cli.main(["migrate"]) == 3
    assert "DATABASE_URL" in capsys.readouterr().err


def test_a_folder_that_another_one_is_using_is_3(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(settings.read()):
        assert cli.main(["serve", "--port", str(free_port())]) == 3
        assert cli.main(["demo", "--port", str(free_port())]) == 3
    assert str(data) in capsys.readouterr().err


def test_several_processes_need_postgresql(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--workers", "2", "--port", str(free_port())]) == 2
    assert "PostgreSQL" in capsys.readouterr().err


def test_migrate_says_what_ran_and_then_that_nothing_is_left(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["migrate"]) == 0
    assert "0001_foundation" in capsys.readouterr().out
    assert cli.main(["migrate"]) == 0
    assert "0001_foundation" not in capsys.readouterr().out
