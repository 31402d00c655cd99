"""One row as it stands, for what no action makes in the state that is wanted."""

from __future__ import annotations

from typing import Any

from council import db
from council.ids import new_id


async def put(table: str, **columns: Any) -> str:
    """Insert it under a fresh id and return that."""
    columns = {"id": new_id(), **columns}
    places = ", ".join(["{}"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of ours
    await db.rows(sql, *columns.values())
    return str(columns["id"])
