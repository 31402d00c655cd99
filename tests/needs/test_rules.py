"""What a call must say, what an entry may say, and how many, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council.needs import rules
from council.needs.rules import Before, Calling, Entry
from council.refusal import Refused

TODAY = date(2026, 11, 28)
CALL = Calling("请您来提", "都可以提", "扫码", "居委会", TODAY + timedelta(days=10), ("充电",))
ENTRY = Entry("safety", "装扶手", "ABCDE01234")


def refused(code: str, act: object, *args: object, **more: object) -> None:
    assert callable(act)
    with pytest.raises(Refused) as why:
        act(*args, **more)
    assert why.value.code == code


def test_a_call_says_what_how_until_when_and_who_asks() -> None:
    rules.must_call(CALL, TODAY)
    for bad in (
        replace(CALL, title=""),
        replace(CALL, text=""),
        replace(CALL, channels=""),
        replace(CALL, issuer=""),
    ):
        refused("need.wording", rules.must_call, bad, TODAY)
    refused("need.last_day", rules.must_call, replace(CALL, last_day=date(2026, 11, 27)), TODAY)
    refused("need.topics", rules.must_call, replace(CALL, topics=("充电", "充电")), TODAY)
    refused("need.topics", rules.must_call, replace(CALL, topics=("长" * 41,)), TODAY)


def test_it_closes_by_itself_after_its_last_day() -> None:
    assert rules.standing("open", TODAY, TODAY) == "open"
    assert rules.standing("open", TODAY, TODAY + timedelta(days=1)) == "closed"
    assert rules.standing("draft", TODAY, TODAY + timedelta(days=1)) == "draft"


def test_an_entry_has_a_field_of_the_call_and_a_text() -> None:
    rules.must_enter(ENTRY, CALL.topics)
    rules.must_enter(replace(ENTRY, field="hot", topic="充电"), CALL.topics)
    refused("need.field", rules.must_enter, replace(ENTRY, topic="充电"), CALL.topics)
    refused("need.field", rules.must_enter, replace(ENTRY, field="hot", topic="别的"), CALL.topics)
    refused("need.field", rules.must_enter, replace(ENTRY, field="weather"), CALL.topics)
    refused("need.text", rules.must_enter, replace(ENTRY, text=""), CALL.topics)
    refused("need.text", rules.must_enter, replace(ENTRY, text="长" * 201), CALL.topics)


@pytest.mark.parametrize(
    "text",
    ["打15400000001", "打 154-0000-0001", "110105 19491231 002X", "打１５４００００１", "65123456"],
)
def test_what_looks_like_a_telephone_or_an_identity_card_does_not_become_public(text: str) -> None:
    refused("need.number_in_text", rules.must_enter, replace(ENTRY, text=text), ())


@pytest.mark.parametrize(
    "text", ["4号楼3单元502", "2026年12月5日晚上7点到9点", "每月100元，收300户"]
)
def test_control_houses_days_and_sums_may(text: str) -> None:
    rules.must_enter(replace(ENTRY, text=text), ())


def test_how_many_may_come_from_one_person_one_browser_and_everybody_unknown() -> None:
    rules.must_be_patient(Before(19, 99, 9999), account=True)
    refused("need.enough", rules.must_be_patient, Before(20), account=True)
    rules.must_be_patient(Before(0, 19, 299), account=False)
    refused("need.enough", rules.must_be_patient, Before(0, 20), account=False)
    refused("need.too_many", rules.must_be_patient, Before(0, 0, 300), account=False)


def test_the_choices_of_a_form_go_there_and_back() -> None:
    topics = ("充电", "旧衣")
    for choice in rules.choices(topics):
        field, topic = rules.chosen(choice, topics)
        assert rules.choice_of(field, topic, topics) == choice
    assert rules.choices(()) == rules.FIELDS


@pytest.mark.parametrize("state", rules.STATES)
def test_an_answer_has_reasons_and_is_not_given_to_what_went_elsewhere(state: str) -> None:
    refused("need.reason", rules.may_answer, state, "adopted", "")
    refused("need.answer", rules.may_answer, state, "grouped", "一样")
    if state in {"project", "grouped"}:
        refused("need.not_now", rules.may_answer, state, "adopted", "好")
    else:
        rules.may_answer(state, "adopted", "好")
