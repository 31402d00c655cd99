"""代录: staff enter a ballot for who asks; both names are known, and the voter can object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from tests.people import Cast, assemble
from tests.voting.proxies import cast_for, give, open_on, owners, votes_in
from tests.voting.telling import ON_SQLITE
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from tests.server import Client, Hall

SIX = ("yes", "no", "abstain", "yes", "no", "yes")


@pytest.fixture
async def cast(engine: object) -> Cast:
    people = await assemble(members=11)
    people.meeting = await owners(people)
    return people


def told(text: str) -> str:
    return text.replace("<wbr>", "")


async def enter(clerk: Client, poll: str, voter: str, choice: str, **more: str) -> Any:
    """The name and the choice, then the page that is read back, then what it holds is sent."""
    asked = await clerk.post(f"/polls/{poll}/assisted-ballots", voter=voter, choice=choice)
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    if asked.status_code != 200 or "person" not in hidden:
        return asked
    assert await clerk.json(f"/polls/{poll}") is not None
    fields = {name: hidden[name] for name in ("person", "choice", "idem", "rev")}
    path = f"/polls/{poll}/assisted-ballots"
    return await clerk.post(path, **{**fields, "confirmed": "1", **more})


async def sealed(hall: Hall, cast: Cast) -> str:
    """A secret vote of the committee with six present."""
    found = await db.row(
        "SELECT id FROM meeting WHERE community = {} AND kind = 'council'", cast.community
    )
    assert found is not None
    meeting, clerk = found["id"], hall.of(cast, "袁昆腔")
    await clerk.post(f"/meetings/{meeting}/opening")
    for name in cast.members[:6]:
        await clerk.post(
            f"/meetings/{meeting}/attendances", person=cast.people[name], status="present"
        )
    made = await clerk.post(f"/meetings/{meeting}/polls", text="选", rule="COM", mode="sealed")
    poll = str(made.headers["location"].split("/")[-1])
    assert (await clerk.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def test_it_is_read_back_entered_once_and_the_voter_gets_the_receipt(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    clerk, voter = hall.of(cast, "袁昆腔"), hall.of(cast, "委员01")
    page = told((await clerk.get(f"/polls/{poll}/assistance")).text)
    assert "请不要告诉任何人" in page
    asked = await clerk.post(f"/polls/{poll}/assisted-ballots", voter="委员01", choice="no")
    assert "请念给本人听" in asked.text
    assert await votes_in(poll) == {}
    answer = await enter(clerk, poll, "委员01", "no")
    assert answer.status_code == 201, answer.text
    (vote,) = await db.rows("SELECT receipt FROM named_vote")
    assert vote["receipt"] in answer.text
    assert await votes_in(poll) == {"委员01": "no"}
    page = told((await voter.get(f"/polls/{poll}")).text)
    assert "这一票是袁昆腔应您的要求代录的" in page
    assert poll in (await voter.get("/account/proxies")).text
    again = await enter(clerk, poll, "委员01", "yes")
    assert again.status_code == 409
    for refused, name in (("不在名册上", "委员04"), ("顾水巷", "顾水巷")):
        other = await enter(clerk, poll, name, "yes")
        assert other.status_code == 422
        assert refused in told(other.text)
    assert await votes_in(poll) == {"委员01": "no"}
    assert (await voter.get(f"/polls/{poll}/assistance")).status_code == 404


@ON_SQLITE
async def test_what_a_voter_sent_is_never_overwritten_and_nobody_assists_themselves(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    clerk = hall.of(cast, "袁昆腔")
    await cast_vote(hall.of(cast, "委员02"), poll, "yes", "idem-of-the-voter-02")
    answer = await enter(clerk, poll, "委员02", "no")
    assert (answer.status_code, "不能再代录" in answer.text) == (409, True)
    assert await votes_in(poll) == {"委员02": "yes"}
    await db.rows(  # the secretary is an elector as well
        "UPDATE elector SET person = {} WHERE poll = {} AND person = {}",
        cast.people["袁昆腔"],
        poll,
        cast.people["委员03"],
    )
    own = await clerk.post(
        f"/polls/{poll}/assisted-ballots", person=cast.people["袁昆腔"], choice="no"
    )
    assert (own.status_code, "请用自己的选票" in told(own.text)) == (422, True)


@ON_SQLITE
async def test_a_second_member_of_staff_confirms_and_the_voter_can_object(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_on(hall, cast, cast.meeting)
    clerk, voter = hall.of(cast, "袁昆腔"), hall.of(cast, "委员01")
    await enter(clerk, poll, "委员01", "no")
    path, who = f"/polls/{poll}/assisted-ballots/confirmation", cast.people["委员01"]
    assert (await clerk.post(path, person=who)).status_code == 404  # entered it
    await db.rows(
        "INSERT INTO appointment (id, community, person, office, scope, granted_by, granted_at)"
        " SELECT 'worker', community, {}, 'social_worker', '', granted_by, granted_at"
        " FROM appointment WHERE office = 'secretary'",
        cast.people["委员05"],
    )
    second = hall.of(cast, "委员05")
    assert "等第二人核对" in (await second.get(f"/polls/{poll}/assistance")).text
    assert (await second.post(path, person=who)).status_code == 303
    assert "第二人已核对" in (await clerk.get(f"/polls/{poll}/assistance")).text
    assert (await hall.of(cast, "委员02").post(f"/polls/{poll}/objection")).status_code == 404
    for _ in range(2):
        assert (await voter.post(f"/polls/{poll}/objection")).status_code == 303
    assert "本人提出异议" in (await clerk.get(f"/polls/{poll}/assistance")).text
    acts = await db.rows("SELECT body FROM record_entry WHERE body LIKE '%poll.entry_%'")
    assert len(acts) == 2
    assert [json.loads(one["body"])["body"] for one in acts] == [{"poll": poll}] * 2


async def test_it_takes_the_place_of_a_proxy_and_no_proxy_takes_its_own(
    hall: Hall, cast: Cast
) -> None:
    clerk, holder = hall.of(cast, "袁昆腔"), hall.of(cast, "委员01")
    await give(clerk, cast.meeting, "委员04", "委员01")
    poll = await open_on(hall, cast, cast.meeting)
    await cast_for(holder, cast, poll, "委员04", "yes")
    assert (await enter(clerk, poll, "委员04", "no")).status_code == 201
    assert await votes_in(poll) == {"委员04": "no"}
    late = await cast_for(holder, cast, poll, "委员04", "yes", idem="later-than-the-telephone")
    assert late.status_code == 409


async def test_of_a_secret_vote_only_that_it_was_assisted_is_kept(hall: Hall, cast: Cast) -> None:
    poll, clerk = await sealed(hall, cast), hall.of(cast, "袁昆腔")
    answer = await enter(clerk, poll, "委员01", "no")
    assert answer.status_code == 201, answer.text
    for name, choice in zip(cast.members[:6], SIX, strict=True):
        if name != "委员01":
            idem = f"idem-of-{cast.people[name]}"
            sent = await cast_vote(hall.of(cast, name), poll, choice, idem)
            assert sent.status_code == 201, sent.text
    (kept,) = await db.rows("SELECT * FROM cast_by")
    assert set(kept) == {"poll", "elector_no", "channel", "person", "confirmed_by", "objected"}
    assert not await db.rows("SELECT 1 AS one FROM named_vote")
    channels = "SELECT channel, count(*) AS n FROM elector WHERE poll = {} GROUP BY channel"
    assert await db.rows(channels, poll) == [{"channel": "none", "n": 6}]
    await clerk.post(f"/polls/{poll}/closing")
    found = {one["channel"]: one["n"] for one in await db.rows(channels, poll)}
    assert found == {"assisted": 1, "phone": 5}
    page = told((await hall.of(cast, "委员01").get(f"/polls/{poll}")).text)
    assert "这一票是袁昆腔应您的要求代录的" in page
    assert "您的选择：" not in page
