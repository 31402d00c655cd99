"""Codes by SMS and e-mail: asked for, typed, used once.

For an address that nobody has a row is written too, which no code fits: whoever asks sees and
waits the same. What is sent is returned to the page, which sends it after the answer.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import now
from council.identity import passwords, queries, rules, sent_codes, sessions
from council.identity import sent_code_queries as reading
from council.identity.actions.accounts import end_planted, end_sessions_within
from council.identity.actions.logins import keep_within, not_possible
from council.identity.tables import SentCode
from council.ids import new_id
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from council.identity.sent_codes import Asked


@dataclass(frozen=True, slots=True)
class ToSend:
    """A code on its way: known only now."""

    address: str
    code: str


async def ask_for_code(login: str, asked: Asked, key: bytes) -> ToSend | None:
    """A code for signing in or for a new password; None when there is nobody to send it to.

    Nobody, and one sending too many within the hour, look alike. The asking itself is the consent.
    """
    plain = rules.login_key(login)
    _readable(plain, asked.way)
    person = await reading.reached(plain, asked.way)
    return await _keep(person, plain, asked, key)


async def ask_to_prove_address(address: str, asked: Asked, key: bytes, by: Actor) -> ToSend | None:
    """The same to an address that somebody signed in wants to add; one that is taken gets none."""
    plain = rules.login_key(address)
    _readable(plain, asked.way)
    taken = await db.row("SELECT person FROM login WHERE key = {}", plain)
    sent = await _keep(by.person, plain, asked, key)
    return None if taken else sent


def _readable(plain: str, way: str) -> None:
    right = rules.is_phone(plain) if way == "sms" else rules.is_email(plain)
    if not right:
        raise unreadable(f"sent_code.{way}")


async def _keep(person: str | None, address: str, asked: Asked, key: bytes) -> ToSend | None:
    at, id_, code = now(), new_id(), sent_codes.new_code()
    async with db.write(db.engine()):
        await db.rows("DELETE FROM sent_code WHERE sent_at <= {}", at - 24 * sent_codes.HOUR)
        sent = await reading.sent_since(person or "", at - sent_codes.HOUR)
        good = person is not None and sent < sent_codes.PER_HOUR
        row = SentCode(
            id=id_,
            person=person if good else None,
            way=asked.way,
            purpose=asked.purpose,
            address=address if good else "",
            code_hash=sent_codes.code_hash(key, id_, code if good else ""),
            visit_hash=asked.visit_hash,
            sent_at=at,
            expires_at=at + sent_codes.LIFE,
            used_at=None,
            failures=0,
        )
        await SentCode.insert(row)
    return ToSend(address, code) if good else None


async def sign_in_by_code(code: str, visit: str, key: bytes, agent: str, planted: str = "") -> str:
    """The token of a new session for the code that was sent. Raises the refusals of `_typed`."""
    found = await _typed(code, "sign_in", visit, key)
    async with db.write(db.engine()):
        await _use_up(found["id"])
    await end_planted(planted)
    return await sessions.start(found["person"], agent)


async def recover_by_code(code: str, password: str, visit: str, key: bytes, agent: str) -> str:
    """A new password for the code that was sent; all other sessions end.

    Raises the refusals of `_typed`, and the password's own, which cost no try.
    """
    passwords.check(password)
    found = await _typed(code, "recover", visit, key)
    passwords.check(password, *await queries.password_context(found["person"]))
    hashed = await passwords.keeper().hashed(password)
    community, pseudonym = await reading.pseudonym_of(found["person"])
    async with change(Actor(found["person"], community, pseudonym)) as act:
        await _use_up(found["id"])
        await db.rows(
            "UPDATE account SET password_hash = {}, changed_at = {} WHERE person = {}",
            hashed,
            act.at,
            found["person"],
        )
        act.record("account.renewed", {"person": pseudonym})
        await end_sessions_within(act, found["person"])
    sessions.forget(found["person"])
    return await sessions.start(found["person"], agent)


async def add_address_by_code(code: str, visit: str, key: bytes, by: Actor) -> None:
    """The address that the code went to opens this account from now on."""
    found = await _typed(code, "address", visit, key)
    if found["person"] != by.person:
        raise NotThere
    kind = reading.KIND[found["way"]]
    async with change(by) as act:
        await _use_up(found["id"])
        if not await keep_within(act, found["address"], kind, by.person):
            raise not_possible()
        if kind == "email":
            await db.rows(
                "UPDATE account SET email = {} WHERE person = {}", found["address"], by.person
            )
        act.record("login.added", {"kind": kind, "person": by.pseudonym})


async def _typed(code: str, purpose: str, visit: str, key: bytes) -> dict[str, Any]:
    """The row that this code opens; every try is counted before it is looked at.

    Raises sent_code.wrong, sent_code.none (never asked for, expired, used, or five wrong tries).
    """
    found = await reading.waiting(sent_codes.visit_hash(visit), purpose, now())
    if found is None:
        raise Refused("sent_code.none", 422)
    async with db.write(db.engine()):
        tried = await db.row(
            "UPDATE sent_code SET failures = failures + 1 WHERE id = {} AND failures < {}"
            " RETURNING failures",
            found["id"],
            sent_codes.TRIES,
        )
    if tried is None:
        raise Refused("sent_code.none", 422)
    right = sent_codes.code_hash(key, found["id"], code)
    fits = hmac.compare_digest(right, found["code_hash"]) and len(code) == sent_codes.DIGITS
    if not fits or found["person"] is None:
        raise unreadable("sent_code.wrong", left=sent_codes.TRIES - int(tried["failures"]))
    return found


async def _use_up(row: str) -> None:
    """Of two at once one wins."""
    taken = await db.row(
        "UPDATE sent_code SET used_at = {} WHERE id = {} AND used_at IS NULL RETURNING id",
        now(),
        row,
    )
    if taken is None:
        raise Refused("sent_code.none", 422)
