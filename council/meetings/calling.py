"""Who belongs to a meeting of each kind, read at the moment when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.meetings import kind_queries, owner_queries, queries
from council.meetings.actions.announcing import Call
from council.organisations import queries as organisations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NOBODY_UNLISTED = (0, 0)


async def members(
    kind: str, base: str, named: Sequence[Call], community: str, day: date
) -> tuple[list[Call], tuple[int, int]]:
    """Those who count, and heads and area of owners for whom nobody can be called."""
    if kind == "owners":
        return await _owners(community, day)
    if kind == "council":
        seats = await organisations.committee(community)
        found = [Call(one.person, "member", one.sector, one.title) for one in seats]
    elif kind == "res_all" and base == "households":
        homes = await kind_queries.households_of(community, day)
        found = [Call(one, title="户代表", household=home) for one, home in homes]
    elif kind == "res_all":
        found = [Call(one) for one in await queries.residents_of_age(community, day)]
    else:
        found = list(named)
    return found, NOBODY_UNLISTED


async def _owners(community: str, day: date) -> tuple[list[Call], tuple[int, int]]:
    found = await owner_queries.owners_of(community, day)
    calls = [Call(one.person, title="业主", area=one.area) for one in found.called]
    return calls, (found.unlisted_heads, found.unlisted_area)
