"""The one place where somebody becomes verified, whichever way it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.ids import new_id
from council.refusal import Refused
from council.verification.tables import Verification

if TYPE_CHECKING:
    from council.change import Change
    from council.identity import queries

GROUND_LENGTH = 200


def account_facts(someone: queries.Someone) -> dict[str, str]:
    return {
        "id": someone.id,
        "phone": someone.phone,
        "roll_no": someone.roll_no,
        "community": someone.community,
    }


async def verify_within(
    act: Change, someone: queries.Someone, way: str, ground: str, by_person: str | None
) -> bool:
    """Mark as verified with who, how and why; False when somebody had done so before."""
    if someone.state == "left":
        raise Refused("person.left")
    changed = await db.row(
        "UPDATE person SET state = 'verified' WHERE id = {} AND state = 'listed' RETURNING id",
        someone.id,
    )
    if changed is None:
        return False
    row = Verification(
        id=new_id(),
        person=someone.id,
        way=way,
        ground=ground[:GROUND_LENGTH],
        by_person=by_person,
        at=act.at,
    )
    await Verification.insert(row)
    act.record("person.verified", {"person": someone.pseudonym, "way": way})
    return True
