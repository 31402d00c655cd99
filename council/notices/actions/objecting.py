"""Objections: raised by anybody, taken down by staff, and answered (DOC-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.clock import local
from council.identity import codes
from council.ids import new_id
from council.live import topics
from council.notices import objection_queries, rules
from council.notices.actions.held import locked
from council.notices.tables import NoticeObjection
from council.refusal import NotThere, unreadable

if TYPE_CHECKING:
    from datetime import datetime

VISITOR = "visitor"  # in the record: somebody without an account
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Objecting:
    """`code` is on the receipt: drawn with the form, so that a form sent twice is one objection."""

    text: str
    code: str
    name: str = ""
    contact: str = ""
    channel: str = "online"


def nobody(community: str) -> Actor:
    """Who has no account here."""
    return Actor("", community, VISITOR)


async def object_to(notice: str, what: Objecting, by: Actor) -> int:
    """notice.objected: returns its number within the notice. The same form twice is once.

    Refused with objection.words, objection.closed, objection.too_many, objection.code.
    """
    staff = what.channel != "online"
    if not what.text or not (by.person or what.contact) or len(what.code) != codes.SECRET:
        raise unreadable("objection.words")
    async with change(by) as c:
        found = await locked(notice, by)
        there = await _same(what)
        if there is not None:
            return _as_before(there, notice, what)
        rules.may_object(found["type"], found["state"], found["ends_on"], local(c.at).date())
        if not staff:
            since = c.at - (DAY if by.person else HOUR)
            before = await objection_queries.before(notice, by.person, since)
            rules.must_be_patient(before, account=bool(by.person))
        no = await _enter(c, notice, what, staff=staff)
        c.record("notice.objected", {"notice": notice, "no": no, "channel": what.channel})
        c.tell(topics.notices(by.community), "notice.objected", notice)
    return no


async def _same(what: Objecting) -> dict[str, Any] | None:
    return await db.row(
        "SELECT notice, no, text FROM notice_objection WHERE code_sha256 = {}",
        objection_queries.hash_of(what.code),
    )


def _as_before(there: dict[str, Any], notice: str, what: Objecting) -> int:
    """A code belongs to one objection: with other words it is refused."""
    if (there["notice"], there["text"]) != (notice, what.text):
        raise unreadable("objection.code")
    return int(there["no"])


async def _enter(c: Change, notice: str, what: Objecting, *, staff: bool) -> int:
    found = await db.row(
        "SELECT coalesce(max(no), 0) + 1 AS no FROM notice_objection WHERE notice = {}", notice
    )
    no = int(found["no"]) if found else 1
    row = NoticeObjection(
        id=new_id(),
        notice=notice,
        no=no,
        code_sha256=objection_queries.hash_of(what.code),
        channel=what.channel,
        person=None if staff or not c.by.person else c.by.person,
        name=what.name,
        contact=what.contact,
        text=what.text,
        received_at=c.at,
        entered_by=c.by.person if staff else None,
        answer="",
    )
    await NoticeObjection.insert(row)
    return no


async def answer(objection: str, text: str, by: Actor, *, shown: bool) -> str:
    """notice.objection_answered: `shown` to everybody, or to who holds the receipt alone.

    The first answer stays; returns the notice. Refused with objection.answer.
    """
    if not text or len(text) > rules.ANSWER:
        raise unreadable("objection.answer", most=rules.ANSWER)
    async with change(by) as c:
        found = await db.row("SELECT notice FROM notice_objection WHERE id = {}", objection)
        if found is None:
            raise NotThere
        notice = await locked(found["notice"], by)
        await _answer(c, objection, text, c.at, shown=shown)
    return str(notice["id"])


async def _answer(c: Change, objection: str, text: str, at: datetime, *, shown: bool) -> None:
    answered = await db.rows(
        "UPDATE notice_objection SET answer = {}, shown = {}, answered_at = {}, answered_by = {}"
        " WHERE id = {} AND answered_at IS NULL RETURNING notice, no",
        text,
        shown,
        at,
        c.by.person,
        objection,
    )
    for one in answered:
        c.record("notice.objection_answered", {"notice": one["notice"], "no": one["no"]})
        c.tell(topics.notices(c.by.community), "notice.objection_answered", one["notice"])
