"""A poll is closed and counted, published, or cancelled."""

from __future__ import annotations

import json

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings.actions import return_chair_within
from council.voting import rules
from council.voting.actions import in_person
from council.voting.actions.counting import (
    all_channels,
    close_within,
    mark_within,
    outcome_of,
)
from council.voting.actions.delivering import notices_have_hung
from council.voting.actions.held import locked, must_be_over, say_in_session
from council.voting.actions.unsealing import unseal
from council.voting.methods.sheet import PLAIN
from council.voting.results import told
from council.voting.sealing import poll_keys
from council.voting.tellers import share_files


async def close_poll(poll: str, by: Actor) -> None:
    """poll.result: the state stops every later ballot; what was committed is counted.

    A sealed poll goes on where it was interrupted; see `unsealing` for what it may refuse.
    """
    if await _is_sealed(poll, by):
        await unseal(poll, by)
        return
    await _count_ahead(poll, by)
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] in {"closed", "published"}:
            return
        rules.may_close(found["state"])
        await must_be_over(found, c.at)
        await notices_have_hung(found, c.at)
        await in_person.must_be_entered(poll)
        counted = await in_person.by_channel(poll)
        await say_in_session(c, found, "表决结束。")
        await mark_within(c, found)
        await close_within(c, found, counted, await outcome_of(found, all_channels(counted)))


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
        await say_in_session(c, found, f"表决结果：{told.result(r)}。")
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
        await db.rows("DELETE FROM envelope WHERE poll = {}", poll)  # nobody will ever open them
        await db.rows("DELETE FROM cast_by WHERE poll = {}", poll)
        await in_person.withdraw_unfinished(c, found)
        await say_in_session(c, found, "撤销本次表决，不计票。")
        c.record("poll.voided", {"poll": poll})
        c.tell(topics.room(found["meeting"]), "poll.cancelled", poll)
    if found["public_key"]:
        poll_keys.kept().destroy(poll)
    if found["mode"] == "tellers":
        share_files.wipe_all(poll)


async def _count_ahead(poll: str, by: Actor) -> None:
    """Rankings and budgets take long: counted before the writer is held, kept in counters.py."""
    found = await db.row(
        "SELECT * FROM poll WHERE id = {} AND community = {} AND state = 'open'", poll, by.community
    )
    if found is not None and found["method"] != PLAIN:
        await outcome_of(found, all_channels(await in_person.by_channel(poll)))


async def _is_sealed(poll: str, by: Actor) -> bool:
    """A mode never changes, so it can be read before the poll is held."""
    found = await db.row(
        "SELECT mode FROM poll WHERE id = {} AND community = {}", poll, by.community
    )
    return found is not None and found["mode"] != "named"
