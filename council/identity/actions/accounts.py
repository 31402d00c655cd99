"""Accounts and their sessions: signing in, ending sessions, setting a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.identity import passwords, queries, sessions
from council.identity.actions import failures
from council.identity.actions.logins import first_logins_within, keep_within
from council.identity.rules import login_key
from council.live import topics
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor, Change


async def sign_in(
    login: str, password: str, agent: str, planted: str = "", *, known_device: bool = False
) -> str | None:
    """The token of a new session, or None: unknown login and wrong password are one answer.

    `planted` is the token that the browser came with: whatever it was, it ends here.
    `known_device`: this login succeeded there before. Raises sign_in.rest, sign_in.busy.
    """
    key = login_key(login)
    counted = f"{'known' if known_device else 'new'} {key}"
    found = await queries.account(key)
    if not await _matches(counted, found["password_hash"] if found else None, password):
        return None
    if found is None:  # pragma: no cover - nothing matches a hash that is not there
        return None
    await end_planted(planted)
    return await sessions.start(found["person"], agent)


async def _matches(counted: str, stored: str | None, password: str) -> bool:
    """Whether the password is right, with every try counted under this key."""
    await failures.begin(counted)
    try:
        right = await passwords.keeper().matches(stored, password)
    except Refused:
        failures.unanswered(counted)
        raise
    await (failures.right(counted) if right else failures.wrong(counted))
    return right


async def prove(password: str, session: str, agent: str, by: Actor) -> str | None:
    """The token of a new session instead of this one, for the password; None: it is wrong.

    Raises sign_in.rest, sign_in.busy.
    """
    stored = await queries.password_of(by.person)
    if not await _matches(f"proof {by.person}", stored, password):
        return None
    return await _renew(session, agent, by)


async def _renew(session: str, agent: str, by: Actor) -> str:
    """A session of a new name, proved just now, that has everything this one had (ASVS 7.2.4)."""
    async with change(by) as act:
        was = await db.row("SELECT second_factor_at FROM session WHERE token_hash = {}", session)
        await end_within(act, [session])
    sessions.forget(session)
    second = was is not None and was["second_factor_at"] is not None
    return await sessions.start(by.person, agent, second_factor=second)


async def change_password(password: str, session: str, agent: str, by: Actor) -> str:
    """Another password for somebody who has just proved who they are; all other sessions end.

    Returns the token of a new session. Raises the password's own refusals.
    """
    passwords.check(password, *await queries.password_context(by.person))
    hashed = await passwords.keeper().hashed(password)
    async with change(by) as act:
        await db.rows(
            "UPDATE account SET password_hash = {}, changed_at = {} WHERE person = {}",
            hashed,
            act.at,
            by.person,
        )
        act.record("password.changed", {"person": by.pseudonym})
        await end_sessions_within(act, by.person, session)
    sessions.forget(by.person)
    return await _renew(session, agent, by)


async def end_planted(token: str) -> None:
    """End whatever session the browser brought along, before a new one is handed to it."""
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


async def set_password_within(
    act: Change, person: dict[str, Any], hashed: str, *, by_office_letter: bool = False
) -> str:
    """Create or renew the account of `person` (id, phone, roll_no, community); its login.

    A password that came another way than by an office letter takes the mark of the letter away.
    """
    existing = await queries.login_of(person["id"])
    if existing:
        await db.rows(
            "UPDATE account SET password_hash = {}, changed_at = {}, by_office_letter = {}"
            " WHERE person = {}",
            hashed,
            act.at,
            by_office_letter,
            person["id"],
        )
        return existing
    logins = await first_logins_within(person)
    await db.rows(
        "INSERT INTO account (person, login, password_hash, changed_at, by_office_letter)"
        " VALUES ({}, {}, {}, {}, {})",
        person["id"],
        logins[0][0],
        hashed,
        act.at,
        by_office_letter,
    )
    for key, kind in logins:
        await keep_within(act, key, kind, person["id"])
    return logins[0][0]
