"""What is decided about counting owners: several as one head, one apart, who votes for a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries as identity
from council.ids import new_id
from council.meetings import head_rules
from council.meetings.owner_queries import OWNING
from council.meetings.tables import HeadRuling, HeadRulingUnit, UnitVoter
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor


async def rule_heads(kind: str, units: Sequence[str], reason: str, by: Actor) -> str:
    """heads.ruled: from the next meeting of owners on these units are one head; returns its id.

    Refused with heads.several, heads.one, heads.ruled_already, form.needed.
    """
    head_rules.must_rule(kind, units, reason)
    made = new_id()
    try:
        async with change(by) as c:
            await _must_be_here(units, by.community)
            await HeadRuling.insert(
                HeadRuling(
                    id=made,
                    community=by.community,
                    kind=kind,
                    reason=reason,
                    made_by=by.person,
                    made_at=c.at,
                )
            )
            await HeadRulingUnit.insert(*(HeadRulingUnit(unit=one, ruling=made) for one in units))
            c.record("heads.ruled", {"ruling": made, "kind": kind, "units": sorted(units)})
    except db.UNIQUE_ERRORS as error:
        raise Refused("heads.ruled_already") from error
    return made


async def end_ruling(ruling: str, by: Actor) -> None:
    """heads.ruling_ended: the roll alone says again whose these units are. Twice is once."""
    async with change(by) as c:
        found = await db.held(
            "SELECT ended_at FROM head_ruling WHERE id = {} AND community = {}",
            ruling,
            by.community,
        )
        if found is None:
            raise NotThere
        if found["ended_at"] is not None:
            return
        await db.rows("DELETE FROM head_ruling_unit WHERE ruling = {}", ruling)
        await db.rows(
            "UPDATE head_ruling SET ended_at = {}, ended_by = {} WHERE id = {}",
            c.at,
            by.person,
            ruling,
        )
        c.record("heads.ruling_ended", {"ruling": ruling})


async def choose_voter(unit: str, person: str, capacity: str, ground: str, by: Actor) -> None:
    """heads.voter_chosen: who votes for a unit from the next meeting on; an earlier one no more.

    Refused with heads.not_an_owner (OWN-5), heads.not_verified, form.needed.
    """
    head_rules.must_choose(capacity, ground)
    async with change(by) as c:
        await _must_be_here([unit], by.community)
        someone = await identity.person(person, by.community)
        owning = await db.row(
            "SELECT id FROM residence WHERE unit = {} AND person = {} AND tie IN ({}, {})",
            unit,
            person,
            *OWNING,
        )
        head_rules.may_vote_for(capacity, someone.state, owns=owning is not None)
        await db.rows("DELETE FROM unit_voter WHERE unit = {}", unit)
        await UnitVoter.insert(
            UnitVoter(
                unit=unit,
                person=person,
                capacity=capacity,
                ground=ground,
                made_by=by.person,
                made_at=c.at,
            )
        )
        c.record(
            "heads.voter_chosen",
            {"unit": unit, "person": someone.pseudonym, "capacity": capacity},
            {"ground": ground},
        )


async def drop_voter(unit: str, by: Actor) -> None:
    """heads.voter_dropped: nobody is chosen any more. Twice is once."""
    async with change(by) as c:
        await _must_be_here([unit], by.community)
        gone = await db.rows("DELETE FROM unit_voter WHERE unit = {} RETURNING unit", unit)
        if gone:
            c.record("heads.voter_dropped", {"unit": unit})


async def _must_be_here(units: Sequence[str], community: str) -> None:
    marks = ", ".join("{}" for _ in units)
    found = await db.rows(
        f"SELECT id FROM unit WHERE community = {{}} AND id IN ({marks})",  # noqa: S608 - only placeholders are put together
        community,
        *units,
    )
    if len(found) != len(set(units)):
        raise NotThere
