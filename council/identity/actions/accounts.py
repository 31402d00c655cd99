"""Accounts and their sessions: signing in, ending sessions, setting a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.clock import now
from council.identity import passwords, queries, sessions
from council.identity.attempts import Attempts
from council.identity.rules import login_key
from council.live import topics
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor, Change


wrong_passwords = Attempts()


async def sign_in(
    login: str, password: str, agent: str, planted: str = "", *, known_device: bool = False
) -> str | None:
    """The token of a new session, or None: unknown login and wrong password are one answer.

    `planted` is the token that the browser came with: whatever it was, it ends here.
    `known_device`: this login succeeded there before. Raises sign_in.rest, sign_in.busy.
    """
    key = login_key(login)
    counted = f"{'known' if known_device else 'new'} {key}"
    wrong_passwords.may_try(counted, now())
    wrong_passwords.tried(counted, now())
    found = await queries.account(key)
    try:
        right = await passwords.keeper().matches(
            found["password_hash"] if found else None, password
        )
    except Refused:
        wrong_passwords.not_answered(counted)
        raise
    if found is None or not right:
        return None
    wrong_passwords.succeeded(counted)
    await _end_planted(planted)
    return await sessions.start(found["person"], agent)


async def _end_planted(token: str) -> None:
    viewer = await sessions.resolve(token) if token else None
    if viewer is not None:
        await end_session(viewer.session, viewer.actor)


async def end_session(key: str, by: Actor) -> None:
    """End one of one's own sessions, named by the hash of its token; twice is the same."""
    async with change(by) as act:
        mine = await db.row(
            "SELECT token_hash FROM session WHERE token_hash = {} AND person = {}", key, by.person
        )
        if mine is None:
            raise NotThere
        await end_within(act, [key])
    sessions.forget(key)


async def end_other_sessions(by: Actor, but: str = "") -> int:
    """End all of one's own sessions except `but`; returns how many."""
    async with change(by) as act:
        ended = await end_sessions_within(act, by.person, but)
    sessions.forget(by.person)
    return ended


async def end_sessions_within(act: Change, person: str, but: str = "") -> int:
    """The same as a part of another action, which calls `sessions.forget` after its commit."""
    found = await db.rows(
        "SELECT token_hash FROM session"
        " WHERE person = {} AND ended_at IS NULL AND token_hash <> {}",
        person,
        but,
    )
    await end_within(act, [one["token_hash"] for one in found])
    return len(found)


async def end_within(act: Change, keys: Sequence[str]) -> None:
    """End the sessions with these hashes of tokens, as a part of another action."""
    for key in keys:
        await db.rows(
            "UPDATE session SET ended_at = {} WHERE token_hash = {} AND ended_at IS NULL",
            act.at,
            key,
        )
        act.tell(topics.sessions(), "session.ended", key)


async def set_password_within(act: Change, person: dict[str, Any], hashed: str) -> str:
    """Create or renew the account of `person` (id, phone, roll_no, community); its login."""
    existing = await queries.login_of(person["id"])
    if existing:
        await db.rows(
            "UPDATE account SET password_hash = {}, changed_at = {} WHERE person = {}",
            hashed,
            act.at,
            person["id"],
        )
        return existing
    login = await _free_login(person)
    await db.rows(
        "INSERT INTO account (person, login, password_hash, changed_at) VALUES ({}, {}, {}, {})",
        person["id"],
        login,
        hashed,
        act.at,
    )
    return login


async def _free_login(person: dict[str, Any]) -> str:
    """Phone first; a family's second member on one phone gets the roll number."""
    number = person["roll_no"]
    for wish in (person["phone"], number):
        login = login_key(wish)
        if login and not await db.row("SELECT person FROM account WHERE login = {}", login):
            return login
    return login_key(f"{number}.{person['community']}")
