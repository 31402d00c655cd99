"""Sample floors: a debate in each of the states that its screens have to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from council.room.floor_view import FloorView, TurnView

if TYPE_CHECKING:
    from datetime import datetime

SPEAKS = TurnView("tu1", "p2", "沈石桥", "居民代表", "yes", 120)
WAITS = (
    TurnView("tu2", "p11", "曾绣绷", "物业公司", "no", 120),
    TurnView("tu3", "p10", "唐腊梅", "居民代表", "yes", 120),
    TurnView("tu4", "p7", "邓水磨", "社会组织", "no", 120),
)
POINT = TurnView("tu5", "p4", "梁蚕豆", "居民代表", "order", 120)
FREE = FloorView(
    shut="",
    motion="mo3a",
    motion_no="3-A",
    observers=True,
    presiding="p0",
    presiding_name="曹评话",
    times={"p8": 2, "p10": 1},
)


def floors(now: datetime) -> dict[str, FloorView]:
    """While somebody speaks the clock has 01:42 left at `now`."""
    speaks = replace(SPEAKS, ends_at=now + timedelta(seconds=102))
    paused = replace(SPEAKS, left=24)
    return {
        "empty": FREE,
        "item": replace(FREE, motion="", motion_no=""),
        "waiting": replace(FREE, waiting=WAITS),
        "speaking": replace(FREE, speaker=speaks, waiting=WAITS),
        "out-of-order": replace(
            FREE, speaker=replace(speaks, departs="answer", reminder="topic"), waiting=WAITS
        ),
        "paused": replace(FREE, speaker=paused, waiting=WAITS),
        "over": replace(FREE, speaker=replace(SPEAKS, left=-12)),
        "point": replace(FREE, speaker=speaks, waiting=(POINT, *WAITS)),
        "interrupted": replace(FREE, speaker=POINT, interrupted=paused, waiting=WAITS),
        "closed": replace(FREE, closed=True),
        "handed": replace(FREE, presiding="p6", presiding_name="冯木香", handed_over=True),
        "voting": replace(FREE, shut="floor.voting", waiting=WAITS[:1]),
        "break": replace(FREE, shut="floor.break"),
    }
