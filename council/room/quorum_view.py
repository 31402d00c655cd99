"""Quorum by heads, and for owners by area as well; whole numbers only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from council import db
from council.meetings import attendance
from council.room.snapshot import AreaQuorum, Quorum
from council.voting.rules import CHARTERED, PRESETS

if TYPE_CHECKING:
    from collections.abc import Sequence


async def quorum(meeting: dict[str, Any], members: Sequence[attendance.Head]) -> Quorum:
    """Owners whom nobody on the roll speaks for count as called (OWN-3)."""
    counted = attendance.count(members)
    called, rule = counted.called + meeting["unlisted_heads"], PRESETS[meeting["rule"]]
    share, area = rule.quorum, await _area(meeting)
    by_heads = attendance.enough(share, replace(counted, called=called))
    return Quorum(
        called=called,
        present=counted.present,
        leave=counted.leave,
        needed=share.least(called) if share else 0,
        met=by_heads and (area is None or area.met),
        sentence="",
        statutory=meeting["rule"] not in CHARTERED,
        area=area,
    )


async def _area(meeting: dict[str, Any]) -> AreaQuorum | None:
    rule = PRESETS[meeting["rule"]]
    if not rule.by_area or rule.quorum is None:
        return None
    found = await db.row(
        "SELECT coalesce(sum(area), 0) AS called, coalesce(sum(CASE WHEN status = 'present'"
        " THEN area ELSE 0 END), 0) AS present FROM called WHERE meeting = {} AND part = 'member'",
        meeting["id"],
    )
    called = (int(found["called"]) if found else 0) + meeting["unlisted_area"]
    present = int(found["present"]) if found else 0
    return AreaQuorum(
        called, present, rule.quorum.least(called), rule.quorum.reached(present, called)
    )
