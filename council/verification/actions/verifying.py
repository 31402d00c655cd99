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
    act: Change,
    someone: queries.Someone,
    way: str,
    ground: str,
    by_person: str | None,
    *,
    evidence: str = "",
    confirmed_by: str | None = None,
) -> bool:
    """Mark as verified with who, how and why; False when somebody had done so before.

    `evidence` is the code of the paper that was seen first, `confirmed_by` the second person.
    """
    if someone.state == "left":
        raise Refused("person.left")
    changed = await db.row(
        "UPDATE person SET state = 'verified' WHERE id = {} AND state = 'listed' RETURNING id",
        someone.id,
    )
    if changed is None:
        return False
    await note_within(
        act, someone.id, way, ground, by_person, evidence=evidence, confirmed_by=confirmed_by
    )
    act.record("person.verified", {"person": someone.pseudonym, "way": way})
    return True


async def note_within(
    act: Change,
    person: str,
    way: str,
    ground: str,
    by_person: str | None,
    *,
    evidence: str = "",
    confirmed_by: str | None = None,
) -> None:
    """The line that stays: who verified whom, when, how and on what ground."""
    await Verification.insert(
        Verification(
            id=new_id(),
            person=person,
            way=way,
            ground=ground[:GROUND_LENGTH],
            by_person=by_person,
            at=act.at,
            evidence=evidence,
            confirmed_by=confirmed_by,
        )
    )
