"""CON-1, CON-3 and CON-4 as tables: what a meeting ends in, what is late, who may dissent."""

from __future__ import annotations

from datetime import date

import pytest

from council.follow_up import rules
from council.refusal import NotThere, Refused

FIFTH = date(2026, 12, 5)


@pytest.mark.parametrize(
    ("kind", "ending", "allowed"),
    [
        ("council", "opinion", True),
        ("council", "decision", False),
        ("consult", "opinion", True),
        ("consult", "decision", False),
        ("owners", "opinion", True),
        ("owners", "decision", False),
        ("res_rep", "decision", True),
        ("res_rep", "opinion", True),
        ("res_all", "decision", True),
    ],
)
def test_con_1_only_a_meeting_that_may_decide_decides(
    kind: str, ending: str, *, allowed: bool
) -> None:
    if allowed:
        rules.must_end_so(kind, ending)
        return
    with pytest.raises(Refused) as why:
        rules.must_end_so(kind, ending)
    assert why.value.code == "outcome.may_not_decide"


@pytest.mark.parametrize(
    ("step", "due", "allowed"),
    [
        ("implement", FIFTH, True),
        ("implement", None, False),
        ("again", None, True),
        ("assembly", None, True),
        ("street", None, True),
    ],
)
def test_con_1_what_is_carried_out_has_a_day(step: str, due: date | None, *, allowed: bool) -> None:
    if allowed:
        rules.must_be_due(step, due)
        return
    with pytest.raises(Refused) as why:
        rules.must_be_due(step, due)
    assert why.value.code == "outcome.due"


@pytest.mark.parametrize(
    ("state", "today", "standing", "late"),
    [
        ("open", date(2026, 11, 27), "open", 0),
        ("open", date(2026, 11, 28), "soon", 0),
        ("open", FIFTH, "soon", 0),  # its last day counts whole
        ("open", date(2026, 12, 6), "overdue", 1),
        ("open", date(2027, 1, 5), "overdue", 31),
        ("done", date(2027, 1, 5), "done", 0),
        ("dropped", date(2027, 1, 5), "dropped", 0),
    ],
)
def test_con_4_late_is_from_the_day_after(
    state: str, today: date, standing: str, late: int
) -> None:
    assert rules.standing(state, FIFTH, today) == standing
    assert rules.late(state, FIFTH, today) == late


@pytest.mark.parametrize(
    ("status", "kind", "state", "voted", "code"),
    [
        ("present", "consult", "current", False, ""),
        ("left", "consult", "done", False, ""),
        ("present", "vote", "done", True, ""),
        ("present", "vote", "current", False, "dissent.too_early"),
        ("present", "consult", "pending", False, "dissent.too_early"),
        ("expected", "consult", "current", False, "dissent.not_present"),
        ("leave", "vote", "done", True, "dissent.not_present"),
    ],
)
def test_con_3_who_was_there_dissents_once_it_was_talked_about(
    status: str, kind: str, state: str, code: str, *, voted: bool
) -> None:
    if not code:
        rules.may_dissent("member", status, kind, state, voted=voted)
        return
    with pytest.raises(Refused) as why:
        rules.may_dissent("member", status, kind, state, voted=voted)
    assert why.value.code == code


def test_con_3_an_observer_has_no_dissent_to_state() -> None:
    with pytest.raises(NotThere):
        rules.may_dissent("observer", "present", "consult", "current", voted=False)


@pytest.mark.parametrize(
    ("said", "days"), [({}, 15), ({"explain_days": 7}, 7), ({"explain_days": 0}, 15)]
)
def test_con_3_an_explanation_is_due_by_the_communitys_setting(
    said: dict[str, object], days: int
) -> None:
    assert rules.explain_days(said) == days
