"""Receipts of ideas: whoever has no account finds out by a code what became of what they said.

A feature draws the code in the transaction in which the idea is entered:

    made = await ideas.enter_within(c, "need", text)
    code = await receipts.issue_within(c, made)

The code is told once, on the receipt; what is kept is its hash.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from council import db
from council.identity import codes
from council.identity.attempts import Attempts
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from council.change import Change

TOO_MANY = 429
wrong = Attempts()  # by browser; nothing is counted by address: a hall shares one


def drawn() -> str:
    """50 bits in ten signs, to be hidden in a form and then written on its receipt."""
    return codes.new_code()[1]


def hash_of(code: str) -> str:
    return hashlib.sha256(codes.read(code).encode()).hexdigest()


async def issue_within(c: Change, idea: str, code: str = "") -> str:
    """The code of this idea from now on, in this transaction; an older one opens nothing more.

    `code`: one that was `drawn` with the form. Refused with receipt.code when it is none.
    """
    code = codes.read(code) if code else drawn()
    if len(code) != codes.SECRET:
        raise unreadable("receipt.code")
    await db.rows(
        "INSERT INTO idea_receipt (idea, code_sha256, made_at) VALUES ({}, {}, {})"
        " ON CONFLICT (idea) DO UPDATE SET code_sha256 = excluded.code_sha256,"
        " made_at = excluded.made_at",
        idea,
        hash_of(code),
        c.at,
    )
    return code


async def by_code(code: str) -> str:
    """The id of the idea; of a code that is nobody's: NotThere, like of one that is malformed."""
    found = await db.row("SELECT idea FROM idea_receipt WHERE code_sha256 = {}", hash_of(code))
    if found is None:
        raise NotThere
    return str(found["idea"])


async def opened(code: str, browser: str, at: datetime) -> str:
    """The same for who types it in; after ten wrong ones this browser rests.

    Refused with receipt.rest, receipt.unknown.
    """
    try:
        wrong.may_try(browser, at)
    except Refused as why:
        raise Refused("receipt.rest", TOO_MANY, **why.values) from why
    wrong.tried(browser, at)
    try:
        idea = await by_code(code)
    except NotThere:
        raise unreadable("receipt.unknown") from None
    wrong.not_answered(browser)
    return idea
