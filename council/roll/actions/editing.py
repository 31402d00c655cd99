"""Changing one person of the roll: their data, and the units that they are tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries as identity
from council.identity import sessions
from council.ids import new_id
from council.live import topics
from council.refusal import NotThere, Refused
from council.roll import person_queries, rules, unit_queries
from council.roll.actions.finding import write_keys_within
from council.roll.tables import Residence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from council.change import Actor, Change

    Value = str | bool | date | None


async def change_person(
    person: str, values: Mapping[str, Value], seen: str, by: Actor
) -> tuple[str, ...]:
    """Write what differs (`values` by column of rules.CHANGEABLE); the changed columns.

    `seen` is rules.seen of what the editor had before them. Refused with person.changed_meanwhile.
    """
    if set(values) - set(rules.CHANGEABLE):
        message = f"not to be changed here: {set(values) - set(rules.CHANGEABLE)}"
        raise ValueError(message)
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        await _hold(person, by.community)
        view = await person_queries.person(person, by.community)
        before = person_queries.editable(view)
        columns = tuple(name for name in values if _text(values[name]) != before[name])
        if not columns:
            return ()
        if rules.seen(before) != seen:
            raise Refused("person.changed_meanwhile")
        await _write(person, columns, values)
        await write_keys_within([person])
        body = {"person": view.someone.pseudonym, "columns": list(columns)}
        act.record("person.changed", body)
        act.tell(topics.sessions(), "person.changed", person)
    sessions.forget(person)
    return columns


def _text(value: Value) -> str:
    """As person_queries.editable writes it."""
    if value in (True, False):
        return "1" if value else ""
    return str(value or "")


async def _hold(person: str, community: str) -> None:
    """Two editors write one after the other."""
    found = await db.held(
        "SELECT id FROM person WHERE id = {} AND community = {}", person, community
    )
    if found is None:
        raise NotThere


async def _write(person: str, columns: tuple[str, ...], values: Mapping[str, Value]) -> None:
    written = ", ".join(f"{name} = {{}}" for name in columns)  # names of rules.CHANGEABLE
    await db.rows(
        f"UPDATE person SET {written} WHERE id = {{}}",  # noqa: S608 - column names are our own
        *(values[name] for name in columns),
        person,
    )


async def add_home(person: str, unit: str, tie: str, by: Actor) -> str:
    """Tie a person to a unit; the same tie again is the same one. Refused with form.choice."""
    rules.must_house(tie)
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        someone = await identity.person(person, by.community)
        await unit_queries.unit(unit, by.community)
        known = await db.row(
            "SELECT id FROM residence WHERE person = {} AND unit = {} AND tie = {}",
            person,
            unit,
            tie,
        )
        if known is not None:
            return str(known["id"])
        home = Residence(id=new_id(), person=person, unit=unit, tie=tie)
        await Residence.insert(home)
        await _rehoused(act, person, someone.pseudonym, {"added": tie, "unit": unit})
    return str(home.id)


async def end_home(residence: str, person: str, by: Actor) -> None:
    """Take the tie away; doing it twice is doing it once."""
    async with change(by) as act:
        rules.must_edit(await identity.offices(by.person, by.community))
        someone = await identity.person(person, by.community)
        gone = await db.row(
            "DELETE FROM residence WHERE id = {} AND person = {} RETURNING unit, tie, household",
            residence,
            person,
        )
        if gone is None:
            return
        await db.rows(
            "UPDATE household SET representative = NULL WHERE id = {} AND representative = {}",
            gone["household"],
            person,
        )
        body = {"ended": gone["tie"], "unit": gone["unit"]}
        await _rehoused(act, person, someone.pseudonym, body)


async def _rehoused(act: Change, person: str, pseudonym: str, body: dict[str, str]) -> None:
    await write_keys_within([person])
    act.record("person.changed", {"person": pseudonym, "columns": ["homes"], **body})
