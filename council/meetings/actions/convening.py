"""Convening: a meeting, everybody called, the agenda and its notice, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local, now
from council.meetings import calling, kinds, queries, rules
from council.meetings.actions.announcing import (
    Announcement,
    Call,
    Item,
    announce_within,
    call_within,
    items_within,
)
from council.meetings.actions.held import locked
from council.meetings.actions.noticing import notice_within
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor


@dataclass(frozen=True, slots=True)
class Convening:
    """What a meeting is called for, by ids of people.

    `named` are those who are called by name: representatives, or the parties of a consultation;
    whoever belongs to a committee, a residents' or an owners' meeting is read when it is called.
    `short_notice` says why it is so late.
    """

    what: Announcement
    items: Sequence[Item]
    observers: Sequence[str] = ()
    named: Sequence[Call] = ()
    short_notice: str = ""


async def convene(asked: Convening, by: Actor) -> str:
    """meeting.announced, meeting.called, agenda.set, notice.given; returns the meeting's id.

    Convened twice in the same words, it is one meeting. Refused with meeting.kind,
    meeting.election, meeting.ends_first, meeting.past, meeting.short_notice, meeting.too_short,
    meeting.base, meeting.form, meeting.composition, meeting.no_agenda, meeting.nobody,
    meeting.session_taken.
    """
    _must_be_possible(asked)
    try:
        async with change(by) as c:
            day = local(asked.what.starts_at).date()
            members, unlisted = await calling.members(
                asked.what.kind, asked.what.base, asked.named, by.community, day
            )
            if not members:
                raise unreadable("meeting.nobody")
            made = await announce_within(c, asked.what, asked.short_notice, unlisted)
            watching = [Call(one, "observer", "", "列席") for one in asked.observers]
            await call_within(c, made, members + watching)
            await items_within(c, made, asked.items)
            await notice_within(c, await locked(made, by))
    except db.UNIQUE_ERRORS as error:
        held = await queries.session(by.community, asked.what.series, asked.what.session)
        if held is not None and await _is_the_same(held, asked):
            return held.id
        raise Refused("meeting.session_taken", session=asked.what.session) from error
    return made


def _must_be_possible(asked: Convening) -> None:
    what, at = asked.what, now()
    rules.must_convene(what.kind, what.starts_at, what.ends_at, at)
    kinds.must_say(what.kind, what.base, what.form)
    day, today = local(what.starts_at).date(), local(at).date()
    kinds.must_give_notice(what.kind, day, today, asked.short_notice)
    if what.kind == "res_rep":
        committee = sum(one.party == kinds.COMMITTEE for one in asked.named)
        kinds.must_be_composed(committee, len(asked.named) - committee)
    if not asked.items:
        raise unreadable("meeting.no_agenda")


async def _is_the_same(held: queries.MeetingRow, asked: Convening) -> bool:
    """Whether the meeting that has this name was convened by the very same form."""
    what = asked.what
    if (held.kind, held.base, held.form, held.place, held.starts_at, held.ends_at) != (
        what.kind,
        what.base,
        what.form,
        what.place,
        what.starts_at,
        what.ends_at,
    ):
        return False
    agenda = [(one.title, one.kind, one.minutes, one.presenter, one.idea) for one in asked.items]
    if await queries.agenda_words(held.id) != agenda:
        return False
    called = await queries.called_people(held.id)
    watching = set(asked.observers) - called["member"]
    running = (held.chair, held.secretary) == (what.chair, what.secretary)
    named = {one.person for one in asked.named}
    return running and called["observer"] == watching and named <= called["member"]
