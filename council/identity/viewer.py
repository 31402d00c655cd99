"""Who is looking: the one value that guards, queries and actions are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.change import Actor

if TYPE_CHECKING:
    from datetime import datetime

OFFICES = (
    "chair",
    "secretary",
    "community_secretary",
    "social_worker",
    "supervisor",
    "street_office",
    "observer",
    "group_leader",
    "resident_rep",
    "org_member",
    "admin",
    "auditor",
)
# In which office somebody acts who holds several: the first of these.
FOREMOST = (
    "community_secretary",
    "chair",
    "secretary",
    "social_worker",
    "supervisor",
    "auditor",
    "admin",
    "street_office",
    "group_leader",
    "resident_rep",
    "org_member",
    "observer",
)


def foremost(offices: tuple[str, ...]) -> str:
    """The office that stands on what somebody does; empty for a resident without one."""
    return next((office for office in FOREMOST if office in offices), "")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person of one community, with the offices held at this moment."""

    person: str
    community: str
    name: str
    pseudonym: str
    offices: tuple[str, ...]
    elder: bool
    session: str  # hash of the session's token: names the session, opens nothing
    pending: bool = False  # an office is held, and the second factor was not shown yet
    proved_at: datetime | None = None  # when this session last showed who it is
    acting: tuple[str, ...] = ()  # those of the offices that are held for somebody else, for a time
    terminal: str = ""  # the office's shared device that the session runs on, if it does

    @property
    def officer(self) -> bool:
        """Runs the community's business: chair, secretary or community secretary."""
        return self.holds("chair", "secretary", "community_secretary")

    def holds(self, *offices: str) -> bool:
        return any(office in self.offices for office in offices)

    @property
    def actor(self) -> Actor:
        office = foremost(self.offices)
        return Actor(
            self.person, self.community, self.pseudonym, office, acting=office in self.acting
        )
