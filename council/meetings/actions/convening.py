"""Convening: a meeting, everybody called and the agenda, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local, now
from council.meetings import queries, rules
from council.meetings.actions.announcing import (
    Announcement,
    Call,
    Item,
    announce_within,
    call_within,
    items_within,
)
from council.organisations import queries as organisations
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor


@dataclass(frozen=True, slots=True)
class Convening:
    """What a meeting is called for, by ids of people.

    `named` are the members of a meeting of representatives; whoever belongs to a committee or
    to a residents' meeting is read when it is called. `short_notice` says why it is so late.
    """

    what: Announcement
    items: Sequence[Item]
    observers: Sequence[str] = ()
    named: Sequence[str] = ()
    short_notice: str = ""


async def convene(asked: Convening, by: Actor) -> str:
    """meeting.announced, meeting.called, agenda.set; returns the meeting's id.

    Convened twice in the same words, it is one meeting. Refused with meeting.kind,
    meeting.ends_first, meeting.past, meeting.short_notice, meeting.no_agenda, meeting.nobody,
    meeting.session_taken.
    """
    _must_be_possible(asked)
    try:
        async with change(by) as c:
            made = await announce_within(c, asked.what, asked.short_notice)
            await call_within(c, made, await _everybody(asked, by.community))
            await items_within(c, made, asked.items)
    except db.UNIQUE_ERRORS as error:
        held = await queries.session(by.community, asked.what.series, asked.what.session)
        if held is not None and await _is_the_same(held, asked):
            return held.id
        raise Refused("meeting.session_taken", session=asked.what.session) from error
    return made


def _must_be_possible(asked: Convening) -> None:
    what, at = asked.what, now()
    rules.must_convene(what.kind, what.starts_at, what.ends_at, at)
    day, today = local(what.starts_at).date(), local(at).date()
    rules.must_give_notice(what.kind, day, today, asked.short_notice)
    if not asked.items:
        raise unreadable("meeting.no_agenda")


async def _everybody(asked: Convening, community: str) -> list[Call]:
    members = await _members(asked, community)
    if not members:
        raise unreadable("meeting.nobody")
    return members + [Call(one, "observer", "", "列席") for one in asked.observers]


async def _members(asked: Convening, community: str) -> list[Call]:
    if asked.what.kind == "council":
        seats = await organisations.committee(community)
        return [Call(one.person, "member", one.sector, one.title) for one in seats]
    if asked.what.kind == "res_rep":
        return [Call(one) for one in asked.named]
    day = local(asked.what.starts_at).date()
    return [Call(one) for one in await queries.residents_of_age(community, day)]


async def _is_the_same(held: queries.MeetingRow, asked: Convening) -> bool:
    """Whether the meeting that has this name was convened by the very same form."""
    what = asked.what
    if (held.kind, held.place, held.starts_at, held.ends_at, held.chair, held.secretary) != (
        what.kind,
        what.place,
        what.starts_at,
        what.ends_at,
        what.chair,
        what.secretary,
    ):
        return False
    agenda = [(one.title, one.kind, one.minutes, one.presenter, one.idea) for one in asked.items]
    if await queries.agenda_words(held.id) != agenda:
        return False
    called = await queries.called_people(held.id)
    watching = set(asked.observers) - called["member"]
    return called["observer"] == watching and set(asked.named) <= called["member"]
