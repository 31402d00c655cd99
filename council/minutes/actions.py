"""What can be done with minutes: drafted from the record, revised, signed, published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.clock import local
from council.ids import new_id
from council.live import topics
from council.meetings.actions import locked as locked_meeting
from council.minutes import evidence, queries, rules, text
from council.minutes.blocks import Draft, digest, from_json, to_json
from council.minutes.changes import carried_over
from council.minutes.letterheads import queries as letterheads
from council.minutes.queries import MinutesRow, as_row
from council.minutes.tables import Minutes, MinutesSignature, MinutesVersion
from council.offices import queries as offices
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Change


async def draft_from(meeting: str, by: Actor, take: frozenset[str] = frozenset()) -> str:
    """minutes.drafted: a draft made from the record; returns its id.

    A second time the draft follows the record as it is now and keeps every edited paragraph but
    those in `take`, in which the record's words were chosen;
    published minutes stay as they are.
    """
    async with change(by) as c:
        held = await locked_meeting(meeting, by)
        there = await db.row("SELECT * FROM minutes WHERE meeting = {}", meeting)
        if there is not None and there["state"] == "published":
            return str(there["id"])
        rules.may_draft(held["state"], unpublished=await evidence.unpublished_results(meeting))
        # Stored text is NFC; reading it back makes the comparison one of like with like.
        generated = from_json(to_json(text.draft(await evidence.facts(meeting))))
        if there is None:
            return await _first(c, meeting, generated)
        await _again(c, as_row(there), generated, take)
        return str(there["id"])


async def _first(c: Change, meeting: str, generated: Draft) -> str:
    made, body = new_id(), to_json(generated)
    await Minutes.insert(
        Minutes(
            id=made,
            community=c.by.community,
            meeting=meeting,
            number="",
            state="draft",
            version=1,
            body=body,
            generated=body,
            sha256=digest(body),
            made_by=c.by.person,
            made_at=c.at,
        )
    )
    await _keep(c, made, 1, body)
    c.record("minutes.drafted", {"minutes": made, "meeting": meeting, "version": 1})
    c.tell(topics.room(meeting), "minutes.drafted", made)
    return made


async def _again(c: Change, row: MinutesRow, generated: Draft, take: frozenset[str]) -> None:
    """The record has moved on since the draft: new facts, the same edited words."""
    if generated == row.generated:
        return
    await db.rows("UPDATE minutes SET generated = {} WHERE id = {}", to_json(generated), row.id)
    body = carried_over(row.generated, row.body, generated, take)
    if body != row.body:
        await _new_version(c, row, body)
    c.record("minutes.drafted", {"minutes": row.id, "meeting": row.meeting})


async def _new_version(c: Change, row: MinutesRow, body: Draft) -> int:
    """The next version; signatures stand under a version, so they do not stand under this one."""
    version, stored = row.version + 1, to_json(body)
    await db.rows(
        "UPDATE minutes SET body = {}, sha256 = {}, version = {} WHERE id = {}",
        stored,
        digest(stored),
        version,
        row.id,
    )
    await _keep(c, row.id, version, stored)
    c.tell(topics.room(row.meeting), "minutes.revised", row.id)
    return version


async def _keep(c: Change, minutes: str, version: int, body: str) -> None:
    await MinutesVersion.insert(
        MinutesVersion(
            minutes=minutes, version=version, body=body, made_by=c.by.person, made_at=c.at
        )
    )


async def revise(minutes: str, key: str, words: str, version: int, by: Actor) -> int:
    """minutes.revised: other words in one paragraph; returns the version in force.

    `version` is the one that the writer had before them. Raises `rules.Conflict` when the
    same paragraph was changed after it; another paragraph may have changed.
    """
    async with change(by) as c:
        row = await _locked(minutes, by)
        rules.may_edit(row.body, key)
        if row.body.paragraphs[key] == words:
            return row.version
        rules.may_change(row.state)
        seen = await queries.body_at(minutes, version)
        theirs = row.body.paragraphs[key]
        if seen is None or seen.paragraphs.get(key) != theirs:
            raise rules.Conflict(key=key, yours=words, theirs=theirs, version=row.version)
        made = await _new_version(c, row, row.body.with_paragraphs([(key, words)]))
        c.record("minutes.revised", {"minutes": minutes, "version": made})
    return made


async def sign(minutes: str, role: str, version: int | None, by: Actor) -> None:
    """minutes.signed: a signature under the text in force. Twice is once.

    `version`, if given, is the one that the signer has read; another one in force is refused.
    """
    async with change(by) as c:
        row = await _locked(minutes, by)
        who = await queries.officers_of(row.meeting)
        rules.may_sign(role, by.person, chair=who["chair"], secretary=who["recorder"])
        if role in await _roles_signed(row):
            return
        rules.may_change(row.state)
        if version is not None and version != row.version:
            raise Refused("minutes.newer", version=row.version)
        rules.must_be_complete(row.body)
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
    """minutes.published: number, hash and text stand for ever. Twice is once."""
    async with change(by) as c:
        row = await _locked(minutes, by)
        if row.published:
            return
        rules.may_publish(await _roles_signed(row))
        number = await _next_number(c)
        body = to_json(replace(row.body, number=number))
        sha256 = digest(body)
        await db.rows(
            "UPDATE minutes SET state = 'published', number = {}, body = {}, sha256 = {},"
            " published_at = {}, letterhead = {} WHERE id = {}",
            number,
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


async def _next_number(c: Change) -> str:
    """The next number of this year; the community's row is held, so that none is given twice."""
    place = await db.held("SELECT name, settings FROM community WHERE id = {}", c.by.community)
    if place is None:
        raise NotThere
    year = local(c.at).year
    published = await db.rows(
        "SELECT published_at FROM minutes WHERE community = {} AND state = 'published'",
        c.by.community,
    )
    this_year = sum(local(one["published_at"]).year == year for one in published)
    settings = json.loads(place["settings"] or "{}")
    return rules.number(place["name"], settings, year, this_year)


async def _roles_signed(row: MinutesRow) -> set[str]:
    found = await db.rows(
        "SELECT role FROM minutes_signature WHERE minutes = {} AND version = {}",
        row.id,
        row.version,
    )
    return {one["role"] for one in found}


async def _locked(minutes: str, by: Actor) -> MinutesRow:
    """The minutes' row, held until the change ends; another community's is not there."""
    found = await db.held(
        "SELECT * FROM minutes WHERE id = {} AND community = {}",
        minutes,
        by.community,
    )
    if found is None:
        raise NotThere
    return as_row(found)
