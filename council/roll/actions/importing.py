"""Asking a second officer to take an import over, and what their answer does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.confirmations import actions as confirmations
from council.identity import queries as identity
from council.identity import rules
from council.refusal import Refused, unreadable
from council.roll import import_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor, Change
    from council.confirmations.kinds import Asked

KIND = "roll"


async def ask_to_apply(import_id: str, leaving: Sequence[str], by: Actor) -> str:
    """Ask a second officer to take over what is staged; the id of the confirmation.

    `leaving`: ids of people whom the preview proposed as moved out and an officer has ticked.
    Asked twice is asked once. Refused with roll.nothing, roll.another_running, roll.over,
    form.choice.
    """
    async with change(by) as act:
        rules.staff_only(await identity.offices(by.person, by.community))
        found = await _held(import_id, by.community)
        waiting = await import_queries.confirmation(import_id, by.community)
        if found["state"] == "asked" and waiting is not None:
            return waiting
        if found["state"] != "staged":
            raise Refused("roll.over")
        body = _body(found, leaving)
        await _free_what_expired(act)
        try:
            await db.rows(
                "UPDATE roll_import SET state = 'asked', leaving = {} WHERE id = {}",
                json.dumps(sorted(leaving)),
                import_id,
            )
        except db.UNIQUE_ERRORS as error:
            raise Refused("roll.another_running") from error
        return await confirmations.ask_within(act, KIND, import_id, body)


def _body(found: dict[str, Any], leaving: Sequence[str]) -> dict[str, Any]:
    """Numbers and the hash of the rows: no names go into the question."""
    kept = json.loads(found["staged"])
    if not kept["effective"] and not leaving:
        raise Refused("roll.nothing")
    if not set(leaving) <= {one["id"] for one in kept["leaving"]}:
        raise unreadable("form.choice", field="leaving")
    return {
        "root": found["root"],
        "rows": kept["effective"],
        "leaving": len(set(leaving)),
        "complete": bool(found["complete"]),
        **kept["summary"],
    }


async def _held(import_id: str, community: str) -> dict[str, Any]:
    await db.held(
        "SELECT id FROM roll_import WHERE id = {} AND community = {}", import_id, community
    )
    return await import_queries.roll_import(import_id, community)


async def _free_what_expired(act: Change) -> None:
    """A question that nobody answered in time blocks the next import no longer."""
    await db.rows(
        "UPDATE roll_import SET state = 'staged' WHERE community = {} AND state = 'asked'"
        " AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.kind = 'roll'"
        " AND c.subject = roll_import.id AND c.answer = '' AND c.expires_at > {})",
        act.by.community,
        act.at,
    )


async def confirm_within(act: Change, asked: Asked) -> None:
    """The second officer said yes to exactly these rows: from now on they may be written."""
    taken = await db.row(
        "UPDATE roll_import SET state = 'waiting', confirmed_by = {} WHERE id = {}"
        " AND community = {} AND state = 'asked' AND root = {} RETURNING id",
        act.by.person or None,
        asked.subject,
        asked.community,
        asked.body["root"],
    )
    if taken is None:
        raise Refused("roll.changed_meanwhile")
    act.record("roll.confirmed", {"import": asked.subject, "root": asked.body["root"]})


async def refuse_within(act: Change, asked: Asked) -> None:
    """No, or taken back: the preview is there again."""
    await db.rows(
        "UPDATE roll_import SET state = 'staged' WHERE id = {} AND community = {}"
        " AND state = 'asked'",
        asked.subject,
        act.by.community,
    )


async def apply_roll(
    import_id: str, pepper: bytes, by: Actor, confirmed_by: Actor
) -> dict[str, int]:
    """Ask, confirm and take over in one go, for a loader that acts for both officers."""
    from council.roll.actions.taking_over import take_over

    asked = await ask_to_apply(import_id, (), by)
    await confirmations.confirm(asked, confirmed_by)
    await take_over(import_id, pepper, pause=0.0, apart=False)
    found = await import_queries.roll_import(import_id, by.community)
    if found["state"] != "done":
        raise Refused(found["failure"] or "roll.changed_meanwhile")
    return dict(json.loads(found["staged"])["summary"])
