"""A vote over days is opened by the clock: its roll is everybody called who is verified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.live import topics
from council.meetings import actions as meetings
from council.meetings import kind_queries
from council.voting.actions.held import locked
from council.voting.actions.opening import (
    freeze_roll,
    frozen_parameters,
    new_key,
    on_the_ballot,
)
from council.voting.actions.putting import frozen_rule, roll_of_called
from council.voting.actions.representing import spoken_for_over_days, with_proxies
from council.voting.actions.voicing import freeze_voices
from council.voting.life import steps as life

if TYPE_CHECKING:
    from council.change import Actor


async def open_long(poll: str, by: Actor) -> None:
    """poll.opened: roll and rule are frozen; whoever is called later is not on this roll.

    Twice is once, whichever process comes second. Refused with poll.meeting_over,
    poll.not_announced_yet, poll.too_few_for_secret.
    """
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "open":
            return
        held = await meetings.locked(found["meeting"], by)
        life.may_open_long(found["state"], held["state"])
        called, roll = await roll_of_called(held)
        rule = await with_proxies(await frozen_rule(found["rule"], held), held)
        holders = await spoken_for_over_days(held, roll, rule)
        roll += [one for one in holders if one not in roll]
        parameters = frozen_parameters(found)
        public = await new_key(found, rule, roll)
        root = await freeze_roll(poll, roll, holders)
        voices = await freeze_voices(poll, held, c.at)
        terms = await kind_queries.terms(found["community"])
        await db.rows(
            "UPDATE poll SET state = 'open', rule = {}, called = {}, present = {},"
            " electorate_root = {}, opened_at = {}, public_key = {}, grace = {}, trouble = '',"
            " parameters = {} WHERE id = {}",
            rule,
            called,
            len(roll),
            root,
            c.at,
            public,
            terms.grace_seconds,
            parameters,
            poll,
        )
        c.record(
            "poll.opened",
            {
                "poll": poll,
                "rule": json.loads(rule),
                "mode": found["mode"],
                "called": called,
                "electors": len(roll),
                "recused": 0,
                "electorate_root": root,
                **({"voices": voices} if voices else {}),
                **({"public_key": public} if public else {}),
                **on_the_ballot(found, parameters),
            },
        )
        c.tell(topics.room(found["meeting"]), "poll.opened", poll)
