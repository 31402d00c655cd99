"""Who is spoken for when a poll opens: principals with a proxy whose holder is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.meetings import kind_queries
from council.record.entry import canonical
from council.voting.proxies import rules as proxy_rules
from council.voting.proxies.rules import Given

if TYPE_CHECKING:
    from collections.abc import Sequence


async def with_proxies(rule: str, meeting: dict[str, Any]) -> str:
    """The rule with what this council has set: how many proxies, and whether they make a quorum."""
    data = json.loads(rule)
    terms = await kind_queries.terms(meeting["community"])
    most = proxy_rules.limit(data["code"], terms)
    return canonical({**data, "proxies": most, "represented": terms.represented})


async def spoken_for(
    meeting: dict[str, Any], item: str | None, roll: Sequence[str], rule: str
) -> dict[str, str]:
    """Principal → holder, for the roll of one poll; whoever is there votes for themselves."""
    most = int(json.loads(rule)["proxies"])
    if not most:
        return {}
    given = await db.rows(
        "SELECT principal, holder FROM proxy WHERE meeting = {} AND ended_at IS NULL"
        " ORDER BY made_at, id",
        meeting["id"],
    )
    return proxy_rules.speakers(
        [Given(**one) for one in given],
        frozenset(roll),
        await _absent(meeting["id"], item),
        most,
    )


async def spoken_for_over_days(
    meeting: dict[str, Any], roll: Sequence[str], rule: str
) -> dict[str, str]:
    """Principal → holder, in a vote in which nobody need be there: either of the two may vote."""
    most = int(json.loads(rule)["proxies"])
    if not most:
        return {}
    given = await db.rows(
        "SELECT p.principal, p.holder FROM proxy p JOIN called c"
        " ON c.meeting = p.meeting AND c.person = p.principal AND c.part = 'member'"
        " WHERE p.meeting = {} AND p.ended_at IS NULL ORDER BY p.made_at, p.id",
        meeting["id"],
    )
    principals = frozenset(one["principal"] for one in given)
    holders = frozenset(roll) - principals  # no chains
    return proxy_rules.speakers([Given(**one) for one in given], holders, principals, most)


async def _absent(meeting: str, item: str | None) -> frozenset[str]:
    """Members who are called, are not there and did not recuse themselves."""
    found = await db.rows(
        "SELECT c.person FROM called c LEFT JOIN recusal r"
        " ON r.person = c.person AND r.item = {} AND r.ended_at IS NULL"
        " WHERE c.meeting = {} AND c.part = 'member' AND c.status <> 'present' AND r.id IS NULL",
        item,
        meeting,
    )
    return frozenset(one["person"] for one in found)
