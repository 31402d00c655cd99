"""Who may sign in with what, and whose word counts: pure rules with reason codes."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from council.refusal import NotThere, Refused, unreadable

SHORTEST, LONGEST = 8, 128
LONGEST_LOGIN = 80
SHORTEST_WORD = 3  # letters of a word that is looked for inside a password
LETTERS_BESIDE = 4  # letters that a password must have besides such words
IDLE = timedelta(days=14)
IDLE_OFFICER = timedelta(hours=12)
LONGEST_SESSION = timedelta(days=30)
IDLE_ON_TERMINAL = timedelta(minutes=3)
LONGEST_ON_TERMINAL = timedelta(minutes=15)
FACTOR_TRIES = 5
FACTOR_LOCK = timedelta(minutes=15)
SECOND_FACTOR = (
    "chair",
    "secretary",
    "community_secretary",
    "social_worker",
    "supervisor",
    "admin",
    "auditor",
)
# These need two persons: one asks, another one, who may name, confirms.
POWERFUL = ("chair", "secretary", "community_secretary", "supervisor", "admin", "auditor")
OF_THE_HOUSE = ("议事厅", "yishiting", "council", "居委会", "juweihui", "社区", "shequ")
STAFF = ("secretary", "community_secretary")  # the roll and its letters are theirs


def login_key(text: str) -> str:
    """How a login is stored and compared: phones without spaces, letters in one case."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"[\s-]", "", plain)
    digits = re.sub(r"^(?:\+|00)86(?=1[0-9]{10}$)", "", digits)
    return digits if digits.isdigit() else plain.casefold()


def is_phone(key: str) -> bool:
    """A mobile number of this country, in its stored form."""
    return re.fullmatch(r"1[3-9][0-9]{9}", key) is not None


def is_email(key: str) -> bool:
    """An address that a server can be given without a second thought: no spaces, no quotes."""
    plain = re.fullmatch(r"[a-z0-9_.+%-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", key)
    return plain is not None and len(key) <= LONGEST_LOGIN


def code_name(text: str) -> str:
    """A chosen name to sign in with, in its stored form; never one that looks like a number of
    the roll, a phone or an address, which are somebody's.

    Raises login.code_name.
    """
    key = login_key(text)
    shape = re.fullmatch(r"[^\W\d_][\w·-]{1,19}", key)
    if shape is None or re.fullmatch(r"[a-z]{0,4}-?[0-9]+", key):
        raise unreadable("login.code_name")
    return key


def check_password(password: str, logins: tuple[str, ...], denied: frozenset[str]) -> None:
    """At least 8 characters, no list of must-haves; not one of the first that are tried.

    `logins` are also the words that everybody here knows: name, pinyin, phone, room, community.
    Raises password.short, password.long, password.common, password.like_login, password.context.
    """
    if len(password) < SHORTEST:
        raise unreadable("password.short", least=SHORTEST)
    if len(password) > LONGEST:
        raise unreadable("password.long", most=LONGEST)
    plain = password.casefold()
    if plain in denied or len(set(plain)) < 3:  # noqa: PLR2004 - two signs in turn are no secret
        raise unreadable("password.common")
    if any(login and login_key(password) == login_key(login) for login in logins):
        raise unreadable("password.like_login")
    if _only_context(plain, logins):
        raise unreadable("password.context")


def _only_context(plain: str, words: tuple[str, ...]) -> bool:
    """Whether hardly a letter is left once the words that everybody here knows are taken out."""
    rest = re.sub(r"\s", "", plain)
    for word in sorted({re.sub(r"\s", "", one.casefold()) for one in words}, key=len, reverse=True):
        if len(word) >= (SHORTEST_WORD if word.isascii() else 2):
            rest = rest.replace(word, "")
    taken = len(rest) < len(re.sub(r"\s", "", plain))
    return taken and len(re.sub(r"[\W\d_]", "", rest)) < LETTERS_BESIDE


def session_ends(
    seen_at: datetime, expires_at: datetime, offices: tuple[str, ...], *, terminal: bool = False
) -> datetime:
    """When a session dies if nobody comes back: idle limit or absolute limit, the earlier."""
    idle = IDLE_ON_TERMINAL if terminal else IDLE_OFFICER if offices else IDLE
    return min(seen_at + idle, expires_at)


def sign_in_rests(until: datetime, at: datetime) -> Refused:
    """Too many wrong passwords: the refusal that says for how long."""
    return Refused("sign_in.rest", 429, minutes=max(-(-(until - at) // timedelta(minutes=1)), 1))


def needs_second_factor(offices: tuple[str, ...]) -> bool:
    """Whoever runs the community's business or watches over it proves two things, not one."""
    return bool(set(offices) & set(SECOND_FACTOR))


def waits_for_letter(office: str, *, by_office_letter: bool) -> bool:
    """A powerful office needs an office letter that was opened, and no other way in since.

    A letter from the door, or a password from the desk, has passed through the hands of staff.
    """
    return office in POWERFUL and not by_office_letter


def factor_rests(failed_at: datetime, at: datetime) -> Refused:
    """Too many wrong codes: the refusal that says for how long."""
    minutes = max(-(-(failed_at + FACTOR_LOCK - at) // timedelta(minutes=1)), 1)
    return Refused("second_factor.rest", 429, minutes=minutes)


def factor_wrong(left: int, at: datetime) -> Refused:
    """A wrong code: how many tries are `left`, or that there are none."""
    return unreadable("second_factor.wrong", left=left) if left else factor_rests(at, at)


def terminal_staff_only(offices: tuple[str, ...]) -> None:
    """Whoever stands in the hall may make a terminal of a device there."""
    if not set(offices) & {*STAFF, "social_worker"}:
        raise NotThere


def staff_only(offices: tuple[str, ...]) -> None:
    """The roll and its letters: secretary and community secretary; to others nothing is there."""
    if not set(offices) & set(STAFF):
        raise NotThere
