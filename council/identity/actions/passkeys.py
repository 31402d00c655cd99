"""Passkeys: kept, used for signing in, taken away."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import now
from council.identity import passkey_queries, passkeys, sessions
from council.identity.actions.accounts import end_planted
from council.identity.tables import Passkey
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Actor
    from council.identity.passkeys import Shown, Site

MOST = 10  # passkeys of one person


async def register_passkey(answer: str, label: str, visit: str, site: Site, by: Actor) -> None:
    """Keep a passkey that this visit was asked to make.

    Raises passkey.unreadable, passkey.late, passkey.wrong, passkey.known, passkey.too_many.
    """
    shown = await _made(answer, visit, site)
    async with change(by) as act:
        await _use_up(shown.challenge, "register", by.person)
        if len(await passkey_queries.of(by.person)) >= MOST:
            raise Refused("passkey.too_many")
        row = Passkey(
            id=shown.id,
            person=by.person,
            public_key=shown.public_key,
            sign_count=shown.sign_count,
            label=label,
            made_at=act.at,
            used_at=None,
        )
        try:
            await Passkey.insert(row)
        except db.UNIQUE_ERRORS as error:
            raise Refused("passkey.known") from error
        act.record("passkey.added", {"person": by.pseudonym})


async def _made(answer: str, visit: str, site: Site) -> Shown:
    _, asked, _ = passkeys.read(answer)
    _in_time(site, "register", visit, asked)
    return await passkeys.registered(site, answer, asked)


async def sign_in_with_passkey(
    answer: str, visit: str, site: Site, agent: str, planted: str = ""
) -> str:
    """The token of a new session that counts as two factors: the device checked its owner.

    Raises passkey.unreadable, passkey.late, passkey.wrong (also for one that nobody has).
    """
    key, asked, holder = passkeys.read(answer)
    _in_time(site, "sign_in", visit, asked)
    known = await passkey_queries.usable(key)
    if known is None or known["person"] != holder:
        raise Refused("passkey.wrong", 401)
    shown = await passkeys.signed(site, answer, asked, known["public_key"], known["sign_count"])
    async with db.write(db.engine()):
        await _use_up(asked, "sign_in", holder)
        await _count(shown)
    await end_planted(planted)
    return await sessions.start(holder, agent, second_factor=True)


def _in_time(site: Site, purpose: str, visit: str, asked: bytes) -> None:
    if not passkeys.is_ours(site, purpose, visit, asked, now()):
        raise Refused("passkey.late", 401)


async def _use_up(asked: bytes, purpose: str, person: str) -> None:
    """A question is answered once: of two answers at once the database refuses one."""
    await db.rows("DELETE FROM passkey_challenge WHERE expires_at <= {}", now())
    taken = await db.row(
        "INSERT INTO passkey_challenge (id, purpose, person, expires_at) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (id) DO NOTHING RETURNING id",
        hashlib.sha256(asked).hexdigest(),
        purpose,
        person,
        now() + passkeys.LIFE,
    )
    if taken is None:
        raise Refused("passkey.late", 401)


async def _count(shown: Shown) -> None:
    """A counter that does not grow means a copy; passkeys that are synchronised always say 0."""
    counted = await db.row(
        "UPDATE passkey SET sign_count = {}, used_at = {} WHERE id = {}"
        " AND (sign_count < {} OR sign_count = 0) RETURNING id",
        shown.sign_count,
        now(),
        shown.id,
        shown.sign_count,
    )
    if counted is None:
        raise Refused("passkey.wrong", 401)


async def remove_passkey(key: str, by: Actor) -> None:
    """One of one's own opens nothing any more."""
    async with change(by) as act:
        gone = await db.row(
            "DELETE FROM passkey WHERE id = {} AND person = {} RETURNING id", key, by.person
        )
        if gone is None:
            raise NotThere
        act.record("passkey.removed", {"person": by.pseudonym})
