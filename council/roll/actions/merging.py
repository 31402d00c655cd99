"""Two entries of the roll that are one person: one stays, the other one leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.identity.actions.logins import hand_over_within
from council.live import topics
from council.roll import rules
from council.roll.actions.departing import leave_within
from council.roll.actions.finding import write_keys_within

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.confirmations.kinds import Asked

MERGE = "merge"  # the kind of confirmation
# What the one that stays takes over where it has nothing itself.
FILLED = ("gender", "hukou", "phone", "id_last4", "pinyin")


async def ask_to_merge(gone: str, kept: str, ground: str, by: Actor) -> str:
    """Ask a second officer to let `gone` become `kept`; the id of the confirmation.

    Refused with merge.same, merge.keep_verified, merge.office_holder, person.left.
    """
    async with change(by) as act:
        rules.must_keep(await identity.offices(by.person, by.community))
        one = await identity.person(gone, by.community)
        other = await identity.person(kept, by.community)
        rules.must_merge(gone, kept, one.state, other.state)
        rules.must_hold_no_powerful_office(await identity.offices(gone, by.community))
        rules.must_say_why(ground)
        body = {"kept": kept, "ground": ground, "gone_no": one.roll_no, "kept_no": other.roll_no}
        return await ask_within(act, MERGE, gone, body)


async def apply_merge(act: Change, asked: Asked) -> None:
    """Homes, sign-in names and missing data go over; verification, offices, votes stay."""
    people = sorted((asked.subject, asked.body["kept"]))  # one order: two merges cannot lock up
    for person in people:
        await db.held("SELECT id FROM person WHERE id = {}", person)
    gone = await identity.person(asked.subject, asked.community)
    kept = await identity.person(asked.body["kept"], asked.community)
    rules.must_merge(gone.id, kept.id, gone.state, kept.state)
    rules.must_hold_no_powerful_office(await identity.offices(gone.id, asked.community))
    await _move_homes(gone.id, kept.id)
    await leave_within(act, gone, "merged", asked.body["ground"], asked.asker, into=kept.id)
    await hand_over_within(gone.id, kept.id)
    await _fill(gone.id, kept.id)
    await write_keys_within(people)
    act.record("person.merged", {"person": gone.pseudonym, "into": kept.pseudonym})
    act.tell(topics.sessions(), "person.changed", kept.id)


async def _move_homes(gone: str, kept: str) -> None:
    """Of two equal ties one is enough; the one that stays also speaks for the household."""
    await db.rows(
        "DELETE FROM residence WHERE person = {} AND EXISTS (SELECT 1 FROM residence o"
        " WHERE o.person = {} AND o.unit = residence.unit AND o.tie = residence.tie)",
        gone,
        kept,
    )
    await db.rows("UPDATE residence SET person = {} WHERE person = {}", kept, gone)
    await db.rows("UPDATE household SET representative = {} WHERE representative = {}", kept, gone)


async def _fill(gone: str, kept: str) -> None:
    """Give what is missing; a hashed number belongs to one entry only."""
    for name in FILLED:
        await db.rows(
            f"UPDATE person SET {name} = (SELECT {name} FROM person WHERE id = {{}})"  # noqa: S608 - column names are our own
            f" WHERE id = {{}} AND {name} = ''",
            gone,
            kept,
        )
    await db.rows(
        "UPDATE person SET birth_date = (SELECT birth_date FROM person WHERE id = {})"
        " WHERE id = {} AND birth_date IS NULL",
        gone,
        kept,
    )
    number = await db.row(
        "SELECT id_hash FROM person WHERE id = {} AND id_hash IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM person WHERE id = {} AND id_hash IS NULL)",
        gone,
        kept,
    )
    if number is not None:
        await db.rows("UPDATE person SET id_hash = NULL WHERE id = {}", gone)
        await db.rows("UPDATE person SET id_hash = {} WHERE id = {}", number["id_hash"], kept)
