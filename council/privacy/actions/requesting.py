"""Asking about one's own data, and answering (IDP-8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.ids import new_id
from council.privacy import erasure_queries, queries, request_queries, rules
from council.privacy.tables import DataRequest
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Actor, Change


async def ask(kind: str, text: str, by: Actor, *, person: str = "") -> str:
    """Ask for correction, deletion or explanation; returns the request's id.

    For oneself, or (`person`) entered by staff for somebody of the community. The answer is due
    in 15 working days. The same unanswered request again is the same request. Refused with
    form.choice, request.text.
    """
    rules.must_ask(kind, text)
    person = person or by.person
    async with change(by) as act:
        known = await db.held(
            "SELECT id FROM data_request"
            " WHERE person = {} AND community = {} AND kind = {} AND text = {} AND outcome = ''",
            person,
            by.community,
            kind,
            text,
        )
        if known is not None:
            return str(known["id"])
        due = rules.due(local(act.at).date(), await _holidays(by.community))
        one = DataRequest(
            id=new_id(),
            community=by.community,
            person=person,
            kind=kind,
            text=text,
            asked_at=act.at,
            due=due,
            outcome="",
            answer="",
        )
        named = await queries.pseudonym(person, by.community)
        await DataRequest.insert(one)
        body = {"request": one.id, "kind": kind, "person": named, "due": due.isoformat()}
        act.record("data.requested", body)
    return str(one.id)


async def _holidays(community: str) -> frozenset[date]:
    """Days of the week that are no working days here: a setting of the community."""
    days = queries.setting(await identity.community(community), "holidays") or []
    return frozenset(date.fromisoformat(day) for day in days)


async def withdraw_request(request: str, by: Actor) -> None:
    """Take back one's own request; twice is once. Refused with request.answered."""
    async with change(by) as act:
        found = await _to_answer(request, by)
        if found.person != by.person:
            raise NotThere
        if found.outcome == "withdrawn":
            return
        await answer_within(act, found, "withdrawn", "")


async def answer(request: str, outcome: str, text: str, by: Actor) -> None:
    """Staff say what was done, or why not; `outcome` is done or refused.

    A deletion is not answered with "done" here: it is asked of a second officer. Refused with
    form.choice, request.text, request.own, request.answered, request.by_two.
    """
    rules.must_answer(outcome, text)
    async with change(by) as act:
        found = await _to_answer(request, by)
        if (found.outcome, found.answer) == (outcome, text):
            return
        rules.may_answer(found.kind, outcome, yours=found.person == by.person)
        await answer_within(act, found, outcome, text)


async def ask_erasure(request: str, ground: str, by: Actor) -> str:
    """Ask a second officer to confirm a deletion; returns the confirmation's id.

    Refused with request.text, request.own, request.answered, request.not_deletion, and what
    stands in the way: erasure.in_office, erasure.poll_open.
    """
    rules.must_answer("done", ground)
    async with change(by) as act:
        found = await _to_answer(request, by)
        if found.kind != "delete":
            raise Refused("request.not_deletion")
        rules.may_answer("", "done", yours=found.person == by.person)
        if found.outcome:
            raise Refused("request.answered")
        rules.must_be_erasable(*await erasure_queries.standing(found.person))
        body = {"request": found.id, "name": found.name, "no": found.roll_no, "ground": ground}
        return await ask_within(act, "erasure", found.person, body)


async def _to_answer(request: str, by: Actor) -> request_queries.DataRequest:
    """Locked until the change ends."""
    await db.held(
        "SELECT id FROM data_request WHERE id = {} AND community = {}", request, by.community
    )
    return await request_queries.one(request, by.community)


async def answer_within(
    act: Change, found: request_queries.DataRequest, outcome: str, text: str
) -> None:
    """The same as a part of another action. Refused with request.answered."""
    if found.outcome:
        raise Refused("request.answered")
    await db.rows(
        "UPDATE data_request SET outcome = {}, answer = {}, answered_by = {}, answered_at = {}"
        " WHERE id = {}",
        outcome,
        text,
        act.by.person or None,
        act.at,
        found.id,
    )
    act.record("data.answered", {"request": found.id, "outcome": outcome})
