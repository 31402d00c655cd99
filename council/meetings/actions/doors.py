"""Who keeps the door, and what is pinned to the screen in front."""

from __future__ import annotations

from council import db
from council.change import Actor, change
from council.identity import queries as identity
from council.ids import new_id
from council.live import topics
from council.meetings import rules
from council.meetings.actions.held import locked
from council.meetings.tables import Doorkeeper
from council.refusal import NotThere, Refused, unreadable


async def name_doorkeeper(meeting: str, person: str, by: Actor) -> None:
    """doorkeeper.named: a verified person may mark who comes to this meeting. Twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.may_name_doorkeeper(found["state"])
        someone = await identity.person(person, by.community)
        if someone.state != "verified":
            raise Refused("doorkeeper.not_verified")
        if await db.row(
            "SELECT id FROM doorkeeper WHERE meeting = {} AND person = {} AND ended_at IS NULL",
            meeting,
            person,
        ):
            return
        row = Doorkeeper(
            id=new_id(),
            meeting=meeting,
            person=person,
            named_by=by.person,
            named_at=c.at,
            ended_at=None,
        )
        await Doorkeeper.insert(row)
        c.record("doorkeeper.named", {"meeting": meeting, "person": someone.pseudonym})
        c.tell(topics.room(meeting), "doorkeeper.named")


async def dismiss_doorkeeper(meeting: str, person: str, by: Actor) -> None:
    """doorkeeper.dismissed: the list of the door is closed to them at once."""
    async with change(by) as c:
        await locked(meeting, by)
        ended = await db.row(
            "UPDATE doorkeeper SET ended_at = {} WHERE meeting = {} AND person = {}"
            " AND ended_at IS NULL RETURNING id",
            c.at,
            meeting,
            person,
        )
        if ended is None:
            raise NotThere
        someone = await identity.person(person, by.community)
        c.record("doorkeeper.dismissed", {"meeting": meeting, "person": someone.pseudonym})
        c.tell(topics.room(meeting), "doorkeeper.dismissed")


async def pin(meeting: str, what: str, by: Actor) -> None:
    """screen.pinned: the hall screen shows this until it is let go (`what` empty)."""
    if what and what not in rules.PINS:
        raise unreadable("form.choice", field="what")
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["pinned"] == what:
            return
        await db.rows("UPDATE meeting SET pinned = {} WHERE id = {}", what, meeting)
        c.tell(topics.room(meeting), "screen.pinned")
