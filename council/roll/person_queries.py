"""One person of the roll: how they were verified, where they live, what they hold, if they left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.i18n import language
from council.identity import queries as identity
from council.roll import register_queries

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.queries import Someone
    from council.roll.register_queries import Home


@dataclass(frozen=True, slots=True)
class Left:
    """A departure; it is over when `ended_at` is set. `merged` is who somebody was merged into."""

    id: str
    kind: str
    state_before: str
    ground: str
    at: datetime
    by_name: str
    ended_at: datetime | None
    merged: str | None
    merged_name: str | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything that the page of a person shows; `now_left` is the departure in force."""

    someone: Someone
    pinyin: str
    homes: tuple[Home, ...]
    verified: list[dict[str, Any]]
    held: list[dict[str, Any]]
    seats: list[dict[str, Any]]
    departures: list[Left]

    @property
    def now_left(self) -> Left | None:
        return next((one for one in self.departures if one.ended_at is None), None)


async def person(person_id: str, community: str) -> PersonView:
    """NotThere for the people of other communities."""
    someone = await identity.person(person_id, community)
    homes = await register_queries.homes_of([person_id])
    return PersonView(
        someone,
        await pinyin(person_id),
        homes.get(person_id, ()),
        await _verified(person_id),
        await _held(person_id),
        await _seats(person_id),
        await _departures(person_id),
    )


async def pinyin(person_id: str) -> str:
    """As somebody entered it; empty where the usual reading is right."""
    found = await db.row("SELECT pinyin FROM person WHERE id = {}", person_id)
    return str(found["pinyin"]) if found else ""


async def _verified(person_id: str) -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT v.way, v.ground, v.at, b.name AS by_name, c.name AS confirmed_by"
        " FROM verification v LEFT JOIN person b ON b.id = v.by_person"
        " LEFT JOIN person c ON c.id = v.confirmed_by WHERE v.person = {} ORDER BY v.at DESC",
        person_id,
    )


async def _held(person_id: str) -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT office, granted_at, ended_at, from_date, until_date, scope, acting"
        " FROM appointment WHERE person = {}"
        " ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, granted_at DESC",
        person_id,
    )


async def _seats(person_id: str) -> list[dict[str, Any]]:
    found = await db.rows(
        "SELECT COALESCE(k.name, s.sector) AS sector, k.name_en, s.title, s.from_date,"
        " s.until_date, s.ended_at FROM seat s LEFT JOIN sector k ON k.community = s.community"
        " AND k.code = s.sector WHERE s.person = {} ORDER BY s.from_date DESC",
        person_id,
    )
    return [{**one, "sector": _sector(one)} for one in found]


def _sector(one: dict[str, Any]) -> str:
    """The English name for who reads English, if the community gave one."""
    return str((language() == "en" and one["name_en"]) or one["sector"])


async def _departures(person_id: str) -> list[Left]:
    found = await db.rows(
        "SELECT d.id, d.kind, d.state_before, d.ground, d.at, b.name AS by_name, d.ended_at,"
        " d.merged_into AS merged, m.name AS merged_name FROM departure d"
        " JOIN person b ON b.id = d.by_person LEFT JOIN person m ON m.id = d.merged_into"
        " WHERE d.person = {} ORDER BY d.at DESC",
        person_id,
    )
    return [Left(**row) for row in found]


def editable(view: PersonView) -> dict[str, str]:
    """The fields that an editor may change, as texts; they are compared before they are written."""
    one = view.someone
    return {
        "name": one.name,
        "gender": one.gender,
        "birth_date": one.birth_date.isoformat() if one.birth_date else "",
        "hukou": one.hukou,
        "phone": one.phone,
        "pinyin": view.pinyin,
        "elder": "1" if one.elder else "",
    }
