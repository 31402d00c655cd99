"""Verifying people at the desk: staff saw their papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.change import Actor, change
from council.identity import passwords, queries, rules
from council.identity.actions.accounts import set_password_within
from council.refusal import NotThere
from council.verification.actions.verifying import account_facts, verify_within

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """A person whose papers were seen; with a password of their own choice, an account too."""

    person: str
    password: str = ""


async def verify_at_desk(person: str, ground: str, by: Actor, password: str = "") -> None:
    """Staff saw the papers (`ground` says which); the resident may choose a password there."""
    await verify_many_at_desk([DeskCheck(person, password)], ground, by)


async def verify_many_at_desk(checks: Sequence[DeskCheck], ground: str, by: Actor) -> None:
    """A whole list in one action, after a day at the desk; who is verified already stays so."""
    hashes = [await _hashed(one.password) for one in checks]
    async with change(by) as act:
        rules.staff_only(await queries.offices(by.person, by.community))
        roll = {one.id: one for one in await queries.people(by.community)}
        for check, hashed in zip(checks, hashes, strict=True):
            someone = roll.get(check.person)
            if someone is None:
                raise NotThere
            await verify_within(act, someone, "desk", ground, by.person)
            if hashed:
                await set_password_within(act, account_facts(someone), hashed)


async def _hashed(password: str) -> str:
    if not password:
        return ""
    passwords.check(password)
    return await passwords.keeper().hashed(password)
