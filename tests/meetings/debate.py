"""A meeting in the middle of a debate: opened, eight there, an item and if wanted a motion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.meetings import actions
from council.meetings.actions import Hand, Moved

if TYPE_CHECKING:
    from tests.people import Cast

THERE = 8  # of the members, the two officers among them
PLAN, BOXES = "同意在北门设充电棚", "加装灭火器两具"


@dataclass(slots=True)
class Debate:
    """The cast by name, with what the tests ask and do most."""

    cast: Cast
    motion: str = ""

    @property
    def meeting(self) -> str:
        return self.cast.meeting

    def by(self, name: str = "曹评话") -> Any:
        return self.cast.actor(name)

    def id(self, name: str) -> str:
        return self.cast.people[name]

    async def hand(self, name: str, side: str = "yes", by: str = "") -> str:
        """The hand of that person goes up; its id."""
        who = self.by(by or name)
        await actions.raise_hand(self.meeting, Hand(self.id(name), side), who)
        return str((await self.turn(name))["id"])

    async def speaks(self, name: str, side: str = "yes", departs: str = "other") -> str:
        turn = await self.hand(name, side)
        await actions.give_floor(self.meeting, turn, self.by(), departs)
        return turn

    async def spoke(self, name: str, side: str = "yes") -> None:
        await actions.end_turn(self.meeting, await self.speaks(name, side), self.by())

    async def turn(self, name: str) -> dict[str, Any]:
        """The newest turn of that person."""
        found = await db.row(
            "SELECT * FROM turn WHERE meeting = {} AND person = {}"
            " ORDER BY CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END DESC, ended_at DESC LIMIT 1",
            self.meeting,
            self.id(name),
        )
        assert found is not None
        return found

    async def states(self) -> list[str]:
        found = await db.rows("SELECT state FROM turn WHERE meeting = {}", self.meeting)
        return sorted(one["state"] for one in found)

    async def lines(self, kind: str) -> list[tuple[str, str, str]]:
        """(person's name, side, text) of the live record."""
        found = await db.rows(
            "SELECT coalesce(p.name, '') AS name, l.side, l.text FROM log_line l"
            " LEFT JOIN person p ON p.id = l.person"
            " WHERE l.meeting = {} AND l.kind = {} AND l.struck_at IS NULL ORDER BY l.seq",
            self.meeting,
            kind,
        )
        return [(one["name"], one["side"], one["text"]) for one in found]

    async def moves(self, text: str = PLAN, amends: str = "") -> str:
        item = await self.item(2)
        who = self.id("委员05"), self.id("委员06")
        moved = Moved(item, text, *who, amends, doer="物业", by_when="年底前")
        self.motion = await actions.move(self.meeting, moved, self.by("袁昆腔"))
        return self.motion

    async def item(self, no: int) -> str:
        found = await db.row(
            "SELECT id FROM agenda_item WHERE meeting = {} AND no = {}", self.meeting, no
        )
        assert found is not None
        return str(found["id"])


async def begun(cast: Cast, *, motion: bool = True) -> Debate:
    """At the second item, with a motion before the meeting or without one."""
    debate = Debate(cast)
    by = cast.actor(cast.secretary)
    await actions.open_meeting(cast.meeting, by)
    for name in cast.members[:THERE]:
        await actions.mark(cast.meeting, cast.people[name], "present", by)
    await actions.go_to_item(cast.meeting, await debate.item(2), by)
    if motion:
        await debate.moves()
    return debate
