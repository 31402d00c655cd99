"""Units, the households in them, who holds them, and where buildings stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries as identity
from council.ids import new_id
from council.refusal import NotThere, Refused, unreadable
from council.roll import rules, unit_queries
from council.roll.tables import Building, CorporateTenure, Household

if TYPE_CHECKING:
    from council.change import Actor


async def measure(unit: str, area: int, source: str, seen: str, by: Actor) -> None:
    """Write the exclusive area (hundredths of a square metre) and where it was read.

    `seen` is rules.seen of what the editor had before them. Refused with unit.changed_meanwhile.
    """
    if not 0 < area <= rules.LARGEST:
        raise unreadable("roll.area")
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        await db.held("SELECT id FROM unit WHERE id = {}", unit)
        now = await unit_queries.unit(unit, by.community)
        if (now.area, now.area_source) == (area, source):
            return
        if rules.seen({"area": now.area, "source": now.area_source}) != seen:
            raise Refused("unit.changed_meanwhile")
        await db.rows(
            "UPDATE unit SET area = {}, area_source = {} WHERE id = {}", area, source, unit
        )
        act.record("unit.measured", {"unit": unit, "area": area, "before": now.area})


async def make_household(unit: str, by: Actor) -> str:
    """One more household in the unit; the first one takes in all who are in none.

    Refused with household.many.
    """
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        await db.held("SELECT id FROM unit WHERE id = {}", unit)
        await unit_queries.unit(unit, by.community)
        there = (await unit_queries.made_households([unit])).get(unit, [])
        if len(there) >= rules.MOST_HOUSEHOLDS:
            raise Refused("household.many", most=rules.MOST_HOUSEHOLDS)
        no = max((one["no"] for one in there), default=0) + 1
        made = Household(id=new_id(), community=by.community, unit=unit, no=no)
        await Household.insert(made)
        if not there:
            await db.rows(
                "UPDATE residence SET household = {} WHERE unit = {} AND household IS NULL",
                made.id,
                unit,
            )
        act.record("household.made", {"household": made.id, "unit": unit, "no": no})
    return str(made.id)


async def _household(household: str, community: str) -> str:
    """The unit of a household of this community, locked until the change ends."""
    found = await db.held(
        "SELECT unit FROM household WHERE id = {} AND community = {}", household, community
    )
    if found is None:
        raise NotThere
    return str(found["unit"])


async def join_household(residence: str, household: str, by: Actor) -> None:
    """Put somebody who is tied to the unit into one of its households."""
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        unit = await _household(household, by.community)
        moved = await db.row(
            "UPDATE residence SET household = {} WHERE id = {} AND unit = {}"
            " AND (household IS NULL OR household <> {}) RETURNING person",
            household,
            residence,
            unit,
            household,
        )
        if moved is None:
            await _must_be_in(residence, household)
            return
        await db.rows(
            "UPDATE household SET representative = NULL WHERE unit = {} AND id <> {}"
            " AND representative = {}",
            unit,
            household,
            moved["person"],
        )
        act.record("household.joined", {"household": household, "residence": residence})


async def _must_be_in(residence: str, household: str) -> None:
    if not await db.row(
        "SELECT id FROM residence WHERE id = {} AND household = {}", residence, household
    ):
        raise NotThere


async def name_representative(household: str, person: str, by: Actor) -> None:
    """Who speaks and votes for the household: one of its members.

    Refused with household.not_a_member.
    """
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        await _household(household, by.community)
        member = await db.row(
            "SELECT p.pseudonym FROM residence r JOIN person p ON p.id = r.person"
            " WHERE r.household = {} AND r.person = {} AND p.state <> 'left'",
            household,
            person,
        )
        if member is None:
            raise Refused("household.not_a_member")
        changed = await db.row(
            "UPDATE household SET representative = {} WHERE id = {}"
            " AND (representative IS NULL OR representative <> {}) RETURNING id",
            person,
            household,
            person,
        )
        if changed is not None:
            body = {"household": household, "person": member["pseudonym"]}
            act.record("household.represented", body)


async def hold_by_company(
    unit: str, kind: str, name: str, credit_code: str, voter: str | None, by: Actor
) -> str:
    """A company or the developer holds the unit; `voter` is a person of the roll, or None.

    Refused with tenure.known.
    """
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        await unit_queries.unit(unit, by.community)
        if voter is not None and (await identity.person(voter, by.community)).state == "left":
            raise Refused("person.left")
        made = CorporateTenure(
            id=new_id(),
            community=by.community,
            unit=unit,
            kind=kind,
            name=name,
            credit_code=credit_code,
            voter=voter,
            since=act.at,
            ended_why="",
        )
        try:
            await CorporateTenure.insert(made)
        except db.UNIQUE_ERRORS as error:
            raise Refused("tenure.known") from error
        act.record("tenure.entered", {"tenure": made.id, "unit": unit, "kind": kind})
    return str(made.id)


async def end_tenure(tenure: str, why: str, by: Actor) -> str:
    """The company no longer holds it; ending it twice is ending it once. The id of the unit."""
    rules.must_say_why(why)
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        found = await db.held(
            "SELECT unit, ended_at FROM corporate_tenure WHERE id = {} AND community = {}",
            tenure,
            by.community,
        )
        if found is None:
            raise NotThere
        if found["ended_at"] is None:
            await db.rows(
                "UPDATE corporate_tenure SET ended_at = {}, ended_why = {} WHERE id = {}",
                act.at,
                why,
                tenure,
            )
            act.record("tenure.ended", {"tenure": tenure})
    return str(found["unit"])


async def place_building(name: str, address: str, by: Actor) -> None:
    """Where a building that has units stands; an empty address takes it away again."""
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        if not await db.row(
            "SELECT id FROM unit WHERE community = {} AND building = {} LIMIT 1",
            by.community,
            name,
        ):
            raise NotThere
        row = Building(id=new_id(), community=by.community, name=name, address=address)
        await db.rows(
            "INSERT INTO building (id, community, name, address) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (community, name) DO UPDATE SET address = EXCLUDED.address",
            *(row.id, row.community, row.name, row.address),
        )
        act.record("building.placed", {"building": name})
