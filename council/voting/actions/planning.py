"""A vote over days (书面征求意见、线上征询): prepared, then announced to everybody called."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import local
from council.ids import new_id
from council.live import topics
from council.meetings import actions as meetings
from council.meetings import kind_queries
from council.record.entry import canonical
from council.refusal import unreadable
from council.voting import rules
from council.voting.actions.delivering import committee_was_told, list_units
from council.voting.actions.held import locked
from council.voting.actions.making import Question, new_poll
from council.voting.actions.opening import on_the_ballot
from council.voting.actions.putting import may_be_put, roll_of_called
from council.voting.actions.rerunning import again, first_within, tell_again
from council.voting.life import periods, subjects
from council.voting.life import steps as life
from council.voting.tables import Poll
from council.voting.tellers import rules as teller_rules

if TYPE_CHECKING:
    from council.change import Change
    from council.voting.life.periods import Span


@dataclass(frozen=True, slots=True)
class Plan:
    """A question and when it is asked. `span` on the community's wall clock.

    `temporary`: 临时, with the shorter notice (OWN-10); `paper_at`: where paper is to be had;
    `papers_first`: at its end no ballot comes in any more, and officers count once papers are in;
    `rerun_of`: the poll whose question is asked again, whatever `question` says.
    """

    question: Question
    span: Span
    item: str = ""
    temporary: bool = False
    paper_at: str = ""
    papers_first: bool = False
    rerun_of: str = ""


async def plan(meeting: str, wanted: Plan, by: Actor) -> str:
    """poll.made: a draft that officers alone see; nothing of it is changed, another is made.

    Refused with poll.election (RES-7), poll.rule_not_of_subject, poll.opens_in_past,
    poll.too_short and the others of OWN-10 to OWN-12.
    """
    async with change(by) as c:
        held = await meetings.locked(meeting, by)
        life.must_have_meeting(held["state"])
        first = await first_within(wanted.rerun_of, by) if wanted.rerun_of else None
        if first is None:
            question = await _fitting(wanted.question, held)
            made = new_poll(new_id(), held, None, question, by, c)
            made.item = await _item(meeting, wanted.item)
            c.record("poll.made", {"poll": made.id, "meeting": meeting, "rule": question.rule})
            c.tell(topics.room(meeting), "poll.made", str(made.id))
        else:
            made = again(first, held, c)
            tell_again(c, first, made)
        teller_rules.may_take_days(made.mode)
        periods.must_be_possible(wanted.span, local(c.at))
        await _must_be_in_time(made.rule_code, wanted.span, c, temporary=wanted.temporary)
        _set_time(made, wanted)
        await Poll.insert(made)
    return str(made.id)


def _set_time(made: Poll, wanted: Plan) -> None:
    """Who takes part stands for who is present, in the base of the vote and in its quorum."""
    rule = json.loads(made.rule) | {"over_days": True}
    if wanted.papers_first:
        rule["papers_first"] = True
    if rule["base"] == "present":
        rule["base"] = "participating"
    made.rule = canonical(rule)
    made.scope, made.temporary, made.paper_at = "called", wanted.temporary, wanted.paper_at
    made.opens_at = wanted.span.opens.astimezone(UTC)
    made.closes_at = wanted.span.closes.astimezone(UTC)
    made.hours_since, made.hours_until = wanted.span.hours.since, wanted.span.hours.until


async def announce_poll(poll: str, by: Actor) -> None:
    """poll.announced: from here on it is voted on as it stands (OWN-11), or called off.

    Refused with poll.notice_too_short (OWN-10) when it lay about too long, poll.not_reviewed,
    delivery.committee_first.
    """
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "announced":
            return
        if found["scope"] != "called":
            raise unreadable("poll.not_long")
        held = await meetings.locked(found["meeting"], by)
        life.may_announce(found["state"], held["state"])
        span = span_of(found)
        periods.must_be_possible(span, local(c.at))
        await _must_be_in_time(found["rule_code"], span, c, temporary=found["temporary"])
        await may_be_put(found, held)
        advisory = await is_advisory(found)
        await committee_was_told(found, advisory=advisory)
        await list_units(found)
        await db.rows(
            "UPDATE poll SET state = 'announced', announced_at = {}, advisory = {} WHERE id = {}",
            c.at,
            advisory,
            poll,
        )
        c.record("poll.announced", _told(found, advisory=advisory))
        c.tell(topics.room(found["meeting"]), "poll.announced", poll)


def _told(poll: dict[str, Any], *, advisory: bool) -> dict[str, Any]:
    """What the notice says, for the record: the wording by its hash."""
    return {
        "poll": poll["id"],
        "subject": poll["subject"],
        "rule": poll["rule_code"],
        "advisory": advisory,
        "opens": _stamp(poll["opens_at"]),
        "closes": _stamp(poll["closes_at"]),
        "hours": [poll["hours_since"], poll["hours_until"]],
        "text": hashlib.sha256(poll["text"].encode()).hexdigest(),
        **on_the_ballot(poll, poll["parameters"]),
    }


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span_of(poll: dict[str, Any]) -> Span:
    """When it is asked, on the community's wall clock."""
    hours = periods.Hours(poll["hours_since"], poll["hours_until"])
    return periods.Span(local(poll["opens_at"]), local(poll["closes_at"]), hours)


async def is_advisory(poll: dict[str, Any]) -> bool:
    """业主意见征询 unless the community settled that owners may decide here (OWN-18)."""
    terms = await kind_queries.terms(poll["community"])
    return subjects.is_advisory(poll["subject"], poll["rule_code"], binding=terms.binding)


async def _fitting(question: Question, meeting: dict[str, Any]) -> Question:
    """With the rule that its subject has in this meeting; a secret needs enough people."""
    ranks = question.rule == rules.DOT  # whatever it is about: it decides nothing
    wanted = "" if ranks else question.rule
    rule = subjects.rule_for(question.subject, meeting["rule"], wanted)
    rule = rules.DOT if ranks else rule
    rules.may_make(rule, question.mode, question.method)
    if question.mode != "named":
        _, roll = await roll_of_called(meeting)
        rules.may_seal(rules.PRESETS[rule], len(roll))
    return replace(question, rule=rule)


async def _must_be_in_time(rule: str, span: Span, c: Change, *, temporary: bool) -> None:
    """OWN-10 and OWN-12, asked of owners' votes, binding or not."""
    if not subjects.is_owners(rule):
        return
    terms = await kind_queries.terms(c.by.community)
    days = periods.notice_days(temporary=temporary, short_allowed=terms.owners_short_notice)
    periods.must_give_notice(local(c.at).date(), span.opens.date(), days)
    periods.must_last(span)


async def _item(meeting: str, item: str) -> str | None:
    if not item:
        return None
    found = await db.row("SELECT id FROM agenda_item WHERE id = {} AND meeting = {}", item, meeting)
    if found is None:
        raise unreadable("poll.item_unknown")
    return str(found["id"])
