"""RES-14, OWN-10, OWN-15: who was told of an owners' vote is entered, kept and waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.clock import moved_to
from council.record.queries import entries
from council.voting import actions as voting
from council.voting.actions import Plan, Question
from council.voting.actions.delivering import Committee, Entry
from council.voting.life.periods import Span
from tests.people import Cast, assemble
from tests.voting.long import (
    CLOSES,
    NOTICE,
    OPENS,
    SOON,
    announced,
    comes_to,
    planned,
    reason,
    served_at,
    state,
    vote,
)
from tests.voting.owners import own
from tests.voting.test_long_votes import owners_meeting

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine
    from tests.server import Client

OFFICER = "曹评话"
WITNESS = "见证人丁香"
LATE = CLOSES - timedelta(days=3)
LAST = "1幢104"
TERMS = {"turn_minutes": "2", "turns_each": "2", "owners_binding": "1", "posting_days": "7"}
COMMITTEE = {"told_on": "2026-11-05", "how": "书面送交", "office": "居民委员会", "sends": "副主任"}


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """Four units, one of them without an owner on the roll."""
    with moved_to(NOTICE):
        people = await assemble(members=6)
        people.meeting = await owners_meeting(people)
        for name in ("委员01", "委员02", "委员03", ""):
            await own(people, name, 8000)
        found = await db.rows("SELECT id FROM unit WHERE area = 8000 ORDER BY code")
        for at, one in enumerate(found, 1):
            await db.rows("UPDATE unit SET room = {} WHERE id = {}", f"10{at}", one["id"])
    return people


async def enter(client: Client, poll: str, room: str, channel: str, **more: str) -> Any:
    """One unit by its number."""
    entry = {"day": "2026-11-05", "time": "08:30", "evidence": WITNESS, "room": room}
    return await client.post(f"/polls/{poll}/deliveries", **{**entry, "channel": channel, **more})


async def rooms(poll: str) -> dict[str, str]:
    """Room → unit, of all that this vote has to reach."""
    found = await db.rows(
        "SELECT u.room, u.id FROM delivery_unit d JOIN unit u ON u.id = d.unit WHERE d.poll = {}",
        poll,
    )
    return {one["room"]: one["id"] for one in found}


async def decides(client: Client, meeting: str) -> str:
    """A vote that binds is announced once the residents' committee was told."""
    await client.post("/meetings/terms", **TERMS)
    poll = await planned(client, meeting)
    path = f"/polls/{poll}/announcement"
    assert await reason(client, path) == "delivery.committee_first"
    told = await client.post(f"/polls/{poll}/committee-notices", **COMMITTEE)
    assert told.status_code == 303, told.text
    assert (await client.post(path)).status_code == 303
    return poll


async def all_but_one_are_reached(client: Client, poll: str) -> None:
    """The last one was tried before it is put up on site."""
    day = {"day": f"{LATE:%Y-%m-%d}", "time": "08:00"}
    ticks = {f"u-{unit}": "1" for room, unit in (await rooms(poll)).items() if room != "104"}
    answer = await enter(client, poll, "", "left", **ticks, **day)
    assert answer.status_code == 303, answer.text
    assert (await enter(client, poll, LAST, "posted", **day)).status_code == 409
    assert (await enter(client, poll, LAST, "post", failed="1", **day)).status_code == 303
    assert (await enter(client, poll, LAST, "posted", **day)).status_code == 303


