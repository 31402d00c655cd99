"""Drafts read by those who attended: asked, agreed or objected to, objections answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.live import topics
from council.minutes import review_queries, rules
from council.minutes.actions.held import locked
from council.minutes.tables import MinutesAnswer, MinutesReview
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

    from council.change import Change
    from council.minutes.queries import MinutesRow


async def ask_review(minutes: str, until: datetime, by: Actor) -> None:
    """minutes.review_asked: whoever attended reads the draft until then; asked again, until later.

    Refused with minutes.published_already, minutes.review_past (422).
    """
    async with change(by) as c:
        row = await locked(minutes, by)
        rules.may_change(row.state)
        rules.must_lie_ahead(until, c.at)
        await _review(c, row, until=until, aloud=None)
        c.record("minutes.review_asked", {"minutes": minutes, "version": row.version})
        c.tell(topics.room(row.meeting), "minutes.review_asked", minutes)


async def approve_aloud(minutes: str, agreed: int, by: Actor) -> None:
    """minutes.approved_aloud: read out before the end of the meeting; so many agreed, nobody not.

    Refused with minutes.published_already, minutes.nobody_attended (422).
    """
    async with change(by) as c:
        row = await locked(minutes, by)
        rules.may_change(row.state)
        rules.must_have_attended(agreed, len(await review_queries.attended(row.meeting)))
        await _review(c, row, until=None, aloud=agreed)
        body = {"minutes": minutes, "version": row.version, "agreed": agreed}
        c.record("minutes.approved_aloud", body)
        c.tell(topics.room(row.meeting), "minutes.review_asked", minutes)


async def _review(c: Change, row: MinutesRow, *, until: datetime | None, aloud: int | None) -> None:
    await db.rows("DELETE FROM minutes_review WHERE minutes = {}", row.id)
    await MinutesReview.insert(
        MinutesReview(
            minutes=row.id,
            version=row.version,
            until=until,
            aloud=aloud,
            asked_by=c.by.person,
            asked_at=c.at,
        )
    )


async def say(minutes: str, says: str, text: str, version: int, by: Actor) -> None:
    """minutes.answered: who attended agrees or objects; until the day they may say otherwise.

    To anybody else the draft is not there. Refused with minutes.review_over, minutes.why (422).
    """
    async with change(by) as c:
        row = await locked(minutes, by)
        if by.person not in await review_queries.attended(row.meeting):
            raise NotThere
        rules.may_say(row.state, await review_queries.review_of(row), c.at)
        rules.must_say_why(says, text)
        await db.rows(
            "DELETE FROM minutes_answer WHERE minutes = {} AND person = {}", minutes, by.person
        )
        await MinutesAnswer.insert(
            MinutesAnswer(
                minutes=minutes,
                person=by.person,
                says=says,
                text=text if says == "object" else "",
                version=min(version, row.version),
                at=c.at,
                answer="",
                answered_by=None,
                answered_at=None,
            )
        )
        c.record("minutes.answered", {"minutes": minutes, "says": says}, {"text": text})
        c.tell(topics.room(row.meeting), "minutes.answered", minutes)


async def answer(minutes: str, person: str, words: str, by: Actor) -> None:
    """minutes.objection_answered: what was changed, or why not. Refused with minutes.why (422)."""
    rules.must_say_why("object", words)
    async with change(by) as c:
        row = await locked(minutes, by)
        rules.may_change(row.state)
        found = await db.rows(
            "UPDATE minutes_answer SET answer = {}, answered_by = {}, answered_at = {}"
            " WHERE minutes = {} AND person = {} AND says = 'object' RETURNING person",
            words,
            by.person,
            c.at,
            minutes,
            person,
        )
        if not found:
            raise NotThere
        c.record("minutes.objection_answered", {"minutes": minutes}, {"words": words})
        c.tell(topics.room(row.meeting), "minutes.answered", minutes)
