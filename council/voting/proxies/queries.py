"""Reading proxies: of a meeting for its officers, one's own for principal and holder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere
from council.voting.sealing import envelopes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from council.identity.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ProxyRow:
    """A live proxy. `instructions`: number and title of the point, and the choice."""

    id: str
    meeting: str
    session: str
    state: str  # of the meeting
    principal: str
    principal_name: str
    holder: str
    holder_name: str
    authority_on: date
    kept_at: str
    instructions: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Represented:
    """An elector whose proxy one holds in a poll, and what was cast for them.

    `cast`: nothing, proxy, or own where they voted for themselves; the choice of a sealed one is
    unknown, and its receipt once the box is closed.
    """

    person: str
    name: str
    home: str
    instruction: str
    cast: str
    choice: str
    receipt: str
    rev: int


_LIVE = (
    "SELECT p.id, p.meeting, m.session, m.state, p.principal, a.name AS principal_name, p.holder,"
    " b.name AS holder_name, p.authority_on, p.kept_at FROM proxy p"
    " JOIN meeting m ON m.id = p.meeting JOIN person a ON a.id = p.principal"
    " JOIN person b ON b.id = p.holder WHERE p.ended_at IS NULL"
)


async def of_meeting(meeting: str) -> list[ProxyRow]:
    """Every live one, in the order in which they were entered."""
    return await _rows(_LIVE + " AND p.meeting = {} ORDER BY p.made_at, p.id", meeting)


async def mine(person: str) -> list[ProxyRow]:
    """Live ones that somebody gave or holds, of meetings that are still to end."""
    return await _rows(
        _LIVE + " AND m.state IN ('announced', 'open') AND {} IN (p.principal, p.holder)"
        " ORDER BY m.starts_at, p.made_at, p.id",
        person,
    )


async def proxy_for(viewer: Viewer, proxy: str) -> ProxyRow:
    """For its principal and for officers of the community; to others it is not there."""
    found = await _rows(
        _LIVE.replace("p.ended_at IS NULL", "p.id = {} AND m.community = {}"),
        proxy,
        viewer.community,
    )
    if not found or not (viewer.officer or viewer.person == found[0].principal):
        raise NotThere
    return found[0]


async def _rows(sql: str, *args: Any) -> list[ProxyRow]:
    found = [ProxyRow(**one) for one in await db.rows(sql, *args)]
    said = await _instructions([one.id for one in found])
    return [replace(one, instructions=said.get(one.id, ())) for one in found]


async def _instructions(proxies: list[str]) -> Mapping[str, tuple[tuple[int, str, str], ...]]:
    if not proxies:
        return {}
    marks = ", ".join("{}" for _ in proxies)
    found = await db.rows(
        "SELECT i.proxy, a.no, a.title, i.choice FROM proxy_instruction i"  # noqa: S608 - only placeholders are put together
        f" JOIN agenda_item a ON a.id = i.item WHERE i.proxy IN ({marks}) ORDER BY a.no",
        *proxies,
    )
    by_proxy: dict[str, tuple[tuple[int, str, str], ...]] = {}
    for one in found:
        line = (one["no"], one["title"], one["choice"])
        by_proxy[one["proxy"]] = (*by_proxy.get(one["proxy"], ()), line)
    return by_proxy


async def held_in(poll: str, holder: str) -> list[Represented]:
    """Those for whom this person votes in this poll, by name."""
    found = await db.rows(
        "SELECT e.person, n.name, i.choice AS instruction, e.channel, c.channel AS via,"
        " v.choice, v.receipt, v.rev, w.ct_hash, w.rev AS sealed,"
        " (SELECT min(u.building || u.entrance || u.room) FROM residence r"
        " JOIN unit u ON u.id = r.unit WHERE r.person = e.person) AS home"
        " FROM elector e JOIN person n ON n.id = e.person JOIN poll p ON p.id = e.poll"
        " LEFT JOIN proxy x ON x.meeting = p.meeting AND x.principal = e.person"
        " AND x.ended_at IS NULL"
        " LEFT JOIN proxy_instruction i ON i.proxy = x.id AND i.item = p.item"
        " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
        " LEFT JOIN envelope w ON w.poll = e.poll AND w.elector_no = e.elector_no"
        " LEFT JOIN cast_by c ON c.poll = e.poll AND c.elector_no = e.elector_no"
        " WHERE e.poll = {} AND e.holder = {} ORDER BY n.name, e.person",
        poll,
        holder,
    )
    return [_represented(one) for one in found]


def _represented(one: dict[str, Any]) -> Represented:
    there = one["rev"] is not None or one["sealed"] is not None or one["channel"] != "none"
    cast = ("proxy" if one["via"] == "proxy" else "own") if there else ""
    mine_ = cast == "proxy"
    receipt = envelopes.receipt(one["ct_hash"]) if one["ct_hash"] else one["receipt"] or ""
    return Represented(
        person=one["person"],
        name=one["name"],
        home=one["home"] or "",
        instruction=one["instruction"] or "",
        cast=cast,
        choice=(one["choice"] or "") if mine_ else "",
        receipt=receipt if mine_ else "",
        rev=(one["rev"] or one["sealed"] or 0) if mine_ else 0,
    )


async def holders_of(poll: str) -> frozenset[str]:
    """Who votes for somebody else in this poll, as it was frozen."""
    found = await db.rows(
        "SELECT DISTINCT holder FROM elector WHERE poll = {} AND holder IS NOT NULL", poll
    )
    return frozenset(one["holder"] for one in found)
