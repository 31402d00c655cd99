"""`python3 -m council test`: the whole suite, by pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from council.checks.tools import CHECKOUT

NIGHTLY = "--nightly"
PYTEST_USAGE = 4
# More workers than cores: half of a browser's or a server's test is waiting.
AT_ONCE = ("-n", "3", "--dist", "worksteal")
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own in it
ROOM = 2 * 1024**3


def main(arguments: list[str]) -> int:
    """Run the tests; `--nightly` adds the long ones, everything else goes to pytest.

    0 when every test passed, 1 when one did not, 2 wrong usage. What could not be run is said
    before pytest's own last line, and is a failure where CI=true (tests/missing.py).
    """
    everything = ["-m", ""] if NIGHTLY in arguments else []
    others = [word for word in arguments if word != NIGHTLY]
    spread = [] if {"-n", "--pdb", "-s"} & set(others) else AT_ONCE
    command = [sys.executable, "-m", "pytest", *spread, *everything, *others]
    code = subprocess.run(command, cwd=CHECKOUT, env=_surroundings(), check=False).returncode
    return 2 if code == PYTEST_USAGE else min(abs(code), 1)


def _surroundings() -> dict[str, str]:
    """Databases of tests need no disk: most of the run's time would go into its fsync.

    And every file is compiled once, not by each of the processes that a run starts.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = {"TMPDIR": str(MEMORY)} if roomy else {}
    return {**folder, **{name: it for name, it in os.environ.items() if name != UNCOMPILED}}