async def test_a_vote_that_decides_waits_for_the_committee_and_for_what_hangs_on_site(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        poll = await decides(hall.of(cast, OFFICER), cast.meeting)
        notice = (await hall.client().get(f"/polls/{poll}/notice")).text.replace("<wbr>", "")
        assert "告知居民委员会（书面送交），派副主任列席" in notice
    async with served_at(OPENS - SOON, database_url, tmp_path, cast):
        await comes_to(poll, "open")
    async with served_at(LATE, database_url, tmp_path, cast) as hall:
        for name in ("委员01", "委员02"):
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        await all_but_one_are_reached(hall.of(cast, OFFICER), poll)
    async with served_at(CLOSES + timedelta(minutes=1), database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, OFFICER)
        refused = await reason(chair, f"/polls/{poll}/closing")
        assert (refused, await state(poll)) == ("delivery.still_posted", "open")
    async with served_at(LATE + timedelta(days=8), database_url, tmp_path, cast) as hall:
        await comes_to(poll, "closed")
        chair = hall.of(cast, OFFICER)
        assert (await enter(chair, poll, LAST, "left")).status_code == 409
        assert (await chair.post(f"/polls/{poll}/publication")).status_code == 303
        made = (await chair.get(f"/polls/{poll}/bundle")).json()["delivery"]
        page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    number = len(await rooms(poll))
    assert made["by"] == {"left": number - 1}
    assert (made["units"], made["posted"], made["complete"]) == (number, 1, True)
    assert (made["posted_since"], made["posted_until"]) == ("2026-12-01", "2026-12-08")
    assert "送达完整" in page
    for secret in (WITNESS, LAST):
        assert secret not in page + str(made)


async def test_attempts_are_added_struck_with_a_reason_and_never_lost(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, OFFICER)
        poll = await announced(chair, cast.meeting)  # an opinion: the committee is not asked for
        where = f"/polls/{poll}/deliveries"
        assert f'href="{where}"' in (await chair.get(f"/polls/{poll}")).text
        assert f'href="{where}"' in (await chair.get("/polls")).text
        assert (await enter(chair, poll, "1幢999", "left")).status_code == 422
        assert (await enter(chair, poll, "", "left")).status_code == 422
        assert (await enter(chair, poll, "1幢101", "left", time="23:59")).status_code == 422
        assert (await enter(chair, poll, "1幢101", "left")).status_code == 303
        assert (await enter(chair, poll, "1幢101", "in_person")).status_code == 303
        assert 'data-reached="1"' in (await chair.get(where)).text
        for no in ("1", "2", "2"):
            gone = await chair.post(f"{where}/{no}/withdrawal", reason="丁香看错了门")
            assert gone.status_code == 303
        page = (await chair.get(where)).text
        assert 'data-reached="0"' in page
        assert WITNESS in page
        assert "丁香看错了门" in page
        found = await db.rows("SELECT no, struck_why FROM delivery WHERE poll = {}", poll)
        assert len(found) == 2
        assert (await chair.post(f"{where}/9/withdrawal", reason="没有")).status_code == 404
        walk = (await chair.get(f"/polls/{poll}/delivery-list?shown=missing")).text
        assert "1幢101" in walk
        told = [one for one in await entries(cast.community) if one["act"].startswith("delivery.")]
        assert [one["act"] for one in told] == ["delivery.entered"] * 2 + ["delivery.struck"] * 2
        for one in told:
            assert "丁香" not in str(one["body"])
            assert "幢" not in str(one["body"])  # hashes may well hold its number


async def test_only_officers_of_this_community_and_only_votes_of_owners(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair, member = hall.of(cast, OFFICER), hall.of(cast, "委员01")
        poll = await announced(chair, cast.meeting)
        for path in ("deliveries", "delivery-list"):
            assert (await chair.get(f"/polls/{poll}/{path}")).status_code == 200
            assert (await member.get(f"/polls/{poll}/{path}")).status_code in {403, 404}
        assert (await enter(member, poll, "1幢101", "left")).status_code in {403, 404}
        other = await planned(chair, cast.meeting)
        assert (await chair.get(f"/polls/{other}/deliveries")).status_code == 200
        await db.rows("UPDATE poll SET rule_code = 'COM' WHERE id = {}", other)
        assert (await chair.get(f"/polls/{other}/deliveries")).status_code == 404
        told = await chair.post(f"/polls/{other}/committee-notices", **COMMITTEE)
        assert told.status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE delivery SET evidence = '' WHERE poll = {}",
        "UPDATE delivery SET struck_why = '' WHERE poll = {}",
        "DELETE FROM delivery WHERE poll = {}",
        "UPDATE committee_notice SET office = '别处' WHERE poll = {}",
        "DELETE FROM committee_notice WHERE poll = {}",
    ],
)
async def test_res_14_the_database_keeps_evidence_as_it_was_entered(
    cast: Cast, change: str
) -> None:
    by = cast.actor(cast.secretary)
    with moved_to(NOTICE):
        question = Question("同意换门", "", subject="use_fund")
        poll = await voting.plan(cast.meeting, Plan(question, Span(OPENS, CLOSES)), by)
        await voting.tell_committee(poll, Committee(NOTICE.date(), "书面", "居民委员会"), by)
        await voting.announce_poll(poll, by)
        units = tuple((await rooms(poll)).values())
        await voting.deliver(poll, Entry(units, "left", NOTICE, arrived=True), by)
        await voting.strike_delivery(poll, 1, "看错了门", by)
    with pytest.raises(Exception, match=r"never|append"):
        await db.rows(change, poll)
