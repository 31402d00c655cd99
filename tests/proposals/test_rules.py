"""The life of a proposal as a table, and every no by its code."""

from __future__ import annotations

import re
from datetime import date

import pytest

from council.checks.tools import CHECKOUT
from council.proposals import rules
from council.proposals.rules import Terms, Wording
from council.refusal import NotThere, Refused

ARROW = re.compile(r"^    (\w+) --> (\w+): (.+)$", re.MULTILINE)


def drawn() -> set[tuple[str, str, str]]:
    """(act, before, after) of every arrow in docs/actions.md."""
    text = (CHECKOUT / "docs/actions.md").read_text(encoding="utf-8")
    return {
        (act, before, after)
        for before, after, acts in ARROW.findall(text)
        for act in acts.split(", ")
    }


def test_the_drawing_in_the_documents_is_the_table() -> None:
    table = {
        (act, before, after) for act, moves in rules.LIFE.items() for before, after in moves.items()
    }
    assert drawn() == table


def test_every_state_is_known_and_everything_ends() -> None:
    known = {state for moves in rules.LIFE.values() for pair in moves.items() for state in pair}
    assert known == set(rules.STATES)
    for state in rules.OVER:
        assert not [act for act, moves in rules.LIFE.items() if state in moves]


@pytest.mark.parametrize("act", sorted(rules.LIFE))
@pytest.mark.parametrize("state", rules.STATES)
def test_an_act_is_possible_in_its_states_alone(act: str, state: str) -> None:
    if state in rules.LIFE[act]:
        assert rules.after(act, state) in rules.STATES
    else:
        with pytest.raises(Refused, match=rf"proposal\.not_now\.{act}"):
            rules.after(act, state)


def test_what_is_on_an_agenda_cannot_be_taken_back_or_changed() -> None:
    for act in ("withdraw", "revise", "merge", "support"):
        with pytest.raises(Refused):
            rules.after(act, "scheduled")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (Wording("", "做一件事"), "proposal.wording"),
        (Wording("一件事", ""), "proposal.wording"),
        (Wording("字" * 61, "做一件事"), "proposal.wording"),
        (Wording("一件事", "字" * 1001), "proposal.wording"),
        (Wording("一件事", "做", why="字" * 2001), "proposal.wording"),
        (Wording("一件事", "做", cost=-1), "proposal.cost"),
        (Wording("一件事", "做", cost=1_000_000_000), "proposal.cost"),
    ],
)
def test_a_wording_has_its_lengths(what: Wording, code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.must_word(what)


def test_a_wording_within_them_is_taken() -> None:
    rules.must_word(Wording("字" * 60, "字" * 1000, "字" * 2000, "字" * 120, 999_999_999))


def test_somebody_verified_files_five_a_day() -> None:
    rules.may_file("verified", 4)
    with pytest.raises(Refused, match=r"proposal\.too_many") as refused:
        rules.may_file("verified", 5)
    assert refused.value.status == 429
    with pytest.raises(Refused, match=r"proposal\.unverified"):
        rules.may_file("listed", 0)


@pytest.mark.parametrize(
    ("capacity", "offices", "seated", "organisation", "may"),
    [
        ("resident", (), False, False, True),
        ("member", (), True, False, True),
        ("member", ("secretary",), False, False, False),
        ("organisation", ("org_member",), False, True, True),
        ("organisation", ("org_member",), False, False, False),
        ("organisation", ("secretary",), False, True, False),
        ("officer", ("chair",), False, False, True),
        ("officer", ("org_member",), True, True, False),
        ("king", ("chair",), True, True, False),
    ],
)
def test_as_whom_somebody_may_file(
    capacity: str, offices: tuple[str, ...], *, seated: bool, organisation: bool, may: bool
) -> None:
    if may:
        rules.must_be_entitled(capacity, offices, seated=seated, organisation=organisation)
        return
    with pytest.raises(Refused, match=r"proposal\.capacity"):
        rules.must_be_entitled(capacity, offices, seated=seated, organisation=organisation)


def test_only_the_author_speaks_for_a_proposal_and_the_desk_for_whom_it_wrote() -> None:
    rules.may_speak_for("gu", "gu", "gu", "")
    rules.may_speak_for("gu", "yuan", "cao", "chair")
    others = [
        ("gu", "gu", "cao", "chair"),
        ("gu", "yuan", "li", ""),
        ("gu", "yuan", "li", "auditor"),
    ]
    for who in others:
        with pytest.raises(NotThere):
            rules.may_speak_for(*who)


def test_an_answer_is_late_from_the_day_after_the_last_day() -> None:
    last = rules.due(date(2026, 12, 1), 15)
    assert last == date(2026, 12, 16)
    assert rules.days_over("waiting", last, date(2026, 12, 16)) == 0
    assert rules.days_over("waiting", last, date(2026, 12, 18)) == 2
    assert rules.days_over("answered", last, date(2026, 12, 18)) == 0


def test_the_threshold_is_reached_by_that_many() -> None:
    assert not rules.reached("supporting", 2, 3)
    assert rules.reached("supporting", 3, 3)
    assert not rules.reached("answered", 3, 3)
    assert rules.reached("filed", 0, 0)


@pytest.mark.parametrize("terms", [Terms(-1, 15), Terms(5001, 15), Terms(3, 0), Terms(3, 181)])
def test_terms_that_nobody_could_keep_are_refused(terms: Terms) -> None:
    with pytest.raises(Refused, match=r"proposal\.terms"):
        rules.must_be_terms(terms)
    rules.must_be_terms(Terms())
