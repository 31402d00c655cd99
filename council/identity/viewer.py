"""Who is looking: the one value that guards, queries and actions are given."""

from __future__ import annotations

from dataclasses import dataclass

from council.change import Actor

OFFICES = ("chair", "secretary", "community_secretary", "supervisor", "social_worker", "admin")


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

    @property
    def officer(self) -> bool:
        """Runs the community's business: chair, secretary or community secretary."""
        return self.holds("chair", "secretary", "community_secretary")

    def holds(self, *offices: str) -> bool:
        return any(office in self.offices for office in offices)

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.community, self.pseudonym)
