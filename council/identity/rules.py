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
FACTOR_TRIES = 5
FACTOR_LOCK = timedelta(minutes=15)
SECOND_FACTOR = ("chair", "secretary", "community_secretary", "supervisor", "admin")
STAFF = ("secretary", "community_secretary")  # the roll and its letters are theirs


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


def staff_only(offices: tuple[str, ...]) -> None:
    """The roll and its letters: secretary and community secretary; to others nothing is there."""
    if not set(offices) & set(STAFF):
        raise NotThere
