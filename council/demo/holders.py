"""Units of the demo that no person holds: a company's, and those the developer has not sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.demo.roll import community
from council.roll import actions as roll
from council.roll import queries

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

KINDS = {"法人": "company", "建设单位": "developer"}


async def settle(cast: Cast, when: Calendar) -> None:
    """OWN-3 asks who holds what, also where it is nobody on the roll."""
    ids, names = await queries.unit_ids(cast.community), _names()
    with moment(when.at(-117, 11)):
        for unit in community()["units"]:
            owner = unit["owner"]
            if owner["type"] in KINDS:
                voter = cast.id(owner["voter"]) if owner["voter"] else None
                await roll.hold_by_company(
                    ids[unit["id"]],
                    KINDS[owner["type"]],
                    names[owner["owner_key"]],
                    "",
                    voter,
                    cast.secretary,
                )


def _names() -> dict[str, str]:
    return {one["id"]: one["name"] for one in community()["organisations"]}
