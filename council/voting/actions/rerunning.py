"""A vote that was called off, or that too few took part in, is run again as a new poll."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import actions as meetings
from council.refusal import Refused
from council.voting.actions.held import locked
from council.voting.actions.making import Question, new_poll
from council.voting.life import steps as life
from council.voting.methods.sheet import sheet_of
from council.voting.tables import Poll

if TYPE_CHECKING:
    from council.change import Change


async def run_again(poll: str, by: Actor) -> str:
    """poll.made, linked to the first: the same question, a roll and a count of its own.

    Refused with poll.stands when the first one counts, poll.run_again_already, meeting.not_open,
    poll.span_needed (a vote over days is planned anew).
    """
    async with change(by) as c:
        first = await first_within(poll, by)
        if first["scope"] != "present":
            raise Refused("poll.span_needed")
        held = await meetings.locked(first["meeting"], by)
        if held["state"] != "open":
            raise Refused("meeting.not_open")
        made = again(first, held, c)
        await Poll.insert(made)
        tell_again(c, first, made)
    return str(made.id)


async def first_within(poll: str, by: Actor) -> dict[str, Any]:
    """The poll that is run again, held, and from now on only the first of two."""
    found = await locked(poll, by)
    result = json.loads(found["result"] or "{}")
    done = await db.row("SELECT id FROM poll WHERE rerun_of = {}", poll)
    life.may_run_again(found["state"], result.get("verdict", ""), done=done is not None)
    await db.rows("UPDATE poll SET superseded = {} WHERE id = {}", True, poll)
    return found


def again(first: dict[str, Any], meeting: dict[str, Any], c: Change) -> Poll:
    """The same question, as it was asked the first time."""
    question = Question(
        text=first["text"],
        rule=first["rule_code"],
        mode=first["mode"],
        allow_revote=first["allow_revote"],
        subject=first["subject"],
        **_on_the_ballot(first),
    )
    made = new_poll(new_id(), meeting, None, question, c.by, c)
    for name in ("method", "options", "parameters", "shuffle"):
        setattr(made, name, first[name])
    made.item, made.motion, made.rerun_of = first["item"], first["motion"], first["id"]
    return made


def _on_the_ballot(first: dict[str, Any]) -> dict[str, Any]:
    """Of a poll on several options; the lot for equal ones is drawn anew."""
    sheet = sheet_of(first["method"], first["options"], first["parameters"])
    if sheet is None:
        return {}
    parameters = {name: one for name, one in sheet.parameters.items() if name != "order"}
    return {"options": sheet.options, "parameters": parameters, "shuffle": bool(first["shuffle"])}


def tell_again(c: Change, first: dict[str, Any], made: Poll) -> None:
    c.record("poll.made", {"poll": made.id, "meeting": made.meeting, "rerun_of": first["id"]})
    c.tell(topics.room(first["meeting"]), "poll.made", str(made.id))
