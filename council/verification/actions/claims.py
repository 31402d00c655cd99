"""Two people claim one row of the roll: the queue, and how somebody settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.identity import sessions
from council.identity.actions.accounts import end_sessions_within
from council.ids import new_id
from council.refusal import NotThere, Refused, unreadable
from council.verification import conflict_queries, rules
from council.verification.actions.letters import void_within
from council.verification.actions.opening import prove
from council.verification.actions.verifying import note_within
from council.verification.facts import Told

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked

CLAIMANT = "claimant"  # in the record: somebody without an account
NOBODY = Told()


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says to be `person`. `other`: the row under which they came; `contact`: how to
    reach them.
    """

    person: str
    way: str
    told: str = ""
    contact: str = ""
    other: str | None = None


async def raise_claim(claim: Claim, by: Actor) -> str:
    """Put a claim in the queue; the same one twice is one. Returns its id.

    `by` is staff, or nobody (an actor without a person) who holds a letter.
    """
    try:
        return await _raise(claim, by)
    except db.UNIQUE_ERRORS:  # the same claim came at the same moment
        earlier = await conflict_queries.open_like(claim.person, claim.way, claim.contact)
        if earlier is None:
            raise
        return earlier


async def _raise(claim: Claim, by: Actor) -> str:
    async with change(by) as act:
        if by.person:
            rules.staff_only(await identity.offices(by.person, by.community))
        someone = await identity.person(claim.person, by.community)
        earlier = await conflict_queries.open_like(claim.person, claim.way, claim.contact)
        if earlier is not None:
            return earlier
        made = new_id()
        await _insert(act, made, claim)
        body = {"conflict": made, "person": someone.pseudonym, "way": claim.way}
        act.record("claim.raised", body)
    return made


async def _insert(act: Change, made: str, claim: Claim) -> None:
    await db.rows(
        "INSERT INTO claim_conflict (id, community, person, other, way, told, contact,"
        " raised_by, raised_at, outcome, ground)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, '', '')",
        made,
        act.by.community,
        claim.person,
        claim.other,
        claim.way,
        claim.told[: rules.TOLD],
        claim.contact[: rules.CONTACT],
        act.by.person or None,
        act.at,
    )


async def raise_by_letter(
    public: str, secret: str, told: str, contact: str, *, device: str, facts: Told = NOBODY
) -> None:
    """A letter was used, and not by who holds it: with its code they may say so, once.

    Raises letter.not_used (it still opens: use it), and whatever a wrong code is refused with.
    """
    if not contact:
        raise unreadable("claim.no_contact")
    found = await prove(public, secret, device, facts)
    if found["used_at"] is None:
        raise Refused("letter.not_used")
    by = Actor("", found["community"], CLAIMANT)
    await raise_claim(Claim(found["person"], "letter", told, contact), by)


async def settle_claim(conflict: str, outcome: str, ground: str, by: Actor) -> bool:
    """Decide. True when it is over; False when a second officer has to confirm first.

    That the holder stays is one officer's word; taking an account away needs two. Raises
    claim.own (who raised it does not settle it), claim.settled, form.needed, form.choice.
    """
    if outcome not in rules.OUTCOMES:
        raise unreadable("form.choice", field="outcome")
    if not ground:
        raise unreadable("claim.no_ground")
    async with change(by) as act:
        rules.settlers_only(await identity.offices(by.person, by.community))
        held = await _open_one(act, conflict)
        if held["raised_by"] == by.person:
            raise Refused("claim.own", 403)
        if outcome != "holder":
            someone = await identity.person(held["person"], by.community)
            body = {"outcome": outcome, "ground": ground[: rules.GROUND], "name": someone.name}
            await ask_within(act, "claim", conflict, body)
            return False
        await _settle(act, held, outcome, ground, by.person, None)
    return True


async def apply_claim(act: Change, asked: Asked) -> None:
    """The second officer agrees: the account is taken away, whoever used it is out."""
    outcome, ground = str(asked.body["outcome"]), str(asked.body["ground"])
    held = await _open_one(act, asked.subject)
    someone = await identity.person(held["person"], act.by.community)
    await _take_account(act, someone.id)
    if outcome == "claimant":
        await note_within(act, someone.id, "desk", ground, asked.asker, confirmed_by=act.by.person)
    else:
        await db.rows(
            "UPDATE person SET state = 'listed' WHERE id = {} AND state = 'verified'", someone.id
        )
    act.record("account.voided", {"person": someone.pseudonym})
    await _settle(act, held, outcome, ground, asked.asker, act.by.person)
    sessions.forget(someone.id)


async def _open_one(act: Change, conflict: str) -> dict[str, Any]:
    held = await db.held(
        "SELECT id, person, raised_by, outcome FROM claim_conflict"
        " WHERE id = {} AND community = {}",
        conflict,
        act.by.community,
    )
    if held is None:
        raise NotThere
    if held["outcome"]:
        raise Refused("claim.settled")
    return held


async def _take_account(act: Change, person: str) -> None:
    """Nothing that was set up under this name opens anything any more."""
    await end_sessions_within(act, person)
    await void_within(act, [person])
    for table in ("passkey", "login", "account"):
        await db.rows(f"DELETE FROM {table} WHERE person = {{}}", person)  # noqa: S608 - three names of ours


async def _settle(
    act: Change,
    held: dict[str, Any],
    outcome: str,
    ground: str,
    settled_by: str,
    confirmed_by: str | None,
) -> None:
    await db.rows(
        "UPDATE claim_conflict SET outcome = {}, ground = {}, settled_by = {}, confirmed_by = {},"
        " settled_at = {} WHERE id = {}",
        outcome,
        ground[: rules.GROUND],
        settled_by,
        confirmed_by,
        act.at,
        held["id"],
    )
    act.record("claim.settled", {"conflict": held["id"], "outcome": outcome})
