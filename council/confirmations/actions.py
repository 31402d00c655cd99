"""What can be done: ask a second person, confirm, refuse, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.confirmations import answering, kinds, queries, rules
from council.confirmations.tables import Confirmation
from council.identity import queries as identity
from council.identity import sessions
from council.ids import new_id
from council.live import topics
from council.record.entry import canonical
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Change
    from council.confirmations.kinds import Asked


async def ask_within(act: Change, kind: str, subject: str, body: dict[str, Any]) -> str:
    """Ask a second person, inside the change of another action; returns the id.

    The same thing asked again by the same person is the same id; another `body` about the same
    `subject` takes the place of the earlier one. After 14 days nobody can confirm it any more.
    """
    kinds.of(kind)
    text = canonical(body)
    earlier = await db.held(
        "SELECT id, body, expires_at FROM confirmation WHERE community = {} AND kind = {}"
        " AND subject = {} AND asked_by = {} AND answer = ''",
        act.by.community,
        kind,
        subject,
        act.by.person,
    )
    if earlier is not None:
        if earlier["body"] == text and act.at < earlier["expires_at"]:
            return str(earlier["id"])
        over = act.at >= earlier["expires_at"]
        await _write_answer(act, earlier["id"], "expired" if over else "withdrawn")
    one = Confirmation(
        id=new_id(),
        community=act.by.community,
        kind=kind,
        subject=subject,
        body=text,
        asked_by=act.by.person,
        asked_at=act.at,
        expires_at=act.at + rules.LIFE,
        answer="",
        reason="",
        operator=False,
    )
    await Confirmation.insert(one)
    act.record("confirmation.asked", {"confirmation": one.id, "kind": kind, "subject": subject})
    return str(one.id)


async def confirm(confirmation: str, by: Actor) -> None:
    """Say yes: what was asked for is done in the same transaction.

    Confirming twice is confirming once. Refused with confirmation.own, confirmation.about_you,
    confirmation.not_yours, confirmation.answered, confirmation.expired, and whatever the act
    itself is refused with.
    """
    async with change(by) as act:
        asked = await _to_answer(act, confirmation)
        if asked.answer == "confirmed" and asked.answerer == by.person:
            return
        await _may_answer(act, asked)
        await _write_answer(act, asked.id, "confirmed")
        await kinds.of(asked.kind).apply(act, asked)
        act.record("confirmation.confirmed", {"confirmation": asked.id, "kind": asked.kind})
    _forget_sessions(act)


async def confirm_by_operator(confirmation: str, community: str) -> None:
    """The same by whoever runs the server, for kinds that allow it: no second officer is there.

    It stands in the record with the operator as its actor. Confirming twice is confirming once.
    """
    async with change(Actor("", community, "operator")) as act:
        asked = await _to_answer(act, confirmation)
        kind = kinds.of(asked.kind)
        if not kind.by_operator:
            raise NotThere
        if asked.answer == "confirmed" and not asked.answerer:
            return
        answering.must_be_open(asked, act.at)
        await _write_answer(act, asked.id, "confirmed")
        await kind.apply(act, asked)
        act.record("confirmation.confirmed", {"confirmation": asked.id, "kind": asked.kind})
    _forget_sessions(act)


async def refuse(confirmation: str, reason: str, by: Actor) -> None:
    """Say no and why; what was asked for is not done."""
    rules.must_reason(reason)
    async with change(by) as act:
        asked = await _to_answer(act, confirmation)
        if (asked.answer, asked.answerer, asked.reason) == ("refused", by.person, reason):
            return
        await _may_answer(act, asked)
        await _write_answer(act, asked.id, "refused", reason)
        await _clean_up(act, asked)
        act.record("confirmation.refused", {"confirmation": asked.id, "kind": asked.kind})


async def withdraw(confirmation: str, by: Actor) -> None:
    """Take back what one asked for; to anybody else it is not there."""
    async with change(by) as act:
        asked = await _to_answer(act, confirmation)
        if asked.asker != by.person:
            raise NotThere
        if asked.answer == "withdrawn":
            return
        answering.must_be_open(asked, act.at)
        await _write_answer(act, asked.id, "withdrawn")
        await _clean_up(act, asked)
        act.record("confirmation.withdrawn", {"confirmation": asked.id, "kind": asked.kind})


async def _to_answer(act: Change, confirmation: str) -> Asked:
    """Locked until the change ends, so that of two answers one counts."""
    await db.held(
        "SELECT id FROM confirmation WHERE id = {} AND community = {}",
        confirmation,
        act.by.community,
    )
    return await queries.one(confirmation, act.by.community)


async def _may_answer(act: Change, asked: Asked) -> None:
    offices = await identity.offices(act.by.person, act.by.community)
    answering.must_answer(asked, kinds.of(asked.kind), offices, act.by.person, act.at)


async def _write_answer(act: Change, confirmation: str, answer: str, reason: str = "") -> None:
    await db.rows(
        "UPDATE confirmation SET answer = {}, reason = {}, answered_by = {}, answered_at = {},"
        " operator = {} WHERE id = {}",
        answer,
        reason,
        act.by.person or None,
        act.at,
        not act.by.person,
        confirmation,
    )


async def _clean_up(act: Change, asked: Asked) -> None:
    kind = kinds.of(asked.kind)
    if kind.refuse is not None:
        await kind.refuse(act, asked)


def _forget_sessions(act: Change) -> None:
    """In this process at once, without waiting for the news."""
    for told in act.news:
        if told.topic == topics.sessions():
            sessions.forget(told.detail)
