"""Drafts of minutes: made from the record, made again when it moved on, revised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings.actions import locked as locked_meeting
from council.minutes import evidence, queries, rules
from council.minutes.actions.held import keep, locked
from council.minutes.blocks import Draft, digest, to_json
from council.minutes.changes import carried_over
from council.minutes.queries import as_row
from council.minutes.tables import Minutes

if TYPE_CHECKING:
    from council.change import Change
    from council.minutes.queries import MinutesRow


async def draft_from(meeting: str, by: Actor, take: frozenset[str] = frozenset()) -> str:
    """minutes.drafted: a draft made from the record; returns its id.

    A second time the draft follows the record as it is now and keeps every edited paragraph but
    those in `take`, in which the record's words were chosen;
    published minutes stay as they are.
    """
    async with change(by) as c:
        held = await locked_meeting(meeting, by)
        there = await db.row(
            "SELECT * FROM minutes WHERE meeting = {} ORDER BY made_at DESC, id LIMIT 1", meeting
        )
        if there is not None and (there["state"] == "published" or there["corrects"]):
            return str(there["id"])  # what corrects follows what was issued, not the record
        rules.may_draft(held["state"], unpublished=await evidence.unpublished_results(meeting))
        generated = await evidence.draft(meeting)
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
    await keep(c, made, 1, body)
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
    await keep(c, row.id, version, stored)
    c.tell(topics.room(row.meeting), "minutes.revised", row.id)
    return version


async def revise(minutes: str, key: str, words: str, version: int, by: Actor) -> int:
    """minutes.revised: other words in one paragraph; returns the version in force.

    `version` is the one that the writer had before them. Raises `rules.Conflict` when the
    same paragraph was changed after it; another paragraph may have changed.
    """
    async with change(by) as c:
        row = await locked(minutes, by)
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
