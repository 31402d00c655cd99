"""Reading consents: may this be done with this person's data, and what they agreed to when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.privacy.consent_texts import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_AGREED = "SELECT person FROM consent WHERE purpose = {} AND withdrawn_at IS NULL"


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that somebody gave; `withdrawn_at` is None while it holds."""

    id: str
    purpose: str
    version: int
    channel: str  # online, paper, oral
    witness: str | None  # a name
    given_at: datetime
    withdrawn_at: datetime | None


async def has(person: str, purpose: str) -> bool:
    """Whether the person agreed to this purpose (consent_texts.PURPOSES) and did not withdraw."""
    return bool(await having([person], purpose))


async def having(people: Iterable[str], purpose: str) -> frozenset[str]:
    """Who of these people agreed to the purpose."""
    asked = list(people)
    if purpose not in PURPOSES:
        message = f"no such purpose: {purpose}"
        raise ValueError(message)
    if not asked:
        return frozenset()
    marks = ", ".join("{}" for _ in asked)
    found = await db.rows(
        f"{_AGREED} AND person IN ({marks})",
        purpose,
        *asked,
    )
    return frozenset(one["person"] for one in found)


async def of(person: str, community: str) -> list[Given]:
    """Every consent of a person of this community, the newest first, withdrawn ones too."""
    found = await db.rows(
        "SELECT c.id, c.purpose, c.version, c.channel, w.name AS witness, c.given_at,"
        " c.withdrawn_at FROM consent c LEFT JOIN person w ON w.id = c.witness"
        " WHERE c.person = {} AND c.community = {} ORDER BY c.given_at DESC, c.id",
        person,
        community,
    )
    return [Given(**one) for one in found]
