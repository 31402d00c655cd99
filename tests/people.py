"""The known cast: one committee of fifteen, one neighbour, and a twin community next door.

曹评话 chairs, 袁昆腔 keeps the record, thirteen more sit on the committee (委员01 … 委员13),
顾水巷 is an ordinary verified resident, 别处人 lives in another community.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from council.change import Actor
from council.clock import now
from council.identity import sessions
from council.identity.actions.founding import FirstOfficer, Place, found
from council.identity.tables import Person
from council.meetings.actions import Announcement, Call, Item, add_items, announce, call
from council.roll.actions import renew_keys

MEMBERS = 15
SECTORS = ("社区工作人员", "社区居民代表", "社会组织代表")


@dataclass(slots=True)
class Cast:
    """Ids by name, and a session token for each, as if they had signed in."""

    community: str
    people: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    meeting: str = ""
    chair: str = "曹评话"
    secretary: str = "袁昆腔"

    def actor(self, name: str) -> Actor:
        return Actor(self.people[name], self.community, f"p-{self.people[name]}")

    @property
    def members(self) -> list[str]:
        return [name for name in self.people if name not in {"顾水巷", "别处人"}]


async def assemble(community: str = "苏锦一社区", *, members: int = MEMBERS) -> Cast:
    """Found the community, verify everybody, seat them at a meeting announced for now."""
    officers = (
        FirstOfficer("曹评话", ("chair",), "R031"),
        FirstOfficer("袁昆腔", ("secretary", "community_secretary"), "R032"),
    )
    made, ids = await found(Place(community), officers)
    cast = Cast(made, dict(zip(("曹评话", "袁昆腔"), ids, strict=True)))
    await Person.update({Person.state: "verified"}).where(Person.community == made)
    for number in range(1, members - 1):
        await _resident(cast, f"委员{number:02d}", f"R1{number:02d}")
    await _resident(cast, "顾水巷", "R003")
    await renew_keys()
    for name, person in cast.people.items():
        cast.tokens[name] = await sessions.start(person, "test", second_factor=True)
    cast.meeting = await _meeting(cast)
    return cast


async def _resident(cast: Cast, name: str, roll_no: str) -> None:
    id_ = f"{roll_no.lower()}{cast.community[:6]}"
    await Person.insert(
        Person(
            id=id_,
            community=cast.community,
            roll_no=roll_no,
            name=name,
            gender="女",
            hukou="户籍",
            phone="",
            id_last4="",
            pseudonym=f"p-{id_}",
            elder=False,
            state="verified",
            listed_at=now(),
        )
    )
    cast.people[name] = id_


async def _meeting(cast: Cast) -> str:
    by = cast.actor(cast.secretary)
    meeting = await announce(
        Announcement(
            kind="council",
            rule="COM",
            series="“三社联动”共治协商委员会",
            session="2026年第3次会议",
            place="二楼议事厅",
            starts_at=now(),
            ends_at=now() + timedelta(hours=2),
            chair=cast.people[cast.chair],
            secretary=cast.people[cast.secretary],
        ),
        by,
    )
    calls = [
        Call(cast.people[name], "member", SECTORS[at % len(SECTORS)], "委员")
        for at, name in enumerate(cast.members)
    ]
    await call(meeting, calls, by)
    items = [Item(1, "通报上次会议", "report", 10), Item(2, "审议服务项目", "vote", 40)]
    await add_items(meeting, items, by)
    return meeting
