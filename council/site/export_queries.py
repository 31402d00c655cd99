"""Reading whole registers for export, a page at a time; every value is text or empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.identity.arrivals import here

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

PAGE = 300  # rows read at once: the event loop is held for milliseconds only


async def _paged(sql: str, community: str, key: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Pages in the order of `key`, which is unique; `sql` ends in its conditions."""
    last = ""
    while rows := await db.rows(
        f"{sql} AND {key} > {{}} ORDER BY {key} LIMIT {PAGE}", community, last
    ):
        yield rows
        last = rows[-1]["id"]


async def people(community: str) -> AsyncIterator[dict[str, Any]]:
    """Everybody on the roll with the units that they are tied to."""
    async for rows in _paged(
        "SELECT p.id, p.roll_no, p.name, p.gender, p.birth_date, p.hukou, p.phone, p.id_last4,"  # noqa: S608 - a fixed condition
        f" p.state FROM person p WHERE p.community = {{}} AND {here('p')}",
        community,
        "p.id",
    ):
        homes = await _homes(community, rows[0]["id"], rows[-1]["id"])
        for one in rows:
            ties = homes.get(one["id"], [])
            yield {
                **one,
                "homes": "、".join(code for code, _ in ties),
                "ties": "、".join(tie for _, tie in ties),
            }


async def _homes(community: str, first: str, last: str) -> dict[str, list[tuple[str, str]]]:
    found = await db.rows(
        "SELECT r.person, u.code, r.tie FROM residence r JOIN unit u ON u.id = r.unit"
        " WHERE u.community = {} AND r.person >= {} AND r.person <= {} ORDER BY u.code, r.tie",
        community,
        first,
        last,
    )
    homes: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        homes.setdefault(one["person"], []).append((one["code"], one["tie"]))
    return homes


async def units(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT u.id, u.code, u.building, u.entrance, u.room, u.area, u.area_source FROM unit u"  # noqa: S608 - a fixed condition
        f" WHERE u.community = {{}} AND {here('u')}",
        community,
        "u.id",
    ):
        for one in rows:
            yield {**one, "area": f"{one['area'] // 100}.{one['area'] % 100:02d}"}


async def households(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT h.id, u.code, h.no, p.name AS representative, (SELECT COUNT(*) FROM residence r"
        " WHERE r.household = h.id) AS people FROM household h JOIN unit u ON u.id = h.unit"
        " LEFT JOIN person p ON p.id = h.representative WHERE h.community = {}",
        community,
        "h.id",
    ):
        for one in rows:
            yield {**one, "representative": one["representative"] or ""}


async def organisations(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT o.id, o.name, o.kind, o.rating FROM organisation o WHERE o.community = {}",
        community,
        "o.id",
    ):
        for one in rows:
            yield one


async def seats(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT s.id, p.name, COALESCE(x.name, s.sector) AS sector, s.title, s.from_date,"
        " s.until_date, s.ended_at FROM seat s JOIN person p ON p.id = s.person LEFT JOIN sector x"
        " ON x.community = s.community AND x.code = s.sector WHERE s.community = {}",
        community,
        "s.id",
    ):
        for one in rows:
            yield {**one, "ended": _day(one["ended_at"])}


async def offices(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT a.id, p.name, a.office, a.scope, a.acting, a.from_date, a.until_date,"
        " a.granted_at, a.ended_at FROM appointment a JOIN person p ON p.id = a.person"
        " WHERE a.community = {}",
        community,
        "a.id",
    ):
        for one in rows:
            yield {
                **one,
                "acting": "是" if one["acting"] else "",
                "from_date": one["from_date"] or "",
                "until_date": one["until_date"] or "",
                "granted": _day(one["granted_at"]),
                "ended": _day(one["ended_at"]),
            }


async def access_log(community: str) -> AsyncIterator[dict[str, Any]]:
    async for rows in _paged(
        "SELECT l.id, l.at, v.name AS viewer, l.office, l.what, p.name AS person, l.why,"
        " l.rows_seen FROM access_log l JOIN person v ON v.id = l.viewer"
        " LEFT JOIN person p ON p.id = l.person WHERE l.community = {}",
        community,
        "l.id",
    ):
        for one in rows:
            at = local(one["at"]).strftime("%Y-%m-%d %H:%M")
            yield {**one, "at": at, "person": one["person"] or ""}


def _day(moment: datetime | None) -> str:
    return local(moment).date().isoformat() if moment else ""
