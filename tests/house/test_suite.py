"""What a run of the tests leaves out is said, and in CI nothing may be left out."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from council.checks import suite
from tests.missing import cannot_run, reasons


def outcome(monkeypatch: pytest.MonkeyPatch, code: int, *words: str) -> tuple[int, list[str]]:
    """What the command answers when pytest ends with `code`, and what pytest was told."""
    told: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        told.append(command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(suite.subprocess, "run", run)  # type: ignore[attr-defined]
    return suite.main(list(words)), told[0][3:]


def test_a_machine_without_something_leaves_a_test_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="cannot run: no ink"):
        cannot_run("no ink", "Buy some")


def test_in_ci_that_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="cannot run: no ink"):
        cannot_run("no ink", "Buy some")


def test_the_reasons_are_counted_and_other_skips_are_not() -> None:
    def skipped(reason: str) -> pytest.TestReport:
        where = ("test_a.py", 1, f"Skipped: {reason}")
        return pytest.TestReport("a", ("test_a.py", 1, "a"), {}, "skipped", where, "setup")

    ink, other = skipped("cannot run: no ink. Buy some"), skipped("not on Windows")
    assert reasons([ink, other, ink]) == {"no ink. Buy some": 2}


def test_nightly_tests_run_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    both = list(suite.AT_ONCE)
    assert outcome(monkeypatch, 0, "-k", "poll") == (0, [*both, "-k", "poll"])
    assert outcome(monkeypatch, 0, "--nightly", "-x") == (0, [*both, "-m", "", "-x"])


def test_who_looks_closely_runs_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(monkeypatch, 0, "-s") == (0, ["-s"])


@pytest.mark.parametrize(("pytest_says", "code"), [(0, 0), (1, 1), (2, 1), (4, 2), (5, 1), (-9, 1)])
def test_the_exit_code_is_one_of_ours(
    pytest_says: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(monkeypatch, pytest_says)[0] == code
