"""Reading letters, verifications, refusals: always within one community."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.i18n import gettext as _
from council.identity import queries as identity
from council.roll.queries import homes_of

if TYPE_CHECKING:
    from datetime import datetime

WAYS = ("desk", "letter", "facts", "vouching")
MOST = 50  # refusals that are shown
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to ask when something was refused; empty where the community has not said."""

    office: str
    place: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused attempt; names are empty where nobody is known."""

    way: str
    reason: str
    person: str
    name: str
    by_name: str
    at: datetime


async def whom_to_ask(community: str | None) -> Whom:
    """From the community's settings, `contact`: {office, place, hours, phone}.

    None: the only community there is, or the words that fit all of them.
    """
    if community is None:
        there = await identity.communities()
        community = str(there[0]["id"]) if len(there) == 1 else None
    told: dict[str, Any] = {}
    if community is not None:
        told = json.loads((await identity.community(community))["settings"] or "{}")
    contact = told.get("contact", {})
    return Whom(
        str(contact.get("office") or _("社区工作站")),
        str(contact.get("place", "")),
        str(contact.get("hours", "")),
        str(contact.get("phone", "")),
    )


async def letter(public: str) -> dict[str, Any] | None:
    """A letter by its public part, with what the roll says of its person."""
    return await db.row(
        "SELECT l.id, l.person, l.purpose, l.secret_hash, l.issued_by, l.expires_at, l.used_at,"
        " l.asks_facts, l.batch, p.community, p.pseudonym, p.name, p.state, p.phone, p.roll_no,"
        " p.id_last4, p.birth_date FROM letter l JOIN person p ON p.id = l.person"
        " WHERE l.id = {}",
        public,
    )


async def history(person: str) -> list[dict[str, Any]]:
    """How somebody was verified, the newest first: way, ground, evidence, who, when."""
    return await db.rows(
        "SELECT v.way, v.ground, v.evidence, v.at, COALESCE(b.name, '') AS by_name,"
        " COALESCE(c.name, '') AS confirmed_by FROM verification v"
        " LEFT JOIN person b ON b.id = v.by_person LEFT JOIN person c ON c.id = v.confirmed_by"
        " WHERE v.person = {} ORDER BY v.at DESC",
        person,
    )


async def open_letters(person: str) -> list[dict[str, Any]]:
    """Letters of this person that still open: public part, until when, whether facts are asked."""
    return await db.rows(
        "SELECT id, purpose, issued_at, expires_at, asks_facts FROM letter"
        " WHERE person = {} AND used_at IS NULL AND expires_at > {} ORDER BY issued_at DESC",
        person,
        now(),
    )


async def by_way(community: str) -> dict[str, int]:
    """How many verified people came in which way; once each, by their newest verification."""
    found = await db.rows(
        "SELECT v.way, COUNT(*) AS n FROM verification v JOIN person p ON p.id = v.person"
        " WHERE p.community = {} AND p.state = 'verified' AND NOT EXISTS (SELECT 1 FROM"
        " verification w WHERE w.person = v.person"
        " AND (w.at > v.at OR (w.at = v.at AND w.id > v.id)))"
        " GROUP BY v.way",
        community,
    )
    counted = {one["way"]: int(one["n"]) for one in found}
    return {way: counted.get(way, 0) for way in WAYS}


async def by_state(community: str) -> dict[str, int]:
    """How many are listed, verified, left."""
    found = await db.rows(
        "SELECT state, COUNT(*) AS n FROM person WHERE community = {} GROUP BY state", community
    )
    return {"listed": 0, "verified": 0, "left": 0} | {one["state"]: int(one["n"]) for one in found}


async def refusals(community: str, person: str = "") -> list[Refusal]:
    """Of the last thirty days, the newest first; of one person, or of everybody."""
    found = await db.rows(
        "SELECT r.way, r.reason, COALESCE(r.person, '') AS person, COALESCE(p.name, '') AS name,"
        " COALESCE(b.name, '') AS by_name, r.at FROM verification_refusal r"
        " LEFT JOIN person p ON p.id = r.person LEFT JOIN person b ON b.id = r.by_person"
        " WHERE r.community = {} AND r.at > {} AND ({} = '' OR r.person = {})"
        " ORDER BY r.at DESC LIMIT {}",
        community,
        now() - MONTH,
        person,
        person,
        MOST,
    )
    return [Refusal(**one) for one in found]


async def holder_of(id_hash: str, community: str) -> str | None:
    """Whose row of the roll has this keyed hash of an ID number."""
    found = await db.row(
        "SELECT id FROM person WHERE community = {} AND id_hash = {}", community, id_hash
    )
    return str(found["id"]) if found else None


async def buildings_led(person: str, community: str) -> list[str]:
    """The buildings whose group leader this person is today."""
    found = await db.rows(
        "SELECT scope, from_date, until_date FROM appointment WHERE person = {} AND community = {}"
        " AND office = 'group_leader' AND ended_at IS NULL AND scope <> '' ORDER BY scope",
        person,
        community,
    )
    today = local(now()).date()
    return [
        one["scope"]
        for one in found
        if (one["from_date"] is None or one["from_date"] <= today)
        and (one["until_date"] is None or one["until_date"] >= today)
    ]


async def not_verified_in(buildings: list[str], community: str) -> list[dict[str, Any]]:
    """People of these buildings who are not verified yet, in the order of their rooms."""
    if not buildings:
        return []
    marks = ", ".join("{}" for _ in buildings)
    return await db.rows(
        "SELECT DISTINCT p.id, p.name, u.code, u.building, u.entrance, u.room, r.tie FROM person p"  # noqa: S608 - only placeholders are put together
        " JOIN residence r ON r.person = p.id JOIN unit u ON u.id = r.unit"
        f" WHERE p.community = {{}} AND p.state = 'listed' AND u.building IN ({marks})"
        " ORDER BY u.code, p.name",
        community,
        *buildings,
    )


async def lives_in(person: str, buildings: list[str]) -> bool:
    """Whether a unit in one of these buildings is theirs."""
    return any(one["building"] in buildings for one in await homes_of(person))
