"""People and units that an import has written and not yet handed over: nobody sees them.

An import of ten thousand people is written in many short transactions. Its rows carry its id, and
stay unseen as long as it is writing; the one short transaction that ends it shows them all.
"""

from __future__ import annotations


def here(table: str = "") -> str:
    """The condition for a query over `person` or `unit` (with the alias `table`)."""
    column = f"{table}.arrived_by" if table else "arrived_by"
    return (
        f"({column} IS NULL OR {column} NOT IN"  # noqa: S608 - a name of ours, no value
        " (SELECT id FROM roll_import WHERE state = 'writing'))"
    )
