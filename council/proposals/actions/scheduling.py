"""Putting a proposal on the agenda of a meeting that is announced and not yet open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.change import change
from council.meetings import actions as meetings
from council.meetings import queries as agendas
from council.meetings import rules as agenda_rules
from council.proposals import queries, rules
from council.proposals.actions.held import locked, move, step

if TYPE_CHECKING:
    from council.change import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Which meeting, as what kind of point, for how many minutes."""

    meeting: str
    kind: str
    minutes: int


async def schedule(proposal: str, where: Place, by: Actor) -> None:
    """proposal.scheduled, agenda.set: the next point of that agenda; twice is once.

    Refused with proposal.not_now.schedule, proposal.on_a_table, agenda.fixed.
    """
    async with change(by) as c:
        meeting = await meetings.locked(where.meeting, by)
        found = await locked(proposal, by)
        points = await agendas.agenda_of(where.meeting)
        if any(one["idea_id"] == proposal for one in points):
            return
        state = rules.after("schedule", found["state"])
        on_a_table = await queries.on_a_table(proposal)
        rules.may_schedule(found["outcome"], on_a_table=on_a_table)
        last = max((one["no"] for one in points), default=0)
        agenda_rules.may_extend(meeting["state"], last + 1, last)
        what = await queries.wording(proposal, found["version"])
        item = meetings.Item(last + 1, what.title, where.kind, where.minutes, idea=proposal)
        await meetings.items_within(c, where.meeting, [item])
        await move(c, proposal, state)
        await step(c, proposal, "scheduled", number=last + 1)
        c.record("proposal.scheduled", {"proposal": proposal, "meeting": where.meeting})
