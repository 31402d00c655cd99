"""`council init`: a community and its first officers, who come in by one-time codes."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.change import Actor
from council.commands import faults
from council.commands.listening import name_origin
from council.commands.serve import prepared
from council.db import bind, make_engine
from council.identity import actions, queries
from council.identity import codes as codes_on_paper
from council.identity.actions.founding import FirstOfficer, Place
from council.roll.actions import renew_keys
from council.verification import actions as verification_actions

if TYPE_CHECKING:
    import argparse

    from council.settings import Settings

NAME = 80  # characters
PERSON = 60
WORDS = ("社区书记", "书记员", "系统管理员")


@dataclass(frozen=True, slots=True)
class Code:
    """What an officer types to come in for the first time; shown once, stored only hashed."""

    name: str
    office: str
    public: str
    secret: str


def init(chosen: argparse.Namespace) -> int:
    """Create what is asked for, print the codes once."""
    place, officers = _asked(chosen)
    name_origin("127.0.0.1", 8000)
    codes = asyncio.run(_found(prepared(), place, officers))
    _show(place, codes)
    return 0


def _asked(chosen: argparse.Namespace) -> tuple[Place, tuple[FirstOfficer, ...]]:
    name = _ask(chosen.name, ("社区名称", "name of the community"), "--name", NAME)
    leader = _ask(chosen.leader, ("社区书记的姓名", "community secretary"), "--leader", PERSON)
    recorder = _ask(chosen.recorder, ("书记员的姓名", "recorder"), "--recorder", PERSON)
    place = Place(
        name,
        chosen.name_en,
        chosen.street,
        chosen.district,
        street_en=chosen.street_en,
        district_en=chosen.district_en,
    )
    return place, (
        FirstOfficer(leader, ("community_secretary", "chair"), chosen.leader_no or "GZ-1"),
        FirstOfficer(recorder, ("secretary",), chosen.recorder_no or "GZ-2"),
        *_administrator(chosen),
    )


def _administrator(chosen: argparse.Namespace) -> tuple[FirstOfficer, ...]:
    """Only administrators name one, so the first is named here or never."""
    if not chosen.admin:
        return ()
    name = _ask(chosen.admin, ("系统管理员的姓名", "administrator"), "--admin", PERSON)
    return (FirstOfficer(name, ("admin",), chosen.admin_no or "GZ-3"),)


def _ask(given: str | None, question: tuple[str, str], option: str, most: int) -> str:
    """The option, else what is typed; without a keyboard the option is needed."""
    text = given
    if text is None and sys.stdin.isatty():
        text = input(f"{' / '.join(question)}: ")
    text = (text or "").strip()
    if not text or len(text) > most:
        raise faults.misused(
            f"请用 {option} 给出{question[0]}（1 到 {most} 个字）。",
            f"Give the {question[1]} with {option} (1 to {most} characters).",
        )
    return text


async def _found(
    found: Settings, place: Place, officers: tuple[FirstOfficer, ...]
) -> tuple[Code, ...]:
    with faults.explained():
        engine = make_engine(found.database_url)
        bind(engine)
        await engine.start_connection_pool()
        try:
            return await _codes(place, officers)
        finally:
            await engine.close_connection_pool()


async def _codes(place: Place, officers: tuple[FirstOfficer, ...]) -> tuple[Code, ...]:
    """Found the community; its community secretary issues their letters."""
    if any(one["name"] == place.name for one in await queries.communities()):
        raise faults.misused(
            f"已经有名为“{place.name}”的社区。",
            f"There is a community called {place.name} already.",
        )
    community, people = await actions.found(place, officers)
    await renew_keys()
    leader = await queries.person(people[0], community)
    by = Actor(leader.id, community, leader.pseudonym)
    codes = []
    for officer, person, office in zip(officers, people, WORDS, strict=False):
        public, secret = await verification_actions.issue_letter(person, "office", by)
        codes.append(Code(officer.name, office, public, secret))
    return tuple(codes)


def _show(place: Place, codes: tuple[Code, ...]) -> None:
    origin = os.environ["COUNCIL_ORIGIN"]
    print(f"已建立社区 / Community created: {place.name}\n")
    for code in codes:
        print(f"{code.office} {code.name}")
        print(f"  网址 / address: {origin}/letter/{code.public}")
        print(f"  密码 / code:    {codes_on_paper.grouped(code.secret)}\n")
    print(
        "每个密码只能用一次，14天内有效，这里只显示这一次。请抄好，分别交给本人。\n"
        "Each code works once, within 14 days, and is shown only here. "
        "Hand each to its own person.\n"
        "下一步 / Next: python3 -m council serve"
    )
