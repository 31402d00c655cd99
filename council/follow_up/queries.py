"""Reading what has to be done after meetings: for officers, for oneself, and for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.follow_up import rules
from council.follow_up.views import DissentView, Line, TaskView
from council.privacy.naming import as_named, named_in_public
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

MOST = 500  # tasks that one page takes
ENDED = 50  # of them, such as are over
ORDER = {"overdue": 0, "soon": 1, "open": 2, "done": 3, "dropped": 4}
# A later feature's table by its word alone: what came of a meeting is public with its minutes.
PUBLISHED = "EXISTS (SELECT 1 FROM minutes_in_force n WHERE n.meeting = t.meeting)"
_TASK = (
    "SELECT t.id, t.kind, t.text, t.person, COALESCE(p.name, t.responsible) AS who, t.told, t.due,"
    " t.state, t.made_at, t.ended_at, t.meeting, m.series, m.session, t.item, a.no AS item_no,"
    " a.title AS item_title, a.next_step, COALESCE(a.idea, '') AS idea,"
    " COALESCE(d.person, '') AS dissenter, COALESCE(d.text, '') AS dissent,"
    " d.named_at IS NOT NULL AS named, COALESCE(e.name, '') AS dissenter_name"
    " FROM task t JOIN meeting m ON m.id = t.meeting JOIN agenda_item a ON a.id = t.item"
    " LEFT JOIN person p ON p.id = t.person LEFT JOIN dissent d ON d.id = t.dissent"
    " LEFT JOIN person e ON e.id = d.person"
)
_ORDER = " ORDER BY t.due, m.starts_at, a.no, t.made_at"
_NEWEST = " ORDER BY t.ended_at DESC, t.id"


def today() -> date:
    """The day on the community's own calendar: the one clock by which a task is late."""
    return local(now()).date()


async def _tasks(
    where: str, *values: Any, order: str = _ORDER, most: int = MOST
) -> tuple[TaskView, ...]:
    found = await db.rows(f"{_TASK} WHERE {where}{order} LIMIT {{}}", *values, most)
    lines = await _lines([one["id"] for one in found])
    day = today()
    return tuple(
        TaskView(
            **{**one, "named": bool(one["named"]), "person": one["person"] or ""},
            standing=rules.standing(one["state"], one["due"], day),
            late=rules.late(one["state"], one["due"], day),
            lines=lines.get(one["id"], ()),
        )
        for one in found
    )


async def _lines(tasks: Sequence[str]) -> dict[str, tuple[Line, ...]]:
    if not tasks:
        return {}
    marks = ", ".join("{}" for _ in tasks)
    found = await db.rows(
        "SELECT l.task, l.seq, l.at, l.kind, l.text, l.due_before, l.due_after, l.corrects,"  # noqa: S608 - only placeholders are put together
        " p.name AS teller FROM task_line l JOIN person p ON p.id = l.entered_by"
        f" WHERE l.task IN ({marks}) ORDER BY l.task, l.seq",
        *tasks,
    )
    wrong = {(one["task"], one["corrects"]) for one in found if one["corrects"] is not None}
    gathered: dict[str, list[Line]] = {}
    for one in found:
        task = one.pop("task")
        gathered.setdefault(task, []).append(Line(**one, corrected=(task, one["seq"]) in wrong))
    return {task: tuple(lines) for task, lines in gathered.items()}


def _sorted(tasks: Sequence[TaskView]) -> tuple[TaskView, ...]:
    """Overdue first and the longest of them first; what is over last and the newest first."""
    ended = [one for one in tasks if one.state != "open"]
    ended.sort(key=lambda one: one.ended_at or one.made_at, reverse=True)
    running = [one for one in tasks if one.state == "open"]
    running.sort(key=lambda one: (ORDER[one.standing], one.due))
    return (*running, *ended)


async def board(community: str, meeting: str = "") -> tuple[TaskView, ...]:
    """Everything that is still open, and the newest of what is over; of one meeting, if named."""
    where, values = "t.community = {}", [community]
    if meeting:
        where, values = f"{where} AND t.meeting = {{}}", [community, meeting]
    running = await _tasks(f"{where} AND t.state = 'open'", *values)
    over = f"{where} AND t.state <> 'open'"
    return _sorted([*running, *await _tasks(over, *values, order=_NEWEST, most=ENDED)])


async def meetings(community: str) -> list[dict[str, Any]]:
    """Meetings that have tasks, the newest first: id, session."""
    return await db.rows(
        "SELECT m.id, m.session FROM meeting m WHERE m.community = {}"
        " AND EXISTS (SELECT 1 FROM task t WHERE t.meeting = m.id) ORDER BY m.starts_at DESC",
        community,
    )


