"""The tellers of a poll: who they are, how far each is, and who could be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.offices import queries as offices

if TYPE_CHECKING:
    from datetime import datetime

RUN_VOTES = ("chair", "secretary", "community_secretary")  # as Viewer.officer


@dataclass(frozen=True, slots=True)
class TellerRow:
    """One of three; `share_key` is public."""

    round: int
    no: int
    person: str
    name: str
    pseudonym: str
    share_key: str
    fetched_at: datetime | None
    confirmed_at: datetime | None
    typed_at: datetime | None
    lost_at: datetime | None

    def stands(self, state: str) -> str:
        """fetch, confirm, ready, wait, type, typed, lost or over, given the poll's state."""
        if state == "created":
            if self.fetched_at is None:
                return "fetch"
            return "ready" if self.confirmed_at else "confirm"
        if state in {"open", "closing"}:
            return "lost" if self.lost_at else "wait"
        if state == "sealed":
            return "lost" if self.lost_at else "typed" if self.typed_at else "type"
        return "over"


async def tellers_of(poll: str) -> list[TellerRow]:
    """Those of the newest ceremony in the order of their shares; none before the first one."""
    found = await db.rows(
        "SELECT t.*, p.name, p.pseudonym FROM teller t JOIN person p ON p.id = t.person"
        " WHERE t.poll = {} AND t.round = (SELECT max(round) FROM ceremony WHERE poll = {})"
        " ORDER BY t.no",
        poll,
        poll,
    )
    return [TellerRow(**{name: one[name] for name in TellerRow.__slots__}) for one in found]


async def fit(meeting: str, community: str) -> dict[str, str]:
    """Person → name of all who may be a teller: present, and not one of those who run the vote."""
    found = await db.rows(
        "SELECT c.person, p.name FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.status = 'present' ORDER BY c.place",
        meeting,
    )
    held = await offices.in_force(community)
    run = {one.person for one in held if one.office in RUN_VOTES}
    row = await db.row("SELECT chair, secretary, presiding FROM meeting WHERE id = {}", meeting)
    run |= set((row or {}).values())
    return {one["person"]: one["name"] for one in found if one["person"] not in run}
