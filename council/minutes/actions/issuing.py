"""Minutes confirmed, issued, put right by others, taken back: what was issued never changes."""

from __future__ import annotations

from dataclasses import replace

from council import db
from council.change import Actor, change
from council.clock import local
from council.identity import queries as identity
from council.identity.actions.settling import settle_within, settled_within
from council.ids import new_id
from council.live import topics
from council.minutes import queries, review_queries, rules, terms_queries, text
from council.minutes.actions.held import keep, locked
from council.minutes.blocks import digest, to_json
from council.minutes.letterheads import queries as letterheads
from council.minutes.tables import Minutes, MinutesRecall, MinutesSignature
from council.offices import queries as offices
from council.refusal import Refused


async def sign(minutes: str, role: str, version: int | None, by: Actor) -> None:
    """minutes.signed: a signature under the text in force. Twice is once.

    `version`, if given, is the one that the signer has read; another one in force is refused.
    """
    async with change(by) as c:
        row = await locked(minutes, by)
        who = await queries.officers_of(row.meeting)
        rules.may_sign(role, by.person, chair=who["chair"], secretary=who["recorder"])
        if role in await queries.signed(row):
            return
        rules.may_change(row.state)
        if version is not None and version != row.version:
            raise Refused("minutes.newer", version=row.version)
        rules.must_be_complete(row.body)
        rules.must_be_reviewed(await review_queries.review_of(row), row.version, c.at)
        await MinutesSignature.insert(
            MinutesSignature(
                minutes=minutes,
                role=role,
                version=row.version,
                sha256=row.sha256,
                person=by.person,
                at=c.at,
                acting=await offices.acting(by.person, rules.OFFICE[role], by.community),
            )
        )
        c.record(
            "minutes.signed",
            {"minutes": minutes, "role": role, "version": row.version, "sha256": row.sha256},
        )
        c.tell(topics.room(row.meeting), "minutes.signed", minutes)


async def publish(minutes: str, by: Actor) -> None:
    """minutes.published: issued by the office that may; number, hash and text stand for ever.

    Twice is once. Refused with minutes.not_issuer (403), minutes.unsigned, and as `sign` where an
    objection came or the review was asked for again after both had signed.
    """
    async with change(by) as c:
        row = await locked(minutes, by)
        if row.published:
            return
        await settled_within(by)  # held, so that no number is given twice
        terms = await terms_queries.terms(by.community, c.at)
        rules.may_issue(terms.issuer, await identity.offices(by.person, by.community))
        rules.may_publish(await queries.signed(row))
        rules.must_be_reviewed(await review_queries.review_of(row), row.version, c.at)
        body = to_json(replace(row.body, number=terms.next_number))
        sha256 = digest(body)
        await db.rows(
            "UPDATE minutes SET state = 'published', number = {}, body = {}, sha256 = {},"
            " published_at = {}, letterhead = {} WHERE id = {}",
            terms.next_number,
            body,
            sha256,
            c.at,
            (await letterheads.newest(c.by.community)).version,
            minutes,
        )
        c.record(
            "minutes.published", {"minutes": minutes, "version": row.version, "sha256": sha256}
        )
        c.tell(topics.room(row.meeting), "minutes.published", minutes)


async def correct(minutes: str, reason: str, by: Actor) -> str:
    """minutes.correction_begun: a draft that begins with what was issued; returns its id.

    It is read, confirmed and issued like any other; what it corrects stays. Twice is once.
    Refused with minutes.not_in_force, minutes.reason (422).
    """
    rules.must_have_reason(reason)
    async with change(by) as c:
        row = await locked(minutes, by)
        there = await db.row("SELECT id FROM minutes WHERE corrects = {}", minutes)
        if there is not None:
            return str(there["id"])
        rules.may_correct(await queries.standing(row))
        made, body = new_id(), to_json(text.correcting(row.body, reason))
        await Minutes.insert(
            Minutes(
                id=made,
                community=by.community,
                meeting=row.meeting,
                number="",
                state="draft",
                version=1,
                body=body,
                generated=body,
                sha256=digest(body),
                made_by=by.person,
                made_at=c.at,
                corrects=minutes,
                reason=reason,
            )
        )
        await keep(c, made, 1, body)
        c.record("minutes.correction_begun", {"minutes": made, "corrects": minutes})
        c.tell(topics.room(row.meeting), "minutes.drafted", made)
    return made


async def recall(minutes: str, reason: str, by: Actor) -> None:
    """minutes.recalled: taken back by whoever may issue; number, day and reason stay in public.

    Twice is once. Refused with minutes.not_in_force, minutes.not_issuer, minutes.reason (422).
    """
    rules.must_have_reason(reason)
    async with change(by) as c:
        row = await locked(minutes, by)
        standing = await queries.standing(row)
        if standing == "recalled":
            return
        terms = await terms_queries.terms(by.community)
        rules.may_issue(terms.issuer, await identity.offices(by.person, by.community))
        rules.may_recall(standing)
        await MinutesRecall.insert(
            MinutesRecall(minutes=minutes, reason=reason, by_person=by.person, at=c.at)
        )
        c.record("minutes.recalled", {"minutes": minutes}, {"why": reason})
        c.tell(topics.room(row.meeting), "minutes.recalled", minutes)


async def set_terms(mark: str, before: int, issuer: str, by: Actor) -> None:
    """minutes.terms_set: how minutes are numbered from now on, and who issues. Twice is once."""
    async with change(by) as c:
        years = (await settled_within(by)).get("minutes_before", {})
        years = {**years, str(local(c.at).year): before}
        parts = {"minutes_mark": mark, "minutes_issuer": issuer, "minutes_before": years}
        if await settle_within(by, parts):
            c.record("minutes.terms_set", {"issuer": issuer, "before": before})
