"""What a test run could not do, and why: said aloud at its end, and an error in CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

CANNOT_RUN = "cannot run:"


def in_ci() -> bool:
    """Whether nothing may be left out."""
    return os.environ.get("CI", "").lower() == "true"


def cannot_run(what: str, remedy: str) -> NoReturn:
    """Leave the test out with a reason, or let it fail where CI=true."""
    reason = f"{CANNOT_RUN} {what}. {remedy}"
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def reasons(skipped: Iterable[pytest.TestReport]) -> dict[str, int]:
    """Each reason why tests could not be run, with their number."""
    found: dict[str, int] = {}
    for report in skipped:
        said = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        _, sign, reason = said.partition(CANNOT_RUN)
        if sign:
            found[reason.strip()] = found.get(reason.strip(), 0) + 1
    return found
