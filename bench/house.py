"""A community of many residents, made by the application's own actions before anything is timed.

Two things are written directly, since thousands of single actions would take minutes: the
residents on the roll, and their having come to the meeting.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.change import Actor
from council.clock import now
from council.identity import queries, sessions
from council.identity.actions.founding import FirstOfficer, Place, found
from council.identity.tables import Person
from council.meetings import actions as meetings
from council.meetings.actions import Announcement, Call, Item
from council.voting import actions as voting
from council.voting.actions import Question
from council.web.visit import csrf_token

if TYPE_CHECKING:
    from council.settings import Settings

CHUNK = 50  # rows in one statement: SQLite takes 999 values


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody signed in: the session's cookie and the token of their forms."""

    person: str
    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class House:
    community: str
    secretary: Actor
    residents: list[Resident]


async def settle(settings: Settings, number: int) -> House:
    """The community, its secretary, and `number` verified residents with a session each."""
    officers = (FirstOfficer("袁昆腔", ("secretary", "chair"), "R001"),)
    community, (secretary,) = await found(Place("苏锦一社区"), officers)
    ids = [f"b{place:05d}{community[:6]}" for place in range(number)]
    for start in range(0, number, CHUNK):
        await Person.insert(*(_person(one, community) for one in ids[start : start + CHUNK]))
    residents = [await _signed_in(settings, one) for one in ids]
    someone = await queries.person(secretary, community)
    return House(community, Actor(secretary, community, someone.pseudonym), residents)


def _person(id_: str, community: str) -> Person:
    return Person(
        id=id_,
        community=community,
        roll_no=id_[1:6],
        name=f"居民{id_[1:6]}",
        gender="女",
        hukou="户籍",
        phone="",
        id_last4="",
        pseudonym=f"p-{id_}",
        elder=False,
        state="verified",
        listed_at=now(),
    )


async def _signed_in(settings: Settings, person: str) -> Resident:
    token = await sessions.start(person, "bench")
    bound_to = f"session:{sessions.hash_of(token)}"
    return Resident(person, token, csrf_token(settings.keys.csrf, bound_to))


async def hold(house: House, number: int, *, come: bool = True) -> str:
    """An open meeting at its first item, to which the first `number` residents are called."""
    at = now()
    made = await meetings.announce(
        Announcement(
            kind="res_all",
            rule="RES-ALL",
            series="苏锦一社区居民会议",
            session=f"{number}人 {secrets.token_hex(4)}",  # no meeting is announced twice
            place="户外活动场所",
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            chair=house.secretary.person,
            secretary=house.secretary.person,
        ),
        house.secretary,
    )
    await meetings.add_items(made, [Item(1, "文明养犬公约", "vote", 30)], house.secretary)
    calls = [Call(one.person) for one in house.residents[:number]]
    await meetings.call(made, calls, house.secretary)
    if come:
        await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", made)
    await meetings.open_meeting(made, house.secretary)
    first = await db.row("SELECT id FROM agenda_item WHERE meeting = {}", made)
    if first is not None:
        await meetings.go_to_item(made, first["id"], house.secretary)
    return made


async def ask(house: House, meeting: str, mode: str = "named") -> str:
    """An open poll; everybody present is on its roll."""
    question = Question("通过《文明养犬公约》", "RES-ALL", mode)
    poll = await voting.make(meeting, question, house.secretary)
    await voting.open_poll(poll, house.secretary)
    return poll


async def close(house: House, poll: str) -> dict[str, int]:
    """Close the poll; how often each choice stands in the database."""
    await voting.close_poll(poll, house.secretary)
    found = await db.rows(
        "SELECT choice, count(*) AS n FROM"
        " (SELECT choice FROM named_vote WHERE poll = {} UNION ALL"
        " SELECT choice FROM opened WHERE poll = {}) AS cast_ones GROUP BY choice",
        poll,
        poll,
    )
    return {one["choice"]: int(one["n"]) for one in found}


async def come_or_go(house: House, meeting: str) -> None:
    """The last one called comes or goes: a small change that every screen shows."""
    last = await db.row(
        "SELECT person, status FROM called WHERE meeting = {} ORDER BY place DESC LIMIT 1", meeting
    )
    if last is not None:
        status = "leave" if last["status"] == "present" else "present"
        await meetings.mark(meeting, last["person"], status, house.secretary)
