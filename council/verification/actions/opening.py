"""Opening a letter: its person is verified, has a password and is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.identity import codes, passwords, sessions
from council.identity import queries as identity
from council.identity.actions.accounts import end_sessions_within, set_password_within
from council.identity.actions.logins import only_roll_logins_within
from council.identity.actions.second_factor import reset_within
from council.identity.second_factor_queries import office_waits
from council.refusal import Refused, unreadable
from council.verification import facts, queries
from council.verification.actions import tries
from council.verification.actions.refusals import kept
from council.verification.actions.verifying import account_facts, verify_within

if TYPE_CHECKING:
    from council.verification.facts import Told

NOT_FOUND = 404
NOBODY = facts.Told()


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter did its work: `login` to sign in with from now on, `token` of the session."""

    login: str
    token: str


async def open_letter(
    public: str, secret: str, password: str, agent: str, *, device: str = "", told: Told = NOBODY
) -> Opened:
    """Verify the letter's person, set the password, end other sessions, sign in.

    `device` names the browser without its address, `told` are the facts that some letters ask
    for. The same form sent twice answers the same: the second time is a plain sign-in.
    """
    found = await _prove(public, secret, device, told, password)
    async with kept(found["community"], found["person"], _way(found)):
        if found["used_at"] is not None:
            return await _again(found["person"], password, agent)
        login = await _use(found, await passwords.keeper().hashed(password))
    return Opened(login, await sessions.start(found["person"], agent))


async def prove(public: str, secret: str, device: str, told: Told = NOBODY) -> dict[str, Any]:
    """The letter that this code opens or opened; every wrong try is counted and refused alike."""
    return await _prove(public, secret, device, told, None)


async def _prove(
    public: str, secret: str, device: str, told: Told, password: str | None
) -> dict[str, Any]:
    found = await queries.letter(codes.read(public))
    if found is None:
        await passwords.keeper().matches(None, secret)
        raise Refused("letter.unknown", NOT_FOUND)
    if found["asks_facts"] and not told:
        raise unreadable("letter.facts_needed")
    if password is not None:
        passwords.check(password, found["phone"], found["roll_no"])
    async with kept(found["community"], found["person"], _way(found)):
        spent = await tries.spend(found["id"], found["community"], device)
        if not await _is_right(found, codes.read(secret), told, spent):
            raise _wrong(found, spent)
        await tries.give_back(spent)
    if password is not None:  # only now: to a guesser it would tell the name
        passwords.check(password, *await identity.password_context(found["person"]))
    return found


async def _is_right(found: dict[str, Any], secret: str, told: Told, spent: tries.Try) -> bool:
    """Secret and facts are looked at together: nobody hears which of them was wrong."""
    try:
        right = await passwords.keeper().matches(found["secret_hash"], secret)
    except Refused:
        await tries.give_back(spent)
        raise
    roll = facts.OnRoll(found["name"], found["id_last4"], found["birth_date"])
    return right and (not found["asks_facts"] or facts.agree(told, roll))


def _wrong(found: dict[str, Any], spent: tries.Try) -> Refused:
    if spent.left == 0:
        return tries.rests(spent)
    return unreadable("letter.facts" if found["asks_facts"] else "letter.wrong", left=spent.left)


def _way(found: dict[str, Any]) -> str:
    return "facts" if found["asks_facts"] else "letter"


async def _again(person: str, password: str, agent: str) -> Opened:
    stored = await db.row("SELECT login, password_hash FROM account WHERE person = {}", person)
    against = stored["password_hash"] if stored else None
    if not await passwords.keeper().matches(against, password) or stored is None:
        raise Refused("letter.used")
    return Opened(stored["login"], await sessions.start(person, agent))


async def _use(found: dict[str, Any], hashed: str) -> str:
    by = Actor(found["person"], found["community"], found["pseudonym"])
    async with change(by) as act:
        await db.held("SELECT id FROM person WHERE id = {}", found["person"])
        await _may_open(found)
        await _take(act, found["id"])
        someone = await identity.person(found["person"], found["community"])
        ground = f"letter {found['id']}"
        if not await verify_within(act, someone, _way(found), ground, found["issued_by"]):
            act.record("account.renewed", {"person": someone.pseudonym})
        office = found["purpose"] == "office"
        if office:
            await reset_within(act, someone.id, someone.pseudonym)
            await only_roll_logins_within(act, account_facts(someone))
        login = await set_password_within(
            act, account_facts(someone), hashed, by_office_letter=office
        )
        if office:
            await begin_offices_within(act, someone.id)
        await end_sessions_within(act, someone.id)
    sessions.forget(someone.id)
    return login


async def begin_offices_within(act: Change, person: str) -> None:
    """What was given to them and waited for an office letter counts from now on."""
    for one in await db.rows(
        "UPDATE appointment SET waits_for_letter = {} WHERE person = {} AND waits_for_letter"
        " AND ended_at IS NULL RETURNING id, office",
        False,
        person,
    ):
        act.record("office.begun", {"appointment": one["id"], "office": one["office"]})


async def _may_open(found: dict[str, Any]) -> None:
    """Paper from the door alone lets nobody into an office, whenever the office was given."""
    if found["purpose"] == "household" and await office_waits(found["person"], found["community"]):
        raise Refused("letter.office_holder")


async def _take(act: Change, public: str) -> None:
    """Use it up, if it is still good at this very moment: of two at once one wins."""
    taken = await db.row(
        "UPDATE letter SET used_at = {}, failures = 0 WHERE id = {} AND used_at IS NULL"
        " AND expires_at > {} RETURNING id",
        act.at,
        public,
        act.at,
    )
    if taken is None:
        found = await queries.letter(public)
        if found is None or found["used_at"] is not None:
            raise Refused("letter.used")
        raise Refused("letter.expired", 410)
