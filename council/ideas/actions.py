"""What can be done in the register: enter an idea, and move it on to what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.ideas import queries, rules
from council.ideas.tables import Idea
from council.ids import new_id
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from council.change import Actor, Change

ATTEMPTS = 5  # two secretaries who ask for the next number at the same moment


async def enter(
    kind: str,
    title: str,
    by: Actor,
    *,
    no: str = "",
    note: str = "",
    parent: str = "",
    state: str = "open",
) -> str:
    """Give an idea its number for life and return its id; without `no`, the next one.

    `parent` is the id of the idea that it grew out of. Refused with idea.kind, idea.title,
    idea.number, idea.state, idea.backwards, or idea.number_taken.
    """
    rules.must_enter(kind, title, note, no, state)
    for _ in range(1 if no else ATTEMPTS):
        try:
            return await _enter(kind, title, by, no=no, note=note, parent=parent, state=state)
        except db.UNIQUE_ERRORS:
            continue  # the database keeps the second of two equal numbers out
    raise Refused("idea.number_taken", no=no)


async def _enter(
    kind: str, title: str, by: Actor, *, no: str, note: str, parent: str, state: str
) -> str:
    async with change(by) as c:
        return await enter_within(c, kind, title, no=no, note=note, parent=parent, state=state)


async def enter_within(
    c: Change,
    kind: str,
    title: str,
    *,
    no: str = "",
    note: str = "",
    parent: str = "",
    state: str = "open",
) -> str:
    """The same as a part of another action; who enters ideas at the same moment, waits in turn."""
    rules.must_enter(kind, title, note, no, state)
    await db.held("SELECT id FROM community WHERE id = {}", c.by.community)
    before = await _parent(parent, kind, c.by) if parent else None
    number = no or await _next_number(kind, c)
    row = Idea(
        id=new_id(),
        community=c.by.community,
        no=number,
        kind=kind,
        title=title,
        note=note,
        state=state,
        parent=before.id if before else None,
        made_at=c.at,
    )
    await Idea.insert(row)
    body = {"idea": row.id, "no": number, "kind": kind, "from": before.no if before else ""}
    c.record("idea.entered", body, {"title": title})
    return str(row.id)


async def _parent(parent: str, kind: str, by: Actor) -> queries.IdeaView:
    found = await queries.idea(parent)
    if found.community != by.community:
        raise NotThere
    rules.must_follow(found.kind, kind)
    return found


async def _next_number(kind: str, c: Change) -> str:
    taken = await queries.numbers(c.by.community, kind)
    return rules.next_number(kind, local(c.at).year, taken)


async def move(idea: str, state: str, by: Actor, *, note: str = "") -> None:
    """Write down what became of an idea; `note` replaces the sentence beside it when given."""
    if state not in rules.STATES or len(note) > rules.NOTE:
        raise unreadable("idea.state")
    async with change(by) as c:
        await move_within(c, idea, state, note=note)


async def move_within(c: Change, idea: str, state: str, *, note: str = "", title: str = "") -> None:
    """The same as a part of another action; `title` replaces its title when given."""
    found = await queries.idea(idea)
    if found.community != c.by.community:
        raise NotThere
    await db.rows(
        "UPDATE idea SET state = {}, note = {}, title = {} WHERE id = {}",
        state,
        note or found.note,
        title or found.title,
        idea,
    )
    if state != found.state or note:
        c.record("idea.moved", {"idea": idea, "no": found.no, "state": state})
