"""OWN-2, 3, 5, 7: who holds what becomes heads and area."""

from __future__ import annotations

from decimal import Decimal

from council.demo.roll import community
from council.meetings.owners import Head, Holding, heads, is_parking, metres, seated
from council.voting.joint import Tally, least
from council.voting.rules import PRESETS


def demo() -> list[Holding]:
    """The 24 units of the demo as their owners hold them."""
    found = []
    for unit in community()["units"]:
        owner = unit["owner"]
        found.append(
            Holding(
                unit["id"],
                f"{unit['building']}{unit['entrance']}{unit['room']}",
                int(Decimal(unit["exclusive_area_m2"]) * 100),
                owner["owner_key"],
                owner["voter"] or "",
            )
        )
    return found


def test_own_3_twenty_four_units_are_twenty_two_heads() -> None:
    found = seated(heads(demo(), count_parking=False))
    assert (len(demo()), found.heads, metres(found.area)) == (24, 22, "2020.50")
    assert (found.unlisted_heads, metres(found.unlisted_area)) == (1, "237.20")  # the developer
    share = PRESETS["OWN-ORD"].quorum
    assert share is not None
    assert least(share, Tally(found.heads, found.area)) == Tally(15, 134700)


def test_own_7_parking_is_left_out_unless_somebody_counts_it() -> None:
    holdings = [Holding("1", "1幢1单元101", 5860, "a", "a"), Holding("2", "地下车位12", 1200, "b")]
    assert heads(holdings, count_parking=False) == (Head("a", "a", 5860, ("1幢1单元101",)),)
    assert len(heads(holdings, count_parking=True)) == 2
    assert is_parking("3幢地下车库07")
    assert not is_parking("3幢1单元301")


def test_units_that_nobody_holds_are_a_head_each() -> None:
    found = seated(
        heads([Holding("1", "x", 100, ""), Holding("2", "x", 100, "")], count_parking=False)
    )
    assert (found.called, found.unlisted_heads, found.unlisted_area) == ((), 2, 200)


def test_one_person_is_called_for_one_head_and_no_area_is_lost() -> None:
    holdings = [Holding("1", "x", 300, "a", "p"), Holding("2", "x", 200, "company b", "p")]
    found = seated(heads(holdings, count_parking=False))
    assert [head.person for head in found.called] == ["p"]
    assert (found.heads, found.area, found.unlisted_area) == (2, 500, 200)
