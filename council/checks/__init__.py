"""`python3 -m council check`: everything that can be seen without running the application."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from council.checks import addresses, asvs, old_browsers, pages, sbom, tools, translations

if TYPE_CHECKING:
    from collections.abc import Callable

# What is looked at, in order: its name, and what answers with one line for each fault.
STEPS: dict[str, Callable[[], list[str]]] = {
    "format": tools.unformatted,
    "lint": tools.lint,
    "types": tools.types,
    "layers": tools.layers,
    "templates": pages.broken,
    "content-policy": pages.against_policy,
    "old-browsers": old_browsers.too_new,
    "translations": translations.faults,
    "addresses": addresses.found,
    "dependencies": sbom.faults,
    "asvs": asvs.faults,
}
USAGE = f"python3 -m council check [{' | '.join(STEPS)}] …"


def main(arguments: list[str]) -> int:
    """Run all steps, or those named; 0 when none finds a fault, 1 otherwise, 2 wrong usage."""
    unknown = [name for name in arguments if name not in STEPS]
    if unknown:
        asked = unknown[0] in {"-h", "--help"}
        print(USAGE)
        return 0 if asked else 2
    os.chdir(tools.CHECKOUT)
    # Every step runs, so that one look shows all that is wrong.
    failed = [name for name in arguments or STEPS if not _passes(name)]
    print(f"✗ {', '.join(failed)}" if failed else "✓ 全部通过 / all checks pass", flush=True)
    return 1 if failed else 0


def _passes(name: str) -> bool:
    began = time.monotonic()
    try:
        faults = STEPS[name]()
    except (SyntaxError, TemplateSyntaxError) as error:
        # "lint" and "templates" say it with its file; the others only must not hide it.
        faults = [f"cannot be read: {error}"]
    mark = "✗" if faults else "✓"
    print(f"{mark} {name:16}{time.monotonic() - began:6.1f} s", flush=True)
    for fault in faults:
        print(f"    {fault}", flush=True)
    return not faults
