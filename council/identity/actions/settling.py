"""What a community settles once and for all: one JSON text, of which each feature has its part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def settled_within(by: Actor) -> dict[str, Any]:
    """All that was settled, held until the change ends."""
    found = await db.held("SELECT settings FROM community WHERE id = {}", by.community)
    if found is None:
        raise NotThere
    settings: dict[str, Any] = json.loads(found["settings"] or "{}")
    return settings


async def settle_within(by: Actor, parts: dict[str, Any]) -> bool:
    """These parts anew, the others as they were; False where nothing is another one."""
    before = await settled_within(by)
    after = {**before, **parts}
    if after == before:
        return False
    text = json.dumps(after, ensure_ascii=False)
    await db.rows("UPDATE community SET settings = {} WHERE id = {}", text, by.community)
    return True
