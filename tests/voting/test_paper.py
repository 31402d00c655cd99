"""Paper ballots and a show of hands: two officers, one ballot a person, one rule of ways."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.ids import new_id
from council.meetings import actions as meetings
from council.record.queries import entries
from council.voting.checking import bundle
from tests.appointing import given
from tests.people import Cast, assemble
from tests.voting import sheets
from tests.voting.owners import PRESENT, owners_meeting, poll_on
from tests.voting.owners import cast_vote as owner_votes
from tests.voting.sheets import both, enter, finish
from tests.voting.telling import ON_SQLITE
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from tests.server import Client, Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """All fifteen are there."""
    people = await assemble()
    by = people.actor(people.secretary)
    await meetings.open_meeting(people.meeting, by)
    for name in people.members:
        await meetings.mark(people.meeting, people.people[name], "present", by)
    return people


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


async def opened(chair: Client, meeting: str, mode: str = "named") -> str:
    made = await chair.post(f"/meetings/{meeting}/polls", text="同意", rule="COM", mode=mode)
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def phones(hall: Hall, cast: Cast, poll: str, said: dict[str, str]) -> None:
    for name, choice in said.items():
        answer = await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        assert answer.status_code == 201, answer.text


async def published(chair: Client, poll: str) -> dict[str, Any]:
    """The result as it is kept."""
    for step in ("closing", "publication"):
        answer = await chair.post(f"/polls/{poll}/{step}")
        assert answer.status_code == 303, answer.text
    found = await db.row("SELECT result FROM poll WHERE id = {}", poll)
    assert found is not None
    return dict(json.loads(found["result"]))


async def said_on(client: Client, path: str) -> str:
    """The page without the places where its words may break."""
    return (await client.get(path)).text.replace("<wbr>", "")


async def the_bundle(client: Client, poll: str) -> Any:
    return (await client.get(f"/polls/{poll}/bundle")).json()


async def test_what_two_officers_agree_on_counts_and_the_result_says_by_which_way(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    await phones(hall, cast, poll, {"委员01": "yes", "委员02": "no", "委员03": "no"})
    sheet = await sheets.begin(secretary, poll)
    said = {"委员03": "yes", "委员04": "yes", "委员05": "abstain", "委员06": "spoiled"}
    await enter(secretary, cast, sheet, said)
    await finish(secretary, sheet)
    assert (await chair.json(f"/polls/{poll}"))["turnout"] == 3, "one entry counts for nothing"
    await enter(chair, cast, sheet, said)
    assert (await finish(chair, sheet)).status_code == 303
    assert (await chair.json(f"/polls/{poll}"))["turnout"] == 6
    mine = await said_on(hall.of(cast, "委员04"), f"/polls/{poll}")
    assert "这是您当面投的票" in mine
    result = await published(chair, poll)
    assert (result["yes"], result["no"], result["abstain"]) == (3, 1, 1)
    assert result["ways"] == {
        "channels": {
            "phone": {"yes": 1, "no": 1},
            "paper": {"yes": 2, "abstain": 1, "spoiled": 1},
        },
        "spoiled": 1,
        "conflicts": 1,
    }
    page = await said_on(hall.client(), f"/polls/{poll}")
    assert "怎样投的票" in page
    assert "有1人用两种方式投了票" in page
    assert "收到6张票：有效5张，废票1张" in page


@ON_SQLITE
async def test_entries_that_differ_count_for_nothing_and_keep_the_vote_open(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    sheet = await sheets.begin(secretary, poll)
    await enter(secretary, cast, sheet, {"委员04": "yes", "委员05": "no"})
    await finish(secretary, sheet)
    await enter(chair, cast, sheet, {"委员04": "yes", "委员05": "yes"})
    await finish(chair, sheet)
    assert (await chair.json(f"/polls/{poll}"))["turnout"] == 0
    page = (await secretary.get(f"/sheets/{sheet}")).text
    assert "两份录入不一致" in page
    differences = page.split('id="differences"')[1].split("</section>")[0]
    assert "委员05" in differences
    assert "委员04" not in differences
    assert "反对" in differences
    assert "赞成" not in differences, "the other's word would only be copied"
    closing = await sheets.asked(chair, f"/polls/{poll}/closing")
    assert (closing.status_code, closing.json()["reason"]) == (409, "sheets_unfinished")
    await enter(secretary, cast, sheet, {"委员05": "yes"})
    await finish(secretary, sheet)
    assert (await published(chair, poll))["yes"] == 2


@ON_SQLITE
async def test_a_sheet_that_the_chair_withdraws_no_longer_holds_up_the_vote(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    sheet = await sheets.begin(secretary, poll)
    await enter(secretary, cast, sheet, {"委员04": "yes"})
    assert (await sheets.asked(secretary, f"/sheets/{sheet}/withdrawal")).status_code == 404
    assert (await sheets.asked(chair, f"/sheets/{sheet}/withdrawal")).status_code == 303
    late = await enter(secretary, cast, sheet, {"委员04": "yes"})
    assert late.json()["reason"] == "paper.withdrawn"
    assert not await db.rows("SELECT 1 AS one FROM paper_line")
    assert "ways" not in await published(chair, poll)
    acts = [one["act"] for one in await entries(cast.community)]
    assert "poll.sheet_withdrawn" in acts


@ON_SQLITE
async def test_nobody_sees_anothers_entry_and_a_third_has_no_place(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    await given(cast, "顾水巷", "secretary")
    third = hall.of(cast, "顾水巷")
    poll = await opened(chair, cast.meeting)
    sheet = await sheets.begin(secretary, poll)
    await enter(secretary, cast, sheet, {"委员04": "spoiled"})
    page = (await chair.get(f"/sheets/{sheet}")).text
    assert 'value="spoiled" checked' not in page
    await enter(chair, cast, sheet, {"委员05": "yes"})
    refused = await enter(third, cast, sheet, {"委员04": "yes"})
    assert (refused.status_code, refused.json()["reason"]) == (409, "paper.two_already")
    page = await said_on(third, f"/sheets/{sheet}")
    assert "委员04" not in page
    assert "别人看不到" in page


async def test_one_officer_alone_is_never_two(cast: Cast, chair: Client, secretary: Client) -> None:
    """By the rule a second entry of the same person is their first; by the database none at all."""
    poll = await opened(chair, cast.meeting)
    sheet = await sheets.begin(secretary, poll)
    for _ in range(2):
        await enter(secretary, cast, sheet, {"委员04": "yes"})
        await finish(secretary, sheet)
    assert not await db.rows("SELECT 1 AS one FROM paper_mark")
    me = cast.people["袁昆腔"]
    twice = "INSERT INTO paper_entry (sheet, side, officer, hash) VALUES ({}, {}, {}, '')"
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(twice, sheet, 2, me)
    with pytest.raises(Exception, match=r"(?i)check"):
        await db.rows(twice, sheet, 3, cast.people["曹评话"])
    alone = (
        "UPDATE paper_sheet SET state = 'agreed', hash = {}, officer_a = {}, officer_b = {}"
        " WHERE id = {}"
    )
    with pytest.raises(Exception, match=r"(?i)check"):
        await db.rows(alone, "0" * 64, me, me, sheet)


async def test_a_phone_after_the_paper_is_refused_and_says_why(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    await both(secretary, chair, cast, await sheets.begin(chair, poll), {"委员04": "yes"})
    answer = await cast_vote(hall.of(cast, "委员04"), poll, "no", "0123456789abcdef")
    assert (answer.status_code, answer.json()["reason"]) == (409, "voted_on_paper")
    assert "以当面投的为准" in answer.json()["sentence"]
    fresh = await cast_vote(hall.of(cast, "委员05"), poll, "no", "0123456789abcdef")
    assert fresh.status_code == 201, "the control: who is on no sheet votes as ever"


async def test_somebody_is_on_one_sheet_only(cast: Cast, chair: Client, secretary: Client) -> None:
    poll = await opened(chair, cast.meeting)
    first, second = [await sheets.begin(chair, poll, kind) for kind in ("paper", "hands")]
    await enter(chair, cast, second, {"委员04": "no"})
    await both(secretary, chair, cast, first, {"委员04": "yes"})
    refused = await finish(chair, second)
    assert (refused.status_code, refused.json()["reason"]) == (409, "paper.on_another_sheet")
    refused = await enter(secretary, cast, second, {"委员04": "no"})
    assert refused.json()["reason"] == "paper.on_another_sheet"
    number = (await sheets.numbers(cast, poll))["委员04"]
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO paper_mark (poll, elector_no, sheet, outcome) VALUES ({}, {}, {}, {})",
            *(poll, number, second, "counted"),
        )


@ON_SQLITE
async def test_in_a_show_of_hands_all_others_are_one_act(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    await phones(hall, cast, poll, {"委员01": "no"})
    sheet = await sheets.begin(secretary, poll, "hands")
    await phones(hall, cast, poll, {"委员02": "no"})  # after the hands were raised: these stand
    for officer in (secretary, chair):
        await enter(officer, cast, sheet, {"委员03": "no", "委员04": "abstain"})
        assert (
            await sheets.asked(officer, f"/sheets/{sheet}/rest", choice="yes")
        ).status_code == 303
        assert (await finish(officer, sheet)).status_code == 303
    result = await published(chair, poll)
    assert (result["yes"], result["no"], result["abstain"]) == (12, 2, 1)
    assert result["ways"]["conflicts"] == 1
    assert result["ways"]["channels"]["phone"] == {"no": 1}


async def test_of_owners_the_electronic_ballot_counts_whichever_came_first(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    """OWN-14: the first is on paper and then by phone, the second the other way round."""
    poll = await poll_on(chair, await owners_meeting(cast), 1, "OWN-ORD")
    await chair.post(f"/polls/{poll}/opening")
    page = await said_on(chair, f"/polls/{poll}")
    assert "电子票优先" in page
    by_phone = await owner_votes(hall.of(cast, PRESENT[0]), poll, "yes")
    assert by_phone.status_code == 201
    said = dict.fromkeys(PRESENT, "no")
    await both(secretary, chair, cast, await sheets.begin(chair, poll), said)
    roll = await sheets.numbers(cast, poll)
    marks = [await sheets.mark_of(poll, roll[name]) for name in PRESENT]
    assert marks == ["passed_over", "counted", "counted"]
    late = await owner_votes(hall.of(cast, PRESENT[1]), poll, "yes")
    assert late.status_code == 201, late.text
    assert await sheets.mark_of(poll, roll[PRESENT[1]]) == "passed_over"
    result = await published(chair, poll)
    assert (result["yes"], result["no"]) == (2, 1)
    assert result["ways"] == {
        "channels": {"phone": {"yes": 2}, "paper": {"no": 1}},
        "spoiled": 0,
        "conflicts": 2,
    }
    assert bundle.recount(await the_bundle(chair, poll)).agrees


SECRET = dict.fromkeys([f"委员{no:02d}" for no in range(4, 10)], "in")


async def test_papers_of_a_secret_vote_are_entered_as_marks_and_as_numbers(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting, "sealed")
    by_phone = dict(zip(cast.members[:5], ("yes", "yes", "no", "yes", "no"), strict=True))
    await phones(hall, cast, poll, by_phone | {"委员04": "no"})  # 委员04 then hands in a paper
    sheet = await sheets.begin(secretary, poll)
    named = await enter(secretary, cast, sheet, {"委员04": "yes"})
    assert named.status_code == 422, "of a secret vote nobody writes who chose what"
    for officer in (secretary, chair):
        await enter(officer, cast, sheet, SECRET)
        await sheets.counts(officer, sheet, yes=3, no=1, spoiled=1)
        wrong = await finish(officer, sheet)
        assert wrong.json()["reason"] == "paper.numbers_differ"
        await sheets.counts(officer, sheet, yes=4, no=1, spoiled=1)
        assert (await finish(officer, sheet)).status_code == 303
    assert (await chair.json(f"/polls/{poll}"))["turnout"] == 11
    late = await cast_vote(hall.of(cast, "委员05"), poll, "no", "0123456789abcdef")
    assert late.json()["reason"] == "voted_on_paper"
    result = await published(chair, poll)
    assert (await chair.json(f"/polls/{poll}"))["turnout"] == 11, "and not the papers alone"
    assert (result["yes"], result["no"], result["abstain"]) == (7, 3, 0)
    assert result["ways"] == {
        "channels": {"electronic": {"all": 5}, "paper": {"all": 6}},
        "spoiled": 1,
        "conflicts": 1,
    }
    found = await db.rows("SELECT channel FROM elector WHERE poll = {} AND channel = 'paper'", poll)
    assert len(found) == len(SECRET)


@ON_SQLITE
async def test_four_papers_of_a_secret_vote_and_four_phones_beside_papers_are_too_few(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await opened(chair, cast.meeting, "sealed")
    hands = await sheets.asked(chair, f"/polls/{poll}/sheets", kind="hands")
    assert hands.json()["reason"] == "paper.no_hands"
    sheet = await sheets.begin(secretary, poll)
    few = dict(list(SECRET.items())[:4])
    await enter(secretary, cast, sheet, few)
    await sheets.counts(secretary, sheet, yes=4)
    assert (await finish(secretary, sheet)).json()["reason"] == "paper.too_few"
    for officer in (secretary, chair):
        await enter(officer, cast, sheet, SECRET)
        await sheets.counts(officer, sheet, yes=6)
        await finish(officer, sheet)
    await phones(hall, cast, poll, dict.fromkeys(cast.members[:4], "no"))
    closing = await sheets.asked(chair, f"/polls/{poll}/closing")
    assert closing.json()["reason"] == "too_few_beside_paper"
    await phones(hall, cast, poll, {cast.members[4]: "no"})
    assert (await published(chair, poll))["no"] == 5


def tampered(found: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What somebody could change in a bundle with papers: a name, and the changed bundle."""
    more = []
    for name in ("counted", "passed_over"):
        one = deepcopy(found)
        one["papers"][name] += 1
        more.append((name, one))
    one = deepcopy(found)
    one["papers"]["sheets"][0]["n"] += 1
    more.append(("sheet", one))
    one = deepcopy(found)
    one["result"]["ways"]["conflicts"] += 1
    more.append(("conflicts", one))
    one = deepcopy(found)
    one["result"]["ways"]["spoiled"] = 0
    more.append(("spoiled", one))
    one = deepcopy(found)
    way = next(iter(one["result"]["ways"]["channels"].values()))
    way[next(iter(way))] += 1
    more.append(("channel", one))
    one = deepcopy(found)
    if "ballots" in one:
        next(each for each in one["ballots"] if each["choice"] == "spoiled")["choice"] = "yes"
    else:
        one["opened"][one["opened"].index("spoiled")] = "yes"
    more.append(("a spoiled paper", one))
    return more


