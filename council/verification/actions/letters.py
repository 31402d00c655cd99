"""Household and office letters: a one-time code on paper that opens one person's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, Change, change
from council.identity import codes, passwords
from council.identity import queries as identity
from council.identity.second_factor_queries import office_waits
from council.refusal import NotThere, Refused, unreadable
from council.verification import facts, rules
from council.verification.tables import Letter

if TYPE_CHECKING:
    from council.identity.queries import Someone

PURPOSES = ("household", "office")


async def issue_letter(
    person: str, purpose: str, by: Actor, *, asks_facts: bool = False
) -> tuple[str, str]:
    """A new code for `person`: (public, secret), known only now; earlier letters stop working.

    Staff issue them; the founder of a community does so for the first officers. An office
    letter also resets the second factor, so only a community secretary writes it, for others.
    `asks_facts`: the code opens only with name and ID digits or birth date. Raises
    letter.office_holder, letter.no_facts, letter.office_not_yours, person.left.
    """
    secret_hash, secret = await _new_secret()
    async with change(by) as act:
        someone = await identity.person(person, by.community)
        offices = await identity.offices(by.person, by.community)
        rules.staff_only(offices)
        if purpose not in PURPOSES:
            raise unreadable("form.choice", field="purpose")
        if purpose == "office":
            listed = someone.state == "listed"
            rules.may_write_office_letter(offices, oneself=person == by.person, listed=listed)
        elif await office_waits(person, by.community):
            raise Refused("letter.office_holder")
        if asks_facts and not on_roll(someone).enough:
            raise Refused("letter.no_facts")
        public = await _write_letter(act, someone, purpose, secret_hash, asks_facts=asks_facts)
        return public, secret


async def issue_letter_by_operator(roll_no: str, community: str) -> tuple[str, str]:
    """An office letter from whoever runs the server: the way back in when no officer is left.

    It stands in the record with the operator as its actor.
    """
    secret_hash, secret = await _new_secret()
    async with change(Actor("", community, "operator")) as act:
        someone = (await identity.by_roll_no(community)).get(roll_no)
        if someone is None:
            raise NotThere
        return await _write_letter(act, someone, "office", secret_hash), secret


async def _write_letter(
    act: Change, someone: Someone, purpose: str, secret_hash: str, *, asks_facts: bool = False
) -> str:
    """The public part of a new letter; the earlier ones stop working."""
    if someone.state == "left":
        raise Refused("person.left")
    await void_within(act, [someone.id])
    public = (await free_publics(1))[0]
    await Letter.insert(
        a_letter(act, public, someone.id, secret_hash, purpose=purpose, asks_facts=asks_facts)
    )
    act.record("letter.issued", {"person": someone.pseudonym, "purpose": purpose})
    return public


async def _new_secret() -> tuple[str, str]:
    """Hashed before the transaction: hashing takes its time."""
    _, secret = codes.new_code()
    return await passwords.keeper().hashed(secret), secret


async def void_within(act: Change, people: list[str]) -> None:
    """Unused letters of these people stop working."""
    marks = ", ".join("{}" for _ in people)
    await db.rows(
        "UPDATE letter SET expires_at = {} WHERE used_at IS NULL AND expires_at > {}"  # noqa: S608 - only placeholders are put together
        f" AND person IN ({marks})",
        act.at,
        act.at,
        *people,
    )


async def free_publics(wanted: int) -> list[str]:
    """Public parts that no letter has, all different."""
    free: set[str] = set()
    while len(free) < wanted:
        drawn = {codes.new_code()[0] for _ in range(wanted - len(free))}
        marks = ", ".join("{}" for _ in drawn)
        taken = await db.rows(f"SELECT id FROM letter WHERE id IN ({marks})", *drawn)  # noqa: S608 - only placeholders are put together
        free |= drawn - {one["id"] for one in taken}
    return list(free)


def a_letter(
    act: Change,
    public: str,
    person: str,
    secret_hash: str,
    *,
    purpose: str = "household",
    asks_facts: bool = False,
    batch: str | None = None,
) -> Letter:
    """The row of a letter written now."""
    return Letter(
        id=public,
        person=person,
        purpose=purpose,
        secret_hash=secret_hash,
        issued_by=act.by.person or None,
        issued_at=act.at,
        expires_at=act.at + rules.LETTER_LIFE,
        used_at=None,
        failures=0,
        failed_at=None,
        batch=batch,
        asks_facts=asks_facts,
    )


def on_roll(someone: Someone) -> facts.OnRoll:
    return facts.OnRoll(someone.name, someone.id_last4, someone.birth_date)
