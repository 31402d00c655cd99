"""Every kind of meeting by the code of its rule: RES, VIL, COM, OWN, CON."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from council.meetings import kinds
from council.meetings.kinds import Terms
from council.refusal import Refused

DAY = date(2026, 12, 20)


def code(act: object, *args: object, **more: object) -> str:
    """The reason code of the refusal, or nothing."""
    try:
        act(*args, **more)  # type: ignore[operator]
    except Refused as why:
        return why.code
    return ""


@pytest.mark.parametrize(
    ("of_whom", "number", "needed"),
    [("persons", 1800, 180), ("households", 620, 62), ("representatives", 45, 15)],
)
def test_res_1_a_meeting_must_be_called_when_enough_propose_it(
    of_whom: str, number: int, needed: int
) -> None:
    assert kinds.signatures_needed("res_all", of_whom, number) == needed
    assert kinds.must_be_called("res_all", of_whom, number, needed)
    assert not kinds.must_be_called("res_all", of_whom, number, needed - 1)


def test_one_fifth_of_the_representatives_or_owners_force_their_meeting() -> None:
    assert kinds.signatures_needed("res_rep", "representatives", 36) == 8
    assert kinds.signatures_needed("owners", "owners", 22) == 5
    assert kinds.signatures_needed("vil_all", "persons", 1001) == 101
    assert kinds.signatures_needed("vil_all", "representatives", 40) == 14


@pytest.mark.parametrize(
    ("kind", "days", "reason", "refused"),
    [
        ("res_all", 10, "", ""),  # RES-2: 2026-12-20 → 2026-12-10
        ("res_all", 9, "", "meeting.short_notice"),
        ("res_all", 1, "水管爆裂", ""),
        ("owners", 15, "", ""),  # OWN-10
        ("owners", 14, "", "meeting.short_notice"),
        ("owners", 7, "临时召集", ""),
        ("owners", 6, "临时召集", "meeting.too_short"),
        ("council", 0, "", ""),
        ("consult", 0, "", ""),
        ("res_rep", 0, "", ""),
        ("party", 30, "", "meeting.kind"),
        ("election", 30, "", "meeting.election"),  # RES-7
    ],
)
def test_notice_is_given_so_many_days_before(
    kind: str, days: int, reason: str, refused: str
) -> None:
    today = DAY - timedelta(days=days)
    assert code(kinds.must_give_notice, kind, DAY, today, reason) == refused


def test_res_2_the_latest_ordinary_day_is_the_tenth() -> None:
    assert kinds.in_time("res_all", DAY, date(2026, 12, 10))
    assert not kinds.in_time("res_all", DAY, date(2026, 12, 11))


def test_res_4_four_fifths_are_representatives() -> None:
    kinds.must_be_composed(9, 36)
    kinds.must_be_composed(0, 1)
    with pytest.raises(Refused) as refused:
        kinds.must_be_composed(9, 35)
    assert refused.value.code == "meeting.composition"
    assert refused.value.values == {"committee": 9, "reps": 35, "least": 36}


def test_res_6_one_representative_for_twenty_to_fifty_households() -> None:
    assert kinds.representatives(3120) == (63, 156)
    assert kinds.representatives(300, village=True) == (20, 60)


def test_vil_29_representatives_and_women() -> None:
    kinds.must_be_composed_in_village(45, 36, 15)
    assert code(kinds.must_be_composed_in_village, 45, 35, 15) == "meeting.village_reps"
    assert code(kinds.must_be_composed_in_village, 45, 36, 14) == "meeting.village_women"


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("council", "opinion"),
        ("consult", "opinion"),
        ("res_rep", "decision"),
        ("res_all", "decision"),
        ("owners", "opinion"),
    ],
)
def test_con_1_only_meetings_that_may_decide_make_decisions(kind: str, ends: str) -> None:
    assert kinds.ends_in(kind, Terms()) == ends


def test_own_18_an_owners_vote_binds_only_where_it_may() -> None:
    assert kinds.ends_in("owners", Terms(owners_binding=True)) == "decision"
    assert kinds.ends_in("owners", Terms(owners_binding=True, external_evote=True)) == "opinion"


@pytest.mark.parametrize(
    ("kind", "has", "refused"),
    [
        ("owners", {"announced"}, ""),
        ("owners", set(), "poll.not_announced"),  # OWN-11
        ("council", {"review_first"}, ""),
        ("res_all", set(), ""),
        ("res_all", {"announced", "review_first"}, "poll.not_reviewed"),  # RES-8
        ("res_rep", {"announced", "review_first"}, "poll.not_reviewed"),
        ("res_rep", {"reviewed", "review_first"}, ""),
        ("consult", {"review_first"}, ""),
    ],
)
def test_what_may_be_put_to_the_vote(kind: str, has: set[str], refused: str) -> None:
    asked = {name: name in has for name in ("announced", "reviewed", "review_first")}
    assert code(kinds.may_put, kind, **asked) == refused


def test_only_owners_are_counted_by_area() -> None:
    kinds.must_count_by("owners", "OWN-SPEC")
    kinds.must_count_by("council", "RONR")
    assert code(kinds.must_count_by, "owners", "COM") == "poll.rule_not_here"
    assert code(kinds.must_count_by, "res_all", "OWN-ORD") == "poll.rule_not_here"


def test_the_base_and_the_form_are_chosen_before() -> None:
    assert code(kinds.must_say, "res_all", "", "") == "meeting.base"
    assert code(kinds.must_say, "consult", "", "party") == "meeting.form"
    kinds.must_say("res_all", "households", "")
    kinds.must_say("consult", "", "hearing")
    kinds.must_say("council", "", "")
