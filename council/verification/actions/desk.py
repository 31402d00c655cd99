"""Verifying people at the desk: staff saw their papers."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, Change, change
from council.clock import local, now
from council.identity import id_number, passwords, sessions
from council.identity import queries as identity
from council.identity.actions.accounts import end_sessions_within, set_password_within
from council.identity.rules import needs_second_factor
from council.identity.second_factor_queries import office_waits
from council.refusal import NotThere, Refused, unreadable
from council.roll.actions.finding import write_keys_within
from council.verification import queries, rules, words
from council.verification.actions.claims import Claim, raise_claim
from council.verification.actions.refusals import kept
from council.verification.actions.verifying import account_facts, verify_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.identity.queries import Someone


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """A person whose papers were seen; with a password of their own choice, an account too."""

    person: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """What was seen: codes of rules.PAPERS, a note, and the number of the ID card if compared."""

    seen: tuple[str, ...]
    note: str = ""
    number: str = ""


class NumberTaken(Refused):
    """The ID number belongs to another row of this roll: `holder`."""

    def __init__(self, holder: str) -> None:
        super().__init__("desk.number_taken")
        self.holder = holder


async def check_papers(
    person: str, papers: Papers, by: Actor, pepper: bytes, password: str = ""
) -> None:
    """Staff saw `papers`: the person is verified; with a password, has an account.

    The number is compared with the roll and forgotten but for its keyed hash and last four. One
    that belongs to somebody else goes to the conflict queue. Raises desk.no_paper,
    desk.number_differs, desk.number_birth, desk.number_taken, desk.office_holder, roll.id_*,
    person.left, password.*.
    """
    rules.papers(papers.seen, papers.note)
    number = _number(papers.number)
    hashed = await _hashed(password, *await identity.password_context(person))
    async with kept(by.community, person, "desk", by.person):
        try:
            async with change(by) as act:
                someone = await _at_desk(act, person)
                if number:
                    await _compare(act, someone, number, pepper)
                await _verify(act, someone, papers)
                if hashed and await office_waits(someone.id, someone.community):
                    raise Refused("desk.office_holder")
                if hashed:
                    await _let_in(act, someone, hashed)
        except NumberTaken as taken:
            await raise_claim(Claim(taken.holder, "desk", other=person), by)
            raise
    sessions.forget(person)


async def _at_desk(act: Change, person: str) -> Someone:
    rules.staff_only(await identity.offices(act.by.person, act.by.community))
    await db.held("SELECT id FROM person WHERE id = {}", person)
    return await identity.person(person, act.by.community)


async def _verify(act: Change, someone: Someone, papers: Papers) -> None:
    ground = words.ground(papers.seen, papers.note)
    evidence = papers.seen[0] if papers.seen else "other"
    await verify_within(act, someone, "desk", ground, act.by.person, evidence=evidence)


def _number(typed: str) -> str:
    number = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    fault = id_number.fault(number, local(now()).date()) if number else None
    if fault is not None:
        raise unreadable(fault)
    return number


async def _compare(act: Change, someone: Someone, number: str, pepper: bytes) -> None:
    """The number against the roll; what the roll did not know yet is kept."""
    hashed = id_number.keyed_hash(number, pepper)
    held = await db.held(
        "SELECT id, id_hash, birth_date FROM person WHERE id = {} AND community = {}",
        someone.id,
        act.by.community,
    )
    if held is not None and held["id_hash"] not in {None, "", hashed}:
        raise Refused("desk.number_differs")
    if someone.birth_date is not None and someone.birth_date != id_number.birth_date(number):
        raise Refused("desk.number_birth")
    holder = await queries.holder_of(hashed, act.by.community)
    if holder not in {None, someone.id}:
        raise NumberTaken(str(holder))
    await db.rows(
        "UPDATE person SET id_hash = {}, id_last4 = {}, birth_date = {},"
        " gender = CASE WHEN gender = '' THEN {} ELSE gender END WHERE id = {}",
        hashed,
        number[-4:],
        id_number.birth_date(number),
        id_number.gender(number),
        someone.id,
    )
    await write_keys_within([someone.id])


async def _let_in(act: Change, someone: Someone, hashed: str) -> None:
    """A password chosen at the desk; whoever was signed in with the old one is out."""
    offices = await identity.offices(someone.id, someone.community)
    had_one = await identity.login_of(someone.id)
    if needs_second_factor(offices) and had_one:
        raise Refused("desk.office_holder")
    await set_password_within(act, account_facts(someone), hashed)
    await end_sessions_within(act, someone.id)
    if had_one:
        act.record("account.renewed", {"person": someone.pseudonym})


async def verify_at_desk(person: str, ground: str, by: Actor, password: str = "") -> None:
    """Staff saw the papers (`ground` says which); the resident may choose a password there."""
    await verify_many_at_desk([DeskCheck(person, password)], ground, by)


async def verify_many_at_desk(checks: Sequence[DeskCheck], ground: str, by: Actor) -> None:
    """A whole list in one action, after a day at the desk; who is verified already stays so."""
    hashes = [await _hashed(one.password) for one in checks]
    async with change(by) as act:
        rules.staff_only(await identity.offices(by.person, by.community))
        roll = {one.id: one for one in await identity.people(by.community)}
        for check, hashed in zip(checks, hashes, strict=True):
            someone = roll.get(check.person)
            if someone is None:
                raise NotThere
            await verify_within(act, someone, "desk", ground, by.person)
            if hashed and someone.state == "verified":
                await _let_in(act, someone, hashed)
            elif hashed:  # the first password of somebody who could not sign in before
                await set_password_within(act, account_facts(someone), hashed)


async def _hashed(password: str, *context: str) -> str:
    if not password:
        return ""
    passwords.check(password, *context)
    return await passwords.keeper().hashed(password)
