"""Who may sign in with what, and whose word counts: pure rules with reason codes."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from council.refusal import NotThere, Refused, unreadable

SHORTEST, LONGEST = 8, 128
IDLE = timedelta(days=14)
IDLE_OFFICER = timedelta(hours=12)
LONGEST_SESSION = timedelta(days=30)
LETTER_LIFE = timedelta(days=14)
LETTER_TRIES = 5
LETTER_LOCK = timedelta(hours=1)
FACTOR_TRIES = 5
FACTOR_LOCK = timedelta(minutes=15)
SECOND_FACTOR = ("chair", "secretary", "community_secretary", "supervisor", "admin")
STAFF = ("secretary", "community_secretary")  # the roll and its letters are theirs
NAMED_BY = {  # who may appoint to which office
    "chair": ("community_secretary", "admin"),
    "secretary": ("community_secretary", "admin"),
    "supervisor": ("community_secretary", "admin"),
    "social_worker": ("community_secretary", "admin"),
    "community_secretary": ("community_secretary", "admin"),
    "admin": ("admin",),
}


def login_key(text: str) -> str:
    """How a login is stored and compared: phones without spaces, letters in one case."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"[\s-]", "", plain)
    return digits if digits.isdigit() else plain.casefold()


def check_password(password: str, logins: tuple[str, ...], denied: frozenset[str]) -> None:
    """At least 8 characters, no list of must-haves; not one of the first that are tried."""
    if len(password) < SHORTEST:
        raise unreadable("password.short", least=SHORTEST)
    if len(password) > LONGEST:
        raise unreadable("password.long", most=LONGEST)
    plain = password.casefold()
    if plain in denied or len(set(plain)) < 3:  # noqa: PLR2004 - two signs in turn are no secret
        raise unreadable("password.common")
    if any(login and login_key(password) == login_key(login) for login in logins):
        raise unreadable("password.like_login")


def session_ends(seen_at: datetime, expires_at: datetime, offices: tuple[str, ...]) -> datetime:
    """When a session dies if nobody comes back: idle limit or absolute limit, the earlier."""
    return min(seen_at + (IDLE_OFFICER if offices else IDLE), expires_at)


def tries_left(failures: int, failed_at: datetime | None, at: datetime) -> int:
    """How often a letter's code may still be tried now; a quiet hour gives all tries back."""
    if failed_at is None or at - failed_at >= LETTER_LOCK:
        return LETTER_TRIES
    return max(LETTER_TRIES - failures, 0)


def may_try(failures: int, failed_at: datetime | None, at: datetime) -> None:
    """Five failures lock the code for an hour, also for the right secret."""
    if failed_at is not None and tries_left(failures, failed_at, at) == 0:
        minutes = -(-(failed_at + LETTER_LOCK - at) // timedelta(minutes=1))
        raise Refused("letter.locked", 429, minutes=minutes)


def needs_second_factor(offices: tuple[str, ...]) -> bool:
    """Whoever runs the community's business or watches over it proves two things, not one."""
    return bool(set(offices) & set(SECOND_FACTOR))


def factor_rests(failed_at: datetime, at: datetime) -> Refused:
    """Too many wrong codes: the refusal that says for how long."""
    minutes = max(-(-(failed_at + FACTOR_LOCK - at) // timedelta(minutes=1)), 1)
    return Refused("second_factor.rest", 429, minutes=minutes)


def factor_wrong(left: int, at: datetime) -> Refused:
    """A wrong code: how many tries are `left`, or that there are none."""
    return unreadable("second_factor.wrong", left=left) if left else factor_rests(at, at)


def may_write_office_letter(offices: tuple[str, ...], *, oneself: bool, listed: bool) -> None:
    """It resets a second factor: another person's act, but for the founder's very first letter."""
    if "community_secretary" not in offices or (oneself and not listed):
        raise Refused("letter.office_not_yours", 403)


def may_appoint(office: str, offices_of_giver: tuple[str, ...], *, oneself: bool) -> None:
    """Nobody appoints themselves, nobody gives an office that is not theirs to give."""
    if office not in NAMED_BY:
        raise unreadable("form.choice", field="office")
    if oneself or not set(NAMED_BY[office]) & set(offices_of_giver):
        raise Refused("appointment.not_yours", 403)


def may_name(offices_of_giver: tuple[str, ...]) -> tuple[str, ...]:
    """The offices that somebody with these offices may give to others."""
    return tuple(one for one, givers in NAMED_BY.items() if set(givers) & set(offices_of_giver))


def may_end_office(
    office: str, offices_of_ender: tuple[str, ...], *, oneself: bool, left: int
) -> None:
    """Whoever could give it may end it, everybody may lay down their own.

    `left`: how many others hold it. Without a community secretary nobody could appoint any more.
    """
    if not oneself and office not in may_name(offices_of_ender):
        raise Refused("appointment.not_yours_to_end", 403)
    if office == "community_secretary" and not left:
        raise Refused("appointment.last")


def staff_only(offices: tuple[str, ...]) -> None:
    """The roll and its letters: secretary and community secretary; to others nothing is there."""
    if not set(offices) & set(STAFF):
        raise NotThere
