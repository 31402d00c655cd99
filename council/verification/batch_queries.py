"""Who gets a letter when many are printed together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.identity.rules import SECOND_FACTOR
from council.verification import rules
from council.verification.facts import OnRoll

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WHO = ("fresh", "unverified", "all")
MOST_UNITS = 200  # units that may be named one by one
_PEOPLE = (
    "SELECT p.id, p.name, p.pseudonym, p.state, p.birth_date, p.id_last4, u.code, u.building,"
    " u.entrance, u.room, (SELECT COUNT(*) FROM letter l WHERE l.person = p.id"
    " AND l.used_at IS NULL AND l.expires_at > {}) AS letters,"
    " (SELECT COUNT(*) FROM second_factor f WHERE f.person = p.id) AS factors"
    " FROM person p JOIN residence r ON r.person = p.id JOIN unit u ON u.id = r.unit"
    " WHERE p.community = {} AND p.state <> 'left'"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which homes and whose letters: `fresh` are the unverified without a letter that still opens.

    Empty `building`, `entrance`, `units` (codes) choose all of them.
    """

    building: str = ""
    entrance: str = ""
    units: tuple[str, ...] = ()
    who: str = "fresh"
    asks_facts: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """One letter: whose, and where it is carried."""

    person: str
    name: str
    building: str
    entrance: str
    room: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The first `rules.BATCH` of those chosen, and why others get none."""

    letters: tuple[Addressee, ...]
    waiting: int  # chosen, and not in this batch
    children: int
    officers: int  # need an office letter
    without_facts: int


async def batch(community: str, choice: Choice) -> Batch:
    """Who gets a letter now, in the order of the homes."""
    found = _one_home_each(await _chosen(community, choice))
    offices = await _second_factor_offices(community)
    today = local(now()).date()
    good: list[dict[str, Any]] = []
    children = officers = without = 0
    for one in found:
        if not rules.old_enough(one["birth_date"], today):
            children += 1
        elif one["id"] in offices and not one["factors"]:
            officers += 1
        elif choice.asks_facts and not _facts(one):
            without += 1
        else:
            good.append(one)
    letters = tuple(_addressee(one) for one in good[: rules.BATCH])
    return Batch(letters, len(good) - len(letters), children, officers, without)


async def _chosen(community: str, choice: Choice) -> list[dict[str, Any]]:
    sql, values = _PEOPLE, [now(), community]
    if choice.building:
        sql, values = sql + " AND u.building = {}", [*values, choice.building]
    if choice.entrance:
        sql, values = sql + " AND u.entrance = {}", [*values, choice.entrance]
    if choice.units:
        marks = ", ".join("{}" for _ in choice.units)
        sql, values = f"{sql} AND u.code IN ({marks})", [*values, *choice.units]
    if choice.who != "all":
        sql += " AND p.state = 'listed'"
    found = await db.rows(f"{sql} ORDER BY u.building, u.entrance, u.room, p.roll_no", *values)
    return [one for one in found if choice.who != "fresh" or not one["letters"]]


def _one_home_each(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Somebody with two flats gets one letter, at the first of them."""
    first: dict[str, dict[str, Any]] = {}
    for one in found:
        first.setdefault(one["id"], one)
    return list(first.values())


async def _second_factor_offices(community: str) -> set[str]:
    """Who holds an office that needs a second factor."""
    marks = ", ".join("{}" for _ in SECOND_FACTOR)
    found = await db.rows(
        "SELECT DISTINCT person FROM appointment WHERE community = {} AND ended_at IS NULL"  # noqa: S608 - only placeholders are put together
        f" AND office IN ({marks})",
        community,
        *SECOND_FACTOR,
    )
    return {one["person"] for one in found}


def _facts(one: dict[str, Any]) -> bool:
    return OnRoll(one["name"], one["id_last4"], one["birth_date"]).enough


def _addressee(one: dict[str, Any]) -> Addressee:
    return Addressee(one["id"], one["name"], one["building"], one["entrance"], one["room"])


async def places(community: str) -> list[tuple[str, tuple[str, ...]]]:
    """Buildings with their entrances."""
    found = await db.rows(
        "SELECT DISTINCT building, entrance FROM unit WHERE community = {}"
        " ORDER BY building, entrance",
        community,
    )
    by_building: dict[str, list[str]] = {}
    for one in found:
        by_building.setdefault(one["building"], []).append(one["entrance"])
    return [(name, tuple(filter(None, entrances))) for name, entrances in by_building.items()]


@dataclass(frozen=True, slots=True)
class Printed:
    """A batch that was begun: how far it is, whether its PDF waits, when it was handed out."""

    id: str
    title: str
    letters: int
    done: int
    by_name: str
    made_at: datetime
    printed_at: datetime | None
    moved_at: datetime | None
    fault: str
    waits: bool
    made_by: str
    used: int

    def standing(self, at: datetime) -> str:
        """printed; waits (to be fetched); making; failed; lost, when the server ended meanwhile."""
        if self.printed_at is not None:
            return "printed"
        if self.fault:
            return "failed"
        silent = at - (self.moved_at or self.made_at)
        if self.waits:
            return "waits" if silent <= rules.BATCH_WAITS else "lost"
        return "making" if silent <= rules.BATCH_SILENT else "lost"


_BATCHES = (
    "SELECT b.id, b.title, b.letters, b.done, p.name AS by_name, b.made_at, b.printed_at,"
    " b.moved_at, b.fault, b.made_by, CASE WHEN b.sealed IS NULL THEN 0 ELSE 1 END AS waits,"
    " (SELECT COUNT(*) FROM letter l WHERE l.batch = b.id AND l.used_at IS NOT NULL) AS used"
    " FROM letter_batch b JOIN person p ON p.id = b.made_by WHERE b.community = {}"
)


async def batches(community: str, most: int = 20) -> list[Printed]:
    """The newest first."""
    found = await db.rows(f"{_BATCHES} ORDER BY b.made_at DESC LIMIT {{}}", community, most)
    return [_printed(one) for one in found]


async def progress(batch_id: str, community: str) -> Printed | None:
    """One batch, or None while it has not begun."""
    found = await db.row(f"{_BATCHES} AND b.id = {{}}", community, batch_id)
    return _printed(found) if found else None


def _printed(one: dict[str, Any]) -> Printed:
    return Printed(**{**one, "waits": bool(one["waits"])})
