"""What a community settles for its meetings, once and for all of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from council import db
from council.change import change

if TYPE_CHECKING:
    from council.change import Actor
    from council.meetings.kinds import Terms


async def set_terms(terms: Terms, by: Actor) -> None:
    """meetings.set: what is asked of every later meeting; the same again changes nothing."""
    async with change(by) as c:
        found = await db.held("SELECT settings FROM community WHERE id = {}", by.community)
        settings = json.loads((found["settings"] if found else "") or "{}")
        wanted = asdict(terms)
        if settings.get("meetings") == wanted:
            return
        text = json.dumps({**settings, "meetings": wanted}, ensure_ascii=False)
        await db.rows("UPDATE community SET settings = {} WHERE id = {}", text, by.community)
        c.record("meetings.set", wanted)
