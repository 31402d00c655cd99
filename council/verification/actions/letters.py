"""Household and office letters: a one-time code on paper that opens one person's account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.clock import now
from council.identity import codes, passwords, queries, sessions
from council.identity.actions.accounts import end_sessions_within, set_password_within
from council.identity.actions.second_factor import reset_within
from council.identity.rules import staff_only
from council.refusal import NotThere, Refused, unreadable
from council.verification import rules
from council.verification.actions.verifying import account_facts, verify_within
from council.verification.tables import Letter

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.queries import Someone

NOT_FOUND = 404
PURPOSES = ("household", "office")


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter did its work: `login` to sign in with from now on, `token` of the session."""

    login: str
    token: str


async def issue_letter(person: str, purpose: str, by: Actor) -> tuple[str, str]:
    """A new code for `person`: (public, secret), known only now; earlier letters stop working.

    Staff issue them; the founder of a community does so for the first officers. An office
    letter also resets the second factor, so only a community secretary writes it, for others.
    """
    secret_hash, secret = await _new_secret()
    async with change(by) as act:
        someone = await queries.person(person, by.community)
        offices = await queries.offices(by.person, by.community)
        staff_only(offices)
        if purpose not in PURPOSES:
            raise unreadable("form.choice", field="purpose")
        if purpose == "office":
            listed = someone.state == "listed"
            rules.may_write_office_letter(offices, oneself=person == by.person, listed=listed)
        return await _write_letter(act, someone, purpose, secret_hash), secret


async def issue_letter_by_operator(roll_no: str, community: str) -> tuple[str, str]:
    """An office letter from whoever runs the server: the way back in when no officer is left.

    It stands in the record with the operator as its actor.
    """
    secret_hash, secret = await _new_secret()
    async with change(Actor("", community, "operator")) as act:
        someone = (await queries.by_roll_no(community)).get(roll_no)
        if someone is None:
            raise NotThere
        return await _write_letter(act, someone, "office", secret_hash), secret


async def _write_letter(act: Change, someone: Someone, purpose: str, secret_hash: str) -> str:
    """The public part of a new letter; the earlier ones stop working."""
    if someone.state == "left":
        raise Refused("person.left")
    await _void_earlier(act, someone.id)
    public = await _free_public()
    await Letter.insert(_letter(act, public, someone, purpose, secret_hash))
    act.record("letter.issued", {"person": someone.pseudonym, "purpose": purpose})
    return public


async def _new_secret() -> tuple[str, str]:
    """Hashed before the transaction: hashing takes its time."""
    _, secret = codes.new_code()
    return await passwords.keeper().hashed(secret), secret


async def _void_earlier(act: Change, person: str) -> None:
    await db.rows(
        "UPDATE letter SET expires_at = {} WHERE person = {} AND used_at IS NULL"
        " AND expires_at > {}",
        act.at,
        person,
        act.at,
    )


async def _free_public() -> str:
    while True:
        public, _ = codes.new_code()
        if await queries.letter(public) is None:
            return public


def _letter(act: Change, public: str, someone: Someone, purpose: str, secret_hash: str) -> Letter:
    return Letter(
        id=public,
        person=someone.id,
        purpose=purpose,
        secret_hash=secret_hash,
        issued_by=act.by.person or None,
        issued_at=act.at,
        expires_at=act.at + rules.LETTER_LIFE,
        used_at=None,
        failures=0,
        failed_at=None,
    )


async def open_letter(public: str, secret: str, password: str, agent: str) -> Opened:
    """Verify the letter's person, set the password, end other sessions, sign in.

    The same form sent twice answers the same: the second time is a plain sign-in.
    """
    found = await queries.letter(codes.read(public))
    if found is None:
        await passwords.keeper().matches(None, secret)
        raise Refused("letter.unknown", NOT_FOUND)
    rules.may_try(found["failures"], found["failed_at"], now())
    passwords.check(password, found["phone"], found["roll_no"])
    if not await passwords.keeper().matches(found["secret_hash"], codes.read(secret)):
        await _count_failure(found["id"])
    if found["used_at"] is not None:
        return await _again(found["person"], password, agent)
    login = await _use(found, await passwords.keeper().hashed(password))
    return Opened(login, await sessions.start(found["person"], agent))


async def _count_failure(public: str) -> None:
    """Write the failure down, then refuse; outside `change`, which would undo it."""
    at = now()
    async with db.write(db.engine()):
        counted = await db.row(
            "UPDATE letter SET failed_at = {},"
            " failures = CASE WHEN failed_at IS NULL OR failed_at <= {} THEN 1"
            " ELSE failures + 1 END WHERE id = {} RETURNING failures",
            at,
            at - rules.LETTER_LOCK,
            public,
        )
    left = rules.tries_left(counted["failures"] if counted else 0, at, at)
    if left == 0:
        rules.may_try(rules.LETTER_TRIES, at, at)
    raise Refused("letter.wrong", 422, left=left)


async def _again(person: str, password: str, agent: str) -> Opened:
    stored = await db.row("SELECT login, password_hash FROM account WHERE person = {}", person)
    against = stored["password_hash"] if stored else None
    if not await passwords.keeper().matches(against, password) or stored is None:
        raise Refused("letter.used")
    return Opened(stored["login"], await sessions.start(person, agent))


async def _use(found: dict[str, Any], hashed: str) -> str:
    by = Actor(found["person"], found["community"], found["pseudonym"])
    async with change(by) as act:
        await _take(act, found["id"])
        someone = await queries.person(found["person"], found["community"])
        ground = f"letter {found['id']}"
        if not await verify_within(act, someone, "letter", ground, found["issued_by"]):
            act.record("account.renewed", {"person": someone.pseudonym})
        if found["purpose"] == "office":
            await reset_within(act, someone.id, someone.pseudonym)
        login = await set_password_within(act, account_facts(someone), hashed)
        await end_sessions_within(act, someone.id)
    sessions.forget(someone.id)
    return login


async def _take(act: Change, public: str) -> None:
    """Use it up, if it is still good at this very moment: of two at once one wins."""
    taken = await db.row(
        "UPDATE letter SET used_at = {}, failures = 0 WHERE id = {} AND used_at IS NULL"
        " AND expires_at > {} AND (failed_at IS NULL OR failed_at <= {} OR failures < {})"
        " RETURNING id",
        act.at,
        public,
        act.at,
        act.at - rules.LETTER_LOCK,
        rules.LETTER_TRIES,
    )
    if taken is None:
        await _say_why(public, act.at)


async def _say_why(public: str, at: datetime) -> None:
    found = await queries.letter(public)
    if found is None or found["used_at"] is not None:
        raise Refused("letter.used")
    rules.may_try(found["failures"], found["failed_at"], at)
    raise Refused("letter.expired", 410)
