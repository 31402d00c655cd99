"""`council verify` and `council witness`: the very file that doubters run without us.

It is loaded as a file, since nothing in the package may be needed for it to run.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from council.paths import TOOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = TOOLS / "council_verify.py"


def verifier() -> Any:
    """The verifier as a module."""
    if (there := sys.modules.get(FILE.stem)) is not None:
        return there
    spec = importlib.util.spec_from_file_location(FILE.stem, FILE)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(FILE)
    made = importlib.util.module_from_spec(spec)
    sys.modules[FILE.stem] = made
    spec.loader.exec_module(made)
    return made


def verify(rest: Sequence[str]) -> int:
    """Run it with these arguments; its exit code."""
    return int(verifier().main(list(rest)))
