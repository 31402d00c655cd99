"""`council bench`: the benchmarks of the checkout, which the installed package leaves out."""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING

from council.commands.faults import FAILED, misused
from council.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence


def bench(rest: Sequence[str]) -> int:
    """Run bench/__main__.py with the remaining arguments and return its exit code."""
    if not (DATA / "bench" / "__main__.py").exists():
        raise misused(
            "测速只能在源代码目录里运行。", "The benchmarks run only in a checkout of the source."
        )
    sys.path.insert(0, str(DATA))
    sys.argv = ["bench", *rest]
    try:
        runpy.run_module("bench", run_name="__main__", alter_sys=True)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FAILED if done.code else 0
    return 0