@ON_SQLITE
@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_a_bundle_with_papers_is_counted_again_and_tampering_is_found(
    hall: Hall, cast: Cast, chair: Client, secretary: Client, mode: str
) -> None:
    poll = await opened(chair, cast.meeting, mode)
    await phones(hall, cast, poll, dict.fromkeys(cast.members[:5], "yes"))
    sheet = await sheets.begin(secretary, poll)
    said = SECRET if mode == "sealed" else dict.fromkeys(SECRET, "no") | {"委员09": "spoiled"}
    for officer in (secretary, chair):
        await enter(officer, cast, sheet, said)
        if mode == "sealed":
            await sheets.counts(officer, sheet, no=5, spoiled=1)
        assert (await finish(officer, sheet)).status_code == 303
    await published(chair, poll)
    found = await the_bundle(hall.client(), poll)
    assert not {one["code"] for one in _failed(found)}
    assert "委员" not in json.dumps(found, ensure_ascii=False)
    for name, changed in tampered(found):
        assert _failed(changed), name


def _failed(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, **one.values} for one in bundle.recount(found).checks if not one.holds
    ]


@ON_SQLITE
async def test_marks_without_papers_stop_the_count(
    cast: Cast, chair: Client, secretary: Client
) -> None:
    """Lines and papers must be the participants: a mark that somebody adds by hand is noticed."""
    poll = await opened(chair, cast.meeting)
    await both(secretary, chair, cast, sheet := await sheets.begin(chair, poll), {"委员04": "yes"})
    number = (await sheets.numbers(cast, poll))["委员05"]
    planted = "INSERT INTO paper_mark (poll, elector_no, sheet, outcome) VALUES ({}, {}, {}, {})"
    await db.rows(planted, poll, number, sheet, "counted")
    closing = await sheets.asked(chair, f"/polls/{poll}/closing")
    assert closing.json()["reason"] == "does_not_add_up"
    await db.rows("DELETE FROM paper_mark WHERE elector_no = {}", number)
    assert (await published(chair, poll))["yes"] == 1


