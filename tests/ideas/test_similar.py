"""The finder of similar wishes: how many it finds, and that nothing that is typed upsets it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.ideas import similar
from council.ideas.similar import Similar
from council.ideas.similar_text import LONGEST, grams
from council.ideas.similar_words import FILLERS, SAME
from tests.ideas.likeness import HALVES, PAIRS, STANDING, false_alarms, measured

if TYPE_CHECKING:
    from collections.abc import Callable

BAR = 0.8  # recall within five
FIRST = {"tuned": 0.75, "held": 0.6, "drawn": 0.65}  # precision of the first that is shown
TEXTS = st.one_of(st.text(max_size=40), st.text("路灯坏了请修电梯老人十2 ，！a", max_size=40))


def finder(indexed: list[str]) -> Callable[[str], list[str]]:
    """It answers with the standing wish whose place among those `indexed` is found."""
    index = Similar((str(at), text) for at, text in enumerate(indexed))
    return lambda typed: [STANDING[int(one.id)] for one in index.query(typed)]


FOUND = finder(STANDING)


@pytest.mark.parametrize("half", HALVES)
def test_four_of_five_wishes_are_found_within_the_first_five(half: str) -> None:
    figures = measured(FOUND, PAIRS[half])
    assert len(PAIRS[half]) == 30
    assert figures.recall >= BAR, figures.missed
    assert figures.precision >= FIRST[half]


def test_subjects_that_were_drawn_by_lot_are_found_nearly_as_often() -> None:
    figures = measured(FOUND, PAIRS["drawn"])
    assert figures.recall >= 0.75, figures.missed
    assert figures.precision >= FIRST["drawn"]


def test_a_wish_that_nothing_is_like_is_not_always_answered() -> None:
    alone = PAIRS["alone_tuned"] + PAIRS["alone_held"]
    assert false_alarms(FOUND, alone) <= 0.9


def test_plain_pairs_of_characters_would_miss_the_bar() -> None:
    def pairs(text: str) -> set[str]:
        return {text[at : at + 2] for at in range(len(text) - 1)}

    def jaccard(typed: str) -> list[str]:
        asked = pairs(typed)
        alike = {one: len(asked & pairs(one)) / len(asked | pairs(one)) for one in STANDING}
        return sorted((one for one in alike if alike[one]), key=lambda one: -alike[one])

    both = PAIRS["tuned"] + PAIRS["held"]
    assert measured(jaccard, both).recall < BAR


def test_an_index_of_shuffled_characters_would_miss_the_bar() -> None:
    dice = random.Random(1)
    broken = finder(["".join(dice.sample(text, len(text))) for text in STANDING])
    assert measured(broken, PAIRS["tuned"] + PAIRS["held"]).recall < BAR


def test_the_pairs_stand_among_at_least_two_hundred_others() -> None:
    assert len(set(PAIRS["others"])) >= 200
    assert len(set(STANDING)) == len(STANDING)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("请问五号楼的路灯", "5号楼路灯"),
        ("电瓶车", "电动自行车"),
        ("十二栋", "12栋"),
        ("二十三栋", "２３栋"),
        ("ＷＩＦＩ", "wifi！"),
        ("阿能装扶手？", "希望装栏杆"),
    ],
)
def test_the_same_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert grams(one) == grams(other) != frozenset()


@pytest.mark.parametrize(
    "typed", ["", "　", "！！！", "希望", "请问能不能", "\x00\x1b", "👍", "zzz"]
)
def test_what_says_nothing_finds_nothing(typed: str) -> None:
    assert Similar([("1", "路灯坏了")]).query(typed) == ()


def test_an_entry_that_is_added_again_has_its_new_text_alone() -> None:
    index = Similar([("1", "路灯坏了"), ("1", "想学剪纸")])
    assert len(index) == 1
    assert index.query("路灯坏了") == ()
    assert index.query("剪纸")[0].id == "1"


def test_no_more_are_found_than_asked_for() -> None:
    index = Similar((str(at), "路灯坏了") for at in range(9))
    assert [one.id for one in index.query("路灯坏了", most=3)] == ["0", "1", "2"]
    assert index.query("路灯坏了", most=0) == index.query("路灯坏了", most=-1) == ()


def test_a_long_text_has_no_more_grams_than_a_short_one_may_have() -> None:
    many = "".join(chr(0x4E00 + at) for at in range(10_000))
    assert len(grams(many)) <= 2 * LONGEST
    assert len(grams("ﷺ" * 10_000)) <= 2 * LONGEST  # each becomes eighteen characters


def test_a_query_reads_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Similar((str(at), f"路灯坏了{at}") for at in range(300))
    monkeypatch.setattr(similar, "MOST_READ", 10)
    assert [one.id for one in index.query("路灯坏了299")] == ["299"]
    assert index.query("路灯坏了") == ()


def test_among_hundreds_that_are_nearly_the_same_each_is_first() -> None:
    texts = [f"{at}号楼{gate}单元的路灯坏了" for at in range(1, 101) for gate in range(1, 5)]
    index = Similar((text, text) for text in texts)
    for text in texts[::7]:
        first = index.query(text)[0]  # 3号楼1单元 and 1号楼3单元 have the same grams
        assert first.score == 1
        assert grams(first.id) == grams(text)


def test_a_word_means_one_thing_only() -> None:
    words = (SAME + FILLERS).split()
    assert sorted(words) == sorted(set(words))


@given(st.lists(TEXTS, max_size=12), TEXTS)
def test_a_text_finds_itself_first(others: list[str], text: str) -> None:
    index = Similar([("self", text), *((f"{at}", one) for at, one in enumerate(others))])
    found = index.query(text, most=20)
    if not grams(text):
        assert found == ()
        return
    same = {"self", *(str(at) for at, one in enumerate(others) if grams(one) == grams(text))}
    assert found[0].score == 1
    assert "self" in {one.id for one in found[: len(same)]}


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=4))
def test_adding_and_removing_leaves_the_index_as_it_was(stays: list[str], comes: list[str]) -> None:
    before = Similar((f"{at}", one) for at, one in enumerate(stays))
    after = Similar((f"{at}", one) for at, one in enumerate(stays))
    for at, one in enumerate(comes):
        after.add(f"new{at}", one)
    for at in range(len(comes)):
        after.remove(f"new{at}")
    after.remove("never there")
    assert {**vars(after), "_last": 0} == {**vars(before), "_last": 0}


@given(st.lists(st.text(), max_size=5), st.text(), st.integers(-3, 9))
def test_nothing_that_is_typed_upsets_it(texts: list[str], typed: str, most: int) -> None:
    found = Similar((f"{at}", one) for at, one in enumerate(texts)).query(typed, most)
    assert all(0 < one.score <= 1 for one in found)
    assert list(found) == sorted(found, key=lambda one: (-one.score, one.id))
