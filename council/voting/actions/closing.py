"""A poll is closed and counted, published, or cancelled."""

from __future__ import annotations

import json
from typing import Any

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings.actions import add_line, return_chair_within
from council.record.entry import canonical
from council.voting import joint, rules
from council.voting.actions.held import locked

VERDICTS = {"passed": "通过", "failed": "未通过", "invalid": "无效"}


async def close_poll(poll: str, by: Actor) -> None:
    """poll.closed: the state stops every later ballot; what was committed is counted."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] in {"closed", "published"}:
            return
        rules.may_close(found["state"])
        counts = await _counts(poll)
        outcome = await _outcome(found, counts)
        await db.rows(
            "UPDATE poll SET state = 'closed', closed_at = {}, turnout = {}, result = {}"
            " WHERE id = {}",
            c.at,
            sum(counts.values()),
            canonical(outcome.as_data()),
            poll,
        )
        await add_line(c, found["meeting"], "vote", "表决结束。")
        c.record("poll.result", {"poll": poll, "n": sum(counts.values()), **outcome.as_data()})
        c.tell(topics.room(found["meeting"]), "poll.closed", poll)


async def publish(poll: str, by: Actor) -> None:
    """poll.published: everybody sees the numbers, the rule and the verdict."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "published":
            return
        rules.may_publish(found["state"])
        await db.rows(
            "UPDATE poll SET state = 'published', published_at = {} WHERE id = {}", c.at, poll
        )
        r = json.loads(found["result"])
        await add_line(
            c,
            found["meeting"],
            "vote",
            f"表决结果：赞成{r['yes']}票，反对{r['no']}票，弃权{r['abstain']}票，"
            f"{VERDICTS[r['verdict']]}。",
        )
        if found["motion"]:
            await return_chair_within(c, found["meeting"], "voted", found["motion"])
        c.record("poll.published", {"poll": poll, "verdict": r["verdict"]})
        c.tell(topics.room(found["meeting"]), "poll.published", poll)


async def cancel(poll: str, by: Actor) -> None:
    """poll.cancelled: nothing of it counts; the motion can be put to the vote again."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "cancelled":
            return
        rules.may_cancel(found["state"])
        await db.rows(
            "UPDATE poll SET state = 'cancelled', closed_at = {} WHERE id = {}", c.at, poll
        )
        await add_line(c, found["meeting"], "vote", "撤销本次表决，不计票。")
        c.record("poll.voided", {"poll": poll})
        c.tell(topics.room(found["meeting"]), "poll.cancelled", poll)


async def _outcome(poll: dict[str, Any], counts: dict[str, int]) -> rules.Outcome:
    frozen = json.loads(poll["rule"])
    rule = rules.from_data(frozen)
    if not rule.by_area:
        return rules.decide(
            rule,
            called=poll["called"],
            present=poll["present"],
            recused=poll["recused"],
            counts=counts,
        )
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


async def _counts(poll: str) -> dict[str, int]:
    found = await db.rows(
        "SELECT choice, count(*) AS n FROM named_vote WHERE poll = {} GROUP BY choice", poll
    )
    return {one["choice"]: int(one["n"]) for one in found}
