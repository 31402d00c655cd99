"""`python3 -m council test`: the whole suite, by pytest."""

from __future__ import annotations

import subprocess
import sys

from council.checks.tools import CHECKOUT

NIGHTLY = "--nightly"
PYTEST_USAGE = 4


def main(arguments: list[str]) -> int:
    """Run the tests; `--nightly` adds the long ones, everything else goes to pytest.

    0 when every test passed, 1 when one did not, 2 wrong usage. What could not be run is said
    before pytest's own last line, and is a failure where CI=true (tests/missing.py).
    """
    everything = ["-m", ""] if NIGHTLY in arguments else []
    others = [word for word in arguments if word != NIGHTLY]
    command = [sys.executable, "-m", "pytest", *everything, *others]
    code = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
    return 2 if code == PYTEST_USAGE else min(abs(code), 1)
