"""A poll is opened: the roll, the rule and the mode are frozen."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings import actions as meetings
from council.meetings import kind_queries
from council.meetings import rules as meeting_rules
from council.meetings.actions import add_line
from council.record.entry import canonical, root_hash
from council.refusal import Refused
from council.voting import rules
from council.voting.actions.held import locked
from council.voting.actions.putting import frozen_rule, may_be_put, roll_of
from council.voting.actions.representing import spoken_for, with_proxies
from council.voting.actions.tellers import ready_within
from council.voting.actions.voicing import freeze_voices
from council.voting.checking import bundle
from council.voting.life import subjects
from council.voting.methods.parameters import with_order
from council.voting.methods.sheet import PLAIN, sheet_of
from council.voting.sealing import poll_keys
from council.voting.tables import Elector

BEGINS = {
    "named": "开始记名表决",
    "sealed": "开始无记名表决",
    "tellers": "开始无记名表决（监票人开箱）",
}


async def open_poll(poll: str, by: Actor, minutes: int = 0) -> None:
    """poll.opened: the roll is who is present now, and whom they hold a proxy of (OWN-13).

    It, the rule and the mode are frozen.
    """
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "open":
            return
        if found["scope"] != "present":
            raise Refused("poll.opens_by_itself")
        held = await meetings.locked(found["meeting"], by)
        meeting_rules.must_not_be_on_break(held["break_since"])
        rules.may_open(
            found["state"],
            held["state"],
            another_open=await _another_open(found["meeting"]),
            amendments_left=await _amendments_left(found["motion"]),
        )
        await may_be_put(found, held)
        if found["motion"]:
            await meetings.must_be_debated_within(held, found["motion"])
        await meetings.hold_clock_within(c, held)
        called, roll, recused = await roll_of(held, found["item"])
        rule = await with_proxies(await frozen_rule(found["rule"], held), held)
        holders = await spoken_for(held, found["item"], roll, rule)
        roll += holders
        parameters = frozen_parameters(found)
        public = await new_key(found, rule, roll)
        root = await freeze_roll(poll, roll, holders)
        voices = await freeze_voices(poll, held, c.at)
        terms = await kind_queries.terms(found["community"])
        closes = c.at + timedelta(minutes=minutes) if minutes else None
        await db.rows(
            "UPDATE poll SET state = 'open', rule = {}, called = {}, present = {},"
            " electorate_root = {}, opened_at = {}, closes_at = {}, recused = {},"
            " public_key = {}, represented = {}, grace = {}, advisory = {}, parameters = {}"
            " WHERE id = {}",
            rule,
            called,
            len(roll),
            root,
            c.at,
            closes,
            recused,
            public,
            len(holders),
            terms.grace_seconds,
            subjects.is_advisory(found["subject"], found["rule_code"], binding=terms.binding),
            parameters,
            poll,
        )
        await add_line(c, found["meeting"], "vote", f"{BEGINS[found['mode']]}：{found['text']}")
        c.record(
            "poll.opened",
            {
                "poll": poll,
                "rule": json.loads(rule),
                "mode": found["mode"],
                "called": called,
                "electors": len(roll),
                "recused": recused,
                "electorate_root": root,
                **({"voices": voices} if voices else {}),
                **({"represented": len(holders)} if holders else {}),
                **({"public_key": public} if public else {}),
                **on_the_ballot(found, parameters),
            },
        )
        c.tell(topics.room(found["meeting"]), "poll.opened", poll)


async def new_key(poll: dict[str, Any], rule: str, roll: list[str]) -> str:
    """The public key of a sealed poll. Its private key is on disk before the first ballot comes.

    With tellers the key was made before, and its shares are with them alone.
    """
    if poll["mode"] == "named":
        return ""
    rules.may_seal(rules.from_data(json.loads(rule)), len(roll))
    if poll["mode"] == "tellers":
        return await ready_within(poll["id"])
    return poll_keys.kept().create(poll["id"])


def frozen_parameters(poll: dict[str, Any]) -> str:
    """With the order that parts equals: drawn by lot now, in the record before any ballot."""
    sheet = sheet_of(poll["method"], poll["options"], poll["parameters"])
    if sheet is None:
        return str(poll["parameters"])
    order = list(range(len(sheet.options)))
    secrets.SystemRandom().shuffle(order)
    return canonical(with_order(sheet.parameters, sheet.method, order))


def on_the_ballot(poll: dict[str, Any], parameters: str) -> dict[str, Any]:
    """For the record: the text's hash; of options also what can be chosen and how it counts."""
    text = {"text": hashlib.sha256(poll["text"].encode()).hexdigest()}
    if poll["method"] == PLAIN:
        return text
    options = json.loads(poll["options"])
    return text | {
        "method": poll["method"],
        "options": options,
        "parameters": json.loads(parameters),
        "shuffle": bool(poll["shuffle"]),
    }


async def freeze_roll(poll: str, roll: list[str], holders: dict[str, str]) -> str:
    """Numbers are a random permutation, so that they tell nothing; returns the roll's root."""
    secrets.SystemRandom().shuffle(roll)
    rows = [
        Elector(poll=poll, elector_no=no, person=one, channel="none", holder=holders.get(one))
        for no, one in enumerate(roll, 1)
    ]
    for start in range(0, len(rows), 300):  # SQLite takes 999 values in one statement
        await Elector.insert(*rows[start : start + 300])
    leaves = [bytes.fromhex(bundle.leaf(poll, row.elector_no, row.person)) for row in rows]
    return root_hash(leaves).hex()


async def _another_open(meeting: str) -> bool:
    found = await db.row(
        "SELECT id FROM poll WHERE meeting = {} AND scope = 'present'"
        " AND state IN ('open', 'closing', 'sealed')",
        meeting,
    )
    return found is not None


async def _amendments_left(motion: str | None) -> int:
    """Amendments to this motion that have no counted poll yet (MTG-7)."""
    if motion is None:
        return 0
    found = await db.row(
        "SELECT count(*) AS n FROM motion m WHERE m.amends = {} AND m.state = 'moved'"
        " AND NOT EXISTS"
        " (SELECT 1 FROM poll p WHERE p.motion = m.id AND p.state IN ('closed', 'published'))",
        motion,
    )
    return int(found["n"]) if found else 0
