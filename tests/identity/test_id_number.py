from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.demo.roll import community
from council.identity import id_number

TODAY = date(2026, 12, 5)


def numbers() -> st.SearchStrategy[str]:
    """Right numbers of all provinces."""
    born = st.dates(TODAY - timedelta(days=120 * 365), TODAY)
    parts = st.tuples(st.sampled_from(sorted(id_number.PROVINCES)), born, st.integers(0, 999))
    return parts.map(lambda p: f"{p[0]}0105{p[1]:%Y%m%d}{p[2]:03d}").map(
        lambda body: body + id_number.check_sign(body)
    )


def test_the_standards_own_example_is_right() -> None:
    assert id_number.fault("11010519491231002X", TODAY) is None
    assert id_number.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert id_number.gender("11010519491231002X") == "女"


@pytest.mark.parametrize("one", community()["residents"], ids=lambda one: str(one["id"]))
def test_the_demo_numbers_are_right(one: dict[str, str]) -> None:
    number = one["resident_id_demo"]
    assert id_number.fault(number, TODAY) is None
    assert id_number.gender(number) == one["gender"]
    assert str(id_number.birth_date(number)) == one["birth_date"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "roll.id_check"),
        ("11010519491331002X", "roll.id_date"),
        ("11010518901231002X", "roll.id_date"),
        ("11010520991231002X", "roll.id_date"),
        ("01010519491231002X", "roll.id_province"),
        ("11010519491231002", "roll.id_form"),
        ("110105491231002", "roll.id_form"),
        ("1101051949123100XX", "roll.id_form"),
        ("１1010519491231002X", "roll.id_form"),
    ],
)
def test_a_wrong_number_is_told_why(number: str, code: str) -> None:
    assert id_number.fault(number, TODAY) == code


@given(numbers())
def test_every_right_number_is_taken(number: str) -> None:
    assert id_number.fault(number, TODAY) is None


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_digit_copied_wrongly_is_always_found(number: str, place: int, more: int) -> None:
    digit = str((int(number[place]) + more) % 10)
    assert id_number.fault(number[:place] + digit + number[place + 1 :], TODAY) is not None


@given(numbers(), numbers())
def test_the_hash_needs_the_pepper_and_tells_numbers_apart(one: str, other: str) -> None:
    assert id_number.keyed_hash(one, b"a") != id_number.keyed_hash(one, b"b")
    assert (id_number.keyed_hash(one, b"a") == id_number.keyed_hash(other, b"a")) == (one == other)
