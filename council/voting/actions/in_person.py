"""What sheets of papers and hands mean for the end of a vote, inside the change that ends it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import Refused
from council.voting.actions.entering import withdraw_within
from council.voting.papers import rules as paper_rules

if TYPE_CHECKING:
    from council.change import Change


async def must_be_entered(poll: str) -> None:
    """Refused with poll.sheets_unfinished while a sheet is neither agreed nor withdrawn."""
    paper_rules.must_be_entered(len(await _unfinished(poll)))


async def withdraw_unfinished(c: Change, poll: dict[str, Any]) -> None:
    """The vote is cancelled: what was half entered is erased."""
    for sheet in await _unfinished(poll["id"]):
        await withdraw_within(c, poll, sheet)


async def papers_of(poll: str) -> Counter[str]:
    """Of a secret vote: choice → papers, over the agreed sheets.

    Refused with poll.does_not_add_up unless they are as many as the electors they came from.
    """
    found = await db.rows(
        "SELECT k.choice, sum(k.n) AS n FROM paper_count k JOIN paper_sheet s"
        " ON s.id = k.sheet AND s.officer_a = k.officer"
        " WHERE s.poll = {} AND s.state = 'agreed' GROUP BY k.choice",
        poll,
    )
    papers = Counter({one["choice"]: int(one["n"]) for one in found})
    marked = await db.row("SELECT count(*) AS n FROM paper_mark WHERE poll = {}", poll)
    if papers.total() != int(marked["n"] if marked else 0):
        raise Refused("poll.does_not_add_up")
    return papers


async def by_channel(poll: str) -> paper_rules.ByChannel:
    """Of a vote by name: channel (phone, proxy, assisted, kiosk, paper, hands) → choice → ballots.

    Refused with poll.does_not_add_up unless every ballot in person is there once.
    """
    found = await db.rows(
        "SELECT CASE WHEN e.channel IN ('paper', 'hands') THEN e.channel"
        " WHEN c.channel = 'household' THEN 'phone'"
        " ELSE coalesce(c.channel, 'phone') END AS way, v.choice, count(*) AS n FROM named_vote v"
        " JOIN elector e ON e.poll = v.poll AND e.elector_no = v.elector_no"
        " LEFT JOIN cast_by c ON c.poll = v.poll AND c.elector_no = v.elector_no"
        " WHERE v.poll = {} GROUP BY 1, v.choice ORDER BY 1, v.choice",
        poll,
    )
    counted = paper_rules.ByChannel()
    for one in found:
        counted.setdefault(one["way"], {})[one["choice"]] = int(one["n"])
    marked = await db.row(
        "SELECT count(*) AS n FROM paper_mark WHERE poll = {} AND outcome <> 'passed_over'", poll
    )
    there = sum(sum(counted.get(name, {}).values()) for name in paper_rules.IN_PERSON)
    if there != int(marked["n"] if marked else 0):
        raise Refused("poll.does_not_add_up")
    return counted


async def told(poll: dict[str, Any], counted: paper_rules.ByChannel) -> dict[str, Any]:
    """`ways` of the result, where anybody voted otherwise than by phone."""
    conflicts = await db.row(
        "SELECT count(*) AS n FROM paper_mark WHERE poll = {} AND outcome <> 'counted'", poll["id"]
    )
    number = int(conflicts["n"] if conflicts else 0)
    if not number and not counted.keys() - {"phone", "electronic"}:
        return {}
    return {"ways": paper_rules.told(poll["mode"], counted, number, poll["method"])}


async def _unfinished(poll: str) -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT id, no FROM paper_sheet WHERE poll = {} AND state = 'entering'", poll
    )
