"""The register's pure rules."""

from __future__ import annotations

import pytest

from council.ideas import rules
from council.refusal import Refused


def test_the_next_number_follows_the_highest_of_its_kind_and_year() -> None:
    taken = ["TA-2026-01", "TA-2026-09", "TA-2025-44", "OS-T1", "TA-2026-X"]
    assert rules.next_number("proposal", 2026, taken) == "TA-2026-10"
    assert rules.next_number("proposal", 2027, taken) == "TA-2027-01"


@pytest.mark.parametrize("no", ["XM-01", "ZJ-2026-02", "OS-T1", "WX-005"])
def test_numbers_from_existing_slips_are_kept(no: str) -> None:
    assert rules.is_number(no)


@pytest.mark.parametrize("no", ["", "xm-01", "XM", "XM-01 ", "XM-０１", "XM-" + "1" * 30])
def test_other_texts_are_no_numbers(no: str) -> None:
    assert not rules.is_number(no)


def test_a_chain_never_runs_backwards() -> None:
    rules.must_follow("need", "topic")
    rules.must_follow("topic", "project")
    with pytest.raises(Refused, match="backwards"):
        rules.must_follow("project", "topic")


@pytest.mark.parametrize(
    ("kind", "title", "no", "code"),
    [
        ("dream", "楼道扶手", "", "idea.kind"),
        ("wish", "", "", "idea.title"),
        ("wish", "长" * 201, "", "idea.title"),
        ("wish", "楼道扶手", "七号", "idea.number"),
    ],
)
def test_what_cannot_stand_in_the_register_is_refused(
    kind: str, title: str, no: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        rules.must_enter(kind, title, "", no, "open")
