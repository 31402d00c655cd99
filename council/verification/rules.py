"""When a letter opens, who may verify whom, and on what ground: pure rules with reason codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council.refusal import NotThere, Refused, unreadable

LETTER_LIFE = timedelta(days=14)
LETTER_TRIES = 5
LETTER_LOCK = timedelta(hours=1)
HOUR_TRIES = 600  # wrong tries an hour in one community, however many devices make them
HOUR_LATE = 300  # of these at codes with five failures already: the rest stays for the others
BATCH = 200  # letters in one PDF
BATCH_WAITS = timedelta(hours=1)  # for its paper to be fetched
BATCH_SILENT = timedelta(minutes=1)  # without a step: the server that made it has ended
YOUNGEST = 14  # years; younger children get no letter of their own

# Who stands at the desk, and who settles what two people claim.
STAFF = ("secretary", "community_secretary", "social_worker")
SETTLE = ("secretary", "community_secretary")
LEADER = "group_leader"

# What was seen; the words for them are in `words.py`.
PAPERS = ("id_card", "hukou", "deed", "lease", "permit", "insurance", "employer", "landlord")
NOTE = 80  # characters
TOLD, CONTACT, GROUND = 400, 60, 200  # characters
OUTCOMES = ("holder", "claimant", "neither")
TIES = ("租户", "家属", "业主", "其他")


@dataclass(frozen=True, slots=True)
class Failures:
    """How often something failed, and when last; a quiet hour forgives everything."""

    count: int = 0
    last: datetime | None = None

    def at(self, at: datetime) -> int:
        return 0 if self.last is None or at - self.last >= LETTER_LOCK else self.count


def may_try(code: Failures, device: Failures, at: datetime) -> bool:
    """Whether this try is late: at a code that five failures have locked already.

    The lock holds whoever failed, also for the right secret. A device without a failure of its
    own still gets one try: a stranger's guesses do not keep the owner out.
    """
    late = code.at(at) >= LETTER_TRIES
    mine = device.at(at)
    if mine >= LETTER_TRIES or (late and mine):
        raise locked(device.last or at, at)
    return late


def tries_left(code: Failures, device: Failures, at: datetime) -> int:
    """How often this device may still try the code after a failure."""
    return max(LETTER_TRIES - max(code.at(at), device.at(at)), 0)


def locked(last: datetime, at: datetime) -> Refused:
    """The refusal that says for how many minutes."""
    minutes = max(-(-(last + LETTER_LOCK - at) // timedelta(minutes=1)), 1)
    return Refused("letter.locked", 429, minutes=minutes)


def within_the_hour(tries: int, late: int) -> None:
    """What one community takes in an hour. 50 bits against 600 guesses: nobody comes in by luck."""
    if tries > HOUR_TRIES or late > HOUR_LATE:
        raise Refused("letter.community_rests", 429)


def may_write_office_letter(offices: tuple[str, ...], *, oneself: bool, listed: bool) -> None:
    """It resets a second factor: another person's act, but for the founder's very first letter."""
    if "community_secretary" not in offices or (oneself and not listed):
        raise Refused("letter.office_not_yours", 403)


def staff_only(offices: tuple[str, ...]) -> None:
    """Desk, letters, newcomers: to others nothing is there."""
    if not set(offices) & set(STAFF):
        raise NotThere


def settlers_only(offices: tuple[str, ...]) -> None:
    """Who decides between two who claim one row."""
    if not set(offices) & set(SETTLE):
        raise NotThere


def papers(seen: tuple[str, ...], note: str) -> None:
    """At least one paper; a note for what the list does not know."""
    if not seen and not note:
        raise unreadable("desk.no_paper")
    if set(seen) - set(PAPERS):
        raise unreadable("form.choice", field="papers")
    if len(note) > NOTE:
        raise unreadable("form.too_long", field="note", most=NOTE, length=len(note))


def old_enough(born: date | None, at: date) -> bool:
    """Whether somebody gets a letter of their own; an unknown birth date does not keep it away."""
    if born is None:
        return True
    had_birthday = (at.month, at.day) >= (born.month, born.day)
    return at.year - born.year - (0 if had_birthday else 1) >= YOUNGEST
