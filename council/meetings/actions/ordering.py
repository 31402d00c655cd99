"""The agenda before the meeting opens: points changed, ordered, taken off, and their review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.clock import local
from council.live import topics
from council.meetings import notice_rules
from council.meetings.actions.held import locked
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date

    from council.change import Actor, Change
    from council.meetings.actions.announcing import Item

APART = 100_000  # numbers that no agenda has, while rows change places


async def change_item(item: str, what: Item, by: Actor) -> str:
    """agenda.changed: other words, time, people behind a point; returns the meeting.

    OWN-11: with other words it is not what was announced, until a notice says so in time.
    Refused with agenda.fixed, meeting.cancelled, meeting.election.
    """
    async with change(by) as c:
        held, before = await _item(item, by)
        notice_rules.must_not_elect(what.title, what.kind)
        same = before["announced"] and (before["title"], before["kind"]) == (what.title, what.kind)
        await db.rows(
            "UPDATE agenda_item SET title = {}, kind = {}, minutes = {}, presenter = {}, idea = {},"
            " office = {}, material = {}, review_asked = {}, announced = {} WHERE id = {}",
            what.title,
            what.kind,
            what.minutes,
            what.presenter,
            what.idea,
            what.office,
            what.material,
            what.review_asked,
            same,
            item,
        )
        _told(c, held["id"], "agenda.changed", before["no"])
    return str(held["id"])


async def order_item(item: str, step: int, by: Actor) -> str:
    """agenda.ordered: one place up (-1) or down (1); at the ends it stays. Returns the meeting."""
    async with change(by) as c:
        held, before = await _item(item, by)
        order = await _order(held["id"])
        wanted = notice_rules.moved(order, item, step)
        if wanted != order:
            await _number(held["id"], wanted)
            _told(c, held["id"], "agenda.ordered", before["no"])
    return str(held["id"])


async def remove_item(item: str, by: Actor) -> str:
    """agenda.removed: the point is gone, those below move up; returns the meeting.

    Refused with agenda.in_use, agenda.last, agenda.fixed, meeting.cancelled.
    """
    async with change(by) as c:
        held, before = await _item(item, by)
        order = await _order(held["id"])
        notice_rules.may_remove(spoken_of=await _spoken_of(item), items=len(order))
        await db.rows("DELETE FROM agenda_item WHERE id = {}", item)
        await _number(held["id"], [one for one in order if one != item])
        _told(c, held["id"], "agenda.removed", before["no"])
    return str(held["id"])


async def review_item(item: str, on: date, number: str, by: Actor) -> str:
    """agenda.reviewed (RES-8): the party organisation discussed it on that day; the meeting.

    May be entered until the meeting closes: the vote asks for it when it is opened.
    """
    async with change(by) as c:
        held, before = await _row(item, by)
        notice_rules.may_review(held["state"], on, local(c.at).date())
        await db.rows(
            "UPDATE agenda_item SET review_asked = TRUE, reviewed_on = {}, review_no = {}"
            " WHERE id = {}",
            on,
            number,
            item,
        )
        _told(c, held["id"], "agenda.reviewed", before["no"])
    return str(held["id"])


async def _item(item: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """The meeting and the point, while the agenda can still be changed."""
    held, found = await _row(item, by)
    notice_rules.may_change(held["state"])
    return held, found


async def _row(item: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    found = await db.row("SELECT * FROM agenda_item WHERE id = {}", item)
    if found is None:
        raise NotThere
    return await locked(found["meeting"], by), found


async def _order(meeting: str) -> list[str]:
    found = await db.rows("SELECT id FROM agenda_item WHERE meeting = {} ORDER BY no", meeting)
    return [one["id"] for one in found]


async def _number(meeting: str, order: list[str]) -> None:
    """1, 2, 3 …; first out of the way, since no two rows may have one number at any moment."""
    await db.rows("UPDATE agenda_item SET no = no + {} WHERE meeting = {}", APART, meeting)
    for no, one in enumerate(order, start=1):
        await db.rows("UPDATE agenda_item SET no = {} WHERE id = {}", no, one)


async def _spoken_of(item: str) -> bool:
    found = await db.row(
        "SELECT 1 AS one FROM motion WHERE item = {} UNION SELECT 1 FROM poll WHERE item = {}",
        item,
        item,
    )
    return found is not None


def _told(c: Change, meeting: str, act: str, no: int) -> None:
    c.record(act, {"meeting": meeting, "no": no})
    c.tell(topics.room(meeting), act)
