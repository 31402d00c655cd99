"""What the register of a community holds: homes, confirmations, claims, requests, terminals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.offices import actions as offices
from council.privacy import actions as privacy
from tests.access.rows import put

if TYPE_CHECKING:
    from tests.access.world import Side


# What can be taken along; the same words in every community.
REGISTERS = ("people", "units", "households", "organisations", "seats", "offices", "access-log")


async def make(side: Side) -> None:
    """Everything, through the actions where there is one."""
    await _homes(side)
    await _confirmations(side)
    await _privacy(side)
    await _verification(side)
    side.things |= {f"code.{code}": code for code in REGISTERS}
    for place, state in enumerate(("one", "two")):
        code = side.things[f"sector.{state}"] = f"{state}-{side.community[::-1]}"
        await db.rows(
            "INSERT INTO sector (community, code, name, name_en, place, seats)"
            " VALUES ({}, {}, {}, '', {}, 3)",
            side.community,
            code,
            f"{side.mark}{state}",
            place,
        )
    await put(
        "departure",
        person=side.people["left"],
        kind="moved_out",
        state_before="verified",
        ground=f"{side.mark}搬走",
        by_person=side.people["secretary"],
        at=now(),
    )


async def _homes(side: Side) -> None:
    """Two flats of one building; the neighbour and somebody not verified live in the first."""
    mark, community, at = side.mark, side.community, now()
    await put("building", community=community, name=f"{mark}幢", address=f"{mark}路1号")
    side.things["building.one"] = f"{mark}幢"
    flat = {"community": community, "building": f"{mark}幢", "entrance": "1", "area": 9000}
    for state, room in (("one", "101"), ("other", "102")):
        code = side.things[f"code.{state}"] = f"{mark}-1-{room}"
        unit = await put("unit", **flat, code=code, room=room, area_source="登记簿")
        side.things[f"unit.{state}"] = unit
    unit = side.things["unit.one"]
    household = await put("household", community=community, unit=unit, no=1)
    side.things["household.one"] = household
    for role in ("neighbour", "listed"):
        side.things[f"residence.{role}"] = await put(
            "residence", person=side.people[role], unit=unit, tie="业主", household=household
        )
    side.things["ruling.one"] = await put(
        "head_ruling",
        community=community,
        kind="split",
        reason=f"{mark}依据",
        made_by=side.people["secretary"],
        made_at=at,
    )
    side.things["tenure.one"] = await put(
        "corporate_tenure",
        community=community,
        unit=side.things["unit.other"],
        kind="company",
        name=f"{mark}置业公司",
        credit_code="",
        since=at,
        ended_why="",
    )


async def _confirmations(side: Side) -> None:
    """Asked by a second community secretary, by the secretary, and one that is answered."""
    second, secretary = side.actor("second"), side.actor("secretary")
    wanted = (
        ("open", side.people["neighbour"], second),
        ("own", side.people["stranger"], secretary),
        ("answered", side.people["other"], second),
    )
    for state, person, by in wanted:
        made = await offices.appoint(person, "supervisor", by)
        side.things[f"confirmation.{state}"] = made
    answered = side.things["confirmation.answered"]
    await confirmations.confirm(answered, side.actor("community_secretary"))


async def _privacy(side: Side) -> None:
    """A consent and a request of the member's, who is the role that may take them back."""
    by = side.actor("member")
    side.things["consent.member"] = await privacy.give("contact_sms", 1, by)
    side.things["consent.neighbour"] = await privacy.give("contact_sms", 1, side.actor("neighbour"))
    side.things["asked.open"] = await privacy.ask("explain", f"{side.mark}请说明", by)


async def _verification(side: Side) -> None:
    at, community = now(), side.community
    side.things["conflict.open"] = await put(
        "claim_conflict",
        community=community,
        person=side.people["neighbour"],
        way="told",
        told=f"{side.mark}说是他的",
        contact="",
        raised_by=side.people["social_worker"],
        raised_at=at,
    )
    side.things["batch.one"] = await put(
        "letter_batch",
        community=community,
        title=f"{side.mark}幢",
        letters=3,
        done=0,
        made_by=side.people["secretary"],
        made_at=at,
    )
    side.things["terminal.one"] = await put(
        "terminal",
        community=community,
        name=f"{side.mark}一号机",
        token_hash=f"{side.community:x<64}",
        opened_by=side.people["secretary"],
        opened_at=at - timedelta(days=1),
    )
    side.things["staged.read"] = await put(
        "roll_import",
        community=community,
        file_name=f"{side.mark}.xlsx",
        staged="{}",
        made_by=side.people["secretary"],
        made_at=at,
        state="read",
    )