@ON_SQLITE
async def test_the_roll_is_searched_and_printed_by_officers_only(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await opened(chair, cast.meeting)
    sheet = await sheets.begin(chair, poll)
    found = (await chair.post(f"/sheets/{sheet}/search", text="委员07")).text
    people = found.split('class="paper-people"')[1]
    assert "委员07" in people
    assert "委员08" not in people
    blank = (await chair.get(f"/polls/{poll}/papers", params={"each": "4"})).text
    assert blank.count("ballot-paper-title") == 4
    assert "当面投的票" in blank
    assert "委员07" in (await chair.get(f"/polls/{poll}/ticking-list")).text
    member = hall.of(cast, "委员01")
    for path in (f"/polls/{poll}/sheets", f"/sheets/{sheet}", f"/polls/{poll}/ticking-list"):
        assert (await member.get(path)).status_code == 404
    assert f"/polls/{poll}/sheets" in (await chair.get(f"/meetings/{cast.meeting}/chair")).text
    strange = await chair.get(f"/sheets/{new_id()}")
    assert strange.status_code == 404


OPTIONS = "甲方案\n乙方案\n丙方案"


async def several(chair: Client, meeting: str, mode: str, method: str) -> str:
    made = await chair.post(
        f"/meetings/{meeting}/polls",
        text="选哪一个",
        rule="COM",
        mode=mode,
        method=method,
        options=OPTIONS,
    )
    assert made.status_code == 303, made.text
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


@ON_SQLITE
async def test_papers_with_several_options_stand_beside_their_electors(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await several(chair, cast.meeting, "named", "choose")
    await phones_of_options(hall, cast, poll, {"委员01": "a", "委员02": "b"})
    sheet = await sheets.begin(secretary, poll)
    roll = await sheets.numbers(cast, poll)
    for officer in (secretary, chair):
        for name, code in (("委员02", "a"), ("委员03", "a"), ("委员04", "c")):
            answer = await officer.post(f"/sheets/{sheet}/papers", no=str(roll[name]), one=code)
            assert answer.status_code == 303, answer.text
        spoiled = await officer.post(f"/sheets/{sheet}/papers", no=str(roll["委员05"]), spoiled="1")
        assert spoiled.status_code == 303
        assert (await finish(officer, sheet)).status_code == 303
    result = await published(chair, poll)
    assert result["values"] == {"a": "3", "b": "0", "c": "1"}
    assert result["ways"]["channels"] == {"phone": {"all": 1}, "paper": {"all": 4}}
    assert result["ways"]["conflicts"] == 1
    assert "废票1张" in await said_on(hall.client(), f"/polls/{poll}")
    assert bundle.recount(await the_bundle(hall.client(), poll)).agrees


@ON_SQLITE
async def test_secret_papers_with_several_options_are_read_one_by_one(
    hall: Hall, cast: Cast, chair: Client, secretary: Client
) -> None:
    poll = await several(chair, cast.meeting, "sealed", "irv")
    await phones_of_options(hall, cast, poll, dict.fromkeys(cast.members[:5], "b>a"))
    sheet = await sheets.begin(secretary, poll)
    for officer in (secretary, chair):
        await enter(officer, cast, sheet, SECRET)
        first = {"o-a": "1", "o-c": "2"}
        page = await officer.post(f"/sheets/{sheet}/papers", papers="5", **{"o-a": "1", "o-c": "1"})
        assert page.status_code == 422, "two firsts are no ranking"
        assert "第1位" in page.text
        await officer.post(f"/sheets/{sheet}/papers", papers="4", **first)
        await officer.post(f"/sheets/{sheet}/papers", papers="1", **first)
        await officer.post(f"/sheets/{sheet}/papers", papers="1", spoiled="1")
        assert (await finish(officer, sheet)).status_code == 303
    result = await published(chair, poll)
    assert result["ballots"] == 10
    assert result["ways"]["channels"] == {"electronic": {"all": 5}, "paper": {"all": 6}}
    found = await the_bundle(hall.client(), poll)
    assert bundle.recount(found).agrees
    found["opened"][found["opened"].index("a>c")] = "b>a"
    assert not bundle.recount(found).agrees


async def phones_of_options(hall: Hall, cast: Cast, poll: str, said: dict[str, str]) -> None:
    for name, choice in said.items():
        answer = await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        assert answer.status_code == 201, answer.text
