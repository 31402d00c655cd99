"""Reading what came of one point of an agenda, for everybody: only with its published minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.follow_up import queries as follow_up
from council.privacy.naming import as_named, named_in_public
from council.refusal import NotThere
from council.site.decision_queries import Decision, decisions_on

if TYPE_CHECKING:
    from datetime import datetime

    from council.follow_up.views import TaskView


@dataclass(frozen=True, slots=True)
class Outcome:
    """One point, from the idea behind it to what was done."""

    item: str
    no: int
    title: str
    outcome: str
    ends_in: str
    next_step: str
    who: str
    told: str
    idea: str
    idea_no: str
    meeting: str
    community: str
    series: str
    session: str
    starts_at: datetime
    minutes: str
    votes: tuple[Decision, ...] = ()
    tasks: tuple[TaskView, ...] = ()


async def community_of(item: str) -> str:
    """The community whose published minutes hold this point; NotThere for any other."""
    found = await db.row(
        "SELECT m.community FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " JOIN minutes_in_force n ON n.meeting = m.id WHERE a.id = {}",
        item,
    )
    if found is None:
        raise NotThere
    return str(found["community"])


async def outcome(item: str) -> Outcome:
    """What everybody may know of it."""
    community = await community_of(item)
    found = await db.row(
        "SELECT a.id AS item, a.no, a.title, a.outcome, a.ends_in, a.next_step, a.told,"
        " a.responsible AS who, a.responsible_person AS person, COALESCE(a.idea, '') AS idea,"
        " COALESCE(i.no, '') AS idea_no, m.id AS meeting, m.community, m.series, m.session,"
        " m.starts_at, n.id AS minutes FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " JOIN minutes_in_force n ON n.meeting = m.id"
        " LEFT JOIN idea i ON i.id = a.idea WHERE a.id = {}",
        item,
    )
    if found is None:
        raise NotThere
    person = found.pop("person")
    if person:
        found["who"] = as_named(found["who"], person, await named_in_public(community))
    return Outcome(
        **found,
        votes=await decisions_on("item", item),
        tasks=await follow_up.public_of_item(item, community),
    )
