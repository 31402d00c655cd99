"""`python3 -m council` on a bare machine: each thing that can be wrong is one sentence."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from council import __main__ as door
from council.setup import assets, commands, environment, faults, installer, prepare
from council.setup.environment import CHECKOUT, Environment


@pytest.fixture
def made(tmp_path: Path) -> Environment:
    """A folder that looks like a finished environment of this interpreter."""
    it = Environment(tmp_path / "env")
    it.python.parent.mkdir(parents=True)
    it.python.touch()
    (it.folder / "lib/python3/site-packages/pip").mkdir(parents=True)
    it.vouch([prepare.RUNTIME])
    return it


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a first run needs, far from the real environment."""
    copy = tmp_path / "checkout"
    skip = shutil.ignore_patterns("__pycache__")
    for package in ("setup", "checks"):
        shutil.copytree(CHECKOUT / "council" / package, copy / "council" / package, ignore=skip)
    for file in ("council/__init__.py", "council/__main__.py", "requirements.lock"):
        shutil.copy(CHECKOUT / file, copy / file)
    return copy


def run(checkout: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The command as a newcomer types it."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("COUNCIL")}
    return subprocess.run(
        [sys.executable, "-m", "council", *words],
        cwd=checkout,
        env={**clean, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def is_refused(done: subprocess.CompletedProcess[str], *words: str) -> bool:
    """Exit code 3 and a sentence in both languages, without a traceback."""
    both = "请" in done.stderr and all(word in done.stderr for word in words)
    return done.returncode == 3 and both and "Traceback" not in done.stderr


def test_the_door_can_be_read_by_an_interpreter_that_is_too_old() -> None:
    for file in ("council/__main__.py", "council/__init__.py"):
        ast.parse((CHECKOUT / file).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_interpreter_that_is_too_old_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door, "OLDEST", (sys.version_info[0], sys.version_info[1] + 1))
    assert door.main() == 3
    said = capsys.readouterr().err
    assert "Python 3.11" in said
    assert "请安装新版 Python" in said


def test_set_up_needs_nothing_but_python() -> None:
    for file in sorted((CHECKOUT / "council/setup").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                late = name in {"council", "council.checks"}
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or late or name.startswith("council.setup"), f"{file.name}: {name}"


def test_no_command_and_an_unknown_one_show_the_usage(checkout: Path) -> None:
    for words in ((), ("dance",)):
        done = run(checkout, *words)
        assert done.returncode == 2
        assert all(name in done.stderr for name in commands.COMMANDS)
    asked = run(checkout, "--help")
    assert asked.returncode == 0
    assert "demo" in asked.stdout
    assert not (checkout / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_named(checkout: Path) -> None:
    in_the_way = checkout / "file"
    in_the_way.touch()
    done = run(checkout, "demo", COUNCIL_VENV=str(in_the_way / "env"))
    assert is_refused(done, str(in_the_way), "COUNCIL_VENV")


def test_a_read_only_folder_is_named(made: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(faults.EnvironmentFaultError, match="Permission denied"):
        made.build()


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert "Free about 1 GB" in str(faults.not_writable(tmp_path, full))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else name)
    with pytest.raises(faults.EnvironmentFaultError, match="apt install python3-venv"):
        environment.require_venv_modules()


def test_an_environment_is_whole_only_with_stamp_pip_and_interpreter(made: Environment) -> None:
    assert made.is_whole()
    assert made.holds(prepare.RUNTIME)
    assert not made.holds(prepare.DEVELOPMENT)
    shutil.rmtree(made.folder / "lib")
    assert not made.is_whole()


def test_the_environment_of_another_interpreter_is_not_whole(
    made: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version", "3.99.0 (made up)")
    assert not made.is_whole()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"interpreter": 1}'])
def test_a_first_run_that_was_killed_leaves_no_whole_environment(
    text: str, made: Environment
) -> None:
    made.stamp.write_text(text)
    assert not made.is_whole()
    assert not made.holds(prepare.RUNTIME)


def test_a_killed_first_run_is_built_anew_and_a_new_lock_is_only_added(
    made: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(Environment, "build", lambda _: told.append("build"))
    monkeypatch.setattr(installer, "install", lambda _, lock: told.append(lock.name))
    monkeypatch.setattr(assets, "copy_htmx", lambda _: None)
    monkeypatch.setenv("COUNCIL_VENV", str(made.folder))
    assert prepare.prepare(development=False) == made
    assert told == []
    prepare.prepare(development=True)
    assert told == ["requirements-dev.lock"]
    prepare.prepare(development=False)
    assert told == ["requirements-dev.lock"]
    made.distrust()
    prepare.prepare(development=False)
    assert told == ["requirements-dev.lock", "build", "requirements.lock"]


def test_an_install_that_fails_leaves_no_stamp(
    made: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise faults.registry_unreachable("log")

    monkeypatch.setattr(installer, "install", fail)
    monkeypatch.setenv("COUNCIL_VENV", str(made.folder))
    with pytest.raises(faults.EnvironmentFaultError):
        prepare.prepare(development=True)
    assert not made.stamp.exists()


def test_two_first_runs_at_once_wait_for_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "lock").open("w") as first, (tmp_path / "lock").open("w") as second:
        prepare._wait_for(first)
        waiting = threading.Thread(target=prepare._wait_for, args=(second,))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        first.close()
        waiting.join(5)
        assert not waiting.is_alive()
    assert "waiting" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("WARNING: NewConnectionError(…)\nERROR: No matching distribution", "cannot be reached"),
        ("ERROR: Could not find a version (from versions: none)", "cannot be reached"),
        ("ERROR: [Errno 28] No space left on device", "Free about 1 GB"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_what_pip_says_becomes_one_sentence(said: str, sentence: str, made: Environment) -> None:
    made.log.write_text(said)
    assert sentence in str(installer._why(made))


@pytest.mark.slow
def test_a_registry_that_does_not_answer_is_said_quickly(checkout: Path) -> None:
    alone = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        "UV_NO_CACHE": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    done = run(checkout, "demo", **alone)
    assert is_refused(done, "network", "setup.log"), done.stderr
    assert not (checkout / ".venv/council.json").exists()


def test_uv_is_told_the_indexes_of_pip() -> None:
    listing = """global.index-url='file:///nowhere'
global.extra-index-url='file:///a\\nfile:///b'
install.find-links='/wheels'
:env:.index-url='file:///here'
global.cert='/etc/cert.pem'"""
    assert installer.uv_settings(installer.read_settings(listing)) == {
        "UV_DEFAULT_INDEX": "file:///here",
        "UV_INDEX": "file:///a file:///b",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/etc/cert.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_the_locks_name_hashes_and_no_address() -> None:
    for lock in (prepare.RUNTIME, prepare.DEVELOPMENT):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert len(installer.first_words(lock)) == text.count("==")
        assert all("--hash=sha256:" in "".join(block) for block in installer._blocks(text))


def test_the_development_lock_holds_the_runtime_lock() -> None:
    """So that `demo` after `test` needs no second installation."""
    runtime, all_ = (
        set(installer.first_words(one)) for one in (prepare.RUNTIME, prepare.DEVELOPMENT)
    )
    assert runtime <= all_


def test_htmx_is_copied_once_and_its_absence_is_said(made: Environment, tmp_path: Path) -> None:
    with pytest.raises(faults.EnvironmentFaultError, match="htmx"):
        assets.copy_htmx(made, tmp_path)
    source = made.folder / "lib/python3/site-packages" / assets.SOURCE
    source.parent.mkdir(parents=True)
    source.write_text("htmx")
    assets.copy_htmx(made, tmp_path)
    assert (tmp_path / "static/vendor/htmx.min.js").read_text() == "htmx"


def test_a_wheel_goes_straight_to_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "RUNTIME", tmp_path / "absent.lock")
    assert prepare.prepare(development=False) is None
    assert commands.run(["check"]) == commands.WRONG_USAGE


def test_the_stamp_holds_what_was_installed(made: Environment) -> None:
    assert json.loads(made.stamp.read_text())["locks"] == [environment.lock_key(prepare.RUNTIME)]
