"""Reading passkeys."""

from __future__ import annotations

from typing import Any

from council import db


async def of(person: str) -> list[dict[str, Any]]:
    """A person's own: id, label, when made and when last used; the oldest first."""
    return await db.rows(
        "SELECT id, label, made_at, used_at FROM passkey WHERE person = {} ORDER BY made_at, id",
        person,
    )


async def usable(key: str) -> dict[str, Any] | None:
    """Whose passkey this is and how it is checked, if that person may sign in."""
    return await db.row(
        "SELECT k.person, k.public_key, k.sign_count FROM passkey k"
        " JOIN person p ON p.id = k.person WHERE k.id = {} AND p.state = 'verified'",
        key,
    )
