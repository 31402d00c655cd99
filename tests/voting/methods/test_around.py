"""What surrounds a vote on several options: who may make which, the room, the record, minutes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from council import db
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.voting.methods.making import THREE, Meeting, convene

if TYPE_CHECKING:
    from tests.server import Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=8)


@pytest.fixture
async def meeting(hall: Hall, cast: Cast) -> Meeting:
    """Six of eight are there."""
    return await convene(hall, cast)


async def test_dots_decide_nothing_and_their_rule_asks_no_quorum(
    hall: Hall, cast: Cast, meeting: Meeting
) -> None:
    base = f"/meetings/{cast.meeting}/polls"
    new = await meeting.secretary.get(f"{base}/new?method=dots")
    assert "贴点只排名次，不作决定" in new.text.replace("<wbr>", "")
    fields = {"text": "什么要紧", "options": THREE}
    decided = await meeting.secretary.post(base, **fields, method="dots", rule="COM")
    assert decided.status_code == 303, "the rule of dots is DOT whatever was sent"
    plain = await meeting.secretary.post(base, **fields, rule="DOT", mode="named")
    assert plain.status_code == 422
    choosing = await meeting.secretary.post(base, **fields, method="choose", rule="DOT")
    assert choosing.status_code == 422


async def test_com_a_choice_without_its_quorum_is_invalid_and_names_no_winner(
    hall: Hall, cast: Cast
) -> None:
    few = await convene(hall, cast, present=5)  # of eight, where six must be there
    poll = await few.opened("choose")
    await few.all_vote(poll, [{"one": "a"}] * 5)
    result = await few.ended(poll)
    assert (result["verdict"], result["chosen"]) == ("invalid", [])
    page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "到会5人，不足6人，表决无效" in page
    assert "count-winner" not in page


async def test_com_more_than_half_of_those_present_must_choose_it(meeting: Meeting) -> None:
    for majority, chosen in (("yes", []), ("no", ["a"])):
        poll = await meeting.opened("choose", majority=majority)
        await meeting.all_vote(poll, [{"one": "a"}] * 3 + [{"one": "b"}] * 2)
        assert (await meeting.ended(poll))["chosen"] == chosen


async def test_own_a_vote_of_owners_knows_only_yes_and_no(hall: Hall, meeting: Meeting) -> None:
    base = f"/meetings/{meeting.cast.meeting}/polls"
    answer = await meeting.secretary.post(
        base, text="甲", rule="OWN-ORD", method="choose", options=THREE
    )
    assert answer.status_code == 422
    assert "业主表决按面积和人数计算" in answer.text.replace("<wbr>", "")


async def test_faults_of_a_new_poll_stand_beside_their_fields_and_nothing_is_lost(
    meeting: Meeting,
) -> None:
    base = f"/meetings/{meeting.cast.meeting}/polls/new"
    wrong = await meeting.secretary.post(
        base, method="budget", text="花钱", options="扶手 28000\n凉亭", budget="很多"
    )
    assert wrong.status_code == 422
    page = wrong.text.replace("<wbr>", "")
    assert "“凉亭”没有写金额" in page
    assert "请写总预算" in page
    assert "扶手 28000\n凉亭</textarea>" in page
    assert not await db.rows("SELECT 1 AS one FROM poll")
    link = await meeting.secretary.get(f"/meetings/{meeting.cast.meeting}/table")
    assert "/polls/new" not in link.text, "no item is under way yet"


async def test_the_record_binds_options_order_and_counts_and_the_log_names_the_winner(
    cast: Cast, meeting: Meeting
) -> None:
    poll = await meeting.opened("irv")
    await meeting.all_vote(poll, [{"o-b": "1"}] * 4)
    await meeting.ended(poll)
    bodies = {
        one["act"]: json.loads(one["body"])["body"]
        for one in await entries(cast.community)
        if one["act"].startswith("poll.")
    }
    assert [one["title"] for one in bodies["poll.opened"]["options"]] == THREE.split("\n")
    assert sorted(bodies["poll.opened"]["parameters"]["order"]) == [0, 1, 2]
    assert bodies["poll.result"]["chosen"] == ["b"]
    assert len(bodies["poll.result"]["counts"]) == 64
    lines = await db.rows("SELECT text FROM log_line WHERE meeting = {}", cast.meeting)
    assert "表决结果：收到4张票，选出“李师傅”。" in {one["text"] for one in lines}


async def test_the_pushed_ballot_leads_to_the_page_and_is_the_same_for_everybody(
    cast: Cast, meeting: Meeting
) -> None:
    poll = await meeting.opened("dots", shuffle="1")
    slots = []
    for name in ("委员01", "委员02"):
        room = (await meeting.hall.of(cast, name).get(f"/meetings/{cast.meeting}/room")).text
        slots.append(room.split('id="ballot-place"')[1].split("</section>")[0])
    assert slots[0] == slots[1]
    assert f'href="/polls/{poll}"' in slots[0]
    assert "o-a" not in slots[0]
    await meeting.vote("委员01", poll, **{"o-a": "5"})
    room = (await meeting.hall.of(cast, "委员01").get(f"/meetings/{cast.meeting}/room")).text
    assert "王师傅：5点" in room


async def test_each_voter_keeps_one_order_and_no_option_stands_first_for_all(
    cast: Cast, meeting: Meeting
) -> None:
    poll = await meeting.opened("approval", options="\n".join("甲乙丙丁戊己"), shuffle="1")
    orders = []
    for name in meeting.present:
        pages = [await meeting.hall.of(cast, name).get(f"/polls/{poll}") for _ in range(2)]
        seen = [one.text.split("<fieldset")[1].split("</fieldset>")[0] for one in pages]
        assert seen[0] == seen[1], "a reload shows the same order"
        orders.append(tuple(seen[0].split('name="o-')[n][0] for n in range(1, 7)))
    assert all(sorted(one) == list("abcdef") for one in orders)
    assert len(set(orders)) > 1, "six people, twelve orders: one time in 250,000 they are equal"


async def test_minutes_say_the_winners_in_one_line_and_show_no_table_of_yes_and_no(
    cast: Cast, meeting: Meeting
) -> None:
    poll = await meeting.opened("choose")
    await meeting.all_vote(poll, [{"one": "b"}] * 5)
    await meeting.ended(poll)
    await meeting.secretary.post(f"/meetings/{cast.meeting}/closing")
    made = await meeting.secretary.post(f"/meetings/{cast.meeting}/minutes")
    page = (await meeting.secretary.get(made.headers["location"])).text.replace("<wbr>", "")
    assert "收到5张票，选出“李师傅”" in page
    assert ">赞成</th>" not in page
