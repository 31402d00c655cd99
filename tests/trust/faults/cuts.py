"""Faults before and after every statement, commit and cleaning of whatever runs inside."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from piccolo.engine.postgres import PostgresTransaction
from piccolo.engine.sqlite import SQLiteTransaction

from council import db

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

STATEMENTS = (
    (db.SafeSQLite, "run_querystring"),
    (db.SafeSQLite, "scrub"),
    (SQLiteTransaction, "commit"),
    (db.SafePostgres, "run_querystring"),
    (db.SafePostgres, "scrub"),
    (PostgresTransaction, "commit"),
)


class CutError(OSError):
    """The fault."""


@dataclass(slots=True)
class Cuts:
    """Counts the moments before and after each statement; at number `at` the fault comes."""

    passed: int = 0
    at: int = -1

    def moment(self) -> None:
        here, self.passed = self.passed, self.passed + 1
        if here == self.at:
            raise CutError("cut")


@contextmanager
def armed(monkeypatch: pytest.MonkeyPatch, at: int = -1) -> Iterator[Cuts]:
    """Without `at` nothing fails, and the moments are counted."""
    cuts = Cuts(at=at)
    with monkeypatch.context() as patched:
        for owner, name in STATEMENTS:
            patched.setattr(owner, name, _between(cuts, getattr(owner, name)))
        yield cuts


def _between(cuts: Cuts, whole: Callable[..., Any]) -> Callable[..., Any]:
    async def statement(*args: Any, **more: Any) -> Any:
        cuts.moment()
        done = await whole(*args, **more)
        cuts.moment()
        return done

    return statement