async def of_meeting(meeting: str) -> tuple[TaskView, ...]:
    """Everything that has to be done after one meeting, by its agenda."""
    return await _tasks("t.meeting = {}", meeting)


async def task(task: str, community: str) -> TaskView:
    """One task of this community, with all that was told; NotThere for any other."""
    found = await _tasks("t.id = {} AND t.community = {}", task, community)
    if not found:
        raise NotThere
    return found[0]


async def of_person(person: str) -> tuple[TaskView, ...]:
    """What somebody has to see to."""
    return _sorted(await _tasks("t.person = {}", person))


async def owed_to(person: str) -> tuple[TaskView, ...]:
    """Explanations that somebody asked for by dissenting."""
    return await _tasks("d.person = {}", person)


async def public(community: str) -> tuple[TaskView, ...]:
    """What everybody may follow: overdue first; names as everybody reads them."""
    found = await _tasks(f"t.community = {{}} AND {PUBLISHED}", community)
    return _sorted(await as_public(found, community))


async def public_of_item(item: str, community: str) -> tuple[TaskView, ...]:
    """What came of one point, for everybody; nothing before its minutes are published."""
    found = await _tasks(f"t.item = {{}} AND {PUBLISHED}", item)
    carried = sorted(found, key=lambda one: one.kind == "explain")  # explanations come last
    return await as_public(carried, community)


async def of_ideas(ideas: Sequence[str], community: str) -> dict[str, tuple[TaskView, ...]]:
    """Idea → what is done about it, for everybody and for who proposed it."""
    if not ideas:
        return {}
    marks = ", ".join("{}" for _ in ideas)
    found = await _tasks(f"a.idea IN ({marks}) AND t.kind = 'carry_out' AND {PUBLISHED}", *ideas)
    shown = await as_public(found, community)
    return {idea: tuple(one for one in shown if one.idea == idea) for idea in ideas}


async def as_public(tasks: Sequence[TaskView], community: str) -> tuple[TaskView, ...]:
    """Officers and organisations by name, others by surname; of an explanation only its day."""
    named = await named_in_public(community)
    return tuple(_public(one, named) for one in tasks)


def _public(one: TaskView, named: frozenset[str]) -> TaskView:
    who = as_named(one.who, one.person, named) if one.person else one.who
    explain = one.kind == "explain"
    lines = tuple(replace(line, teller="", text="" if explain else line.text) for line in one.lines)
    return replace(
        one, who=who, lines=lines, dissenter="", dissent="", named=False, dissenter_name=""
    )


async def dissents(meeting: str) -> tuple[DissentView, ...]:
    """Every dissent of one meeting in the order in which they were said."""
    found = await db.rows(
        "SELECT d.id, d.item, a.no AS item_no, d.person, d.text, d.at,"
        " d.named_at IS NOT NULL AS named, p.name, t.due FROM dissent d"
        " JOIN agenda_item a ON a.id = d.item JOIN person p ON p.id = d.person"
        " LEFT JOIN task t ON t.dissent = d.id"
        " WHERE a.meeting = {} ORDER BY a.no, d.at, d.id",
        meeting,
    )
    return tuple(
        DissentView(
            **{**one, "named": bool(one["named"]), "name": one["name"] if one["named"] else ""}
        )
        for one in found
    )


async def dissents_of(person: str) -> list[dict[str, Any]]:
    """One's own dissents with the task that explains each, the newest first."""
    return await db.rows(
        "SELECT d.id, d.text, d.at, d.named_at, a.no AS item_no, a.title AS item_title, m.session,"  # noqa: S608 - a fixed condition
        " t.id AS task, " + PUBLISHED + " AS published"
        " FROM dissent d JOIN agenda_item a ON a.id = d.item JOIN meeting m ON m.id = a.meeting"
        " JOIN task t ON t.dissent = d.id WHERE d.person = {} ORDER BY d.at DESC, d.id",
        person,
    )


async def is_published(meeting: str) -> bool:
    """Whether its minutes are everybody's: then nobody states dissent any more."""
    found = await db.row("SELECT id FROM minutes_in_force WHERE meeting = {}", meeting)
    return found is not None


async def overdue(community: str) -> int:
    """How many open tasks are past their day."""
    found = await db.row(
        "SELECT count(*) AS n FROM task WHERE community = {} AND state = 'open' AND due < {}",
        community,
        today(),
    )
    return int(found["n"]) if found else 0
