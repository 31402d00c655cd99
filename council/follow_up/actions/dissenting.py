"""Dissent (CON-3): said, kept, explained; its name is public only while its person agrees."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import local
from council.follow_up import queries, rules
from council.follow_up.actions.held import Held, Wanted, item_held, make_within
from council.follow_up.tables import Dissent
from council.ids import new_id
from council.live import topics
from council.meetings.actions.lines import add_line
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Change


async def dissent(item: str, person: str, text: str, by: Actor, *, named: bool = False) -> str:
    """dissent.stated: a member does not agree, and is owed an explanation by a day.

    Returns the meeting. Twice is once. `named`: they agree to be named in public. Refused with
    dissent.not_present, dissent.too_early, dissent.stated, dissent.published.
    """
    async with change(by) as c:
        held = await item_held(item, by)
        meeting = str(held.meeting["id"])
        seat = await _seat(meeting, person)
        rules.may_dissent(
            seat["part"],
            seat["status"],
            held.item["kind"],
            held.item["state"],
            voted=await _is_voted(item),
        )
        said = await db.row(
            "SELECT text FROM dissent WHERE item = {} AND person = {}", item, person
        )
        if said is not None:
            if said["text"] == text:
                return meeting
            raise Refused("dissent.stated")
        rules.must_be_unpublished(published=await queries.is_published(meeting))
        await _state(c, held, person, text, named=named)
    return meeting


async def _state(c: Change, held: Held, person: str, text: str, *, named: bool) -> None:
    meeting = held.meeting["id"]
    made = Dissent(
        id=new_id(),
        community=c.by.community,
        item=held.item["id"],
        person=person,
        text=text,
        entered_by=c.by.person,
        at=c.at,
        named_at=c.at if named else None,
    )
    await Dissent.insert(made)
    no = held.item["no"]
    await add_line(c, meeting, "dissent", f"第{no}项：有委员保留不同意见。")
    body = {"meeting": meeting, "item": held.item["id"], "dissent": made.id, "named": named}
    c.record("dissent.stated", body, {"text": text})
    await make_within(c, held, await _explanation(c, held), dissent=str(made.id))
    c.tell(topics.room(meeting), "dissent.stated")


async def _explanation(c: Change, held: Held) -> Wanted:
    """The secretary of the meeting explains, within the community's own time."""
    place = await db.row("SELECT settings FROM community WHERE id = {}", c.by.community)
    secretary = await db.row("SELECT name FROM person WHERE id = {}", held.meeting["secretary"])
    if place is None or secretary is None:
        raise NotThere
    days = rules.explain_days(json.loads(place["settings"] or "{}"))
    return Wanted(
        f"对第{held.item['no']}项的不同意见作出解释说明",
        str(secretary["name"]),
        local(c.at).date() + timedelta(days=days),
        held.meeting["secretary"],
    )


async def name_dissent(dissent: str, by: Actor, *, named: bool) -> None:
    """dissent.named or dissent.unnamed: its own person agrees to be named, or takes it back.

    Twice is once. Refused with dissent.published: what everybody has read stays.
    """
    async with change(by) as c:
        found = await db.held(
            "SELECT d.id, d.named_at, a.meeting FROM dissent d JOIN agenda_item a ON a.id = d.item"
            " WHERE d.id = {} AND d.person = {} AND d.community = {}",
            dissent,
            by.person,
            by.community,
        )
        if found is None:
            raise NotThere
        if (found["named_at"] is not None) == named:
            return
        rules.must_be_unpublished(published=await queries.is_published(found["meeting"]))
        at = c.at if named else None
        await db.rows("UPDATE dissent SET named_at = {} WHERE id = {}", at, dissent)
        c.record(f"dissent.{'named' if named else 'unnamed'}", {"dissent": dissent})


async def _seat(meeting: str, person: str) -> dict[str, Any]:
    found = await db.row(
        "SELECT part, status FROM called WHERE meeting = {} AND person = {}", meeting, person
    )
    if found is None:
        raise NotThere
    return found


async def _is_voted(item: str) -> bool:
    """A vote on it is published; a later feature's table by its word alone."""
    found = await db.row("SELECT id FROM poll WHERE item = {} AND state = 'published'", item)
    return found is not None
