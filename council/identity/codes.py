"""Codes on paper: written in 32 signs that nobody confuses, read with forgiveness."""

from __future__ import annotations

import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: 5 bits a sign
PUBLIC, SECRET = 5, 10  # signs: 25 bits that name the letter, 50 bits that open it
_READ = str.maketrans("OIL", "011")


def new_code() -> tuple[str, str]:
    """A fresh (public, secret) pair."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(PUBLIC + SECRET))
    return drawn[:PUBLIC], drawn[PUBLIC:]


def read(text: str) -> str:
    """What was typed, as it was printed: wide letters, small letters, spaces and dashes go."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_READ)
    return "".join(sign for sign in plain if sign.isalnum())


def grouped(secret: str) -> str:
    """In two halves, for the eye: ABCDE-FGHJK."""
    return f"{secret[:5]}-{secret[5:]}"
