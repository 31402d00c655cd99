"""Reading objections: for officers with who raised them, and what became of one by its receipt."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.identity.in_force import today
from council.notices.views import Objection
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

_SELECT = (
    "SELECT o.id, o.notice, o.no, o.channel, COALESCE(p.name, o.name) AS name, o.contact, o.text,"
    " o.received_at, o.answer, o.shown, o.answered_at FROM notice_objection o"
    " LEFT JOIN person p ON p.id = o.person"
)


def hash_of(code: str) -> str:
    """The code itself is nowhere but on the receipt."""
    return hashlib.sha256(code.encode()).hexdigest()


def _view(row: dict[str, Any], *, private: bool) -> Objection:
    hidden = {} if private else {"name": "", "contact": ""}
    until = local(row["answered_at"]).date() if row["answered_at"] else today()
    days = (until - local(row["received_at"]).date()).days
    return Objection(**{**row, **hidden, "shown": bool(row["shown"])}, days=days)


async def of_notice(notice: str) -> tuple[Objection, ...]:
    """For officers: those without an answer first."""
    found = await db.rows(
        f"{_SELECT} WHERE o.notice = {{}}"
        " ORDER BY CASE WHEN o.answered_at IS NULL THEN 0 ELSE 1 END, o.no",
        notice,
    )
    return tuple(_view(one, private=True) for one in found)


async def answered_in_public(notice: str) -> tuple[Objection, ...]:
    """Answers that officers show to everybody; who objected and in which words stays apart."""
    found = await db.rows(
        f"{_SELECT} WHERE o.notice = {{}} AND o.shown AND o.answered_at IS NOT NULL ORDER BY o.no",
        notice,
    )
    return tuple(_view({**one, "text": ""}, private=False) for one in found)


async def by_code(code: str) -> Objection:
    """What became of mine: whoever holds the receipt reads it, without names."""
    found = await db.row(f"{_SELECT} WHERE o.code_sha256 = {{}}", hash_of(code))
    if found is None:
        raise NotThere
    return _view(found, private=False)


async def of_person(person: str) -> tuple[Objection, ...]:
    """One's own, the newest first."""
    found = await db.rows(f"{_SELECT} WHERE o.person = {{}} ORDER BY o.received_at DESC", person)
    return tuple(_view(one, private=False) for one in found)


async def before(notice: str, person: str, since: datetime) -> int:
    """How many came since then: of this person, or of all who named none."""
    where, values = ("o.person = {}", (person,)) if person else ("o.person IS NULL", ())
    found = await db.row(
        "SELECT count(*) AS n FROM notice_objection o WHERE o.notice = {}"  # noqa: S608 - fixed words
        f" AND o.channel = 'online' AND o.received_at > {{}} AND {where}",
        notice,
        since,
        *values,
    )
    return int(found["n"]) if found else 0
