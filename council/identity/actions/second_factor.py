"""The second factor: set up once, asked at every sign-in of an officer, reset by a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import now
from council.identity import codes, queries, rules, sessions, totp
from council.identity import second_factor_keys as factor_keys
from council.identity.actions.accounts import end_within
from council.identity.tables import RecoveryCode, SecondFactor
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from council.change import Actor, Change

CODE = re.compile(rf"[0-9]{{{totp.DIGITS}}}")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """It is set up: `token` of the session that counts, `recovery` codes, known only now."""

    token: str
    recovery: tuple[str, ...]


async def enrol(code: str, key: bytes, session: str, agent: str, by: Actor) -> Enrolled:
    """Confirm the secret that `session` was offered, by its digits; a new session counts.

    Raises second_factor.wrong_here, second_factor.enrolled_already.
    """
    secret = factor_keys.proposed(key, session)
    step = totp.step_of(secret, codes.read(code), now())
    if step is None:
        raise unreadable("second_factor.wrong_here")
    async with change(by) as act:
        if not rules.needs_second_factor(await queries.offices(by.person, by.community)):
            raise NotThere
        await _keep(act, factor_keys.sealed(key, by.person, secret), step)
        recovery = await _new_codes(act)
        act.record("second_factor.enrolled", {"person": by.pseudonym})
        await end_within(act, [session])
    return Enrolled(await _counting(session, agent, by), recovery)


async def _keep(act: Change, secret: str, step: int) -> None:
    row = SecondFactor(
        person=act.by.person,
        secret=secret,
        last_step=step,
        failures=0,
        failed_at=None,
        enrolled_at=act.at,
    )
    try:
        await SecondFactor.insert(row)
    except db.UNIQUE_ERRORS as error:
        raise Refused("second_factor.enrolled_already") from error


async def pass_second_factor(code: str, key: bytes, session: str, agent: str, by: Actor) -> str:
    """The token of a new session that counts as an officer's, for six digits or a recovery code.

    Five wrong codes lock it for a quarter of an hour, also for the right one. Raises
    second_factor.wrong, second_factor.used, second_factor.rest, second_factor.key_lost.
    """
    typed, left = codes.read(code), await _spend_a_try(by.person)
    async with change(by) as act:
        if CODE.fullmatch(typed):
            await _take_step(act, typed, key, left)
        else:
            await _take_recovery_code(act, typed, left)
        await _forgive(by.person)
        await end_within(act, [session])
    return await _counting(session, agent, by)


async def renew_recovery_codes(code: str, key: bytes, by: Actor) -> tuple[str, ...]:
    """New recovery codes for the digits shown now; the old ones stop working. Refused likewise."""
    typed, left = codes.read(code), await _spend_a_try(by.person)
    async with change(by) as act:
        await _take_step(act, typed, key, left)
        await _forgive(by.person)
        return await _new_codes(act)


async def reset_within(act: Change, person: str, pseudonym: str) -> None:
    """Take factor and passkeys away as a part of opening an office letter; all is set up anew."""
    await db.rows("DELETE FROM recovery_code WHERE person = {}", person)
    gone = await db.rows("DELETE FROM second_factor WHERE person = {} RETURNING person", person)
    keys = await db.rows("DELETE FROM passkey WHERE person = {} RETURNING id", person)
    if gone or keys:
        act.record("second_factor.reset", {"person": pseudonym})


async def _counting(session: str, agent: str, by: Actor) -> str:
    """A session of a new name (ASVS 7.2.4): whoever knew the old one's knows nothing."""
    sessions.forget(session)
    return await sessions.start(by.person, agent, second_factor=True)


async def _new_codes(act: Change) -> tuple[str, ...]:
    person = act.by.person
    fresh = factor_keys.new_recovery_codes()
    await db.rows("DELETE FROM recovery_code WHERE person = {}", person)
    await RecoveryCode.insert(
        *(
            RecoveryCode(person=person, code_hash=factor_keys.recovery_hash(person, one))
            for one in fresh
        )
    )
    return fresh


async def _spend_a_try(person: str) -> int:
    """Count before looking, so that guesses at once are no more than guesses in turn.

    Outside `change`, which would undo it with the refusal. Returns the tries that are left.
    """
    at = now()
    async with db.write(db.engine()):
        spent = await db.row(
            "UPDATE second_factor SET failed_at = {},"
            " failures = CASE WHEN failed_at IS NULL OR failed_at <= {} THEN 1"
            " ELSE failures + 1 END"
            " WHERE person = {} AND (failed_at IS NULL OR failed_at <= {} OR failures < {})"
            " RETURNING failures",
            at,
            at - rules.FACTOR_LOCK,
            person,
            at - rules.FACTOR_LOCK,
            rules.FACTOR_TRIES,
        )
    if spent is None:
        await _say_why_not(person)
        return 0
    return rules.FACTOR_TRIES - int(spent["failures"])


async def _say_why_not(person: str) -> None:
    found = await db.row("SELECT failed_at FROM second_factor WHERE person = {}", person)
    if found is None:
        raise NotThere
    raise rules.factor_rests(found["failed_at"], now())


async def _forgive(person: str) -> None:
    await db.rows(
        "UPDATE second_factor SET failures = 0, failed_at = NULL WHERE person = {}", person
    )


async def _take_step(act: Change, typed: str, key: bytes, left: int) -> None:
    """Right digits, and of a later step than any before: of two at once one wins."""
    person = act.by.person
    found = await db.row("SELECT secret FROM second_factor WHERE person = {}", person)
    if found is None:
        raise NotThere
    step = totp.step_of(factor_keys.unsealed(key, person, found["secret"]), typed, act.at)
    if step is None:
        raise rules.factor_wrong(left, act.at)
    taken = await db.row(
        "UPDATE second_factor SET last_step = {} WHERE person = {} AND last_step < {}"
        " RETURNING person",
        step,
        person,
        step,
    )
    if taken is None:
        raise Refused("second_factor.used")


async def _take_recovery_code(act: Change, typed: str, left: int) -> None:
    taken = await db.row(
        "UPDATE recovery_code SET used_at = {} WHERE person = {} AND code_hash = {}"
        " AND used_at IS NULL RETURNING person",
        act.at,
        act.by.person,
        factor_keys.recovery_hash(act.by.person, typed),
    )
    if taken is None:
        raise rules.factor_wrong(left, act.at)
