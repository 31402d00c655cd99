"""The benchmarks run through at a tiny size; how fast they are is no business of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench.__main__ import SIZES, main
from bench.servers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="the benchmarks need Linux to name a core"
)


@pytest.mark.nightly
def test_every_figure_is_measured_and_written(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "bench", "--n", "5,9", "--rounds", "2", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    data = json.loads(file.read_text())
    measured = {(one["name"], one["n"]) for one in data["figures"]}
    assert measured == {(name, n) for name in ("P1a", "P2a", "P3") for n in (5, 9)}
    assert all(one["cpu"] > 0 and one["base"] > 0 for one in data["figures"])
    assert all(f"{name} worst:" in done.stdout for name in data["worst"])


@pytest.mark.nightly
def test_the_figures_on_request_are_measured(tmp_path: Path) -> None:
    file, names = (
        tmp_path / "figures.json",
        ["P1b", "P1c", "P1cs", "P4m", "P2b", "P2c", "join", "P5", "slow", "P6"],
    )
    bench = [sys.executable, "-m", "bench", *names]
    command = [*bench, "--n", "25", "--rounds", "1", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [one["name"] for one in json.loads(file.read_text())["figures"]] == names


def test_similar_wishes_are_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["S1", "--n", "30"]) == 0
    assert "30 wishes: built" in capsys.readouterr().out


def test_the_usual_sizes_are_those_of_the_goals() -> None:
    assert SIZES == (200, 500, 1000, 1500, 2000)


@pytest.mark.parametrize("wrong", [["P9"], ["--n", "1"], ["--n", "many"], ["--n", "9999999"]])
def test_what_cannot_be_measured_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(wrong)
    assert refused.value.code == 2
    assert "usage" in capsys.readouterr().err
