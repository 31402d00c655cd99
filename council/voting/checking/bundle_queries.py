"""What goes into the bundle of a poll: numbers and hashes, never a name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from council import db
from council.voting.checking import bundle
from council.voting.delivery import queries as delivery_queries
from council.voting.methods import in_bundle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.voting.queries import PollRow


def make(
    poll: PollRow, leaves: Sequence[str], changes: Sequence[dict[str, Any]], cast: dict[str, Any]
) -> dict[str, Any]:
    """The bundle as JSON can hold it.

    `leaves` of the roll as it was opened; `changes` are what two officers changed of it later.
    `cast`: the numbers of those who `took_part`, and of a vote by name `ballots` with no, choice,
    rev, receipt, and area by 278; of a sealed one `box` with its root and hashes, and `opened`.
    """
    roll: dict[str, Any] = {"root": poll.electorate_root, "leaves": list(leaves)}
    if changes:
        before = poll.called - sum(one["called"] for one in changes)
        roll |= {"called": before, "changes": list(changes), "now": poll.roll_root}
    return {
        "kind": bundle.KIND,
        "poll": {
            "id": poll.id,
            "text": poll.text,
            "mode": poll.mode,
            "method": poll.method,
            **in_bundle.told(poll.sheet),
        },
        "rule": poll.rule,
        "called": poll.called,
        "recused": poll.recused,
        "represented": poll.represented,
        "electorate": roll,
        "participants_root": poll.participants_root,
        **cast,
        "result": poll.result,
    }


async def whole(poll: PollRow, signer: str) -> dict[str, Any]:
    """All that is needed to count a published poll again; `signer`: the key of the receipts."""
    roll = await leaves_of(poll), await changes_of(poll.id)
    told = await delivery_queries.in_bundle(poll)
    return make(poll, *roll, await cast_in(poll)) | told | {"signer": signer}


async def leaves_of(poll: PollRow) -> list[str]:
    """The leaves of the roll as it was opened, in the order of the electors' numbers."""
    found = await db.rows(
        "SELECT elector_no AS no, person FROM elector WHERE poll = {} UNION ALL"
        " SELECT elector_no, person FROM roll_change WHERE poll = {} AND kind = 'struck'"
        " ORDER BY 1",
        poll.id,
        poll.id,
    )
    added = {one["no"] for one in await changes_of(poll.id) if one["kind"] == "added"}
    opening = [one for one in found if one["no"] not in added]
    return await asyncio.to_thread(_leaves, poll.id, opening)  # ten microseconds for each elector


async def changes_of(poll: str) -> list[dict[str, Any]]:
    """What two officers changed of the roll after the opening, in that order."""
    return await db.rows(
        "SELECT kind, elector_no AS no, leaf, called FROM roll_change WHERE poll = {}"
        " ORDER BY roll_change.no",
        poll,
    )


def _leaves(poll: str, roll: list[dict[str, Any]]) -> list[str]:
    return [bundle.leaf(poll, one["no"], one["person"]) for one in roll]


async def cast_in(poll: PollRow) -> dict[str, Any]:
    """Who took part, and each ballot by the number of its elector; or what the sealed box held."""
    took_part = await db.rows(
        "SELECT elector_no AS no FROM elector WHERE poll = {} AND channel <> 'none'"
        " ORDER BY elector_no",
        poll.id,
    )
    marked = {"took_part": [one["no"] for one in took_part], **await _papers(poll.id)}
    if poll.mode != "named":
        return marked | await _opened(poll)
    return marked | {"ballots": await _named(poll), "ballots_root": poll.ballots_root}


async def _named(poll: PollRow) -> list[dict[str, Any]]:
    """Where area counts (278), each ballot has the area behind it, in 0.01 m².

    `channel` stands on what did not come by phone.
    """
    found = await db.rows(
        "SELECT v.elector_no AS no, v.choice, v.rev, v.receipt, c.area,"
        " nullif(nullif(e.channel, 'none'), 'phone') AS channel"
        " FROM named_vote v JOIN elector e ON e.poll = v.poll AND e.elector_no = v.elector_no"
        " LEFT JOIN called c ON c.meeting = {} AND c.person = e.person"
        " WHERE v.poll = {} ORDER BY v.elector_no",
        poll.meeting,
        poll.id,
    )
    said = ("no", "choice", "rev", "receipt", *(["area"] if poll.rule.get("by_area") else []))
    return [
        {name: one[name] for name in said} | ({"channel": way} if (way := one["channel"]) else {})
        for one in found
    ]


async def _opened(poll: PollRow) -> dict[str, Any]:
    """The hashes by which voters find their ciphertexts, and what was in the box."""
    lines = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll.id)
    box = await db.rows("SELECT ct_hash, ct FROM box WHERE poll = {} ORDER BY ct_hash", poll.id)
    return {
        "box": {
            "root": poll.box_root,
            "hashes": [one["ct_hash"] for one in box],
            **(await _ciphertexts(poll, box) if poll.mode == "tellers" else {}),
        },
        "opened": [one["choice"] for one in lines],
    }


async def _papers(poll: str) -> dict[str, Any]:
    """`papers`: each agreed sheet with its salted hash, and what became of what was entered."""
    sheets = await db.rows(
        "SELECT s.no, s.kind, s.hash, (SELECT count(*) FROM paper_mark k WHERE k.sheet = s.id) AS n"
        " FROM paper_sheet s WHERE s.poll = {} AND s.state = 'agreed' ORDER BY s.no",
        poll,
    )
    if not sheets:
        return {}
    found = await db.rows(
        "SELECT outcome, count(*) AS n FROM paper_mark WHERE poll = {} GROUP BY outcome", poll
    )
    marks = {one["outcome"]: int(one["n"]) for one in found}
    replaced = marks.get("replaced", 0)
    return {
        "papers": {
            "sheets": sheets,
            "counted": marks.get("counted", 0) + replaced,
            "replaced": replaced,
            "passed_over": marks.get("passed_over", 0),
        }
    }


async def _ciphertexts(poll: PollRow, box: list[dict[str, Any]]) -> dict[str, Any]:
    """What tellers open once more by themselves; none once the box was destroyed."""
    found = await db.row("SELECT public_key FROM poll WHERE id = {}", poll.id)
    if found is None or not all(one["ct"] for one in box):
        return {}
    return {
        "public_key": found["public_key"],
        "ciphertexts": [one["ct"] for one in box],
    }
