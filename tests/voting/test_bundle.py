"""Who does not trust us counts a published poll again from its bundle, and finds every change."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from council import cli
from council.voting.checking import bundle
from tests.people import Cast, assemble
from tests.voting.owners import owners_meeting, poll_on, votes
from tests.voting.test_named_vote import cast_vote, open_poll

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.server import Hall

LEAVES = [bundle.leaf("p1", no, f"person{no}") for no in range(1, 6)]
RECEIPT = "AAAA-BBBB-CCCC-DDDD"


@pytest.fixture
def honest() -> dict[str, Any]:
    """Five on the roll, three yes of four ballots: passed by the committee's rule."""
    choices = ("yes", "yes", "no", "yes")
    return {
        "kind": bundle.KIND,
        "poll": {"id": "p1", "text": "同意", "mode": "named", "method": "yes_no_abstain"},
        "rule": {
            "code": "COM",
            "quorum": {"num": 2, "den": 3, "strict": False},
            "base": "present",
            "passing": {"num": 1, "den": 2, "strict": True},
            "by_area": False,
        },
        "called": 6,
        "recused": 0,
        "electorate": {
            "root": "50f90bfb18e1e74aeab28123f18859a490de36495b010d3d8a6af9d19f670870",
            "leaves": list(LEAVES),
        },
        "ballots": [
            {"no": no, "choice": choice, "rev": 1, "receipt": f"AAAA-BBBB-CCCC-DDD{no}"}
            for no, choice in enumerate(choices, 1)
        ],
        "result": {
            "yes": 3,
            "no": 1,
            "abstain": 0,
            "called": 6,
            "present": 5,
            "numerator": 3,
            "denominator": 5,
            "needed": 3,
            "quorum_needed": 4,
            "verdict": "passed",
            "recused": 0,
        },
    }


def failing(found: Any) -> set[str]:
    return {one.code for one in bundle.recount(found).checks if not one.holds}


def test_an_honest_bundle_agrees_in_everything(honest: dict[str, Any]) -> None:
    assert not failing(honest)
    assert bundle.recount(honest).agrees


def _flip(made: Any) -> None:
    made["ballots"][0]["choice"] = "no"


def _drop(made: Any) -> None:
    del made["ballots"][0]


def _twice(made: Any) -> None:
    made["ballots"].append({**made["ballots"][0], "choice": "yes"})


def _stranger(made: Any) -> None:
    made["ballots"].append({**made["ballots"][0], "no": 6})


def _no_choice(made: Any) -> None:
    made["ballots"][0]["choice"] = "maybe"


def _softer(made: Any) -> None:
    made["rule"]["passing"] = {"num": 3, "den": 4, "strict": False}


def _smaller_roll(made: Any) -> None:
    made["electorate"]["leaves"].pop()


def _other_elector(made: Any) -> None:
    made["electorate"]["leaves"][0] = bundle.leaf("p1", 1, "somebody else")


def _verdict(made: Any) -> None:
    made["result"]["verdict"] = "failed"


def _added(made: Any) -> None:
    made["result"]["spoiled"] = 2


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_flip, {"result"}),
        (_drop, {"result"}),
        (_twice, {"once"}),
        (_stranger, {"on_roll"}),
        (_no_choice, {"choices", "result"}),
        (_softer, {"result"}),
        (_smaller_roll, {"roll", "result"}),
        (_other_elector, {"roll"}),
        (_verdict, {"result"}),
        (_added, {"result"}),
    ],
)
def test_every_change_is_found(
    honest: dict[str, Any], change: Callable[[Any], None], found: set[str]
) -> None:
    change(honest)
    assert failing(honest) == found


@pytest.mark.parametrize(
    "strange",
    [
        [],
        {},
        {"kind": "council/poll/v2"},
        {"kind": bundle.KIND},
        {"kind": bundle.KIND, "poll": {"method": "dots"}},
        "text",
        None,
    ],
)
def test_another_file_is_named_as_such(strange: Any) -> None:
    with pytest.raises(bundle.NotABundleError):
        bundle.recount(strange)


