"""An entry: by phone with an account or without, or copied by staff from a card of paper."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ideas import actions as ideas
from council.ideas import authors, receipts
from council.identity import codes
from council.needs import queries, rules
from council.needs.actions.held import DESK, held_call, held_need, must_hold, step
from council.needs.rules import Before
from council.needs.tables import Need
from council.refusal import unreadable

if TYPE_CHECKING:
    from council.change import Change
    from council.needs.rules import Entry

VISITOR = "visitor"  # in the record: somebody without an account
HOUR = timedelta(hours=1)


def nobody(community: str) -> Actor:
    """Who has no account here."""
    return Actor("", community, VISITOR)


async def enter(call: str, what: Entry, by: Actor) -> str:
    """need.entered: it has its number for life; returns its id. The same form twice is once.

    Without an account `what.form` becomes the code of its receipt. Refused with need.field,
    need.text, need.number_in_text, need.form, need.closed, need.enough, need.too_many.
    """
    if len(codes.read(what.form)) != codes.SECRET:
        raise unreadable("need.form")
    staff = what.channel != "online"
    if staff:
        await must_hold(by, DESK)
    async with change(by) as c:
        found = await held_call(c, call)
        rules.must_enter(what, queries.topics_of(found))
        there = await _same(what)
        if there is not None:
            return _as_before(there, call, what)
        rules.must_be_open(found["standing"])
        if not staff:
            before = await _before(c, call, what)
            rules.must_be_patient(before, account=bool(by.person))
        return await _enter(c, call, what)


async def _same(what: Entry) -> dict[str, Any] | None:
    return await db.row(
        "SELECT idea, call, text FROM need WHERE form_sha256 = {}", receipts.hash_of(what.form)
    )


def _as_before(there: dict[str, Any], call: str, what: Entry) -> str:
    """A form is one entry: with other words it is refused."""
    if (there["call"], there["text"]) != (call, what.text):
        raise unreadable("need.form")
    return str(there["idea"])


async def _before(c: Change, call: str, what: Entry) -> Before:
    """The call is held, so that two at once are counted one after the other."""
    person = await db.row(
        "SELECT count(*) AS n FROM need n JOIN idea_author a ON a.idea = n.idea"
        " AND a.role = 'author' WHERE n.call = {} AND n.channel = 'online' AND a.person = {}",
        *(call, c.by.person),
    )
    device = await db.row(
        "SELECT count(*) AS n FROM need WHERE call = {} AND device = {} AND device <> ''",
        *(call, what.device),
    )
    unverified = await db.row(
        "SELECT count(*) AS n FROM need n WHERE n.call = {} AND n.channel = 'online'"
        " AND n.made_at >= {} AND NOT EXISTS (SELECT 1 FROM idea_author a WHERE a.idea = n.idea)",
        *(call, c.at - HOUR),
    )
    counts = (int(one["n"]) if one else 0 for one in (person, device, unverified))
    return Before(*counts)


async def _enter(c: Change, call: str, what: Entry) -> str:
    staff, person = what.channel != "online", c.by.person
    own = bool(person) and not staff
    made = await ideas.enter_within(c, "need", what.text, state="answering")
    row = Need(
        idea=made,
        community=c.by.community,
        call=call,
        state="answering",
        field=what.field,
        topic=what.topic,
        text=what.text,
        channel=what.channel,
        name="" if own else what.name,
        contact=what.contact,
        shown=what.shown,
        verified=own and await _is_verified(person),
        form_sha256=receipts.hash_of(what.form),
        device="" if person else what.device,
        entered_by=person if staff else None,
        made_at=c.at,
        reason="",
        hidden_why="",
    )
    await Need.insert(row)
    if own:
        await authors.brought_within(c, made, person)
    elif not staff:
        await receipts.issue_within(c, made, what.form)
    await step(c, made, "made")
    body = {"need": made, "call": call, "field": what.field, "channel": what.channel}
    c.record("need.entered", body)
    return made


async def _is_verified(person: str) -> bool:
    found = await db.row("SELECT state FROM person WHERE id = {}", person)
    return found is not None and found["state"] == "verified"


async def correct(need: str, what: Entry, by: Actor) -> None:
    """need.corrected: what was copied wrongly from a card, until it is answered.

    Refused with need.field, need.text, need.number_in_text, need.not_now.
    """
    await must_hold(by, DESK)
    async with change(by) as c:
        found = await held_need(c, need)
        rules.may_correct(found["state"], found["channel"])
        # The call is not held: closing it holds the call first and its entries after it.
        call = await queries.call(found["call"])
        rules.must_enter(what, call.topics)
        await db.rows(
            "UPDATE need SET field = {}, topic = {}, text = {}, name = {}, contact = {},"
            " shown = {} WHERE idea = {}",
            *(what.field, what.topic, what.text, what.name, what.contact, what.shown, need),
        )
        if found["hidden_at"] is None:
            await ideas.move_within(c, need, "answering", title=what.text)
        await step(c, need, "corrected")
        c.record("need.corrected", {"need": need, "field": what.field}, {"text": what.text})
