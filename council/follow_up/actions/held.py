"""What a change holds until it ends: an item in its meeting, or a task; and a new task or line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.follow_up.tables import Task, TaskLine
from council.ids import new_id
from council.live import topics
from council.meetings.actions.held import locked
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date

    from council.change import Actor, Change


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task to be made: what, by whom (a person of the roll, or in words), until when."""

    text: str
    responsible: str
    due: date
    person: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An item, and the meeting whose row is held."""

    item: dict[str, Any]
    meeting: dict[str, Any]


async def item_held(item: str, by: Actor) -> Held:
    """The item in its meeting, which is held; another community's is not there."""
    there = await db.row(
        "SELECT a.meeting FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " WHERE a.id = {} AND m.community = {}",
        item,
        by.community,
    )
    if there is None:
        raise NotThere
    meeting = await locked(there["meeting"], by)
    found = await db.row("SELECT * FROM agenda_item WHERE id = {}", item)
    if found is None:
        raise NotThere
    return Held(found, meeting)


async def task_held(task: str, by: Actor) -> dict[str, Any]:
    """The task's row, held until the change ends; another community's is not there."""
    found = await db.held("SELECT * FROM task WHERE id = {} AND community = {}", task, by.community)
    if found is None:
        raise NotThere
    return found


async def must_be_ours(person: str, by: Actor) -> None:
    """Who is responsible is somebody of this community."""
    found = await db.row(
        "SELECT id FROM person WHERE id = {} AND community = {}", person, by.community
    )
    if found is None:
        raise NotThere


async def make_within(
    c: Change, held: Held, what: Wanted, *, concluded: bool = False, dissent: str = ""
) -> str:
    """A new open task of this item, with its first line."""
    if what.person:
        await must_be_ours(what.person, c.by)
    made = Task(
        id=new_id(),
        community=c.by.community,
        meeting=held.meeting["id"],
        item=held.item["id"],
        kind="explain" if dissent else "carry_out",
        dissent=dissent or None,
        concluded=concluded,
        text=what.text,
        person=what.person or None,
        responsible=what.responsible,
        told=what.told,
        due=what.due,
        state="open",
        made_by=c.by.person,
        made_at=c.at,
        ended_by=None,
        ended_at=None,
    )
    await Task.insert(made)
    await line_within(c, made.id, "added", what.text, after=what.due)
    body = {"task": made.id, "item": held.item["id"], "kind": made.kind}
    c.record("task.added", {**body, "due": what.due.isoformat()})
    c.tell(topics.room(held.meeting["id"]), "task.added")
    return str(made.id)


async def line_within(
    c: Change,
    task: str,
    kind: str,
    text: str,
    *,
    before: date | None = None,
    after: date | None = None,
    corrects: int | None = None,
) -> None:
    """One more line of a task whose row is held; lines are never changed."""
    last = await db.row("SELECT max(seq) AS seq FROM task_line WHERE task = {}", task)
    await TaskLine.insert(
        TaskLine(
            task=task,
            seq=((last["seq"] if last else None) or 0) + 1,
            at=c.at,
            kind=kind,
            text=text,
            due_before=before,
            due_after=after,
            corrects=corrects,
            entered_by=c.by.person,
        )
    )