@pytest.mark.parametrize("path", [("ballots", 0, "no"), ("electorate", "leaves", 0), ("called",)])
@pytest.mark.parametrize("value", [None, "x", [], {}])
def test_a_damaged_bundle_is_named_as_such(
    honest: dict[str, Any], path: tuple[Any, ...], value: Any
) -> None:
    made: Any = copy.deepcopy(honest)
    inside = made
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    with pytest.raises(bundle.NotABundleError):
        bundle.recount(made)


def test_a_bundle_without_receipts_is_named_as_such(honest: dict[str, Any]) -> None:
    del honest["ballots"][0]["receipt"]
    with pytest.raises(bundle.NotABundleError):
        bundle.find(honest, RECEIPT)


def test_a_strangers_file_gives_no_orders_to_a_terminal(
    honest: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    honest["poll"]["text"] = "同意\x1b[2J\x1b[1m"
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(honest))
    assert cli.main(["recount", str(file)]) == 0
    assert "\x1b" not in capsys.readouterr().out


async def _voted(hall: Hall, cast: Cast) -> tuple[str, str]:
    """A published poll of three, and the receipt of the first."""
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members[:4]:
        path = f"/meetings/{cast.meeting}/attendances"
        await secretary.post(path, person=cast.people[name], status="present")
    poll, receipts = await open_poll(chair, cast.meeting), []
    for name, choice in zip(cast.members[:3], ("yes", "yes", "no"), strict=True):
        answer = await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        receipts.append(answer.json()["receipt"])
    await chair.post(f"/polls/{poll}/closing")
    assert (await hall.client().get(f"/polls/{poll}/bundle")).status_code == 404
    await chair.post(f"/polls/{poll}/publication")
    return poll, receipts[0]


async def test_anybody_downloads_the_bundle_of_a_published_poll_and_counts_it_again(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = await assemble(members=5)
    poll, receipt = await _voted(hall, cast)
    page = (await hall.client().get(f"/polls/{poll}")).text
    assert f'href="/polls/{poll}/bundle"' in page
    answer = await hall.client().get(f"/polls/{poll}/bundle")
    assert answer.headers["content-disposition"] == f'attachment; filename="poll-{poll}.json"'
    for name, person in cast.people.items():
        assert name not in answer.text
        assert person not in answer.text
    file = tmp_path / "poll.json"
    file.write_bytes(answer.content)
    assert cli.main(["recount", str(file), "--receipt", receipt.lower().replace("-", " ")]) == 0
    told = capsys.readouterr().out
    assert "赞成 / yes: 2" in told
    assert f"✓ {receipt}: 赞成 / yes" in told
    file.write_text(answer.text.replace('"choice": "no"', '"choice": "yes"'))
    assert cli.main(["recount", str(file)]) == 1
    assert "✗ 与公布的结果逐项一致" in capsys.readouterr().out
    assert cli.main(["recount", str(file), "--receipt", RECEIPT]) == 1
    assert "没有这个回执号的票" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["recount", str(tmp_path / "none.json")]) == 1
    assert "不是可以复算的文件" in capsys.readouterr().err


async def test_own_8_areas_are_for_the_owners_and_those_who_inspect_and_for_nobody_else(
    hall: Hall, tmp_path: Path
) -> None:
    cast = await assemble(members=6)
    chair, meeting = hall.of(cast, "曹评话"), await owners_meeting(cast)
    poll = await poll_on(chair, meeting, 1, "OWN-ORD")
    await chair.post(f"/polls/{poll}/opening")
    await votes(hall, cast, poll)
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    path = f"/polls/{poll}/bundle"
    for stranger in (hall.client(), hall.of(cast, "顾水巷")):
        assert (await stranger.get(path)).status_code == 404
        assert path not in (await stranger.get(f"/polls/{poll}")).text
    for entitled in ("委员01", "袁昆腔"):
        answer = await hall.of(cast, entitled).get(path)
        assert sorted(one["area"] for one in answer.json()["ballots"]) == [6000, 7000, 11000]
        file = tmp_path / "owners.json"
        file.write_text(json.dumps(answer.json()))
        assert cli.main(["recount", str(file)]) == 0
