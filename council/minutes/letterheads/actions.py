"""What can be done: settle how documents look from now on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.minutes.letterheads import queries, rules
from council.minutes.tables import LetterheadVersion
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.documents.letterhead import Letterhead
    from council.minutes.letterheads.rules import Wanted


async def settle_letterhead(wanted: Wanted, by: Actor) -> int:
    """letterhead.settled: for drafts and for what is issued from now on; returns the version.

    Issued documents keep theirs. The same again changes nothing. Refused with
    letterhead.too_long, letterhead.places, form.needed.
    """
    rules.must_fit(wanted)
    async with change(by) as c:
        held = await db.held("SELECT settings FROM community WHERE id = {}", by.community)
        if held is None:
            raise NotThere
        before = await queries.wanted(by.community)
        look = replace(wanted.look, version=before.look.version)
        if replace(wanted, look=look) == before:
            return look.version
        await _words_of_issue(wanted, by.community, held["settings"])
        if look != before.look:
            look = await _next(c, look)
        c.record("letterhead.settled", {"version": look.version})
    return look.version


async def _words_of_issue(wanted: Wanted, community: str, settings: str) -> None:
    told = {"minutes_publisher": wanted.publisher, "minutes_copies": wanted.copies}
    text = json.dumps({**json.loads(settings or "{}"), **told}, ensure_ascii=False)
    await db.rows("UPDATE community SET settings = {} WHERE id = {}", text, community)


async def _next(c: Change, look: Letterhead) -> Letterhead:
    made = replace(look, version=look.version + 1)
    await LetterheadVersion.insert(
        LetterheadVersion(
            community=c.by.community,
            version=made.version,
            words=json.dumps(rules.as_words(made), ensure_ascii=False),
            made_by=c.by.person,
            made_at=c.at,
        )
    )
    return made
