"""Tasks: added, told of, finished, dropped, their last day moved; nothing is ever overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import local
from council.follow_up import rules
from council.follow_up.actions.held import Wanted, item_held, line_within, make_within, task_held
from council.live import topics
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from datetime import date

    from council.change import Change

__all__ = ["Wanted", "add", "drop", "finish", "move_due", "report"]


async def add(item: str, what: Wanted, by: Actor) -> str:
    """task.added: one more thing that somebody has to do; the same one twice is one.

    Returns the task.
    """
    async with change(by) as c:
        held = await item_held(item, by)
        there = await db.row(
            "SELECT id FROM task WHERE item = {} AND text = {} AND due = {} AND state = 'open'",
            item,
            what.text,
            what.due,
        )
        return str(there["id"]) if there else await make_within(c, held, what)


async def report(task: str, text: str, by: Actor, *, corrects: int | None = None) -> None:
    """task.reported: how far it is; a wrong line is corrected by a new one that names it.

    Twice is once. Refused with task.ended, task.no_line.
    """
    async with change(by) as c:
        found = await task_held(task, by)
        rules.must_run(found["state"])
        if await _is_told(task, "progress", text):
            return
        if corrects is not None and not await _is_report(task, corrects):
            raise unreadable("task.no_line")
        await line_within(c, task, "progress", text, corrects=corrects)
        _tell(c, found, "task.reported")


async def finish(task: str, text: str, by: Actor) -> None:
    """task.done: what was done, for those who proposed it; of a dissent, the explanation itself."""
    await _end(task, "done", text, by)


async def drop(task: str, reason: str, by: Actor) -> None:
    """task.dropped: it will not be done, and why. An explanation is owed and never dropped."""
    await _end(task, "dropped", reason, by)


async def _end(task: str, state: str, text: str, by: Actor) -> None:
    """Twice is once. Refused with task.ended, task.owed."""
    async with change(by) as c:
        found = await task_held(task, by)
        if found["state"] == state and await _is_told(task, state, text):
            return
        rules.must_run(found["state"])
        if state == "dropped" and found["kind"] == "explain":
            raise Refused("task.owed")
        await db.rows(
            "UPDATE task SET state = {}, ended_by = {}, ended_at = {} WHERE id = {}",
            state,
            by.person,
            c.at,
            task,
        )
        await line_within(c, task, state, text)
        _tell(c, found, f"task.{state}")


async def move_due(task: str, due: date, reason: str, by: Actor) -> None:
    """task.moved: another last day, with the reason; the old one stays readable.

    Twice is once. Refused with task.ended, task.past.
    """
    async with change(by) as c:
        found = await task_held(task, by)
        rules.must_run(found["state"])
        rules.must_be_later(due, local(c.at).date())
        if found["due"] == due:
            return
        await db.rows("UPDATE task SET due = {} WHERE id = {}", due, task)
        await line_within(c, task, "moved", reason, before=found["due"], after=due)
        _tell(c, found, "task.moved", due=due.isoformat())


def _tell(c: Change, found: dict[str, Any], what: str, **more: str) -> None:
    c.record(what, {"task": found["id"], "item": found["item"], **more})
    c.tell(topics.room(found["meeting"]), what)


async def _is_told(task: str, kind: str, text: str) -> bool:
    """Whether the newest line says just this: the same form sent twice."""
    last = await db.row(
        "SELECT kind, text FROM task_line WHERE task = {} ORDER BY seq DESC LIMIT 1", task
    )
    return last is not None and (last["kind"], last["text"]) == (kind, text)


async def _is_report(task: str, seq: int) -> bool:
    found = await db.row("SELECT kind FROM task_line WHERE task = {} AND seq = {}", task, seq)
    return found is not None and found["kind"] == "progress"
