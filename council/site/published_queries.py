"""Reading everything that is public as one list: newest first, by kind, or what a search finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.in_force import today
from council.minutes.blocks import from_json, words
from council.site.published import KINDS, Published, holds, like

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 20
MOST_MINUTES = 200  # the newest of them are searched through
FEED = 50  # entries of the feed

# Each: kind, id, no, title, at, state, and the text that is searched. Nothing that its page hides.
_NOTICES = (
    "SELECT 'notice' AS kind, n.id, CASE n.type WHEN 'publicity' THEN '公示' WHEN 'announcement'"
    " THEN '公告' WHEN 'notification' THEN '通知' ELSE '更正' END || '〔' || n.year || '〕' || n.no"
    " || '号' AS no, n.title, n.published_at AS at, CASE WHEN n.state = 'running'"
    " AND n.ends_on < {} THEN 'over' ELSE n.state END AS state, n.text FROM notice n"
    " WHERE n.community = {} AND n.state <> 'draft'"
)
_MINUTES = (  # the text of recalled ones is nobody's; that of the others is read by `_found_in`
    "SELECT 'minutes' AS kind, n.id, n.number AS no, m.series || ' ' || m.session AS title,"
    " n.published_at AS at, CASE WHEN r.minutes IS NOT NULL THEN 'recalled'"
    " WHEN f.id IS NULL THEN 'corrected' ELSE 'in_force' END AS state, '' AS text"
    " FROM minutes n JOIN meeting m ON m.id = n.meeting"
    " LEFT JOIN minutes_in_force f ON f.id = n.id LEFT JOIN minutes_recall r ON r.minutes = n.id"
    " WHERE n.community = {} AND n.state = 'published'"
)
_RESULTS = (
    "SELECT 'result' AS kind, p.id, COALESCE(o.no, '') AS no, p.text AS title,"
    " p.published_at AS at, CASE WHEN p.result LIKE '%\"verdict\":\"passed\"%' THEN 'passed'"
    " WHEN p.result LIKE '%\"verdict\":\"failed\"%' THEN 'failed'"
    " WHEN p.result LIKE '%\"verdict\":\"invalid\"%' THEN 'invalid' ELSE '' END AS state,"
    " COALESCE(a.title, '') AS text FROM poll p"
    " LEFT JOIN motion o ON o.id = p.motion LEFT JOIN agenda_item a ON a.id = p.item"
    " WHERE p.community = {} AND p.state = 'published'"
)
_MEETINGS = (
    "SELECT 'meeting' AS kind, m.id, '' AS no, m.series || ' ' || m.session AS title,"
    " COALESCE((SELECT MAX(t.at) FROM meeting_notice t WHERE t.meeting = m.id), m.opened_at,"
    " m.starts_at) AS at, m.state, m.place || ' ' || COALESCE((SELECT {join} FROM agenda_item a"
    " WHERE a.meeting = m.id), '') AS text FROM meeting m WHERE m.community = {}"
)
_OUTCOMES = (
    "SELECT 'outcome' AS kind, a.id, '' AS no, a.title, n.published_at AS at, a.next_step AS state,"
    " a.outcome AS text FROM agenda_item a JOIN minutes_in_force n ON n.meeting = a.meeting"
    " WHERE n.community = {} AND a.outcome <> ''"
)
_PROPOSALS = (
    "SELECT 'proposal' AS kind, p.idea AS id, i.no, v.title, p.filed_at AS at, p.state,"
    " v.text || ' ' || v.why || ' ' || v.place AS text FROM proposal p JOIN idea i ON i.id = p.idea"
    " JOIN proposal_version v ON v.proposal = p.idea AND v.version = p.version"
    " WHERE p.community = {}"
)
_WISHES = (
    "SELECT 'wish' AS kind, w.idea AS id, i.no, w.shown AS title, w.shown_at AS at, w.state,"
    " w.thanks AS text FROM wish w JOIN idea i ON i.id = w.idea"
    " WHERE w.community = {} AND w.shown_at IS NOT NULL"
)
_CALLS = (
    "SELECT 'call' AS kind, c.id, i.no, c.title, c.opened_at AS at, CASE WHEN c.state = 'open'"
    " AND c.last_day < {} THEN 'closed' ELSE c.state END AS state,"
    " c.text || ' ' || c.topics || ' ' || c.channels AS text"
    " FROM need_call c JOIN idea i ON i.id = c.idea WHERE c.community = {} AND c.state <> 'draft'"
)
_IDEAS = (
    "SELECT 'idea' AS kind, i.id, i.no, i.title, i.made_at AS at, i.state, i.note AS text"
    " FROM idea i WHERE i.community = {} AND i.kind <> 'proposal'"
    " AND NOT EXISTS (SELECT 1 FROM wish w WHERE w.idea = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM need_call c WHERE c.idea = i.id)"
)
_SOURCES = dict(
    zip(
        KINDS,
        (
            *(_NOTICES, _MINUTES, _RESULTS, _MEETINGS, _OUTCOMES, _PROPOSALS, _WISHES),
            *(_CALLS, _IDEAS),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """One page; `counts`: how many of each kind there are, of all kinds whatever is shown."""

    items: tuple[Published, ...]
    page: int
    counts: dict[str, int]
    kind: str = ""

    @property
    def total(self) -> int:
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


async def search(
    community: str, looked_for: Sequence[str] = (), *, kind: str = "", page: int = 1
) -> Found:
    """What holds all these words in number, title or text; without words everything.

    A number or title that holds the first of them comes before a text that does.
    """
    union, values = _everything(community)
    where, more = await _holding(community, looked_for)
    counted = await db.rows(
        f"SELECT s.kind, COUNT(*) AS n FROM ({union}) s WHERE {where} GROUP BY s.kind",  # noqa: S608 - fixed words; values are bound
        *values,
        *more,
    )
    only, order = ("AND s.kind = {} ", [kind]) if kind else ("", [])
    first, ranks = _rank(looked_for)
    found = await db.rows(
        f"SELECT s.* FROM ({union}) s WHERE {where} {only}"  # noqa: S608 - fixed words; values are bound
        f"ORDER BY {first}s.at DESC, s.kind, s.id LIMIT {{}} OFFSET {{}}",
        *values,
        *more,
        *order,
        *ranks,
        PAGE,
        (page - 1) * PAGE,
    )
    items = [_published(one) for one in found]
    return Found(
        tuple(await _with_words(items) if looked_for else items),
        page,
        {one["kind"]: one["n"] for one in counted},
        kind,
    )


async def newest(community: str) -> tuple[Published, ...]:
    """For the feed; with their texts."""
    union, values = _everything(community)
    found = await db.rows(
        f"SELECT s.* FROM ({union}) s ORDER BY s.at DESC, s.kind, s.id LIMIT {{}}",  # noqa: S608 - fixed words; values are bound
        *values,
        FEED,
    )
    return tuple(map(_published, found))


def _everything(community: str) -> tuple[str, list[Any]]:
    """The union of all sources, and what is bound in it."""
    joined = "string_agg(a.title, ' ')" if _is_postgres() else "group_concat(a.title, ' ')"
    union = " UNION ALL ".join(_SOURCES.values()).replace("{join}", joined)
    values: list[Any] = []
    for source in _SOURCES.values():  # where a kind has a last day, today comes first
        values += [today(), community] if "< {}" in source else [community]
    return union, values


def _is_postgres() -> bool:
    return isinstance(db.engine(), db.SafePostgres)


async def _holding(community: str, looked_for: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that all words stand there; of minutes, in the text as it is read."""
    if not looked_for:
        return "1 = 1", []
    one = " OR ".join(f"LOWER(s.{name}) LIKE {{}} ESCAPE '!'" for name in ("no", "title", "text"))
    where = " AND ".join(f"({one})" for _ in looked_for)
    values: list[Any] = [like(word) for word in looked_for for _ in range(3)]
    inside = await _minutes_with(community, looked_for)
    if inside:
        marks = ", ".join("{}" for _ in inside)
        where = f"({where} OR s.id IN ({marks}))"
        values += inside
    return where, values


