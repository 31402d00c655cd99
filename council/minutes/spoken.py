"""What was said and moved at a meeting, by item: from its record (会议记录) to its minutes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from council import db
from council.minutes.facts import Motion, Speech
from council.privacy.naming import as_named

_ENTERED = re.compile(r"进入第(\d+)项")
_OUTCOME = re.compile(r"第\d+项(决定)?[:：]")  # told by the item itself
# What the secretary wrote down in these words is told as the meeting's own; nothing else is.
_VIEW = re.compile(r"会议认为[:：,，]?\s*")
_WANTED = re.compile(r"会议要求[:：,，]?\s*")


@dataclass(slots=True)
class Said:
    """What the record holds of one item: speeches, views, what was decided and asked for."""

    speeches: list[Speech] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)


async def recused(meeting: str, named: frozenset[str]) -> dict[str, list[str]]:
    """Item → who takes no part in it."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in await db.rows(
        "SELECT r.item, r.person, p.name FROM recusal r JOIN agenda_item a ON a.id = r.item"
        " JOIN person p ON p.id = r.person"
        " WHERE a.meeting = {} AND r.ended_at IS NULL ORDER BY r.at",
        meeting,
    ):
        found[row["item"]].append(as_named(row["name"], row["person"], named))
    return found


async def motions(meeting: str, named: frozenset[str]) -> dict[str, list[Motion]]:
    """Item → what was moved and seconded, in that order; nothing that was withdrawn or lapsed."""
    rows = await db.rows(
        "SELECT m.item, m.no, m.text, m.mover, m.seconder, a.name AS mover_name,"
        " b.name AS seconder_name, o.no AS amended"
        " FROM motion m JOIN person a ON a.id = m.mover LEFT JOIN person b ON b.id = m.seconder"
        " LEFT JOIN motion o ON o.id = m.amends"
        " WHERE m.meeting = {} AND m.state IN ('moved', 'postponed') ORDER BY m.moved_at, m.no",
        meeting,
    )
    found: dict[str, list[Motion]] = defaultdict(list)
    for row in rows:
        found[row["item"]].append(
            Motion(
                row["no"],
                row["text"],
                as_named(row["mover_name"], row["mover"], named),
                as_named(row["seconder_name"], row["seconder"], named) if row["seconder"] else "",
                row["amended"] or "",
            )
        )
    return found


async def log(meeting: str, named: frozenset[str]) -> dict[int, Said]:
    """Number of the item → what was said and written down; a struck line is not told again."""
    rows = await db.rows(
        "SELECT l.kind, l.side, l.text, l.struck_at, l.person, p.name FROM log_line l"
        " LEFT JOIN person p ON p.id = l.person WHERE l.meeting = {} ORDER BY l.seq",
        meeting,
    )
    found: dict[int, Said] = defaultdict(Said)
    item = 0
    for row in rows:
        entered = _ENTERED.match(row["text"]) if row["kind"] == "item" else None
        item = int(entered[1]) if entered else item
        if row["struck_at"] is None:
            _take(found[item], row, named)
    return found


def _take(said: Said, row: dict[str, Any], named: frozenset[str]) -> None:
    """A line of the record into what the minutes tell of its item."""
    kind, text = row["kind"], row["text"]
    if kind == "speech" and row["name"]:
        name = as_named(row["name"], row["person"], named)
        said.speeches.append(Speech(name, text, row["side"]))
    if kind not in {"decision", "note"}:
        return
    view, wanted = _VIEW.match(text), _WANTED.match(text)
    if view:
        said.views.append(text[view.end() :])
    elif wanted:
        said.wanted.append(text[wanted.end() :])
    elif kind == "decision" and not _OUTCOME.match(text):
        said.resolved.append(text)
