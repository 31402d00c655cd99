"""The wheel holds everything that a checkout has, and needs no checkout beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from council.checks.tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

CARRIED = ("templates", "static", "migrations", "locale")
LOOK = """
from council.db.migrate import on_disk
from council.i18n import catalogue
from council.paths import DATA
from council.web.render import environment
assert DATA.name == "_data", DATA
assert on_disk() and catalogue("en")
environment().get_template("base.html")
print("whole")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_every_file_that_the_pages_need(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    missing = [
        path.relative_to(CHECKOUT).as_posix()
        for folder in CARRIED
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and f"council/_data/{path.relative_to(CHECKOUT).as_posix()}" not in inside
    ]
    assert missing == []
    assert "council/_data/static/vendor/htmx.min.js" in inside


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    alone = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for words in (["-c", LOOK], ["-m", "council", "--help"]):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=alone,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
