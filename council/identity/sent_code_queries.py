"""Reading codes that were sent, and whom one can be sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.identity.second_factor_queries import office_waits

if TYPE_CHECKING:
    from datetime import datetime

KIND = {"sms": "phone", "email": "email"}  # the login that a way reaches


async def reached(key: str, way: str) -> str | None:
    """Whose login this is, if a code by this way reaches them and they may sign in.

    Not who has an office and no second factor yet: an office letter lets them in, and only that.
    """
    found = await db.row(
        "SELECT l.person, p.community FROM login l JOIN person p ON p.id = l.person"
        " WHERE l.key = {} AND l.kind = {} AND p.state = 'verified'",
        key,
        KIND[way],
    )
    if found is None or await office_waits(found["person"], found["community"]):
        return None
    return str(found["person"])


async def sent_since(person: str, since: datetime) -> int:
    """How many codes were sent to this person, or for them, since then."""
    found = await db.row(
        "SELECT count(*) AS n FROM sent_code WHERE person = {} AND sent_at > {}", person, since
    )
    return int(found["n"]) if found else 0


async def waiting(visit_hash: str, purpose: str, at: datetime) -> dict[str, Any] | None:
    """The newest code that this visit asked for and may still type."""
    return await db.row(
        "SELECT id, person, way, address, code_hash, failures FROM sent_code"
        " WHERE visit_hash = {} AND purpose = {} AND used_at IS NULL AND expires_at > {}"
        " ORDER BY sent_at DESC, id LIMIT 1",
        visit_hash,
        purpose,
        at,
    )


async def pseudonym_of(person: str) -> tuple[str, str]:
    """The community and the record's name of a person."""
    found = await db.row("SELECT community, pseudonym FROM person WHERE id = {}", person)
    return (str(found["community"]), str(found["pseudonym"])) if found else ("", "")
