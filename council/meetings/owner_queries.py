"""Who owns what here, who votes for it, and what was decided about counting it (OWN-3 to OWN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.identity.arrivals import here
from council.meetings import kind_queries, owners, rules
from council.meetings.owners import Head, Holding, Owners

if TYPE_CHECKING:
    from datetime import date, datetime

OWNING = ("业主", "共有人")  # ties of the roll that make somebody an owner


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision that units are one head (merge), or that one is a head of its own (split)."""

    id: str
    kind: str
    reason: str
    units: tuple[str, ...]  # their names
    made_by: str
    made_at: datetime

    @property
    def words(self) -> str:
        """As it stands on the notice: 1幢101、1幢102合并计为1人（夫妻共有）。"""
        counted = "合并计为1人" if self.kind == "merge" else "单独计为1人"
        return f"{'、'.join(self.units)}{counted}（{self.reason}）"


@dataclass(frozen=True, slots=True)
class Voter:
    """Who votes for a unit: one of its co-owners, or the guardian of an owner under age."""

    unit: str
    unit_name: str
    name: str
    capacity: str  # co_owner | guardian
    ground: str


async def owners_of(community: str, day: date | None = None) -> Owners:
    """OWN-3: heads with their area, as far as the roll holds who owns what on that day."""
    return owners.seated(await heads_of(community, day))


async def heads_of(community: str, day: date | None = None) -> tuple[Head, ...]:
    """Car spaces count only where the community says so (OWN-7)."""
    terms = await kind_queries.terms(community)
    found = await _holdings(community, day or local(now()).date())
    return owners.heads(found, count_parking=terms.count_parking)


async def counted_units(community: str) -> list[str]:
    """Every unit that counts today, whether the roll knows its owner or not (OWN-7, OWN-15)."""
    terms = await kind_queries.terms(community)
    found = await db.rows(
        "SELECT u.id, u.building, u.entrance, u.room FROM unit u"  # noqa: S608 - a fixed condition
        f" WHERE u.community = {{}} AND {here('u')} ORDER BY u.code, u.id",
        community,
    )
    return [one["id"] for one in found if terms.count_parking or not owners.is_parking(_name(one))]


async def rulings(community: str) -> list[Ruling]:
    """Those in force, the oldest first."""
    found = await db.rows(
        "SELECT r.id, r.kind, r.reason, p.name AS made_by, r.made_at, u.building, u.entrance,"
        " u.room FROM head_ruling r JOIN head_ruling_unit h ON h.ruling = r.id"
        " JOIN unit u ON u.id = h.unit JOIN person p ON p.id = r.made_by"
        " WHERE r.community = {} AND r.ended_at IS NULL ORDER BY r.made_at, r.id, u.code",
        community,
    )
    made: dict[str, Ruling] = {}
    for one in found:
        before = made.get(one["id"])
        units = (*(before.units if before else ()), _name(one))
        made[one["id"]] = Ruling(
            one["id"], one["kind"], one["reason"], units, one["made_by"], one["made_at"]
        )
    return list(made.values())


async def voters(community: str) -> list[Voter]:
    """Chosen co-owners and guardians, by unit."""
    found = await db.rows(
        "SELECT v.unit, u.building, u.entrance, u.room, p.name, v.capacity, v.ground"
        " FROM unit_voter v JOIN unit u ON u.id = v.unit JOIN person p ON p.id = v.person"
        " WHERE u.community = {} ORDER BY u.code",
        community,
    )
    return [
        Voter(one["unit"], _name(one), one["name"], one["capacity"], one["ground"]) for one in found
    ]


def _name(one: dict[str, Any]) -> str:
    return f"{one['building']}{one['entrance']}{one['room']}"


async def _holdings(community: str, day: date) -> list[Holding]:
    units = await db.rows(
        "SELECT u.id, u.building, u.entrance, u.room, u.area, h.ruling FROM unit u"  # noqa: S608 - a fixed condition
        " LEFT JOIN head_ruling_unit h ON h.unit = u.id"
        f" WHERE u.community = {{}} AND {here('u')} ORDER BY u.code",
        community,
    )
    bodies, people = await _bodies(community), await _people(community, day)
    return [
        Holding(
            one["id"],
            _name(one),
            one["area"],
            *(bodies.get(one["id"]) or people.get(one["id"]) or ("", "")),
            one["ruling"] or "",
        )
        for one in units
    ]


async def _bodies(community: str) -> dict[str, tuple[str, str]]:
    """Unit → (owner, who votes for it), of units held by a company or the developer."""
    found = await db.rows(
        "SELECT t.unit, t.kind, t.name, t.voter FROM corporate_tenure t"
        " WHERE t.community = {} AND t.ended_at IS NULL ORDER BY t.since",
        community,
    )
    return {
        one["unit"]: (
            "developer" if one["kind"] == "developer" else f"company {one['name']}",
            one["voter"] or "",
        )
        for one in found
    }


async def _people(community: str, day: date) -> dict[str, tuple[str, str]]:
    """Unit → its owner, and who votes for it.

    Who was chosen among co-owners (OWN-5) or is the guardian of an owner under age (OWN-6); until
    somebody is, the first co-owner of age on the roll. Of a child without a guardian nobody.
    """
    found = await db.rows(
        "SELECT r.unit, r.person, p.birth_date FROM residence r JOIN unit u ON u.id = r.unit"  # noqa: S608 - a fixed condition
        " JOIN person p ON p.id = r.person WHERE u.community = {} AND r.tie IN ({}, {})"
        f" AND p.state <> 'left' AND {here('p')} ORDER BY r.tie = {{}}, p.roll_no",
        community,
        *OWNING,
        OWNING[1],
    )
    chosen = await _chosen(community)
    units: dict[str, list[str]] = {}
    able: dict[str, list[str]] = {}
    for one in found:
        units.setdefault(one["unit"], []).append(one["person"])
        if rules.of_age(one["birth_date"], day):
            able.setdefault(one["unit"], []).append(one["person"])
    return {
        unit: (
            "+".join(sorted(set(people))),
            _voter(chosen.get(unit), able.get(unit, [])),
        )
        for unit, people in units.items()
    }


def _voter(chosen: tuple[str, str] | None, able: list[str]) -> str:
    """A co-owner who sold does not vote for the unit any more; a guardian does until dropped."""
    if chosen is not None:
        person, capacity = chosen
        if person in able or capacity == "guardian":
            return person
    return able[0] if able else ""


async def _chosen(community: str) -> dict[str, tuple[str, str]]:
    found = await db.rows(
        "SELECT v.unit, v.person, v.capacity FROM unit_voter v JOIN unit u ON u.id = v.unit"
        " JOIN person p ON p.id = v.person WHERE u.community = {} AND p.state = 'verified'",
        community,
    )
    return {one["unit"]: (one["person"], one["capacity"]) for one in found}
