"""What a community of the access table holds: meetings, polls, minutes, letters, in each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import local, now
from council.documents.letterhead import Letterhead
from council.follow_up import actions as follow_up
from council.ideas import actions as ideas
from council.identity import passwords, sessions
from council.meetings import actions as meetings
from council.meetings.actions import Announcement, Call, Item, Moved
from council.meetings.log import Line
from council.minutes import actions as minutes
from council.minutes.letterheads.actions import settle_letterhead
from council.minutes.letterheads.rules import Wanted
from council.organisations import actions as organisations
from council.voting import actions as voting
from council.voting.actions import Plan, Question
from council.voting.life.periods import Span
from tests.access import things_floor, things_papers
from tests.access.rows import put
from tests.minutes.evening import approved

if TYPE_CHECKING:
    from tests.access.world import Side

CALLED = ("chair", "secretary", "member")
SECRET = "A234567890"  # the secret part of every letter
PASSWORD = "柳絮池塘淡淡的风"


async def make(side: Side) -> None:
    """Everything, through the actions where there is one."""
    await _committee(side)
    for name in (
        "announced",
        "coming",
        "open",
        "quiet",
        "paused",
        "debating",
        "talking",
        "closed",
        "written",
        "countersigned",
        "finished",
        "papers",
    ):
        await meeting(side, name)
    await _polls(side)
    await things_floor.make(side)
    await things_papers.make(side)
    await _minutes(side)
    await _letters(side)
    await _account(side)
    side.things |= {f"person.{role}": person for role, person in side.people.items()}
    side.things["community.one"] = side.community
    side.things["size.a4"] = "a4"
    side.things["file_path.one"] = "icon.svg"
    side.things["key.another"] = sessions.hash_of(side.tokens["neighbour"])


async def _committee(side: Side) -> None:
    by, mark = side.actor("secretary"), side.mark
    side.things["idea.one"] = await ideas.enter("need", f"{mark}充电桩", by)
    await organisations.register(f"{mark}服务中心", "社会工作", by)
    since, until = date(2026, 1, 1), date(2029, 1, 1)
    for state, role in (("active", "member"), ("ended", "former")):
        side.things[f"seat.{state}"] = await organisations.seat(
            side.people[role], "社区居民代表", "委员", by, since=since, until=until
        )
    await organisations.unseat(side.things["seat.ended"], by)


async def meeting(side: Side, name: str) -> None:
    """A meeting of the committee in the state that its name says, else open with three present."""
    by, mark = side.actor("secretary"), side.mark
    what = Announcement(
        kind="council",
        rule="COM",
        series=f"{mark}委员会",
        session=f"{mark}{name}",
        place=f"{mark}议事厅",
        starts_at=now(),
        ends_at=now() + timedelta(hours=2),
        chair=side.people["chair"],
        secretary=side.people["secretary"],
    )
    made = side.things[f"meeting.{name}"] = await meetings.announce(what, by)
    calls = [Call(side.people[role], "member", "社区居民代表", "委员") for role in CALLED]
    await meetings.call(made, calls, by)
    await meetings.add_items(made, [Item(1, f"{mark}议项", "vote", 10)], by)
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {}", made)
    assert item is not None
    side.things[f"item.{name}"] = item["id"]
    if name not in {"announced", "coming"}:
        await meetings.open_meeting(made, by)
        for role in CALLED:
            await meetings.mark(made, side.people[role], "present", by)
        await meetings.write_line(made, Line("decision", "", "", f"{mark}张贴"), by)
    if name == "open":
        side.things["person.doorkeeper"] = side.people["other"]
        await meetings.name_doorkeeper(made, side.people["other"], by)
    if name == "paused":
        await meetings.pause(made, None, by)
    if name == "announced":
        side.things["no.one"] = str(await meetings.give_notice(made, by))
    if name == "closed":
        await meetings.close_meeting(made, by)


async def _polls(side: Side) -> None:
    """In the open meeting one poll of each state; open last, since only one may be."""
    by, meeting = side.actor("secretary"), side.things["meeting.open"]
    last = await db.row("SELECT max(seq) AS seq FROM log_line WHERE meeting = {}", meeting)
    assert last is not None
    side.things["seq.one"] = str(last["seq"])
    for state in ("published", "closed", "cancelled", "created", "open"):
        made = await voting.make(meeting, Question(f"{side.mark}{state}", "COM"), by)
        side.things[f"poll.{state}"] = made
        if state in {"published", "closed", "open"}:
            await voting.open_poll(made, by, 60 if state == "open" else 0)
        if state in {"published", "closed"}:
            await voting.close_poll(made, by)
        if state == "published":
            await voting.publish(made, by)
        if state == "cancelled":
            await voting.cancel(made, by)
    await _long_votes(side)
    quiet = side.things["meeting.quiet"]
    side.things["poll.waiting"] = await voting.make(quiet, Question(side.mark, "COM"), by)
    moved = Moved(
        side.things["item.open"],
        f"{side.mark}动议",
        side.people["chair"],
        side.people["member"],
        doer=f"{side.mark}物业",
        by_when="年底前",
    )
    side.things["motion.one"] = await meetings.move(meeting, moved, by)
    offered = replace(moved, text=f"{side.mark}另一个动议", seconder="")
    side.things["motion.offered"] = await meetings.offer(meeting, offered, by)


async def _long_votes(side: Side) -> None:
    """One that officers prepared, and one that was announced for tomorrow."""
    by, meeting = side.actor("secretary"), side.things["meeting.announced"]
    opens = local(now()).replace(hour=8, minute=0) + timedelta(days=1)
    span = Span(opens, opens + timedelta(days=7))
    for name in ("draft", "long"):
        question = Question(f"{side.mark}{name}", "", subject="resolution")
        side.things[f"poll.{name}"] = await voting.plan(meeting, Plan(question, span), by)
    await voting.announce_poll(side.things["poll.long"], by)
    await _delivery(side, Plan(Question(f"{side.mark}owners", "", subject="resolution"), span))


async def _delivery(side: Side, wanted: Plan) -> None:
    """A vote of owners that was announced today, its one unit, and one attempt to reach it."""
    by, at, room = side.actor("secretary"), now(), f"{side.mark}送达1"
    where = {"building": "9幢", "entrance": "", "room": "901"}
    sizes = {"area": 1000, "area_source": "不动产登记簿"}
    unit = await put("unit", community=side.community, code=room, **where, **sizes)
    poll = side.things["poll.owners"] = await voting.plan(
        side.things["meeting.announced"], wanted, by
    )
    await db.rows(
        "UPDATE poll SET rule_code = 'OWN-ORD', state = 'announced', announced_at = {},"
        " advisory = TRUE WHERE id = {}",
        at,
        poll,
    )
    await db.rows("INSERT INTO delivery_unit (poll, unit) VALUES ({}, {})", poll, unit)
    side.things["room.one"], side.things["no.delivery"] = room, "1"
    await db.rows(
        "INSERT INTO delivery (poll, no, unit, channel, arrived, at, made_by, made_at)"
        " VALUES ({}, 1, {}, 'left', TRUE, {}, {}, {})",
        poll,
        unit,
        at,
        by.person,
        at,
    )


async def _minutes(side: Side) -> None:
    by, chair = side.actor("secretary"), side.actor("chair")
    look = Wanted(Letterhead(programme=f"{side.mark}项目"))
    side.things["version.one"] = str(await settle_letterhead(look, by))
    states = {"written": "draft", "countersigned": "signed", "finished": "published"}
    for meeting, state in states.items():
        id_ = side.things[f"meeting.{meeting}"]
        due = date(2026, 12, 31)
        outcome = follow_up.Conclusion(f"{side.mark}同意", "implement", f"李{side.mark}", due)
        await follow_up.conclude(side.things[f"item.{meeting}"], outcome, by)
        await meetings.close_meeting(id_, by)
        made = side.things[f"minutes.{state}"] = await minutes.draft_from(id_, by)
        await approved(made, id_, by)
        if state != "draft":
            await minutes.sign(made, "recorder", None, by)
            await minutes.sign(made, "chair", None, chair)
        if state == "published":
            await minutes.publish(made, chair)


async def _letters(side: Side) -> None:
    hashed = await passwords.keeper().hashed(SECRET)
    for at, state in enumerate(("unused", "used", "expired")):
        public = side.things[f"public.{state}"] = f"{'AB'[side.mark != '甲鼎']}{at}CDE"[:5]
        age = timedelta(days=20 if state == "expired" else 1)
        await db.rows(
            "INSERT INTO letter (id, person, purpose, secret_hash, issued_by, issued_at,"
            " expires_at, used_at, failures) VALUES ({}, {}, 'household', {}, {}, {}, {}, {}, 0)",
            public,
            side.people["listed" if state == "unused" else "neighbour"],
            hashed,
            side.people["secretary"],
            now() - age,
            now() - age + timedelta(days=14),
            now() if state == "used" else None,
        )


async def _account(side: Side) -> None:
    """Everybody who is verified can sign in; `login.one` is the neighbour's."""
    side.things["login.one"] = f"login-{side.people['neighbour']}"
    hashed = await passwords.keeper().hashed(PASSWORD)
    for role, person in side.people.items():
        if role not in {"listed", "left"}:
            await _login(person, hashed)


async def _login(person: str, hashed: str) -> None:
    await db.rows(
        "INSERT INTO account (person, login, password_hash, changed_at) VALUES ({}, {}, {}, {})",
        person,
        f"login-{person}",
        hashed,
        now(),
    )
    await db.rows(
        "INSERT INTO login (key, person, kind, made_at) VALUES ({}, {}, 'code_name', {})",
        f"login-{person}",
        person,
        now(),
    )