async def _minutes_with(community: str, looked_for: Sequence[str]) -> list[str]:
    """Ids of minutes whose sheet holds all words; what was recalled is not read."""
    inside = " AND ".join("LOWER(n.body) LIKE {} ESCAPE '!'" for _ in looked_for)
    found = await db.rows(
        "SELECT n.id, n.body FROM minutes n LEFT JOIN minutes_recall r ON r.minutes = n.id"  # noqa: S608 - fixed words; values are bound
        " WHERE n.community = {} AND n.state = 'published' AND r.minutes IS NULL"
        f" AND {inside} ORDER BY n.published_at DESC LIMIT {{}}",
        community,
        *map(like, looked_for),
        MOST_MINUTES,
    )
    return [one["id"] for one in found if holds(words(from_json(one["body"])), looked_for)]


def _rank(looked_for: Sequence[str]) -> tuple[str, list[Any]]:
    if not looked_for:
        return "", []
    first = like(looked_for[0])
    ranked = (
        "CASE WHEN LOWER(s.no) LIKE {} ESCAPE '!' THEN 0"
        " WHEN LOWER(s.title) LIKE {} ESCAPE '!' THEN 1 ELSE 2 END, "
    )
    return ranked, [first, first]


def _published(row: dict[str, Any]) -> Published:
    at = row["at"]
    if not isinstance(at, datetime):  # SQLite knows no type of what a COALESCE gives
        row = {**row, "at": datetime.fromisoformat(at)}
    return Published(**row)


async def _with_words(items: list[Published]) -> list[Published]:
    """Minutes with their words, for excerpts."""
    ids = [one.id for one in items if one.kind == "minutes" and one.state != "recalled"]
    if not ids:
        return items
    marks = ", ".join("{}" for _ in ids)
    found = await db.rows(f"SELECT id, body FROM minutes WHERE id IN ({marks})", *ids)  # noqa: S608 - only placeholders are put together
    texts = {one["id"]: words(from_json(one["body"])) for one in found}
    return [replace(one, text=texts.get(one.id, one.text)) for one in items]
