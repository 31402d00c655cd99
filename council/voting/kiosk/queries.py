"""Reading codes on paper: what one opens, and for whom they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.voting.actions.kiosk import hashed

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opens: one ballot of one person in one poll."""

    poll: str
    person: str
    used: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed code, with what stands on its sheet."""

    name: str
    home: str
    code: str


async def opened_by(key: bytes, community: str, code: str) -> Opened | None:
    """None for a wrong code, and for one of another community than the terminal's."""
    found = await db.row(
        "SELECT k.poll, k.person, k.used FROM kiosk_code k JOIN poll p ON p.id = k.poll"
        " WHERE k.code_hash = {} AND p.community = {}",
        hashed(key, code),
        community,
    )
    return Opened(found["poll"], found["person"], bool(found["used"])) if found else None


async def without_login(meeting: str) -> list[str]:
    """Members called to the meeting who have never made an account."""
    found = await db.rows(
        "SELECT c.person FROM called c LEFT JOIN account a ON a.person = c.person"
        " WHERE c.meeting = {} AND c.part = 'member' AND a.person IS NULL ORDER BY c.place",
        meeting,
    )
    return [one["person"] for one in found]


async def members(meeting: str) -> frozenset[str]:
    found = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND part = 'member'", meeting
    )
    return frozenset(one["person"] for one in found)


async def counts(poll: str) -> tuple[int, int]:
    """How many codes there are, and how many were used."""
    found = await db.rows("SELECT used FROM kiosk_code WHERE poll = {}", poll)
    return len(found), sum(1 for one in found if one["used"])


async def sheets(made: Sequence[tuple[str, str]]) -> list[Sheet]:
    """With name and home, in the order of homes: so they are carried round."""
    codes, found = dict(made), list[Sheet]()
    people = list(codes)
    for start in range(0, len(people), 300):  # SQLite takes 999 values in one statement
        found += [
            Sheet(one["name"], one["home"] or "", codes[one["id"]])
            for one in await _people(people[start : start + 300])
        ]
    return sorted(found, key=lambda one: (one.home, one.name))


async def _people(ids: list[str]) -> list[dict[str, Any]]:
    marks = ", ".join("{}" for _ in ids)
    return await db.rows(
        "SELECT p.id, p.name, (SELECT min(u.building || u.entrance || u.room)"  # noqa: S608 - only placeholders are put together
        " FROM residence r JOIN unit u ON u.id = r.unit WHERE r.person = p.id) AS home"
        f" FROM person p WHERE p.id IN ({marks})",
        *ids,
    )
