"""Today's meeting of the demo's committee: announced a week ago, ready to be opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.demo.calendar import moment
from council.demo.cast import CHAIR, SECRETARY, STREET, SUPERVISOR, members
from council.demo.roll import community
from council.meetings import actions as meetings
from council.meetings.actions import Announcement, Call, Item
from council.organisations import queries as organisations

if TYPE_CHECKING:
    from datetime import datetime

    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

KINDS = {"报告": "report", "表决": "vote", "协商": "consult", "通报": "inform"}
# Point of the agenda → the number that stands behind it.
BEHIND = {2: "ZJ-2026-02", 3: "XM-01", 4: "OS-T2"}
OBSERVERS = {SUPERVISOR: "居务监督委员会", STREET: "街道办事处"}
LENGTH = timedelta(hours=2)


async def announce(cast: Cast, starts_at: datetime, session: str, announced_at: datetime) -> str:
    """A meeting of the committee with everybody on it called, and its two observers."""
    told = community()["meeting"]
    with moment(announced_at):
        made = await meetings.announce(
            Announcement(
                kind="council",
                rule="COM",
                series=told["series"],
                session=session,
                place=told["place"],
                starts_at=starts_at,
                ends_at=starts_at + LENGTH,
                chair=cast.id(CHAIR),
                secretary=cast.id(SECRETARY),
            ),
            cast.secretary,
        )
        await meetings.call(made, await _called(cast), cast.secretary)
    return made


async def _called(cast: Cast) -> list[Call]:
    seats = await organisations.committee(cast.community)
    calls = [Call(one.person, "member", one.sector, one.title) for one in seats]
    return calls + [
        Call(cast.id(number), "observer", sector, "列席") for number, sector in OBSERVERS.items()
    ]


async def prepare(cast: Cast, when: Calendar, starts_at: datetime, known: dict[str, str]) -> str:
    """Today's meeting with its agenda; nobody has come yet."""
    told = community()["meeting"]
    announced_at = when.at(-7, 10)
    session = when.retold(told["session"])
    made = await announce(cast, starts_at, session, announced_at)
    items = [
        Item(
            no=one["no"],
            title=when.retold(one["title"]),
            kind=KINDS[one["kind"]],
            minutes=one["minutes"],
            presenter=cast.id(one["presenter"]),
            idea=known.get(BEHIND.get(one["no"], "")),
        )
        for one in told["items"]
    ]
    with moment(announced_at, minutes=5):
        await meetings.add_items(made, items, cast.secretary)
        await meetings.give_notice(made, cast.secretary)
    return made


def seats() -> list[str]:
    """Numbers on the roll of everybody on the committee, in the order of the seats."""
    return [one["person"] for one in members()]
