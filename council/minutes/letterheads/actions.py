"""What can be done: settle how documents look from now on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from council.change import change
from council.identity.actions.settling import settle_within, settled_within
from council.minutes.letterheads import queries, rules
from council.minutes.tables import LetterheadVersion

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
        await settled_within(by)  # held, so that two who settle at once get two versions
        before = await queries.wanted(by.community)
        look = replace(wanted.look, version=before.look.version)
        if replace(wanted, look=look) == before:
            return look.version
        issued = {"minutes_publisher": wanted.publisher, "minutes_copies": wanted.copies}
        await settle_within(by, issued)
        if look != before.look:
            look = await _next(c, look)
        c.record("letterhead.settled", {"version": look.version})
    return look.version


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
