"""MTG-2 to MTG-8: the rules of the floor, by their code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from council.meetings import floor
from council.meetings.floor import Floor, Pending, Turn
from council.refusal import NotThere, Refused

NINE = datetime(2026, 12, 5, 9, tzinfo=UTC)
MOTION = Pending("m3", "3", NINE)


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def hand(person: str, side: str, second: float, state: str = "waiting", **more: object) -> Turn:
    made = Turn(f"{person}{second}", person, "m3", side, state, at(second), 120)
    return replace(made, **more)  # type: ignore[arg-type]


def spoke(person: str, side: str, second: float) -> Turn:
    """A turn that was taken and ended."""
    return hand(person, side, second, "ended", began_at=at(second), ended_at=at(second + 60))


def a_floor(*turns: Turn, motion: Pending | None = MOTION, **more: object) -> Floor:
    made = Floor("council", "chair", turns, motion, 2)
    return replace(made, **more)  # type: ignore[arg-type]


def names(turns: list[Turn]) -> list[str]:
    return [one.person for one in turns]


def refused(code: str, rule: object, *args: object) -> None:
    with pytest.raises(Refused) as why:
        rule(*args)  # type: ignore[operator]
    assert why.value.code == code


MTG_3 = {
    # who waits, what was said before → the order
    "the sheet: C, B, A": (
        [hand("A", "yes", 1), hand("B", "yes", 5), hand("C", "no", 9)],
        [spoke("A", "yes", -90)],
        ["C", "B", "A"],
    ),
    "first hand first": ([hand("B", "yes", 5), hand("A", "no", 1)], [], ["A", "B"]),
    "who has not spoken goes before the other side": (
        [hand("A", "no", 1), hand("B", "yes", 5)],
        [spoke("A", "no", -300), spoke("X", "yes", -90)],
        ["B", "A"],
    ),
    "the sides take turns": (
        [hand("A", "no", 1), hand("B", "yes", 5)],
        [spoke("X", "no", -90)],
        ["B", "A"],
    ),
    "whoever speaks now is the last one": (
        [hand("A", "yes", 1), hand("B", "no", 5)],
        [spoke("X", "no", -90), hand("Y", "yes", -9, "speaking", began_at=at(0))],
        ["B", "A"],
    ),
    "a point of order goes before all": (
        [hand("A", "yes", 1), hand("B", "order", 8), hand("C", "order", 9)],
        [spoke("B", "yes", -300)],
        ["B", "C", "A"],
    ),
    "a point of order is no turn and has no side": (
        [hand("A", "no", 1), hand("B", "yes", 5)],
        [spoke("X", "no", -90), spoke("A", "order", -30)],
        ["B", "A"],
    ),
    "a lowered hand is no turn": (
        [hand("A", "yes", 1), hand("B", "yes", 5)],
        [hand("A", "yes", -60, "lowered")],
        ["A", "B"],
    ),
    "hands for another motion wait for it": (
        [hand("A", "yes", 1, motion="m2"), hand("B", "yes", 5)],
        [spoke("B", "yes", -60)],
        ["B"],
    ),
}


@pytest.mark.parametrize("case", MTG_3)
def test_mtg_3_who_speaks_next(case: str) -> None:
    waiting, before, order = MTG_3[case]
    assert names(floor.queue([*before, *waiting], "m3")) == order
    assert names(floor.queue([*reversed(waiting), *before], "m3")) == order


def test_mtg_3_without_a_motion_everybody_is_heard_before_somebody_again() -> None:
    turns = [
        replace(spoke("A", "add", -90), motion=""),
        hand("A", "ask", 1, motion=""),
        hand("B", "add", 5, motion=""),
    ]
    assert names(floor.queue(turns, "")) == ["B", "A"]


def test_mtg_4_on_a_motion_a_hand_says_for_or_against() -> None:
    may = floor.may_raise
    for side in ("yes", "no", "order"):
        may(a_floor(), "A", side, "member", "present")
    refused("floor.side", may, a_floor(), "A", "add", "member", "present")
    refused("floor.side", may, a_floor(motion=None), "A", "yes", "member", "present")
    may(a_floor(motion=None), "A", "ask", "member", "present")


def test_mtg_5_two_turns_on_a_motion_and_points_of_order_besides() -> None:
    twice = a_floor(spoke("A", "yes", 0), spoke("A", "yes", 200))
    refused("floor.no_turns", floor.may_raise, twice, "A", "yes", "member", "present")
    floor.may_raise(twice, "A", "order", "member", "present")
    floor.may_raise(twice, "B", "yes", "member", "present")
    floor.may_raise(replace(twice, turns_each=3), "A", "yes", "member", "present")
    assert floor.turns_left(floor.spoken(twice.turns, "m3"), "A", 2, "m3") == 0
    assert floor.turns_left(floor.spoken(twice.turns, "m3"), "B", 2, "m3") == 2
    assert floor.turns_left({}, "A", 2, "") == floor.NO_LIMIT


def test_mtg_5_the_clock_is_exact_through_pauses() -> None:
    running = hand("A", "yes", 0, "speaking", began_at=at(0), running_since=at(0))
    assert floor.used(running, at(41.25)) == 41_250
    assert floor.ends_at(running) == at(120)
    paused = replace(running, running_since=None, used_ms=41_250)
    assert floor.used(paused, at(3600)) == 41_250
    assert floor.ends_at(paused) is None
    again = replace(paused, running_since=at(3600))
    assert floor.used(again, at(3610.5)) == 51_750
    assert floor.ends_at(again) == at(3600 + 120 - 41.25)
    assert floor.left_ms(again, at(3600 + 120)) == -41_250, "it runs on: the chair ends it"


@pytest.mark.parametrize(
    ("kind", "part", "may"),
    [
        ("council", "member", True),
        ("council", "observer", True),
        ("res_rep", "observer", True),
        ("res_all", "observer", False),
        ("owners", "observer", False),
        ("consult", "observer", True),
        ("council", "none", False),
    ],
)
def test_who_may_speak_without_a_vote(kind: str, part: str, *, may: bool) -> None:
    assert floor.may_speak(kind, part) is may
    if not may:
        with pytest.raises(NotThere):
            floor.may_raise(a_floor(kind=kind), "A", "yes", part, "present")


def test_only_who_is_there_speaks() -> None:
    for status in ("expected", "leave", "left"):
        refused("floor.not_present", floor.may_raise, a_floor(), "A", "yes", "member", status)


def test_mtg_2_who_presides_takes_no_side() -> None:
    for side in ("yes", "no"):
        refused(
            "floor.chair_neutral", floor.may_raise, a_floor(), "chair", side, "member", "present"
        )
    floor.may_raise(a_floor(presiding="B"), "chair", "no", "member", "present")
    floor.may_raise(a_floor(motion=None), "chair", "add", "member", "present")


def test_mtg_2_the_chair_goes_to_somebody_present_who_does_not_debate() -> None:
    may = floor.may_hand_over
    may(a_floor(), "B", "member", "present")
    refused("floor.successor", may, a_floor(), "B", "observer", "present")
    refused("floor.successor", may, a_floor(), "B", "member", "left")
    refused("floor.successor", may, a_floor(), "chair", "member", "present")
    refused("floor.no_motion", may, a_floor(motion=None), "B", "member", "present")
    for of_b in (hand("B", "yes", 1), spoke("B", "no", 1)):
        refused("floor.successor_debates", may, a_floor(of_b), "B", "member", "present")


def test_one_speaker_at_a_time_and_a_point_of_order_interrupts() -> None:
    speaker = hand("S", "yes", 0, "speaking", began_at=at(0))
    first, second, point = hand("A", "no", 1), hand("B", "yes", 2), hand("C", "order", 3)
    busy = a_floor(speaker, first, point)
    refused("floor.somebody_speaks", floor.may_give, busy, first, "")
    floor.may_give(busy, point, "")
    free = a_floor(first, second)
    floor.may_give(free, first, "")
    refused("floor.why_not_in_order", floor.may_give, free, second, "")
    floor.may_give(free, second, "answer")
    refused("floor.not_waiting", floor.may_give, free, speaker, "")
    held = a_floor(replace(speaker, state="interrupted"), first)
    refused("floor.interrupted_first", floor.may_give, held, first, "")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"item": True, "voting": False, "at_break": False}, ""),
        ({"item": False, "voting": False, "at_break": False}, "floor.no_item"),
        ({"item": True, "voting": True, "at_break": False}, "floor.voting"),
        ({"item": True, "voting": False, "at_break": True}, "floor.break"),
    ],
)
def test_while_a_vote_or_a_break_runs_the_floor_is_closed(
    facts: dict[str, bool], code: str
) -> None:
    assert floor.shut(**facts) == code
    if code:
        closed = a_floor(hand("A", "yes", 1), shut=code)
        refused(code, floor.may_raise, closed, "B", "order", "member", "present")
        refused(code, floor.may_give, closed, closed.turns[0], "")


def test_mtg_8_it_is_voted_when_nobody_wants_to_speak_or_the_debate_is_closed() -> None:
    floor.may_vote(a_floor(spoke("A", "yes", 1)))
    waits = a_floor(hand("A", "yes", 1), hand("B", "no", 2))
    speaks = a_floor(hand("A", "yes", 1, "speaking", began_at=at(1)))
    refused("floor.still_waiting", floor.may_vote, waits)
    refused("floor.still_speaking", floor.may_vote, speaks)
    for one in (waits, speaks):
        floor.may_vote(replace(one, motion=replace(MOTION, closed=True)))
    closed = a_floor(motion=replace(MOTION, closed=True))
    refused("floor.debate_closed", floor.may_raise, closed, "A", "yes", "member", "present")
    floor.may_raise(closed, "A", "order", "member", "present")


@pytest.mark.parametrize(
    ("numbers", "now"),
    [
        ([], ""),
        (["3"], "3"),
        (["3", "3-A"], "3-A"),
        (["3", "3-A", "3-B"], "3-A"),
        (["3", "3-A", "3-B", "3-A-1"], "3-A-1"),
        (["3", "3.2"], "3"),
        (["3", "3.2", "3.2-A"], "3"),
        (["3.2", "3.2-A"], "3.2-A"),
    ],
)
def test_mtg_7_amendments_are_debated_before_what_they_amend(numbers: list[str], now: str) -> None:
    motions = [Pending(no, no, at(n)) for n, no in enumerate(numbers)]
    found = floor.debated(reversed(motions))
    assert (found.no if found else "") == now
