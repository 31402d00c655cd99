"""A share as somebody writes it down and types it: thirteen groups of five letters and digits.

Crockford's base32 has no I, L, O or U; who types I, L or O means 1, 1 and 0. The fifth character
of a group is its check: every wrong character, every two exchanged ones and every group in a
wrong place are found, and the group is named. Pure.
"""

from __future__ import annotations

import re
import unicodedata

from council.refusal import unreadable
from council.voting.tellers.shares import SHARES, Share

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, DATA = 13, 4  # groups, and characters of each before its check
LENGTH = GROUPS * (DATA + 1)
ASKED = 3  # groups that are typed back to show that the share was written down
_BITS = 5 * DATA
_VALUE = 32  # bytes of a share's value
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1
_ALIKE = str.maketrans("ILO", "110")


def written(share: Share) -> tuple[str, ...]:
    """The groups of a share of a 32-byte secret."""
    number = share.no << 8 * _VALUE | int.from_bytes(share.value, "big")
    parts = [number >> _BITS * (GROUPS - 1 - at) for at in range(GROUPS)]
    return tuple(_group(at, part & (1 << _BITS) - 1) for at, part in enumerate(parts))


def read(text: str) -> Share:
    """The share that was typed, with whatever stands between its groups.

    Refused with share.length, or with share.groups and the numbers of the groups that are wrong.
    """
    found = _groups(text)
    wrong = [str(at + 1) for at, group in enumerate(found) if not _holds(at, group)]
    if wrong:
        raise unreadable("share.groups", groups="、".join(wrong))
    number = 0
    for group in found:
        for letter in group[:DATA]:
            number = number << 5 | LETTERS.index(letter)
    no, value = number >> 8 * _VALUE, number & (1 << 8 * _VALUE) - 1
    if not 1 <= no <= SHARES:
        raise unreadable("share.groups", groups="1")
    return Share(no, value.to_bytes(_VALUE, "big"))


def plain(text: str) -> str:
    """As it is compared: capital letters and digits only, 1 and 0 for what looks like them."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    return re.sub(r"[^0-9A-Z]", "", folded)


def asked(share_key: str) -> tuple[int, ...]:
    """Which groups (from 0) a teller types back: three far apart, other ones for each share."""
    first = int(share_key[:8], 16) % GROUPS
    return tuple(sorted((first + step) % GROUPS for step in (0, 4, 9)))


def _groups(text: str) -> list[str]:
    """Cut where the typist cut, else in fives; so a forgotten letter spoils one group only."""
    typed = [plain(one) for one in re.split(r"[\s\-–—·.,，、。]+", text)]
    typed = [one for one in typed if one]
    if len(typed) == GROUPS:
        return typed
    whole = "".join(typed)
    if len(whole) != LENGTH:
        raise unreadable("share.length", typed=len(whole), length=LENGTH)
    return [whole[at : at + DATA + 1] for at in range(0, LENGTH, DATA + 1)]


def _group(at: int, number: int) -> str:
    letters = [number >> 5 * (DATA - 1 - place) & 31 for place in range(DATA)]
    return "".join(LETTERS[one] for one in (*letters, _check(at, letters)))


def _holds(at: int, group: str) -> bool:
    if len(group) != DATA + 1 or not set(group) <= set(LETTERS):
        return False
    *letters, check = (LETTERS.index(one) for one in group)
    return check == _check(at, letters)


def _check(at: int, letters: list[int]) -> int:
    """A different weight for each place, and the number of the group itself."""
    check = at + 1
    for letter in letters:
        check = _double(check ^ letter)
    return check


def _double(a: int) -> int:
    """Twice `a` in GF(32)."""
    return a << 1 if a < 16 else a << 1 ^ _POLYNOMIAL  # noqa: PLR2004 - five bits
