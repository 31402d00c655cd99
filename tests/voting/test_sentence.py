"""The result explains itself: whoever changes one input changes the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.i18n import LANGUAGES, speaking
from council.meetings.shares import Share
from council.voting import joint, rules
from council.voting.joint import Tally
from council.voting.results import said

RULES = [one for one in rules.PRESETS.values() if not one.by_area]
OWNERS = [one for one in rules.PRESETS.values() if one.by_area]
CHOICES = ("yes", "no", "abstain")
Telling = Callable[[dict[str, Any], dict[str, Any]], str]


@st.composite
def by_heads(draw: st.DrawFn) -> tuple[rules.Rule, dict[str, int]]:
    present = draw(st.integers(0, 40))
    left, inputs = present, {}
    for choice in CHOICES:
        inputs[choice] = draw(st.integers(0, left))
        left -= inputs[choice]
    inputs |= {"recused": draw(st.integers(0, 3)), "present": present}
    inputs["called"] = present + inputs["recused"] + draw(st.integers(0, 20))
    return draw(st.sampled_from(RULES)), inputs


def told(rule: rules.Rule, inputs: dict[str, int], tell: Telling = said.result) -> str:
    counts = {choice: inputs[choice] for choice in CHOICES}
    rest = {name: inputs[name] for name in ("called", "present", "recused")}
    return tell(rule.as_data(), rules.decide(rule, counts=counts, **rest).as_data())


def unchanged(case: tuple[rules.Rule, dict[str, int]], tell: Telling = said.result) -> list[str]:
    """The inputs that can be changed by one without anything to be seen; none."""
    rule, inputs = case
    first = told(rule, inputs, tell)
    same = [
        name for name in inputs if told(rule, {**inputs, name: inputs[name] + 1}, tell) == first
    ]
    others = [one for one in RULES if one.code != rule.code]
    return same + [one.code for one in others if told(one, inputs, tell) == first]


@given(by_heads())
@settings(max_examples=60, deadline=None)
def test_every_input_stands_in_the_sentence(case: tuple[rules.Rule, dict[str, int]]) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert not unchanged(case)
            assert "{" not in told(*case)


def test_a_sentence_that_forgets_a_number_is_found() -> None:
    """The control: as it was said before, without those who voted no."""

    def forgetful(rule: dict[str, Any], counted: dict[str, Any]) -> str:
        return re.sub(r"反对\d+", "反对", said.result(rule, counted))

    inputs = {"yes": 8, "no": 3, "abstain": 1, "recused": 0, "present": 13, "called": 15}
    assert unchanged((rules.PRESETS["COM"], inputs), forgetful) == ["no"]
    assert not unchanged((rules.PRESETS["COM"], inputs))


@given(
    st.sampled_from(OWNERS),
    st.lists(st.integers(0, 50), min_size=7, max_size=7),
    st.integers(0, 6),
)
@settings(max_examples=60, deadline=None)
def test_of_owners_heads_and_area_stand_in_it(
    rule: rules.Rule, numbers: list[int], which: int
) -> None:
    def sentence(n: list[int], by: rules.Rule = rule) -> str:
        cast = dict(zip(CHOICES, map(Tally, n[:3], n[3:6]), strict=True))
        total = Tally(sum(n[:3]) + 10, sum(n[3:6]) + n[6])
        return said.result(by.as_data(), joint.decide(by, total, cast).as_data())

    more = [number + (at == which) for at, number in enumerate(numbers)]
    for language in LANGUAGES:
        with speaking(language):
            assert sentence(more) != sentence(numbers)
            assert "{" not in sentence(numbers)
            (other,) = [one for one in OWNERS if one != rule]
            assert sentence(numbers, other) != sentence(numbers)


def test_another_threshold_is_another_sentence() -> None:
    inputs = {"yes": 8, "no": 3, "abstain": 1, "recused": 0, "present": 13, "called": 15}
    rule = rules.PRESETS["COM"]
    for num, den in ((2, 3), (3, 4), (1, 1)):
        other = replace(rule, passing=Share(num, den, strict=False))
        assert told(other, inputs) != told(rule, inputs)


def test_it_says_numerator_denominator_base_threshold_and_verdict() -> None:
    inputs = {"yes": 6, "no": 6, "abstain": 1, "recused": 0, "present": 13, "called": 15}
    assert told(rules.PRESETS["COM"], inputs) == (
        "按“共治协商委员会”：应到15人，到会13人（到会达到应到人数的三分之二，即至少10人，才有效）；"
        "反对6票，弃权1票，赞成6票，没有超过到会13人的半数（至少要7票），未通过。"
    )


@pytest.mark.parametrize("code", rules.PRESETS)
def test_only_a_statute_is_quoted_as_law(code: str) -> None:
    assert ("法》" in said.source(code) or "法典》" in said.source(code)) == (code in rules.LAW)
    assert (code in {"COM", "RONR", "DOT"}) != (code in rules.LAW)
