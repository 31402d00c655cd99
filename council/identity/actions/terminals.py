"""Terminals of the office: shared devices that forget each person."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.identity import queries, rules, sessions
from council.identity.actions.accounts import end_within
from council.identity.tables import Terminal
from council.ids import new_id
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor

TOKEN = 32  # bytes


async def open_terminal(name: str, session: str, by: Actor) -> str:
    """Make a terminal of the device in hand; returns the token for its cookie.

    The member of staff who does so is signed out there: the next person begins afresh.
    """
    token, id_ = secrets.token_urlsafe(TOKEN), new_id()
    async with change(by) as act:
        rules.terminal_staff_only(await queries.offices(by.person, by.community))
        row = Terminal(
            id=id_,
            community=by.community,
            name=name,
            token_hash=sessions.hash_of(token),
            opened_by=by.person,
            opened_at=act.at,
            ended_at=None,
        )
        await Terminal.insert(row)
        await end_within(act, [session])
        act.record("terminal.opened", {"terminal": id_})
    sessions.forget(session)
    return token


async def end_terminal(terminal: str, by: Actor) -> None:
    """Signs nobody in any more; whoever is signed in there is out within a second."""
    async with change(by) as act:
        rules.terminal_staff_only(await queries.offices(by.person, by.community))
        ended = await db.row(
            "UPDATE terminal SET ended_at = {} WHERE id = {} AND community = {}"
            " AND ended_at IS NULL RETURNING id",
            act.at,
            terminal,
            by.community,
        )
        if ended is None:
            raise NotThere
        open_ = await db.rows(
            "SELECT token_hash FROM session WHERE terminal = {} AND ended_at IS NULL", terminal
        )
        there = [str(one["token_hash"]) for one in open_]
        await end_within(act, there)
        act.record("terminal.ended", {"terminal": terminal})
    for session in there:
        sessions.forget(session)
