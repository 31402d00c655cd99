"""Two communities of one shape: every role, and every object in every state that matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from council import db
from council.change import Actor
from council.clock import now
from council.identity import sessions
from council.identity.actions.founding import FirstOfficer, Place, found
from council.ids import new_id
from tests.access import (
    roles,
    things,
    things_channels,
    things_follow_up,
    things_needs,
    things_official,
    things_proposals,
    things_record,
    things_residents,
    things_tellers,
    things_waiting,
    things_wishes,
)
from tests.access.rows import put

MARKS = ("甲鼎", "乙鼐")  # stands in every text of its community and nowhere else
SECOND = "second"  # another community secretary, so that nobody is the last one
OTHERS = ("neighbour", "stranger", "other")  # verified residents whom others act upon


@dataclass(slots=True)
class Side:
    """One community: ids of people and of things by name, and a session token for each role."""

    mark: str
    community: str = ""
    people: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    stale: dict[str, str] = field(default_factory=dict)  # sessions that showed a password long ago
    things: dict[str, str] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        return Actor(self.people[role], self.community, f"p-{self.people[role]}")


async def two_sides() -> tuple[Side, Side]:
    """Fill a migrated, empty database."""
    return await _side(MARKS[0]), await _side(MARKS[1])


async def _side(mark: str) -> Side:
    officers = (
        FirstOfficer(f"钱{mark}", ("community_secretary",), f"{mark}001", f"154{ord(mark[0]):08d}"),
        FirstOfficer(f"孙{mark}", ("community_secretary",), f"{mark}002"),
    )
    community, ids = await found(Place(f"{mark}社区"), officers)
    side = Side(mark, community, {"community_secretary": ids[0], SECOND: ids[1]})
    await db.rows(
        "UPDATE person SET state = 'verified', pseudonym = 'p-' || id WHERE community = {}",
        community,
    )
    for at, role in enumerate((*roles.ROLES, *OTHERS)):
        if role not in side.people and role != roles.ANONYMOUS:
            await _person(side, role, at)
    for role, person in side.people.items():
        known = role != roles.PENDING
        side.tokens[role] = await sessions.start(person, "test", second_factor=known)
        if role in roles.SIGNED_IN:
            side.stale[role] = await sessions.start(person, "test", second_factor=True)
            old, key = now() - timedelta(hours=1), sessions.hash_of(side.stale[role])
            await db.rows("UPDATE session SET proved_at = {} WHERE token_hash = {}", old, key)
    await things.make(side)
    await things_tellers.make(side)
    await things_follow_up.make(side)
    await things_residents.make(side)
    await things_waiting.make(side)
    await things_proposals.make(side)
    await things_needs.make(side)
    await things_wishes.make(side)
    await things_official.make(side)
    await things_channels.make(side)
    await things_record.make(side)
    return side


async def _person(side: Side, role: str, at: int) -> None:
    """Somebody of this role, with the office that it names."""
    id_ = side.people[role] = new_id()
    await put(
        "person",
        id=id_,
        community=side.community,
        roll_no=f"{side.mark}1{at:02d}",
        name=f"李{side.mark}{at}",
        gender="女",
        hukou="户籍",
        phone=f"154{at:02d}00{ord(side.mark[0]) % 10_000:04d}",
        id_last4="",
        pseudonym=f"p-{id_}",
        elder=False,
        state=role if role in {roles.LISTED, roles.LEFT} else "verified",
        listed_at=now(),
    )
    office = {roles.PENDING: "secretary", "former": "secretary"}.get(role, role)
    if office in roles.OFFICES:
        ended = now() - timedelta(days=1) if role == "former" else None
        side.things[f"appointment.{role}"] = await _office(side, id_, office, ended)


async def _office(side: Side, person: str, office: str, ended: Any) -> str:
    return await put(
        "appointment",
        community=side.community,
        person=person,
        office=office,
        scope=f"{side.mark}幢" if office == "group_leader" else "",
        granted_by=side.people["community_secretary"],
        granted_at=now() - timedelta(days=9),
        ended_at=ended,
    )
