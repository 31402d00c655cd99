"""民法典 278 by the vectors of the rules sheet, and what decides by heads (TV-1, RES)."""

from __future__ import annotations

import pytest

from council.meetings.shares import Share
from council.voting.joint import Tally, decide, verdict
from council.voting.rules import PRESETS, Rule, from_data
from council.voting.rules import decide as by_heads

ALL = Tally(300, 3_000_000)
ODD = Tally(299, 2_987_146)
VECTORS = [
    ("278-1", ALL, (200, 2_000_000), (101, 1_000_001), "OWN-ORD", "passed"),
    ("278-2", ALL, (200, 2_000_000), (100, 1_200_000), "OWN-ORD", "failed"),
    ("278-3", ALL, (200, 2_000_000), (150, 1_000_000), "OWN-ORD", "failed"),
    ("278-4", ALL, (199, 2_500_000), (199, 2_500_000), "OWN-ORD", "invalid"),
    ("278-5", ALL, (250, 1_999_999), (250, 1_999_999), "OWN-ORD", "invalid"),
    ("278-6", ALL, (200, 2_000_000), (150, 1_500_000), "OWN-SPEC", "passed"),
    ("278-7", ALL, (200, 2_000_000), (149, 1_800_000), "OWN-SPEC", "failed"),
    ("278-8", ALL, (200, 2_000_000), (160, 1_499_999), "OWN-SPEC", "failed"),
    ("278-9", ALL, (240, 2_400_000), (121, 1_200_001), "OWN-ORD", "passed"),
    ("278-10", ALL, (240, 2_400_000), (180, 1_800_000), "OWN-SPEC", "passed"),
    ("278-11", ALL, (240, 2_400_000), (179, 2_000_000), "OWN-SPEC", "failed"),
    ("278-12", ALL, (300, 3_000_000), (150, 2_000_000), "OWN-ORD", "failed"),
    ("278-13", ODD, (200, 1_991_431), (101, 1_000_000), "OWN-ORD", "passed"),
    ("278-14", ODD, (200, 1_991_430), (200, 1_991_430), "OWN-ORD", "invalid"),
    ("278-15", ODD, (199, 2_500_000), (199, 2_500_000), "OWN-ORD", "invalid"),
]


@pytest.mark.parametrize(
    ("total", "took_part", "consent", "rule", "wanted"),
    [vector[1:] for vector in VECTORS],
    ids=[vector[0] for vector in VECTORS],
)
def test_278(
    total: Tally, took_part: tuple[int, int], consent: tuple[int, int], rule: str, wanted: str
) -> None:
    assert verdict(PRESETS[rule], total, Tally(*took_part), Tally(*consent)) == wanted


@pytest.mark.parametrize(
    ("vote", "took_part", "yes", "wanted"),
    [
        ("OWN-ORD", (18, 153_880), (14, 120_040), "passed"),  # V-2026-01
        ("OWN-SPEC", (18, 153_880), (10, 87_990), "failed"),  # V-2026-02
        ("OWN-ORD", (14, 112_470), (14, 112_470), "invalid"),  # V-2026-03
    ],
)
def test_the_votes_of_the_demo(
    vote: str, took_part: tuple[int, int], yes: tuple[int, int], wanted: str
) -> None:
    no = Tally(took_part[0] - yes[0], took_part[1] - yes[1])
    found = decide(PRESETS[vote], Tally(22, 202_050), {"yes": Tally(*yes), "no": no})
    assert (found.verdict, found.quorum_needed, found.present) == (wanted, 15, took_part[0])
    assert found.area is not None
    assert (found.area["quorum_needed"], found.area["present"]) == (134_700, took_part[1])


def test_an_abstention_takes_part_and_does_not_consent() -> None:
    """OWN-20."""
    cast = {"yes": Tally(100, 1_000_000), "abstain": Tally(100, 1_000_000)}
    found = decide(PRESETS["OWN-ORD"], ALL, cast)
    assert (found.verdict, found.denominator, found.needed) == ("failed", 200, 101)


def test_own_unan_one_missing_is_enough_to_fail() -> None:
    rule = PRESETS["OWN-UNAN"]
    assert by_heads(rule, called=8, present=8, counts={"yes": 8}).verdict == "passed"
    assert by_heads(rule, called=8, present=7, counts={"yes": 7}).verdict == "failed"


def test_tv_1_twenty_people_three_outcomes() -> None:
    counts = {"yes": 8, "no": 7, "abstain": 3}
    taking_part = Rule("X", None, "participating", Share(1, 2, strict=True))
    for rule, wanted in (
        (PRESETS["RES-REP"], "failed"),
        (PRESETS["COM"], "failed"),
        (PRESETS["RONR"], "passed"),
        (taking_part, "failed"),
    ):
        assert by_heads(rule, called=20, present=20, counts=counts).verdict == wanted


@pytest.mark.parametrize(
    ("rule", "base", "least"),
    [
        ("RES-ALL", 1800, 901),  # RES-3
        ("RES-ALL", 620, 311),
        ("RES-REP", 54, 36),  # RES-5
        ("VIL-ALL", 1001, 501),
        ("VIL-ALL-H", 301, 201),
        ("VIL-REP", 45, 30),
        ("COM", 15, 10),
    ],
)
def test_how_many_must_be_there(rule: str, base: int, least: int) -> None:
    share = PRESETS[rule].quorum
    assert share is not None
    assert share.least(base) == least
    assert not share.reached(least - 1, base)


@pytest.mark.parametrize(
    ("rule", "present", "least"),
    [("RES-ALL", 901, 451), ("RES-ALL", 311, 156), ("RES-REP", 36, 19), ("VIL-REP", 30, 16)],
)
def test_how_many_must_consent(rule: str, present: int, least: int) -> None:
    assert PRESETS[rule].passing.least(present) == least


def test_res_7_more_than_two_thirds_is_not_at_least_two_thirds() -> None:
    assert Share(2, 3, strict=True).least(60) == 41
    assert Share(2, 3, strict=False).least(60) == 40


def test_a_frozen_rule_thaws_as_it_was() -> None:
    for rule in PRESETS.values():
        assert from_data(rule.as_data()) == rule
