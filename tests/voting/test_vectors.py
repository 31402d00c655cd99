"""Every vector of the rules sheet that counts votes, by its code, against the functions that count.

One table, so that whoever reads the sheet finds each line here: 2.1 (TV-1), 2.2 (RES, VIL), 2.3
(278-1 … 278-15, OWN) and the votes of the demo.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.meetings import kinds
from council.meetings.shares import QUORUM, Share
from council.refusal import Refused
from council.voting import joint, rules
from council.voting.joint import Tally
from council.voting.results import said
from tests.people import assemble
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from tests.server import Hall

ALL, ODD = (300, 3_000_000), (299, 2_987_146)

# code, owners' heads and area (0.01 m²), took part, consented, kind, result
OWNERS = [
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
    ("V-2026-01", (22, 202_050), (18, 153_880), (14, 120_040), "OWN-ORD", "passed"),
    ("V-2026-02", (22, 202_050), (18, 153_880), (10, 87_990), "OWN-SPEC", "failed"),
    ("V-2026-03", (22, 202_050), (14, 112_470), (14, 112_470), "OWN-ORD", "invalid"),
]


@pytest.mark.parametrize(
    ("total", "took_part", "consent", "rule", "wanted"),
    [one[1:] for one in OWNERS],
    ids=[one[0] for one in OWNERS],
)
def test_owners(
    total: tuple[int, int],
    took_part: tuple[int, int],
    consent: tuple[int, int],
    rule: str,
    wanted: str,
) -> None:
    no = Tally(took_part[0] - consent[0], took_part[1] - consent[1])
    found = joint.decide(rules.PRESETS[rule], Tally(*total), {"yes": Tally(*consent), "no": no})
    assert (found.verdict, found.numerator, found.denominator) == (
        wanted,
        consent[0],
        took_part[0],
    )
    told = said.result(rules.PRESETS[rule].as_data(), found.as_data())
    assert {"passed": "，通过。", "failed": "未通过。", "invalid": "表决无效。"}[wanted] in told


# code, rule, called, present, counts, result
HEADS = [
    ("TV-1 RES-REP", "RES-REP", 20, 20, (8, 7, 3), "failed"),
    ("TV-1 COM", "COM", 20, 20, (8, 7, 3), "failed"),
    ("TV-1 RONR", "RONR", 20, 20, (8, 7, 3), "passed"),
    ("RES-3 quorum", "RES-ALL", 1800, 900, (900, 0, 0), "invalid"),
    ("RES-3 passes", "RES-ALL", 1800, 901, (451, 450, 0), "passed"),
    ("RES-3 half", "RES-ALL", 1800, 902, (451, 451, 0), "failed"),
    ("RES-3 fails", "RES-ALL", 1800, 901, (450, 451, 0), "failed"),
    ("RES-3 households, quorum", "RES-ALL", 620, 310, (310, 0, 0), "invalid"),
    ("RES-3 households", "RES-ALL", 620, 311, (156, 155, 0), "passed"),
    ("RES-3 households, fails", "RES-ALL", 620, 311, (155, 156, 0), "failed"),
    ("RES-5 quorum", "RES-REP", 54, 35, (35, 0, 0), "invalid"),
    ("RES-5 passes", "RES-REP", 54, 36, (19, 17, 0), "passed"),
    ("RES-5 half", "RES-REP", 54, 36, (18, 18, 0), "failed"),
    ("VIL-ALL", "VIL-ALL", 1001, 501, (251, 250, 0), "passed"),
    ("VIL-ALL quorum", "VIL-ALL", 1001, 500, (500, 0, 0), "invalid"),
    ("VIL-ALL-H", "VIL-ALL-H", 301, 201, (101, 100, 0), "passed"),
    ("VIL-ALL-H quorum", "VIL-ALL-H", 301, 200, (200, 0, 0), "invalid"),
    ("VIL-REP", "VIL-REP", 45, 30, (16, 14, 0), "passed"),
    ("VIL-REP half", "VIL-REP", 45, 30, (15, 15, 0), "failed"),
    ("COM", "COM", 15, 10, (6, 4, 0), "passed"),
    ("COM tie", "COM", 15, 12, (6, 6, 0), "failed"),
    ("COM quorum", "COM", 15, 9, (9, 0, 0), "invalid"),
    ("OWN-UNAN", "OWN-UNAN", 8, 8, (8, 0, 0), "passed"),
    ("OWN-UNAN one missing", "OWN-UNAN", 8, 7, (7, 0, 0), "failed"),
]


@pytest.mark.parametrize(
    ("rule", "called", "present", "counts", "wanted"),
    [one[1:] for one in HEADS],
    ids=[one[0] for one in HEADS],
)
def test_heads(
    rule: str, called: int, present: int, counts: tuple[int, int, int], wanted: str
) -> None:
    cast = dict(zip(("yes", "no", "abstain"), counts, strict=True))
    found = rules.decide(rules.PRESETS[rule], called=called, present=present, counts=cast)
    assert found.verdict == wanted


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
    share = rules.PRESETS[rule].quorum
    assert share is not None
    assert share.least(base) == least
    assert not share.reached(least - 1, base)


@pytest.mark.parametrize(
    ("rule", "present", "least"),
    [("RES-ALL", 901, 451), ("RES-ALL", 311, 156), ("RES-REP", 36, 19), ("VIL-REP", 30, 16)],
)
def test_how_many_must_consent(rule: str, present: int, least: int) -> None:
    assert rules.PRESETS[rule].passing.least(present) == least


def test_tv_1_of_those_who_took_part() -> None:
    """The third base of TV-1, which no line of the table uses: 8 of 18 is not enough."""
    rule = rules.Rule("X", None, "participating", Share(1, 2, strict=True))
    cast = {"yes": 8, "no": 7, "abstain": 3}
    found = rules.decide(rule, called=20, present=20, counts=cast)
    assert (found.verdict, found.denominator) == ("failed", 18)


@pytest.mark.parametrize(
    ("kind", "of_whom", "number", "needed"),
    [
        ("res_all", "persons", 1800, 180),  # RES-1
        ("res_all", "households", 620, 62),  # RES-1
        ("res_all", "representatives", 45, 15),  # RES-1
        ("res_rep", "representatives", 45, 9),  # RES-4
    ],
)
def test_res_1_and_4_who_may_force_a_meeting(
    kind: str, of_whom: str, number: int, needed: int
) -> None:
    assert kinds.must_be_called(kind, of_whom, number, needed)
    assert not kinds.must_be_called(kind, of_whom, number, needed - 1)


def test_res_2_the_notice_of_ten_days() -> None:
    assert kinds.in_time("res_all", date(2026, 12, 20), date(2026, 12, 10))
    assert not kinds.in_time("res_all", date(2026, 12, 20), date(2026, 12, 11))


def test_res_4_four_fifths_are_representatives() -> None:
    kinds.must_be_composed(9, 36)
    with pytest.raises(Refused, match=r"meeting\.composition"):
        kinds.must_be_composed(9, 35)


def test_res_6_representatives_of_3120_households() -> None:
    assert kinds.representatives(3120) == (63, 156)


def test_res_7_more_than_two_thirds_is_not_at_least_two_thirds() -> None:
    assert (Share(2, 3, strict=True).least(60), Share(2, 3, strict=False).least(60)) == (41, 40)


def test_own_3_the_demo_needs_15_heads_and_1347_square_metres() -> None:
    share = QUORUM["OWN-ORD"]
    assert share is not None
    assert joint.least(share, Tally(22, 202_050)) == Tally(15, 134_700)
    assert joint.reached(share, Tally(15, 134_700), Tally(22, 202_050))
    assert not joint.reached(share, Tally(15, 134_699), Tally(22, 202_050))


def test_own_20_an_abstention_takes_part_and_does_not_consent() -> None:
    cast = {"yes": Tally(100, 1_000_000), "abstain": Tally(100, 1_000_000)}
    found = joint.decide(rules.PRESETS["OWN-ORD"], Tally(*ALL), cast)
    assert (found.verdict, found.denominator, found.needed) == ("failed", 200, 101)


async def test_tv_1_the_same_twenty_people_through_the_door(hall: Hall) -> None:
    """20 are there, 18 vote: the committee does not pass it, a motion under rules of order is."""
    cast = await assemble(members=20)
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", cast.meeting)
    for rule, verdict, base in (("COM", "failed", 20), ("RONR", "passed", 15)):
        path = f"/meetings/{cast.meeting}/polls"
        made = await chair.post(path, text="同意", rule=rule, mode="named")
        poll = made.headers["location"].split("/")[-1]
        await chair.post(f"/polls/{poll}/opening")
        choices = ["yes"] * 8 + ["no"] * 7 + ["abstain"] * 3
        for name, choice in zip(cast.members, choices, strict=False):
            await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        await chair.post(f"/polls/{poll}/closing")
        await chair.post(f"/polls/{poll}/publication")
        found = await hall.client().json(f"/polls/{poll}")
        assert (found["verdict"], found["denominator"], found["turnout"]) == (verdict, base, 18)
