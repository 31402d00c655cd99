"""From counted choices to a result that is kept with its poll and told to everybody."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from council import db
from council.live import topics
from council.record.entry import canonical
from council.voting import joint, rules
from council.voting.actions import in_person
from council.voting.checking import marks
from council.voting.electors import rules as roll_rules
from council.voting.methods.counting import Result, decide, told
from council.voting.methods.grammar import is_ballot
from council.voting.methods.sheet import sheet_of
from council.voting.papers.rules import SPOILED

if TYPE_CHECKING:
    from council.change import Change
    from council.voting.papers.rules import ByChannel

Outcome = rules.Outcome | Result


async def close_within(
    c: Change,
    poll: dict[str, Any],
    counted: ByChannel,
    outcome: Outcome,
    *,
    invalid: int = 0,
) -> None:
    """The end of every way of closing; `invalid` ballots took part and chose nothing."""
    turnout = sum(sum(one.values()) for one in counted.values())
    result = outcome.as_data() | ({"invalid": invalid} if invalid else {})
    result |= await in_person.told(poll, counted)
    await keep_within(c, poll, turnout, result)


async def keep_within(
    c: Change, poll: dict[str, Any], turnout: int, result: dict[str, Any]
) -> None:
    """Any → closed, with this result, which also says how the frozen roll was changed."""
    result = result | await _changed(poll)
    await db.rows(
        "UPDATE poll SET state = 'closed', closed_at = {}, turnout = {}, result = {}, trouble = ''"
        " WHERE id = {}",
        c.at,
        turnout,
        canonical(result),
        poll["id"],
    )
    opened = await _opened_root(poll)
    c.record("poll.result", {"poll": poll["id"], "n": turnout, **told(result), **opened})
    c.tell(topics.room(poll["meeting"]), "poll.closed", poll["id"])


async def _opened_root(poll: dict[str, Any]) -> dict[str, str]:
    """Of a box that was opened: a root over its ballots, so that none is ever another one."""
    lines = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll["id"])
    return {"opened_root": marks.root(one["choice"] for one in lines)} if lines else {}


async def _changed(poll: dict[str, Any]) -> dict[str, Any]:
    """`roll` of the result, where two officers changed it."""
    if not poll["roll_root"]:
        return {}
    found = await db.rows("SELECT kind FROM roll_change WHERE poll = {}", poll["id"])
    return {"roll": roll_rules.summed(found, poll["roll_root"])}


async def outcome_of(poll: dict[str, Any], counts: dict[str, int]) -> Outcome:
    """By the frozen rule, from the number of each choice."""
    frozen = json.loads(poll["rule"])
    rule = rules.from_data(frozen)
    sheet = sheet_of(poll["method"], poll["options"], poll["parameters"])
    heads = {
        "called": poll["called"],
        # Nobody is "there" in a vote over days: who takes part stands for who is present.
        "present": sum(counts.values()) if frozen.get("over_days") else poll["present"],
        "recused": poll["recused"],
        "represented": poll["represented"],
    }
    if sheet is not None:
        read = {one: number for one, number in counts.items() if is_ballot(sheet, one)}
        return await asyncio.to_thread(decide, sheet, rule, **heads, counts=read)
    if not rule.by_area:
        return rules.decide(rule, **heads, counts=counts)
    areas = await _areas(poll)
    tallies = {one: joint.Tally(heads, areas.get(one, 0)) for one, heads in counts.items()}
    return joint.decide(rule, joint.Tally(poll["called"], frozen["area"]), tallies)


async def _areas(poll: dict[str, Any]) -> dict[str, int]:
    """278: the exclusive area behind each choice."""
    found = await db.rows(
        "SELECT v.choice, sum(c.area) AS area FROM named_vote v"
        " JOIN elector e ON e.poll = v.poll AND e.elector_no = v.elector_no"
        " JOIN called c ON c.meeting = {} AND c.person = e.person WHERE v.poll = {}"
        " GROUP BY v.choice",
        poll["meeting"],
        poll["id"],
    )
    return {one["choice"]: int(one["area"]) for one in found}


def all_channels(counted: ByChannel) -> dict[str, int]:
    """choice → ballots, however they came; without those that say nothing (OWN-20)."""
    found = dict[str, int]()
    for one in counted.values():
        for choice, number in one.items():
            if choice not in {"", SPOILED}:
                found[choice] = found.get(choice, 0) + number
    return found


async def mark_within(c: Change, poll: dict[str, Any]) -> None:
    """poll.marked: of a vote by name, who took part is noted; roots over that and over the ballots.

    How each took part stands there already where it was not on a device of their own.
    """
    cast = await db.rows(
        "SELECT elector_no AS no, choice, rev, receipt FROM named_vote WHERE poll = {}", poll["id"]
    )
    await db.rows(
        "UPDATE elector SET channel = coalesce((SELECT c.channel FROM cast_by c"
        " WHERE c.poll = elector.poll AND c.elector_no = elector.elector_no"
        " AND c.channel <> 'household'), 'phone')"
        " WHERE poll = {} AND channel = 'none' AND elector_no IN"
        " (SELECT elector_no FROM named_vote WHERE poll = {})",
        poll["id"],
        poll["id"],
    )
    roots = {
        "ballots_root": marks.ballots(cast),
        "participants_root": marks.participants(one["no"] for one in cast),
    }
    await db.rows(
        "UPDATE poll SET ballots_root = {}, participants_root = {} WHERE id = {}",
        *roots.values(),
        poll["id"],
    )
    c.record("poll.marked", {"poll": poll["id"], "n": len(cast), **roots})
