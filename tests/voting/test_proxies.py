"""OWN-13, trust 4.8: proxies on written authority, a limit, no chains, withdrawn until closing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from council import db
from council.db import UNIQUE_ERRORS
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.voting.proxies import cast_for, cast_vote, give, open_on, owners, proxy_of, votes_in
from tests.voting.telling import ON_SQLITE

if TYPE_CHECKING:
    from tests.server import Client, Hall


@pytest.fixture
async def cast(engine: object) -> Cast:
    people = await assemble(members=11)
    people.meeting = await owners(people)
    return people


@pytest.fixture
def clerk(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


def told(text: str) -> str:
    return text.replace("<wbr>", "")


async def test_a_proxy_is_entered_once_and_seen_by_both_and_by_nobody_else(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", cast.meeting)
    assert item is not None
    for _ in range(2):
        answer = await give(
            clerk, cast.meeting, "委员04", "委员01", **{f"wants-{item['id']}": "no"}
        )
        assert answer.status_code == 303, answer.text
    assert len(await db.rows("SELECT id FROM proxy")) == 1
    page = (await clerk.get(f"/meetings/{cast.meeting}/proxies")).text
    assert "委员04 委托 委员01" in page
    assert "档案柜第3份" in page
    for name, word in (("委员04", "确认撤回"), ("委员01", "门禁")):
        assert word in (await hall.of(cast, name).get("/account/proxies")).text
    stranger = hall.of(cast, "委员02")
    assert "档案柜第3份" not in (await stranger.get("/account/proxies")).text
    proxy = await proxy_of(cast, cast.meeting, "委员04")
    for name in ("委员02", "委员01"):  # the holder cannot withdraw either
        answer = await hall.of(cast, name).post(f"/proxies/{proxy}/withdrawal")
        assert answer.status_code == 404
    assert (await stranger.get(f"/meetings/{cast.meeting}/proxies")).status_code == 404
    acts = [one for one in await entries(cast.community) if one["act"] == "proxy.given"]
    assert len(acts) == 1
    assert not any(cast.people[name] in acts[0]["body"] for name in ("委员04", "委员01"))


REFUSED = (
    ("委员04", "委员04", "不能委托自己"),
    ("委员05", "委员04", "不能转委托"),  # 04 gave one
    ("委员01", "委员02", "不能转委托"),  # 01 holds one
    ("委员04", "委员02", "已经为这次会议委托了别人"),
    ("委员03", "委员02", "委托人已经到会"),
    ("顾水巷", "委员01", "顾水巷"),  # not called
    ("委员05", "顾水巷", "顾水巷"),
    ("委员08", "委员01", "已经代3人"),  # OWN-13
)


async def test_what_is_no_proxy_is_refused_with_its_reason_and_three_is_the_most(
    cast: Cast, clerk: Client
) -> None:
    late = await give(clerk, cast.meeting, "委员04", "委员01", authority_on="2099-01-01")
    assert (late.status_code, "不能晚于今天" in late.text) == (422, True)
    for name in ("委员04", "委员06", "委员07"):
        assert (await give(clerk, cast.meeting, name, "委员01")).status_code == 303
    for principal, holder, words in REFUSED:
        answer = await give(clerk, cast.meeting, principal, holder)
        assert answer.status_code in {409, 422}
        assert words in told(answer.text)
    assert len(await db.rows("SELECT id FROM proxy")) == 3
    assert (await give(clerk, cast.meeting, "委员08", "委员02")).status_code == 303


@ON_SQLITE
async def test_a_committee_has_none_until_it_sets_one(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    other = await db.row(
        "SELECT id FROM meeting WHERE community = {} AND kind = 'council'", cast.community
    )
    assert other is not None
    assert (await give(clerk, other["id"], "委员04", "委员01")).status_code == 409
    await clerk.post("/meetings/terms", proxies="1", turn_minutes="2", turns_each="2")
    assert (await give(clerk, other["id"], "委员04", "委员01")).status_code == 303
    assert (await give(clerk, other["id"], "委员05", "委员01")).status_code == 409


async def test_the_database_itself_keeps_out_a_second_live_proxy(cast: Cast, clerk: Client) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    again = (
        "INSERT INTO proxy"
        " (id, meeting, principal, holder, authority_on, kept_at, made_by, made_at)"
        " SELECT 'second', meeting, principal, {}, authority_on, kept_at, made_by, made_at"
        " FROM proxy"
    )
    with pytest.raises(UNIQUE_ERRORS):
        await db.rows(again, cast.people["委员02"])
    proxy = await proxy_of(cast, cast.meeting, "委员04")
    await clerk.post(f"/proxies/{proxy}/withdrawal")
    await db.rows(again, cast.people["委员02"])


async def test_the_holder_votes_for_whom_they_speak_and_each_has_a_receipt(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    await give(clerk, cast.meeting, "委员05", "委员02")
    poll = await open_on(hall, cast, cast.meeting)
    holder = hall.of(cast, "委员01")
    page = (await holder.get(f"/polls/{poll}")).text
    assert "代 委员04（1幢101）投票" in page
    assert "委员05" not in page
    asked = await cast_for(holder, cast, poll, "委员04", "yes", confirmed="0")
    assert "请确认您代委员04的选择" in asked.text
    assert await votes_in(poll) == {}
    assert (await cast_for(holder, cast, poll, "委员04", "yes")).status_code == 303
    assert (await cast_vote(holder, poll, "no", "idem-of-the-holder")).status_code == 201
    assert await votes_in(poll) == {"委员04": "yes", "委员01": "no"}
    receipts = {one["receipt"] for one in await db.rows("SELECT receipt FROM named_vote")}
    page = (await holder.get(f"/polls/{poll}")).text
    assert len(receipts) == 2
    assert all(one in page for one in receipts)
    again = await cast_for(holder, cast, poll, "委员04", "yes")
    other = await cast_for(holder, cast, poll, "委员04", "no", idem="another-sending-of-it")
    assert (again.status_code, other.status_code) == (303, 409)
    strange = await cast_for(hall.of(cast, "委员03"), cast, poll, "委员04", "no")
    of_another = await cast_for(holder, cast, poll, "委员05", "no")
    assert (strange.status_code, of_another.status_code) == (404, 404)
    page = told((await hall.of(cast, "委员04").get(f"/polls/{poll}")).text)
    assert "这一票是委员01凭您的书面委托代投的" in page
    assert (await holder.json(f"/polls/{poll}"))["eligible"] == 5


@ON_SQLITE
async def test_the_instruction_is_shown_and_a_vote_against_it_is_warned_of_not_stopped(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", cast.meeting)
    assert item is not None
    await give(clerk, cast.meeting, "委员04", "委员01", **{f"wants-{item['id']}": "no"})
    poll = await open_on(hall, cast, cast.meeting)
    holder = hall.of(cast, "委员01")
    assert "委托书要求：反对" in (await holder.get(f"/polls/{poll}")).text
    asked = await cast_for(holder, cast, poll, "委员04", "yes", confirmed="")
    as_told = await cast_for(holder, cast, poll, "委员04", "no", confirmed="")
    assert "和委托人的要求不一样" in asked.text
    assert "和委托人的要求不一样" not in as_told.text
    assert (await cast_for(holder, cast, poll, "委员04", "yes")).status_code == 303


async def test_who_votes_for_themselves_takes_the_place_of_their_proxy(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    poll = await open_on(hall, cast, cast.meeting)
    holder, principal = hall.of(cast, "委员01"), hall.of(cast, "委员04")
    await cast_for(holder, cast, poll, "委员04", "yes")
    assert "我自己投票" in (await principal.get(f"/polls/{poll}")).text
    own_vote = await cast_vote(principal, poll, "no", "idem-of-the-principal")
    assert own_vote.status_code == 201, own_vote.text
    assert await votes_in(poll) == {"委员04": "no"}
    late = await cast_for(holder, cast, poll, "委员04", "yes", idem="later-than-the-principal")
    assert late.status_code == 409
    assert "委托人已经自己投了票" in told((await holder.get(f"/polls/{poll}")).text)
    assert await votes_in(poll) == {"委员04": "no"}
    assert not await db.rows("SELECT 1 AS one FROM cast_by")


async def test_withdrawal_takes_the_ballot_out_and_afterwards_the_principal_can_vote(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    poll = await open_on(hall, cast, cast.meeting)
    holder, principal = hall.of(cast, "委员01"), hall.of(cast, "委员04")
    await cast_for(holder, cast, poll, "委员04", "yes")
    proxy = await proxy_of(cast, cast.meeting, "委员04")
    for _ in range(2):
        assert (await principal.post(f"/proxies/{proxy}/withdrawal")).status_code == 303
    assert await votes_in(poll) == {}
    gone = await cast_for(holder, cast, poll, "委员04", "yes")
    assert gone.status_code == 404
    assert (await cast_vote(principal, poll, "no", "idem-of-the-principal")).status_code == 201
    assert await votes_in(poll) == {"委员04": "no"}


@ON_SQLITE
async def test_after_closing_a_withdrawal_leaves_what_was_counted(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    poll = await open_on(hall, cast, cast.meeting)
    await cast_for(hall.of(cast, "委员01"), cast, poll, "委员04", "yes")
    await hall.of(cast, "曹评话").post(f"/polls/{poll}/closing")
    proxy = await proxy_of(cast, cast.meeting, "委员04")
    assert (await clerk.post(f"/proxies/{proxy}/withdrawal")).status_code == 303
    assert await votes_in(poll) == {"委员04": "yes"}
    await clerk.post(f"/meetings/{cast.meeting}/closing")
    assert (await give(clerk, cast.meeting, "委员05", "委员01")).status_code == 409


@ON_SQLITE
async def test_only_who_is_away_and_spoken_for_by_somebody_there_is_on_the_roll(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    await give(clerk, cast.meeting, "委员04", "委员01")
    await give(clerk, cast.meeting, "委员05", "委员06")  # who is not there either
    await give(clerk, cast.meeting, "委员07", "委员02")
    path = f"/meetings/{cast.meeting}/attendances"
    await clerk.post(path, person=cast.people["委员07"], status="present")  # came after all
    poll = await open_on(hall, cast, cast.meeting)
    found = await db.rows(
        "SELECT n.name, h.name AS holder FROM elector e JOIN person n ON n.id = e.person"
        " LEFT JOIN person h ON h.id = e.holder WHERE e.poll = {}",
        poll,
    )
    assert {one["name"]: one["holder"] for one in found} == {
        "委员01": None,
        "委员02": None,
        "委员03": None,
        "委员07": None,
        "委员04": "委员01",
    }
    opened = await db.row("SELECT present, represented FROM poll WHERE id = {}", poll)
    assert opened == {"present": 5, "represented": 1}
    answer = await cast_for(hall.of(cast, "委员02"), cast, poll, "委员07", "yes")
    assert answer.status_code == 404


async def test_withdrawals_that_race_with_the_holders_leave_no_ballot_behind(
    hall: Hall, cast: Cast, clerk: Client
) -> None:
    holders = {"委员04": "委员01", "委员05": "委员01", "委员06": "委员02", "委员07": "委员03"}
    for principal, holder in holders.items():
        await give(clerk, cast.meeting, principal, holder)
    poll = await open_on(hall, cast, cast.meeting)
    clients = {name: hall.of(cast, name) for name in {*holders, *holders.values()}}
    for one in clients.values():
        await one.post("/nowhere")  # takes the token
    proxies = {name: await proxy_of(cast, cast.meeting, name) for name in holders}
    await asyncio.gather(
        *(cast_for(clients[holder], cast, poll, name, "yes") for name, holder in holders.items()),
        *(clients[name].post(f"/proxies/{proxies[name]}/withdrawal") for name in holders),
        *(
            cast_for(clients[holder], cast, poll, name, "no", idem=f"second-sending-{name[-2:]}")
            for name, holder in holders.items()
        ),
    )
    assert await votes_in(poll) == {}
    assert await db.rows("SELECT elector_no FROM elector WHERE holder IS NOT NULL") == []
    for name, holder in holders.items():
        again = await cast_for(clients[holder], cast, poll, name, "yes")
        assert again.status_code == 404
