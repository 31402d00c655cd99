"""Who may see and change the roll, and what a departure means: pure rules with reason codes."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from council.identity.rules import POWERFUL
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

# Who sees the register at all; how much of each person, `privacy.fields` says.
READERS = ("chair", "secretary", "community_secretary", "social_worker")
STAFF = ("secretary", "community_secretary", "social_worker")
KEEPERS = (
    "secretary",
    "community_secretary",
)  # who comes off the roll, and who is one and the same

LEADERS = ("community_secretary", "admin")  # who confirms that a powerful officer departs

TIES = ("业主", "共有人", "家属", "租户", "代表", "其他")
HUKOU = ("", "户籍", "非户籍")  # told apart for statistics only: no right depends on it
GENDERS = ("", "男", "女")
CORPORATE = ("company", "developer")
NAME, PINYIN, GROUND, NUMBER = 60, 120, 200, 30  # characters
ADDRESS, COMPANY, CREDIT = 120, 120, 20
LARGEST = 1_000_000_00  # hundredths of a square metre
MOST_HOUSEHOLDS = 30  # in one unit

AT_ONCE = ("moved_out", "suspended")  # one officer is enough: it can be taken back
TWO_PERSONS = ("deceased",)
FINAL = ("merged", "erased")
KEEPS_STATE = timedelta(days=30)  # who returns later shows the papers again
CHANGEABLE = ("name", "gender", "birth_date", "hukou", "phone", "pinyin", "elder")


def must_read(offices: tuple[str, ...]) -> None:
    """The register: to others it does not exist."""
    _one_of(offices, READERS)


def must_edit(offices: tuple[str, ...]) -> None:
    _one_of(offices, STAFF)


def must_keep(offices: tuple[str, ...]) -> None:
    _one_of(offices, KEEPERS)


def _one_of(offices: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    if not set(offices) & set(wanted):
        raise NotThere


def seen(values: Mapping[str, object]) -> str:
    """A mark of what an editor had before them: another one means that somebody was faster."""
    text = "\n".join(f"{name}={values[name]}" for name in sorted(values))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def departs_by_two(kind: str, offices: Collection[str]) -> bool:
    """A death; and whoever holds an office that two persons gave does not lose it through one."""
    return kind in TWO_PERSONS or bool(set(offices) & set(POWERFUL))


def may_confirm_departure(offices: tuple[str, ...], held: Collection[str]) -> bool:
    """Who keeps the roll; of an officer, who could have given the office."""
    return bool(set(offices) & set(LEADERS if held else KEEPERS))


def must_leave(kind: str, state: str, ground: str, *, oneself: bool) -> None:
    """Refuse an unknown kind, a missing ground, who is gone already, and one's own departure."""
    if kind not in (*AT_ONCE, *TWO_PERSONS):
        raise unreadable("form.choice", field="kind")
    if oneself:
        raise Refused("departure.oneself", 403)
    if state == "left":
        raise Refused("person.left")
    must_say_why(ground)


def must_say_why(ground: str) -> None:
    if not ground:
        raise unreadable("form.needed")
    if len(ground) > GROUND:
        raise unreadable("form.too_long", field="ground", most=GROUND, length=len(ground))


def must_be_undoable(kind: str) -> None:
    """Two that became one are not taken apart, and who was erased has nothing to come back to."""
    if kind in FINAL:
        raise Refused("departure.final")


def state_after(kind: str, state_before: str, since: datetime, at: datetime) -> str:
    """What somebody is on coming back: after a month away from home, to be verified again."""
    if kind == "moved_out" and at - since > KEEPS_STATE:
        return "listed"
    return state_before


def ends_offices(kind: str) -> bool:
    """A suspension can be lifted, so what the person held waits for them."""
    return kind != "suspended"


def must_merge(gone: str, kept: str, gone_state: str, kept_state: str) -> None:
    """Two different people of the roll; of a verified one and another the verified one stays."""
    if gone == kept:
        raise unreadable("merge.same")
    if "left" in {gone_state, kept_state}:
        raise Refused("person.left")
    if gone_state == "verified" and kept_state != "verified":
        raise Refused("merge.keep_verified")


def must_hold_no_powerful_office(offices: Collection[str]) -> None:
    """A merge would end it by the way; it ends first, as offices end."""
    if set(offices) & set(POWERFUL):
        raise Refused("merge.office_holder")


def must_house(tie: str) -> None:
    if tie not in TIES:
        raise unreadable("form.choice", field="tie")
