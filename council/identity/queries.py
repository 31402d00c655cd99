"""Reading people, units, offices, sessions and letters, always within one community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import now
from council.i18n import gettext
from council.identity import rules
from council.identity.arrivals import here
from council.identity.in_force import IN_FORCE, today
from council.identity.rules import session_ends
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date, datetime

_PERSON = (
    "SELECT id, community, roll_no, name, gender, birth_date, hukou, phone, id_last4, pseudonym,"
    " elder, state FROM person"
)


@dataclass(frozen=True, slots=True)
class Someone:
    """One person of the roll."""

    id: str
    community: str
    roll_no: str
    name: str
    gender: str
    birth_date: date | None
    hukou: str
    phone: str
    id_last4: str
    pseudonym: str
    elder: bool
    state: str


@dataclass(frozen=True, slots=True)
class Device:
    """A session that is still alive, as its owner sees it."""

    key: str
    agent: str
    since: datetime
    seen: datetime


async def person(person_id: str, community: str) -> Someone:
    """The person of this community; NotThere for everybody else's people."""
    found = await db.row(f"{_PERSON} WHERE id = {{}} AND community = {{}}", person_id, community)
    if found is None:
        raise NotThere
    return _someone(found)


async def people(community: str) -> list[Someone]:
    """Everybody on the roll, in the order of their numbers."""
    found = await db.rows(
        f"{_PERSON} WHERE community = {{}} AND {here()} ORDER BY roll_no", community
    )
    return [_someone(one) for one in found]


async def by_roll_no(community: str) -> dict[str, Someone]:
    return {one.roll_no: one for one in await people(community)}


def _someone(row: dict[str, Any]) -> Someone:
    return Someone(**{**row, "elder": bool(row["elder"])})


async def community(community_id: str) -> dict[str, Any]:
    """Name, English name, street, district, settings (JSON text)."""
    found = await db.row(
        "SELECT id, name, name_en, street, district, settings FROM community WHERE id = {}",
        community_id,
    )
    if found is None:
        raise NotThere
    return found


async def communities() -> list[dict[str, Any]]:
    """All communities of this installation, the oldest first."""
    return await db.rows(
        "SELECT id, name, name_en, street, district FROM community ORDER BY created_at, id"
    )


async def site_name(community_id: str | None) -> str:
    """What stands in the header: this community, or the only one there is, or the product."""
    if community_id is not None:
        return str((await community(community_id))["name"])
    all_of_them = await communities()
    return str(all_of_them[0]["name"]) if len(all_of_them) == 1 else gettext("议事厅")


async def offices(person_id: str, community_id: str) -> tuple[str, ...]:
    """The offices that the person holds there today, each once."""
    found = await db.rows(
        "SELECT DISTINCT a.office FROM appointment a WHERE a.person = {} AND a.community = {}"  # noqa: S608 - only the condition of terms is put in
        f" AND {IN_FORCE} ORDER BY a.office",
        person_id,
        community_id,
        today(),
        today(),
    )
    return tuple(one["office"] for one in found)


async def devices(person_id: str) -> list[Device]:
    """Living sessions, the last seen first."""
    held = await db.rows(
        f"SELECT a.office FROM appointment a WHERE a.person = {{}} AND {IN_FORCE}",  # noqa: S608 - only the condition of terms is put in
        person_id,
        today(),
        today(),
    )
    found = await db.rows(
        "SELECT token_hash, agent, created_at, seen_at, expires_at FROM session"
        " WHERE person = {} AND ended_at IS NULL ORDER BY seen_at DESC, token_hash",
        person_id,
    )
    names = tuple(one["office"] for one in held)
    return [
        Device(one["token_hash"], one["agent"], one["created_at"], one["seen_at"])
        for one in found
        if now() < session_ends(one["seen_at"], one["expires_at"], names)
    ]


async def account(login: str) -> dict[str, Any] | None:
    """Person and password hash of a login (already in its stored form), if it may sign in."""
    return await db.row(
        "SELECT a.person, a.password_hash FROM login l JOIN account a ON a.person = l.person"
        " JOIN person p ON p.id = a.person WHERE l.key = {} AND p.state = 'verified'",
        login,
    )


async def login_of(person_id: str) -> str:
    """What the person signs in with, as it is shown; empty when there is no account."""
    found = await db.row("SELECT login FROM account WHERE person = {}", person_id)
    return str(found["login"]) if found else ""


async def logins_of(person_id: str) -> list[dict[str, Any]]:
    """Every name that opens the person's account: key, kind, made_at; the oldest first."""
    return await db.rows(
        "SELECT key, kind, made_at FROM login WHERE person = {} ORDER BY made_at, kind, key",
        person_id,
    )


async def password_of(person_id: str) -> str | None:
    """The stored hash of the person's password."""
    found = await db.row("SELECT password_hash FROM account WHERE person = {}", person_id)
    return str(found["password_hash"]) if found else None


async def came_by_office_letter(person_id: str) -> bool:
    """Whether an office letter made the person's account what it is."""
    found = await db.row("SELECT by_office_letter FROM account WHERE person = {}", person_id)
    return found is not None and bool(found["by_office_letter"])


async def password_context(person_id: str) -> tuple[str, ...]:
    """What everybody here could guess of the person: no password is made of these words."""
    of = await db.row(
        "SELECT p.name, p.pinyin, p.phone, p.roll_no, c.name AS community, c.name_en, c.street"
        " FROM person p JOIN community c ON c.id = p.community WHERE p.id = {}",
        person_id,
    )
    homes = await db.rows(
        "SELECT u.code, u.room FROM residence r JOIN unit u ON u.id = r.unit WHERE r.person = {}",
        person_id,
    )
    found = [str(text) for text in (of or {}).values()]
    found += [str(text) for one in homes for text in one.values()]
    found += [one["key"] for one in await logins_of(person_id)]
    return (*(text for text in found if text), *rules.OF_THE_HOUSE)


async def letter(public: str) -> dict[str, Any] | None:
    """A letter by its public part, with its person."""
    return await db.row(
        "SELECT l.id, l.person, l.purpose, l.secret_hash, l.issued_by, l.expires_at, l.used_at,"
        " l.failures, l.failed_at, p.community, p.pseudonym, p.name, p.state, p.phone, p.roll_no"
        " FROM letter l JOIN person p ON p.id = l.person WHERE l.id = {}",
        public,
    )
