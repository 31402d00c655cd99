"""What can be done with a poll: made, opened, closed, published, cancelled."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import actions as meetings
from council.meetings.actions import add_line
from council.record.entry import canonical, leaf_hash, root_hash
from council.refusal import NotThere, unreadable
from council.voting import rules
from council.voting.tables import Elector, Poll

if TYPE_CHECKING:
    from council.change import Change

VERDICTS = {"passed": "通过", "failed": "未通过", "invalid": "无效"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the vote, and by which arithmetic; frozen when the poll opens."""

    text: str
    rule: str
    mode: str = "named"
    method: str = "yes_no_abstain"
    motion: str = ""
    allow_revote: bool = False


async def make(meeting: str, question: Question, by: Actor) -> str:
    """poll.made: a poll that nobody can vote in yet; one motion has one poll at a time."""
    rules.may_make(question.rule, question.mode, question.method)
    async with change(by) as c:
        held = await meetings.locked(meeting, by)
        motion = await _motion(meeting, question.motion)
        if motion is not None:
            there = await db.row(
                "SELECT id FROM poll WHERE motion = {} AND state <> 'cancelled'", motion["id"]
            )
            if there is not None:
                return str(there["id"])
        made = new_id()
        await Poll.insert(_new_poll(made, held, motion, question, by, c))
        c.record("poll.made", {"poll": made, "meeting": meeting, "rule": question.rule})
        c.tell(topics.room(meeting), "poll.made", made)
    return made


def _new_poll(
    made: str,
    held: dict[str, Any],
    motion: dict[str, Any] | None,
    question: Question,
    by: Actor,
    c: Change,
) -> Poll:
    return Poll(
        id=made,
        community=by.community,
        meeting=held["id"],
        item=motion["item"] if motion else held["current_item"],
        motion=motion["id"] if motion else None,
        text=question.text,
        rule_code=question.rule,
        rule=canonical(rules.PRESETS[question.rule].as_data()),
        mode=question.mode,
        method=question.method,
        allow_revote=question.allow_revote,
        state="created",
        called=0,
        present=0,
        turnout=0,
        electorate_root="",
        result="",
        made_by=by.person,
        made_at=c.at,
    )


async def open_poll(poll: str, by: Actor, minutes: int = 0) -> None:
    """poll.opened: the roll is who is present now; it, the rule and the mode are frozen."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "open":
            return
        held = await meetings.locked(found["meeting"], by)
        rules.may_open(
            found["state"],
            held["state"],
            another_open=await _another_open(found["meeting"]),
            amendments_left=await _amendments_left(found["motion"]),
        )
        called, roll = await _roll(found["meeting"])
        root = await _freeze_roll(poll, roll)
        closes = c.at + timedelta(minutes=minutes) if minutes else None
        await db.rows(
            "UPDATE poll SET state = 'open', called = {}, present = {}, electorate_root = {},"
            " opened_at = {}, closes_at = {} WHERE id = {}",
            called,
            len(roll),
            root,
            c.at,
            closes,
            poll,
        )
        await add_line(c, found["meeting"], "vote", f"开始记名表决：{found['text']}")
        c.record(
            "poll.opened",
            {
                "poll": poll,
                "rule": json.loads(found["rule"]),
                "mode": found["mode"],
                "called": called,
                "electors": len(roll),
                "electorate_root": root,
            },
        )
        c.tell(topics.room(found["meeting"]), "poll.opened", poll)


async def _roll(meeting: str) -> tuple[int, list[str]]:
    """(called members, persons present) at this moment."""
    found = await db.rows(
        "SELECT person, status FROM called WHERE meeting = {} AND part = 'member'", meeting
    )
    return len(found), [one["person"] for one in found if one["status"] == "present"]


async def _freeze_roll(poll: str, roll: list[str]) -> str:
    """Numbers are a random permutation, so that they tell nothing; returns the roll's root."""
    secrets.SystemRandom().shuffle(roll)
    rows = [Elector(poll=poll, elector_no=no, person=one) for no, one in enumerate(roll, 1)]
    for start in range(0, len(rows), 300):  # SQLite takes 999 values in one statement
        await Elector.insert(*rows[start : start + 300])
    leaves = [
        bytes.fromhex(leaf_hash(canonical({"no": row.elector_no, "person": _blind(poll, row)})))
        for row in rows
    ]
    return root_hash(leaves).hex()


def _blind(poll: str, row: Elector) -> str:
    """The roll's root proves membership to who knows the person's id, and names nobody."""
    return hashlib.sha256(f"{poll}|{row.person}".encode()).hexdigest()


async def close_poll(poll: str, by: Actor) -> None:
    """poll.closed: the state stops every later ballot; what was committed is counted."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] in {"closed", "published"}:
            return
        rules.may_close(found["state"])
        counts = await _counts(poll)
        rule = rules.from_data(json.loads(found["rule"]))
        outcome = rules.decide(
            rule, called=found["called"], present=found["present"], counts=counts
        )
        await db.rows(
            "UPDATE poll SET state = 'closed', closed_at = {}, turnout = {}, result = {}"
            " WHERE id = {}",
            c.at,
            sum(counts.values()),
            canonical(asdict(outcome)),
            poll,
        )
        await add_line(c, found["meeting"], "vote", "表决结束。")
        c.record("poll.result", {"poll": poll, "n": sum(counts.values()), **asdict(outcome)})
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


async def locked(poll: str, by: Actor) -> dict[str, Any]:
    """The poll's row, held until the change ends; another community's is not there."""
    found = await db.held(
        "SELECT * FROM poll WHERE id = {} AND community = {}",
        poll,
        by.community,
    )
    if found is None:
        raise NotThere
    return found


async def _motion(meeting: str, motion: str) -> dict[str, Any] | None:
    if not motion:
        return None
    found = await db.row(
        "SELECT id, item FROM motion WHERE id = {} AND meeting = {}", motion, meeting
    )
    if found is None:
        raise unreadable("poll.motion_unknown")
    return found


async def _another_open(meeting: str) -> bool:
    found = await db.row(
        "SELECT id FROM poll WHERE meeting = {} AND state IN ('open', 'closing')", meeting
    )
    return found is not None


async def _amendments_left(motion: str | None) -> int:
    """Amendments to this motion that have no counted poll yet (MTG-7)."""
    if motion is None:
        return 0
    found = await db.row(
        "SELECT count(*) AS n FROM motion m WHERE m.amends = {} AND NOT EXISTS"
        " (SELECT 1 FROM poll p WHERE p.motion = m.id AND p.state IN ('closed', 'published'))",
        motion,
    )
    return int(found["n"]) if found else 0


async def _counts(poll: str) -> dict[str, int]:
    found = await db.rows(
        "SELECT choice, count(*) AS n FROM named_vote WHERE poll = {} GROUP BY choice", poll
    )
    return {one["choice"]: int(one["n"]) for one in found}
