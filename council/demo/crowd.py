"""`--residents N`: that many more verified residents, and an open meeting of all residents."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from council import clock, db
from council.demo.cast import CHAIR, GROUND, SECRETARY, new_password
from council.demo.roll import write
from council.identity import queries
from council.meetings import actions as meetings
from council.meetings.actions import Announcement, Call, Item
from council.roll import actions as roll_actions
from council.verification import actions as verification_actions
from council.verification.actions import DeskCheck

if TYPE_CHECKING:
    from council.demo.cast import Cast
    from council.settings import Settings

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹"
GIVEN = "松柏梅兰竹菊荷桂枫杏桃李莲萱芷蘅薇蕙茗荃禾穗麦黍谷粟豆蔻芸苓"
ADULT = 18  # years
CHUNK = 500  # people verified in one action


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the many, with the password drawn for them."""

    person: str
    login: str
    password: str


async def settle(settings: Settings, cast: Cast, have: int, want: int) -> list[Neighbour]:
    """Residents `have + 1` … `want` come onto the roll and to the desk."""
    numbers = [f"M{number:05d}" for number in range(have + 1, want + 1)]
    await _import(settings, cast, numbers)
    roll = await queries.by_roll_no(cast.community)
    drawn = [(roll[number], new_password()) for number in numbers]
    for start in range(0, len(drawn), CHUNK):
        checks = [DeskCheck(one.id, password) for one, password in drawn[start : start + CHUNK]]
        await verification_actions.verify_many_at_desk(checks, GROUND, cast.secretary)
        print(f"  居民 / residents: {min(start + CHUNK, len(drawn))} / {len(drawn)}", flush=True)
    return [Neighbour(one.id, one.phone, password) for one, password in drawn]


async def _import(settings: Settings, cast: Cast, numbers: list[str]) -> None:
    """By the same spreadsheet that a real community would hand in."""
    pepper = settings.keys.pepper
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "residents.xlsx"
        write(file, [], [_row(number) for number in numbers])
        staged = await roll_actions.stage_roll(file.name, file.read_bytes(), pepper, cast.secretary)
    await roll_actions.apply_roll(staged, pepper, cast.secretary, cast.chair)


def _row(number: str) -> list[str]:
    """Name, gender and age by lot, always the same for one number; the phones are not in use."""
    lot = random.Random(number)
    name = lot.choice(SURNAMES) + "".join(lot.sample(GIVEN, 2))
    born = f"{lot.randint(1938, 2005)}-{lot.randint(1, 12):02d}-{lot.randint(1, 28):02d}"
    phone = f"15410{int(number[1:]):06d}"
    return [number, name, lot.choice("男女"), born, "户籍", phone, "", "", "", "否"]


async def assemble(cast: Cast) -> str:
    """A 居民会议 that has just been opened; everybody verified and of age is called."""
    at = clock.now()
    session = f"{clock.local(at).year}年第1次会议"
    made = await meetings.announce(
        Announcement(
            kind="res_all",
            rule="RES-ALL",
            series="苏锦一社区居民会议",
            session=session,
            place="户外活动场所",
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            chair=cast.id(CHAIR),
            secretary=cast.id(SECRETARY),
        ),
        cast.secretary,
    )
    items = [
        Item(1, "文明养犬公约", "vote", 30, cast.id("R004")),
        Item(2, "小区停车怎么排", "consult", 30, cast.id("R020")),
    ]
    await meetings.add_items(made, items, cast.secretary)
    await call_everybody(cast, made)
    await meetings.open_meeting(made, cast.secretary)
    first = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", made)
    if first is not None:
        await meetings.go_to_item(made, first["id"], cast.secretary)
    return made


async def call_everybody(cast: Cast, assembly: str) -> int:
    """Call who is not called yet; how many people are on the roll of the assembly."""
    today = clock.local(clock.now()).date()
    called = [
        Call(one.id)
        for one in (await queries.by_roll_no(cast.community)).values()
        if one.state == "verified"
        and (one.birth_date is None or today.year - one.birth_date.year > ADULT)
    ]
    await meetings.call(assembly, called, cast.secretary)
    return len(called)
