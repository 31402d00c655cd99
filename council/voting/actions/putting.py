"""Whether a question may be put to this meeting, and what of the meeting is frozen with it."""

from __future__ import annotations

import json
from typing import Any

from council import db
from council.meetings import kind_queries, kinds
from council.record.entry import canonical
from council.voting import rules
from council.voting.papers import rules as paper_rules


async def may_be_put(poll: dict[str, Any], meeting: dict[str, Any]) -> None:
    """OWN-11: announced before; RES-8: discussed by the party organisation where that is asked.

    Refused with poll.rule_not_here, poll.not_announced, poll.not_reviewed.
    """
    kinds.must_count_by(meeting["kind"], poll["rule_code"])
    item = await db.row(
        "SELECT announced, reviewed_on FROM agenda_item WHERE id = {}", poll["item"] or ""
    )
    terms = await kind_queries.terms(meeting["community"])
    itself = poll["scope"] == "called"  # a vote over days is announced by its own notice
    kinds.may_put(
        meeting["kind"],
        announced=itself or (item is not None and item["announced"]),
        reviewed=item is not None and item["reviewed_on"] is not None,
        review_first=terms.review_first,
    )


async def frozen_rule(rule: str, meeting: dict[str, Any]) -> str:
    """With what prevails between channels, and the whole exclusive area, where the rule counts it.

    OWN-14: what counts if somebody voted in two ways is fixed before the first ballot.
    """
    data = json.loads(rule)
    data["prevails"] = paper_rules.prevailing(rules.from_data(data))
    if not rules.from_data(data).by_area:
        return canonical(data)
    found = await db.row(
        "SELECT coalesce(sum(area), 0) AS area FROM called WHERE meeting = {} AND part = 'member'",
        meeting["id"],
    )
    called = int(found["area"]) if found else 0
    return canonical({**data, "area": called + meeting["unlisted_area"]})


async def roll_of(meeting: dict[str, Any], item: str | None) -> tuple[int, list[str], int]:
    """(all who count, persons who vote, present ones who recused themselves) at this moment."""
    found = await db.rows(
        "SELECT c.person, c.status, r.id AS recused FROM called c LEFT JOIN recusal r"
        " ON r.person = c.person AND r.item = {} AND r.ended_at IS NULL"
        " WHERE c.meeting = {} AND c.part = 'member'",
        item,
        meeting["id"],
    )
    present = [one for one in found if one["status"] == "present"]
    roll = [one["person"] for one in present if one["recused"] is None]
    called = len(found) + meeting["unlisted_heads"]
    return called, roll, len(present) - len(roll)


async def roll_of_called(meeting: dict[str, Any]) -> tuple[int, list[str]]:
    """(all who count, the called whose identity is verified), wherever they are at this moment."""
    found = await db.rows(
        "SELECT c.person, p.state FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.part = 'member'",
        meeting["id"],
    )
    roll = [one["person"] for one in found if one["state"] == "verified"]
    return len(found) + meeting["unlisted_heads"], roll
