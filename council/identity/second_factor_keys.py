"""The secrets of the second factor: proposed, encrypted for the database, and on paper.

Everything hangs on one key that is not in the database, so a stolen database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from council.identity import codes, totp
from council.refusal import Refused

NONCE = 12  # bytes
RECOVERY_CODES = 8
RECOVERY_SIGNS = 16  # of 5 bits: 80 bits, too many to try out even with the hash in hand


def proposed(key: bytes, session: str) -> bytes:
    """The secret that this session is offered: the same at every look, stored only once confirmed.

    `session` is the hash of its token; without the key nobody can work the secret out from it.
    """
    return hmac.digest(key, f"second-factor-offer/v1:{session}".encode(), "sha256")[: totp.SECRET]


def sealed(key: bytes, person: str, secret: bytes) -> str:
    """The secret encrypted for this person's row; in another row it cannot be read."""
    nonce = os.urandom(NONCE)
    packed = nonce + AESGCM(_sealing(key)).encrypt(nonce, secret, _of(person))
    return base64.b64encode(packed).decode()


def unsealed(key: bytes, person: str, text: str) -> bytes:
    """The secret again; refused when it was sealed with another key or for another person."""
    packed = base64.b64decode(text)
    try:
        return AESGCM(_sealing(key)).decrypt(packed[:NONCE], packed[NONCE:], _of(person))
    except InvalidTag as error:
        raise Refused("second_factor.key_lost") from error


def _sealing(key: bytes) -> bytes:
    return hmac.digest(key, b"second-factor-seal/v1", "sha256")


def _of(person: str) -> bytes:
    return f"second-factor/v1:{person}".encode()


def new_recovery_codes() -> tuple[str, ...]:
    """Fresh codes, ungrouped."""
    return tuple(
        "".join(secrets.choice(codes.SIGNS) for _ in range(RECOVERY_SIGNS))
        for _ in range(RECOVERY_CODES)
    )


def grouped(code: str) -> str:
    """In fours, for the eye: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def recovery_hash(person: str, code: str) -> str:
    """What is stored of a code. Without the server's key: it must still work when that is lost."""
    return hashlib.sha256(f"recovery-code/v1:{person}:{code}".encode()).hexdigest()
