"""What Piccolo looks for: the engine, under the name DB. Bound at start, never at import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from piccolo.table import Table

if TYPE_CHECKING:
    from council.db.engine import Engine

DB: Engine | None = None

FEATURES = (
    "record",
    "live",
    "identity",
    "confirmations",
    "privacy",
    "roll",
    "verification",
    "ideas",
    "organisations",
    "meetings",
    "follow_up",
    "voting",
    "proposals",
    "wishes",
    "needs",
    "minutes",
    "notices",
)


def all_tables() -> list[type[Table]]:
    """Every table of every feature, in the order in which features may know each other."""
    found: list[type[Table]] = []
    for feature in FEATURES:
        module = importlib.import_module(f"council.{feature}.tables")
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Table)
            and value is not Table
            and value.__module__ == module.__name__
        ]
    return found
