"""Who is spoken for: in the base of the vote, in the quorum only where the charter says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from council import cli, db
from council.voting import rules
from tests.people import Cast, assemble
from tests.voting.proxies import cast_for, give, proxy_of, votes_in
from tests.voting.telling import ON_SQLITE
from tests.voting.test_assisted import enter
from tests.voting.test_kiosk import printed, terminal, vote
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Hall

TERMS = {"proxies": "1", "turn_minutes": "2", "turns_each": "2"}


@pytest.mark.parametrize(
    ("represented", "charter", "verdict"),
    [(0, "silent", "passed"), (1, "silent", "invalid"), (1, "counts them", "passed")],
)
def test_a_quorum_of_ten_in_fifteen_with_nine_there_and_one_spoken_for(
    represented: int, charter: str, verdict: str
) -> None:
    frozen = {**rules.PRESETS["COM"].as_data(), "represented": charter == "counts them"}
    rule = rules.from_data(frozen)
    found = rules.decide(
        rule, called=15, present=10, represented=represented, counts={"yes": 6, "no": 4}
    )
    assert (found.verdict, found.denominator, found.needed) == (verdict, 10, 6)


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Seven are called, five came; the council has allowed one proxy each."""
    people = await assemble(members=7)
    clerk = hall.of(people, "袁昆腔")
    await clerk.post("/meetings/terms", **TERMS)
    await clerk.post(f"/meetings/{people.meeting}/opening")
    for name in people.members[:5]:
        path = f"/meetings/{people.meeting}/attendances"
        await clerk.post(path, person=people.people[name], status="present")
    return people


async def opened(hall: Hall, cast: Cast, **question: str) -> str:
    chair = hall.of(cast, "曹评话")
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="选", rule="COM", **question)
    assert made.status_code == 303, made.text
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


@ON_SQLITE
async def test_only_the_holder_is_led_from_the_room_to_the_ballots_of_others(
    hall: Hall, cast: Cast
) -> None:
    await give(hall.of(cast, "袁昆腔"), cast.meeting, cast.members[5], cast.members[0])
    poll = await opened(hall, cast, mode="named")
    for name, led in ((cast.members[0], True), (cast.members[2], False)):
        page = (await hall.of(cast, name).get(f"/meetings/{cast.meeting}/room")).text
        assert (f"/polls/{poll}#proxies" in page) is led


async def test_a_secret_vote_by_proxy_is_sealed_counted_and_can_be_withdrawn_until_closing(
    hall: Hall, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, second), (away, gone) = cast.members[:2], cast.members[5:]
    clerk = hall.of(cast, "袁昆腔")
    await give(clerk, cast.meeting, away, first)
    await give(clerk, cast.meeting, gone, second)
    poll = await opened(hall, cast, mode="sealed")
    for who, whom in ((first, away), (second, gone)):
        sent = await cast_for(hall.of(cast, who), cast, poll, whom, "no")
        assert sent.status_code == 303, sent.text
    for name in cast.members[:5]:
        idem = f"idem-of-{cast.people[name]}"
        assert (await cast_vote(hall.of(cast, name), poll, "yes", idem)).status_code == 201
    assert len(await db.rows("SELECT 1 AS one FROM envelope")) == 7
    proxy = await proxy_of(cast, cast.meeting, gone)
    assert (await hall.of(cast, gone).post(f"/proxies/{proxy}/withdrawal")).status_code == 303
    assert len(await db.rows("SELECT 1 AS one FROM envelope")) == 6
    for path in ("closing", "publication"):
        await clerk.post(f"/polls/{poll}/{path}")
    result = await hall.client().json(f"/polls/{poll}")
    assert result["counts"] == {"yes": 5, "no": 1, "abstain": 0}
    found = await db.rows("SELECT channel FROM elector WHERE poll = {} ORDER BY channel", poll)
    assert [one["channel"] for one in found] == ["none", *["phone"] * 5, "proxy"]
    page = (await clerk.get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "到会5人（另有2人由代理人投票）" in page
    file = tmp_path / "bundle.json"
    file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
    bundle = json.loads(file.read_text())
    assert (bundle["represented"], bundle["rule"]["proxies"]) == (2, 1)
    assert cli.main(["recount", str(file)]) == 0
    capsys.readouterr()


@ON_SQLITE
async def test_a_ballot_of_several_options_goes_by_all_three_ways(hall: Hall, cast: Cast) -> None:
    clerk, away, holder = hall.of(cast, "袁昆腔"), cast.members[5], cast.members[0]
    await give(clerk, cast.meeting, away, holder)
    poll = await opened(hall, cast, method="approval", options="甲\n乙\n丙")
    hand = hall.of(cast, holder)
    path, whom = f"/polls/{poll}/proxy-ballots", cast.people[away]
    begun = await hand.post(path, principal=whom)
    assert "甲" in begun.text
    asked = await hand.post(path, principal=whom, marked="1", **{"o-a": "1", "o-c": "1"})
    assert "请确认您代" in asked.text
    choice = asked.text.split('name="choice" value="')[1].split('"')[0]
    sent = await cast_for(hand, cast, poll, away, choice)
    assert sent.status_code == 303, sent.text
    assert "甲" in (await hand.get(f"/polls/{poll}")).text.split('id="proxies"')[1]
    read = await clerk.post(
        f"/polls/{poll}/assisted-ballots", voter=cast.members[2], marked="1", **{"o-b": "1"}
    )
    assert "请念给本人听" in read.text
    entered = await enter(clerk, poll, cast.members[2], choice)
    assert entered.status_code == 201, entered.text
    codes = await printed(clerk, poll, cast.members[3])
    device = await terminal(hall, cast)
    strange = await vote(device, codes[cast.members[3]], "z", "another-idem-of-it")
    assert strange.status_code == 422
    assert (await vote(device, codes[cast.members[3]], choice)).status_code == 201
    assert await votes_in(poll) == dict.fromkeys((away, cast.members[2], cast.members[3]), choice)
