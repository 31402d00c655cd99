"""A frozen roll is changed: asked for by one officer, done when another one confirms it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.live import topics
from council.refusal import NotThere
from council.voting import rules
from council.voting.actions.held import locked, say_in_session
from council.voting.checking import bundle
from council.voting.electors import rules as roll_rules
from council.voting.tables import Elector, RollChange

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.confirmations.kinds import Asked

KIND = "poll_roll"  # the kind of confirmation
# All that may tie something to an elector, in the order in which it can go.
TIED = ("household_voice", "cast_by", "paper_mark", "named_vote", "envelope", "elector")


async def ask_to_strike(poll: str, person: str, why: str, reason: str, by: Actor) -> str:
    """confirmation.asked: that somebody was never entitled and goes, with their ballot.

    Returns the id of what a second officer has to confirm. Refused with roll.moved_away,
    roll.not_frozen, poll.closed, roll.secret_paper.
    """
    roll_rules.must_strike(why, reason)
    async with change(by) as act:
        found = await locked(poll, by)
        roll_rules.may_change(found["state"])
        await _elector(found, person)
        return await _ask(act, found, person, "struck", reason)


async def ask_to_add(poll: str, person: str, reason: str, by: Actor) -> str:
    """confirmation.asked: that somebody was left out by mistake and comes onto the roll.

    Refused with roll.not_frozen, poll.closed, roll.not_verified, roll.there_already,
    roll.owner_not_called.
    """
    roll_rules.must_reason(reason)
    async with change(by) as act:
        found = await locked(poll, by)
        roll_rules.may_change(found["state"])
        await _may_add(found, person)
        return await _ask(act, found, person, "added", reason)


async def _ask(act: Change, poll: dict[str, Any], person: str, kind: str, reason: str) -> str:
    someone = await identity.person(person, poll["community"])
    body = {"poll": poll["id"], "kind": kind, "ground": reason, "roll_no": someone.roll_no}
    return await ask_within(act, KIND, person, body)


async def apply_roll_change(act: Change, asked: Asked) -> None:
    """poll.roll_changed: what a second officer confirmed, in one transaction with its ballot.

    Whoever is struck has no ballot any more, and cannot cast one: a ballot that comes at the same
    instant waits for this transaction, or this one for it.
    """
    found = await locked(asked.body["poll"], act.by)
    roll_rules.may_change(found["state"])
    kind, person = asked.body["kind"], asked.subject
    no, called, leaf, spoken_for = await (_strike if kind == "struck" else _add)(found, person)
    at = await _next(found["id"])
    await RollChange.insert(
        RollChange(
            poll=found["id"],
            no=at,
            kind=kind,
            elector_no=no,
            person=person,
            leaf=leaf,
            called=called,
            reason=asked.body["ground"],
            asked_by=asked.asker,
            confirmed_by=act.by.person,
            at=act.at,
        )
    )
    root = await _new_root(found, called, spoken_for)
    body = {"poll": found["id"], "no": at, "kind": kind, "elector": no, "called": called}
    act.record("poll.roll_changed", body | {"roll_root": root}, {"reason": asked.body["ground"]})
    words = {"struck": "从名册上划去1人，已投的票取出", "added": "名册补入1人"}
    await say_in_session(act, found, f"{words[kind]}（两名工作人员核对）。")
    act.tell(topics.room(found["meeting"]), "poll.roll_changed", found["id"])


Done = tuple[int, int, str, int]  # number, how `called` changes, leaf, how `represented` changes


async def _strike(poll: dict[str, Any], person: str) -> Done:
    there = await _elector(poll, person)
    no = int(there["elector_no"])
    for table in TIED:
        await db.rows(
            f"DELETE FROM {table} WHERE poll = {{}} AND elector_no = {{}}",  # noqa: S608 - our own names
            poll["id"],
            no,
        )
    by_area = rules.from_data(json.loads(poll["rule"])).by_area
    called = roll_rules.called_by("struck", called=await _called(poll, person), by_area=by_area)
    return no, called, bundle.leaf(poll["id"], no, person), -1 if there["holder"] else 0


async def _add(poll: dict[str, Any], person: str) -> Done:
    called = await _may_add(poll, person)
    highest = await db.row(
        "SELECT max(no) AS no FROM (SELECT elector_no AS no FROM elector WHERE poll = {}"
        " UNION ALL SELECT elector_no FROM roll_change WHERE poll = {}) AS numbers",
        poll["id"],
        poll["id"],
    )
    no = int((highest or {})["no"] or 0) + 1
    await Elector.insert(Elector(poll=poll["id"], elector_no=no, person=person, channel="none"))
    return no, called, bundle.leaf(poll["id"], no, person), 0


async def _elector(poll: dict[str, Any], person: str) -> dict[str, Any]:
    """Number and holder, locked: a ballot of this elector is written before or after it."""
    found = await db.held(
        "SELECT elector_no, holder FROM elector WHERE poll = {} AND person = {}",
        poll["id"],
        person,
    )
    if found is None:
        raise NotThere
    paper = await db.row(
        "SELECT sheet FROM paper_mark WHERE poll = {} AND elector_no = {}",
        poll["id"],
        found["elector_no"],
    )
    roll_rules.may_strike(poll["mode"], on_paper=paper is not None)
    return found


async def _may_add(poll: dict[str, Any], person: str) -> int:
    """By how much all who count become more."""
    someone = await identity.person(person, poll["community"])
    there = await db.row(
        "SELECT elector_no FROM elector WHERE poll = {} AND person = {} UNION ALL"
        " SELECT elector_no FROM household_voice WHERE poll = {} AND person = {}",
        poll["id"],
        person,
        poll["id"],
        person,
    )
    called = await _called(poll, person)
    by_area = rules.from_data(json.loads(poll["rule"])).by_area
    roll_rules.may_add(someone.state, on_roll=there is not None, called=called, by_area=by_area)
    return roll_rules.called_by("added", called=called, by_area=by_area)


async def _called(poll: dict[str, Any], person: str) -> bool:
    found = await db.row(
        "SELECT person FROM called WHERE meeting = {} AND person = {} AND part = 'member'",
        poll["meeting"],
        person,
    )
    return found is not None


async def _next(poll: str) -> int:
    found = await db.row("SELECT max(no) AS no FROM roll_change WHERE poll = {}", poll)
    return int((found or {})["no"] or 0) + 1


async def _new_root(poll: dict[str, Any], called: int, represented: int) -> str:
    """The roll as it is now: as many as there are, and the root over their leaves."""
    electors = await db.rows(
        "SELECT elector_no AS no, person FROM elector WHERE poll = {}", poll["id"]
    )
    leaves = {one["no"]: bundle.leaf(poll["id"], one["no"], one["person"]) for one in electors}
    root = roll_rules.tree(leaves)
    await db.rows(
        "UPDATE poll SET present = {}, represented = represented + {}, called = called + {},"
        " roll_root = {} WHERE id = {}",
        len(leaves),
        represented,
        called,
        root,
        poll["id"],
    )
    return root
