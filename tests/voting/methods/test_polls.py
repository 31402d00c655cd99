"""Polls on several options through the public door: made, voted in, counted, and counted again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from council import cli, db
from council.voting.sealing import envelopes
from tests.people import Cast, assemble
from tests.voting.methods.making import Meeting, convene
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Hall

BALLOTS: dict[str, list[dict[str, str]]] = {
    "choose": [{"one": "b"}] * 4 + [{"one": "a"}] * 2,
    "approval": [{"o-a": "1", "o-b": "1"}] * 4 + [{"o-b": "1"}, {}],
    "score": [{"o-a": "5", "o-b": "1"}] * 3 + [{"o-b": "5", "o-c": "0"}] * 3,
    "dots": [{"o-c": "3", "o-a": "2"}] * 4 + [{"o-a": "5"}] * 2,
    "irv": [{"o-a": "1", "o-c": "2"}] * 2 + [{"o-b": "1"}] * 3 + [{"o-c": "1", "o-b": "2"}],
    "stv": [{"o-a": "1", "o-c": "2"}] * 4 + [{"o-b": "1"}] * 2,
    "budget": [{"o-a": "1", "o-b": "1"}] * 4 + [{"o-c": "1"}] * 2,
}
# Method → verdict, codes that were chosen, and what the first count gave to each.
EXPECTED: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "choose": ("chosen", ["b"], {"a": "2", "b": "4", "c": "0"}),
    "approval": ("chosen", ["b"], {"a": "4", "b": "5", "c": "0"}),
    "score": ("chosen", ["b"], {"a": "15", "b": "18", "c": "0"}),
    "dots": ("ranked", ["a", "c", "b"], {"a": "18", "b": "0", "c": "12"}),
    "irv": ("chosen", ["b"], {"a": "2", "b": "3", "c": "1"}),
    "stv": ("chosen", ["a", "b"], {"a": "4", "b": "2", "c": "0"}),
    "budget": ("chosen", ["a", "b"], {"a": "4", "b": "4", "c": "2", "d": "0"}),
}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=8)


@pytest.fixture
async def meeting(hall: Hall, cast: Cast) -> Meeting:
    """Six of eight are there."""
    return await convene(hall, cast)


def _recounted(bundle: dict[str, Any], folder: Path, *more: str) -> int:
    file = folder / "poll.json"
    file.write_text(json.dumps(bundle))
    return cli.main(["recount", str(file), *more])


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_every_method_is_voted_in_counted_shown_and_counted_again(
    mode: str, meeting: Meeting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (mode == "named") == isinstance(db.engine(), db.SafeSQLite)
    for method in BALLOTS if whole else ("irv", "budget"):  # all of them once on each database
        marks = BALLOTS[method]
        poll = await meeting.opened(method, mode=mode)
        await meeting.all_vote(poll, marks)
        result = await meeting.ended(poll)
        verdict, chosen, counts = EXPECTED[method]
        assert (result["verdict"], result["counts"]) == (verdict, counts), method
        ours = sorted(result["chosen"]) if method == "budget" else result["chosen"]
        assert ours == chosen, method
        page = await meeting.hall.client().get(f"/polls/{poll}")
        assert page.status_code == 200
        assert 'class="count-picture"' in page.text
        assert "<desc" in page.text
        assert "count-table" in page.text
        bundle = (await meeting.hall.client().get(f"/polls/{poll}/bundle")).json()
        assert _recounted(bundle, tmp_path) == 0, (method, capsys.readouterr().out)
        _falsify(bundle)
        assert _recounted(bundle, tmp_path) == 1, method
    room = f"/meetings/{meeting.cast.meeting}"
    for path in (f"{room}/chair", f"{room}/table", f"{room}/room", f"{room}/screen", room):
        assert (await meeting.chair.get(path)).status_code == 200, path
    assert (await meeting.hall.client().get("/")).status_code == 200


def _falsify(bundle: dict[str, Any]) -> None:
    """One ballot becomes another one of the same poll."""
    if "opened" in bundle:
        bundle["opened"][0] = bundle["opened"][-1]
        return
    choices = [one["choice"] for one in bundle["ballots"]]
    bundle["ballots"][choices.index(min(choices))]["choice"] = max(choices)


async def test_condorcet_stands_beside_an_instant_runoff(meeting: Meeting) -> None:
    poll = await meeting.opened("irv")
    order = [{"o-a": "1", "o-b": "2"}] * 2 + [{"o-c": "1", "o-b": "2"}] * 2 + [{"o-b": "1"}]
    await meeting.all_vote(poll, order)
    result = await meeting.ended(poll)
    assert result["counts"] == {"a": "2", "b": "1", "c": "2"}
    page = (await meeting.hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "两两相比，“李师傅”胜过其他每一项，与计票结果不同；以计票结果为准。" in page


async def test_a_budget_is_counted_by_two_rules_side_by_side_with_reasons(meeting: Meeting) -> None:
    poll = await meeting.opened("budget", budget="40000", decides="greedy", completion="none")
    await meeting.all_vote(poll, [{"o-d": "1"}] * 4 + [{"o-b": "1", "o-c": "1"}] * 2)
    result = await meeting.ended(poll)
    assert result["chosen"] == ["d"]
    page = (await meeting.hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "两种计法并排" in page
    assert "剩下的钱不够，还差12,000元" in page  # the lamps, by most support first
    assert "支持者剩下的份额不够，还差9,333.34元" in page  # the pavilion, by Equal Shares
    assert "预算40,000元，用去36,000元，剩4,000元。" in page


async def test_who_may_choose_one_and_marks_two_is_told_so_and_loses_nothing(
    meeting: Meeting,
) -> None:
    poll = await meeting.opened("choose", maximum="2", seats="1")
    voter = meeting.hall.of(meeting.cast, "委员01")
    wrong = await voter.post(f"/polls/{poll}/confirmation", **{"o-a": "1", "o-b": "1", "o-c": "1"})
    assert wrong.status_code == 422
    assert "选了3项，最多选2项。请去掉几项。" in wrong.text
    assert wrong.text.count(" checked") == 3
    assert (await voter.json(f"/polls/{poll}"))["turnout"] == 0
    asked = await voter.post(f"/polls/{poll}/confirmation", **{"o-a": "1", "o-c": "1"})
    assert "请确认您的选择" in asked.text
    assert 'name="choice" value="a,c"' in asked.text
    back = await voter.post(f"/polls/{poll}/confirmation", choice="a,c", edit="1")
    assert back.text.count(" checked") == 2


async def test_a_vote_is_changed_from_what_it_was(meeting: Meeting) -> None:
    poll = await meeting.opened("irv", allow_revote="1")
    await meeting.vote("委员01", poll, **{"o-a": "1", "o-b": "2"})
    page = (await meeting.voters["委员01"].get(f"/polls/{poll}")).text
    assert page.count(" selected") == 2
    again = await meeting.vote("委员01", poll, **{"o-c": "1"})
    assert again.status_code == 303
    assert "1. 张师傅" in (await meeting.voters["委员01"].get(f"/polls/{poll}")).text
    assert (await meeting.ended(poll))["counts"] == {"a": "0", "b": "0", "c": "1"}


async def test_two_equal_ranks_and_a_gap_are_refused_with_the_form_as_it_was(
    meeting: Meeting,
) -> None:
    poll = await meeting.opened("irv")
    twice = await meeting.vote("委员01", poll, **{"o-a": "1", "o-b": "1"})
    assert (twice.status_code, twice.text.count(" selected")) == (422, 2)
    assert "第1位写了两次" in twice.text
    gap = await meeting.vote("委员01", poll, **{"o-a": "1", "o-b": "3"})
    assert "第2位还空着" in gap.text
    none = await meeting.vote("委员01", poll)
    assert "一项也没有排" in none.text


async def test_a_program_cannot_cast_what_the_form_could_not(meeting: Meeting) -> None:
    poll = await meeting.opened("choose")
    member = meeting.hall.of(meeting.cast, "委员01")
    for choice in ("yes", "a,b", "d", "a,a", "-", "a=1", "a%2Cb", "a" * 2000):
        answer = await cast_vote(member, poll, choice, "0123456789abcdef")
        assert answer.status_code == 422, choice
    assert not await db.rows("SELECT 1 AS one FROM named_vote")
    good = await cast_vote(member, poll, "a", "0123456789abcdef")
    assert good.status_code == 201


async def test_sealed_ballots_are_equally_long_whatever_they_say(meeting: Meeting) -> None:
    poll = await meeting.opened("stv", mode="sealed")
    short, long = {"o-a": "1"}, {"o-c": "1", "o-b": "2", "o-a": "3"}
    await meeting.all_vote(poll, [short, long, short, long, long])
    found = await db.rows("SELECT ct FROM envelope WHERE poll = {}", poll)
    assert len(found) == 5
    assert len({len(one["ct"]) for one in found}) == 1, "a length would tell"


async def test_a_sealed_ballot_that_cannot_be_read_takes_part_and_counts_for_nothing(
    meeting: Meeting,
) -> None:
    poll = await meeting.opened("approval", mode="sealed")
    await meeting.all_vote(poll, [{"o-a": "1"}] * 5)
    (held,) = await db.rows("SELECT public_key FROM poll WHERE id = {}", poll)
    strange = envelopes.seal(held["public_key"], poll, "zz", ("zz",))
    await db.rows(
        "INSERT INTO envelope (poll, elector_no, ct, ct_hash, rev, idem)"
        " SELECT {}, elector_no, {}, {}, 1, 'strange' FROM elector WHERE poll = {} AND elector_no"
        " NOT IN (SELECT elector_no FROM envelope WHERE poll = {})",
        poll,
        strange,
        envelopes.digest(strange),
        poll,
        poll,
    )
    result = await meeting.ended(poll)
    assert (result["counts"]["a"], result["turnout"]) == ("5", 6)
    page = (await meeting.hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "其中1张票读不出来，不计入。" in page
