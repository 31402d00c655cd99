"""A filled-in form that convenes a meeting, and who fills it in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council.clock import local, now
from council.organisations import actions as organisations

if TYPE_CHECKING:
    from tests.people import Cast


def in_days(days: int) -> str:
    return (local(now()).date() + timedelta(days=days)).isoformat()


async def seat(cast: Cast, *names: str) -> None:
    by = cast.actor(cast.secretary)
    for name in names:
        since, until = date(2026, 1, 1), date(2028, 12, 31)
        sector = "社区居民代表"
        await organisations.seat(cast.people[name], sector, "委员", by, since=since, until=until)


def form(cast: Cast, **other: str) -> dict[str, str]:
    """A meeting of the committee in three days with two points; the other rows stay empty."""
    fields = {
        "kind": "council",
        "series": "“三社联动”共治协商委员会",
        "session": "2026年第9次会议",
        "day": in_days(3),
        "since": "14:00",
        "until": "16:00",
        "place": "二楼议事厅",
        "chair": cast.people[cast.chair],
        "secretary": cast.people[cast.secretary],
        "observers": "顾水巷",
        "item-1-title": "审议服务项目",
        "item-1-kind": "vote",
        "item-1-minutes": "40",
        "item-1-presenter": "R101",
        "item-4-title": "楼道感应灯",
        "item-4-kind": "consult",
        "item-4-minutes": "20",
    }
    for row in range(1, 11):
        fields.setdefault(f"item-{row}-minutes", "15")
        fields.setdefault(f"item-{row}-kind", "consult")
    return {**fields, **other}


def faulty(page: str) -> list[str]:
    """The fields with a fault beside them, in the order of the page."""
    return re.findall(r'<p class="error" id="([\w-]+)-error"', page)
