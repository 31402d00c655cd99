"""A named vote through the public door: a tie fails, a retry counts once, a stranger sees none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Client, Hall

JSON = {"accept": "application/json"}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """An open meeting with thirteen of fifteen present."""
    people = await assemble()
    secretary = hall.of(people, "袁昆腔")
    assert (await secretary.post(f"/meetings/{people.meeting}/opening")).status_code == 303
    for name in people.members[:13]:
        answer = await secretary.post(
            f"/meetings/{people.meeting}/attendances", person=people.people[name], status="present"
        )
        assert answer.status_code == 303
    return people


async def open_poll(chair: Client, meeting: str, text: str = "同意") -> str:
    made = await chair.post(f"/meetings/{meeting}/polls", text=text, rule="COM", mode="named")
    assert made.status_code == 303, made.text
    poll = made.headers["location"].split("/")[-1]
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def cast_vote(client: Client, poll: str, choice: str, idem: str, rev: int = 0) -> Any:
    if not client.csrf:
        await client.post("/nowhere")
    headers = {**JSON, "x-csrf-token": client.csrf}
    fields = {"choice": choice, "idem": idem, "rev": str(rev)}
    return await client.http.post(f"/polls/{poll}/ballots", data=fields, headers=headers)


async def test_six_to_six_is_not_passed_and_the_split_stays_hidden_until_published(
    hall: Hall, cast: Cast
) -> None:
    chair = hall.of(cast, "曹评话")
    poll = await open_poll(chair, cast.meeting)
    choices = ["yes"] * 6 + ["no"] * 6 + ["abstain"]
    for name, choice in zip(cast.members[:13], choices, strict=True):
        answer = await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        assert answer.status_code == 201, answer.text
    assert await chair.json(f"/polls/{poll}") == {"state": "open", "eligible": 13, "turnout": 13}
    await chair.post(f"/polls/{poll}/closing")
    assert "counts" not in await chair.json(f"/polls/{poll}")
    await chair.post(f"/polls/{poll}/publication")
    result = await hall.client().json(f"/polls/{poll}")
    assert result["counts"] == {"yes": 6, "no": 6, "abstain": 1}
    assert (result["numerator"], result["denominator"]) == (6, 13)
    assert result["verdict"] == "failed"


async def test_a_retry_gets_the_same_receipt_and_a_second_vote_is_refused(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_poll(hall.of(cast, "曹评话"), cast.meeting)
    member = hall.of(cast, "委员01")
    first = await cast_vote(member, poll, "yes", "0123456789abcdef")
    again = await cast_vote(member, poll, "yes", "0123456789abcdef")
    other = await cast_vote(member, poll, "no", "fedcba9876543210")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert other.status_code == 409
    assert other.json()["reason"] == "voted"
    assert (await member.json(f"/polls/{poll}"))["turnout"] == 1


async def test_who_is_not_on_the_roll_finds_no_poll_to_vote_in(hall: Hall, cast: Cast) -> None:
    poll = await open_poll(hall.of(cast, "曹评话"), cast.meeting)
    for name in ("顾水巷", cast.members[14]):
        answer = await cast_vote(hall.of(cast, name), poll, "yes", "0123456789abcdef")
        assert answer.status_code == 404


async def test_a_late_ballot_is_refused(hall: Hall, cast: Cast) -> None:
    chair = hall.of(cast, "曹评话")
    poll = await open_poll(chair, cast.meeting)
    await chair.post(f"/polls/{poll}/closing")
    answer = await cast_vote(hall.of(cast, "委员01"), poll, "yes", "0123456789abcdef")
    assert (answer.status_code, answer.json()["reason"]) == (409, "closed")


async def test_a_ballot_without_the_token_is_refused_and_nothing_is_written(
    hall: Hall, cast: Cast
) -> None:
    poll = await open_poll(hall.of(cast, "曹评话"), cast.meeting)
    member = hall.of(cast, "委员01")
    fields = {"choice": "yes", "idem": "0123456789abcdef", "rev": "0"}
    answer = await member.http.post(f"/polls/{poll}/ballots", data=fields, headers=JSON)
    assert answer.status_code == 403
    assert (await member.json(f"/polls/{poll}"))["turnout"] == 0


async def test_without_javascript_the_vote_is_confirmed_on_a_page(hall: Hall, cast: Cast) -> None:
    poll = await open_poll(hall.of(cast, "曹评话"), cast.meeting)
    member = hall.of(cast, "委员01")
    page = await member.post(f"/polls/{poll}/confirmation", choice="yes")
    assert "确认投票" in page.text
    idem = page.text.split('name="idem" value="')[1].split('"')[0]
    answer = await member.post(f"/polls/{poll}/ballots", choice="yes", idem=idem, rev="0")
    assert answer.status_code == 303
    shown = await member.get(answer.headers["location"])
    assert 'id="receipt"' in shown.text
