"""A poll is made: the question and its arithmetic, before anybody can vote."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import actions as meetings
from council.record.entry import canonical
from council.refusal import unreadable
from council.voting import rules
from council.voting.actions.putting import roll_of
from council.voting.life import subjects
from council.voting.methods.parameters import must_be_options, must_fit
from council.voting.methods.sheet import PLAIN, Option, Sheet
from council.voting.tables import Poll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.change import Change


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the vote, and by which arithmetic; frozen when the poll opens.

    `rule` may be empty where `subject` says what it is about.
    """

    text: str
    rule: str
    mode: str = "named"
    method: str = PLAIN
    motion: str = ""
    allow_revote: bool = False
    subject: str = ""
    options: tuple[Option, ...] = ()  # of what is no yes or no
    parameters: Mapping[str, Any] = field(default_factory=dict)
    shuffle: bool = False


async def make(meeting: str, question: Question, by: Actor) -> str:
    """poll.made: a poll that nobody can vote in yet; one motion has one poll at a time.

    Only yes or no can be said to a motion.
    """
    if question.method != PLAIN and question.motion:
        raise unreadable("poll.motion_plain")
    async with change(by) as c:
        held = await meetings.locked(meeting, by)
        question = _with_rule(question, held["rule"])
        motion = await _motion(meeting, question.motion)
        if motion is not None:
            there = await db.row(
                "SELECT id FROM poll WHERE motion = {} AND state <> 'cancelled' AND NOT superseded",
                motion["id"],
            )
            if there is not None:
                return str(there["id"])
            rules.must_be_before_meeting(motion["state"])
        if question.mode != "named":
            _, roll, _ = await roll_of(held, motion["item"] if motion else held["current_item"])
            rules.may_seal(rules.PRESETS[question.rule], len(roll))
        made = new_id()
        await Poll.insert(new_poll(made, held, motion, question, by, c))
        c.record("poll.made", {"poll": made, "meeting": meeting, "rule": question.rule})
        c.tell(topics.room(meeting), "poll.made", made)
    return made


def new_poll(
    made: str,
    held: dict[str, Any],
    motion: dict[str, Any] | None,
    question: Question,
    by: Actor,
    c: Change,
) -> Poll:
    """Its row, not stored yet. Raises Refused (422) for options or parameters that do not fit."""
    sheet = _sheet(question)
    return Poll(
        id=made,
        community=by.community,
        meeting=held["id"],
        item=motion["item"] if motion else held["current_item"],
        motion=motion["id"] if motion else None,
        text=question.text,
        rule_code=question.rule,
        rule=canonical(rules.in_mode(rules.PRESETS[question.rule], question.mode).as_data()),
        mode=question.mode,
        method=question.method,
        allow_revote=question.allow_revote,
        subject=question.subject,
        state="created",
        called=0,
        present=0,
        turnout=0,
        electorate_root="",
        result="",
        made_by=by.person,
        made_at=c.at,
        recused=0,
        public_key="",
        box_root="",
        represented=0,
        options=sheet.options_text() if sheet else "[]",
        parameters=sheet.parameters_text() if sheet else "{}",
        shuffle=question.shuffle,
    )


def _with_rule(question: Question, meeting_rule: str) -> Question:
    """Where its kind is said, the rule follows from it, and another one is refused (OWN-1)."""
    if question.subject:
        rule = subjects.rule_for(question.subject, meeting_rule, question.rule)
        question = replace(question, rule=rule)
    rules.may_make(question.rule, question.mode, question.method)
    return question


def _sheet(question: Question) -> Sheet | None:
    """Checked as it will be kept, whoever asks. Raises Refused, 422."""
    if question.method == PLAIN:
        return None
    must_be_options(question.method, question.options)
    parameters = must_fit(question.method, question.options, question.parameters)
    return Sheet(question.method, question.options, parameters)


async def _motion(meeting: str, motion: str) -> dict[str, Any] | None:
    if not motion:
        return None
    found = await db.row(
        "SELECT id, item, state FROM motion WHERE id = {} AND meeting = {}", motion, meeting
    )
    if found is None:
        raise unreadable("poll.motion_unknown")
    return found
