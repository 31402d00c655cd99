"""What is kept of a count can be shown and counted again, and every change of it is found."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from council.voting.checking import bundle
from council.voting.count.show import as_json
from council.voting.methods import counters, in_bundle
from council.voting.methods.counting import Result, decide, told
from council.voting.methods.parameters import must_fit, with_order
from council.voting.methods.sheet import METHODS, Sheet, coded
from council.voting.rules import DOT, PRESETS

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = coded([("甲", 10_000), ("乙", 20_000), ("丙", 15_000)])
COUNTS = {
    "choose": {"a": 3, "b": 1},
    "approval": {"a,b": 3, "a": 1},
    "score": {"a=3,b=0": 2, "c=5": 2},
    "dots": {"a=3,c=2": 3, "b=1": 1},
    "irv": {"a>b": 1, "b>c": 1, "c>b>a": 2},
    "stv": {"a>b": 3, "c>b>a": 1},
    "budget": {"a,b": 3, "c": 1},
}


def sheet_of(method: str, **given: Any) -> Sheet:
    parameters = must_fit(method, OPTIONS, {"budget": 30_000, **given})
    return Sheet(method, OPTIONS, with_order(parameters, method, [2, 0, 1]))


def result_of(method: str, **heads: int) -> Result:
    rule = PRESETS[DOT if method == "dots" else "COM"]
    heads = {"called": 6, "present": 5, **heads}
    return decide(sheet_of(method), rule, **heads, counts=COUNTS[method])


@pytest.mark.parametrize("method", METHODS)
def test_a_result_is_json_and_its_counts_are_read_back_as_they_were(method: str) -> None:
    kept = result_of(method).as_data()
    assert json.loads(json.dumps(kept)) == kept
    found = counters.counted(sheet_of(method), COUNTS[method], kept["needed"])
    for one, counted in zip(kept["counts"], found, strict=True):
        assert as_json.data(as_json.read(one)) == one
        assert as_json.data(counted)["stages"] == one["stages"]
    assert len(told(kept)["counts"]) == 64


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"dots"}))
def test_com_three_of_six_are_no_quorum_and_nothing_is_chosen(method: str) -> None:
    few = result_of(method, present=3)
    assert (few.verdict, few.chosen, few.winners) == ("invalid", (), ())
    assert result_of(method, present=4).verdict == "chosen"  # two thirds, whichever way it counts


def test_dot_ranks_without_a_quorum_and_chooses_nothing() -> None:
    found = result_of("dots", present=1)
    assert (found.verdict, found.chosen) == ("ranked", ("a", "c", "b"))


@pytest.mark.parametrize(("present", "chosen"), [(5, ("a",)), (6, ())])
def test_more_than_half_is_asked_of_those_present_and_not_of_the_ballots(
    present: int, chosen: tuple[str, ...]
) -> None:
    found = result_of("choose", present=present)
    assert (found.chosen, found.needed, found.denominator) == (chosen, present // 2 + 1, present)


@pytest.mark.parametrize(("base", "needed"), [("RONR", 3), ("COM", 3)])
def test_ronr_the_base_is_the_ballots(base: str, needed: int) -> None:
    found = decide(sheet_of("choose"), PRESETS[base], called=9, present=5, counts={"a": 3, "b": 1})
    assert (found.needed, found.denominator) == (needed, 4 if base == "RONR" else 5)


def honest(method: str) -> dict[str, Any]:
    sheet = sheet_of(method)
    ballots = [text for text, alike in COUNTS[method].items() for _ in range(alike)]
    leaves = [bundle.leaf("p1", no, f"person{no}") for no in range(1, 6)]
    made: dict[str, Any] = {
        "kind": bundle.KIND,
        "poll": {
            "id": "p1",
            "text": "请谁来做",
            "mode": "named",
            "method": method,
            **in_bundle.told(sheet),
        },
        "rule": PRESETS[DOT if method == "dots" else "COM"].as_data(),
        "called": 6,
        "recused": 0,
        "electorate": {
            "root": "50f90bfb18e1e74aeab28123f18859a490de36495b010d3d8a6af9d19f670870",
            "leaves": leaves,
        },
        "ballots": [
            {"no": no, "choice": choice, "rev": 1, "receipt": f"AAAA-BBBB-CCCC-DDD{no}"}
            for no, choice in enumerate(ballots, 1)
        ],
        "result": result_of(method).as_data(),
    }
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]  # it is what it was


def failing(made: Any) -> set[str]:
    return {one.code for one in bundle.recount(made).checks if not one.holds}


@pytest.mark.parametrize("method", METHODS)
def test_an_honest_bundle_of_each_method_agrees(method: str) -> None:
    assert failing(honest(method)) == set()


def _flip(made: Any) -> None:
    made["ballots"][0]["choice"] = made["ballots"][-1]["choice"]


def _drop(made: Any) -> None:
    del made["ballots"][0]


def _no_ballot(made: Any) -> None:
    made["ballots"][0]["choice"] = "yes"


def _winner(made: Any) -> None:
    made["result"]["chosen"] = made["result"]["chosen"][::-1] or ["c"]
    made["result"]["winners"] = ["外人"]


def _stage(made: Any) -> None:
    made["result"]["counts"][0]["stages"][0]["rows"][0]["value"] = "77"


CHANGES: list[tuple[Callable[[Any], None], set[str]]] = [
    (_flip, {"result"}),
    (_drop, {"result"}),
    (_no_ballot, {"choices", "result"}),
    (_winner, {"result"}),
    (_stage, {"result"}),
]


@pytest.mark.parametrize("method", METHODS)
def test_every_change_of_a_bundle_is_found(method: str) -> None:
    for change, found in CHANGES:
        made = honest(method)
        change(made)
        assert failing(made) == found, change


def _order(made: Any) -> None:
    made["poll"]["parameters"]["order"] = [0, 1, 2]


def test_another_lot_chooses_another_and_is_found() -> None:
    counts = {"a": 1, "b": 1}
    made = honest("irv")
    made["ballots"] = [
        {"no": no, "choice": choice, "rev": 1, "receipt": ""} for no, choice in enumerate(counts, 1)
    ]
    made["result"] = decide(
        sheet_of("irv"), PRESETS["COM"], called=6, present=5, counts=counts
    ).as_data()
    assert failing(copy.deepcopy(made)) == set()
    _order(made)
    assert failing(made) == {"result"}


@pytest.mark.parametrize(
    "change",
    [
        {"budget": 10**13},
        {"step": 1},
        {"order": [0, 0, 1]},
        {"greedy": "perhaps"},
        {"more": 1},
    ],
)
def test_a_file_whose_parameters_could_not_be_made_here_is_none(change: dict[str, Any]) -> None:
    made = honest("budget")
    made["poll"]["parameters"] |= change
    with pytest.raises(bundle.NotABundleError):
        bundle.recount(made)
