"""Sealing a ballot: HPKE (RFC 9180) to the poll's public key, all of one poll equally long.

The elector is not bound into the ciphertext, so that the box can be opened without names; a
copied ciphertext is refused by the database. Base mode: X25519, HKDF-SHA-256, ChaCha20-Poly1305.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from council.voting.casting.ballots import code

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def new_key() -> tuple[bytes, str]:
    """(private key, public key in hex) of one poll."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw().hex()


def public_of(private: bytes) -> str:
    """The public key in hex that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def seal(public: str, poll: str, choice: str, choices: tuple[str, ...]) -> str:
    """The ciphertext in base64; padded to the longest of `choices`: its length says nothing.

    Raises ValueError for a choice that is longer than all of them.
    """
    plain = _plain(choice).ljust(_longest(choices))
    if len(plain) > _longest(choices):
        raise ValueError("a choice is longer than the longest")
    return base64.b64encode(_SUITE.encrypt(plain, _key(public), _info(poll))).decode()


def opened(private: bytes, poll: str, ciphertext: str) -> str:
    """The choice; empty for what was not sealed for this poll or holds no choice: invalid, kept."""
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        plain = json.loads(
            _SUITE.decrypt(base64.b64decode(ciphertext, validate=True), key, _info(poll))
        )
        (choice,) = plain["c"]
    except (InvalidTag, binascii.Error, ValueError, KeyError, TypeError):
        return ""
    return choice if isinstance(choice, str) else ""


def digest(ciphertext: str) -> str:
    """The ciphertext's hash in hex: its name in the box."""
    return hashlib.sha256(base64.b64decode(ciphertext)).hexdigest()


def receipt(ct_hash: str) -> str:
    """What the voter keeps: the first 80 bits of the hash. It says nothing of the choice."""
    return code(int(ct_hash[:20], 16))


@lru_cache(maxsize=64)
def _key(public: str) -> X25519PublicKey:
    """Two thousand ballots of one poll come at one instant."""
    return X25519PublicKey.from_public_bytes(bytes.fromhex(public))


@lru_cache(maxsize=64)
def _longest(choices: tuple[str, ...]) -> int:
    return max(len(_plain(one)) for one in choices)


def _plain(choice: str) -> bytes:
    return json.dumps({"c": [choice], "v": 1}, separators=(",", ":")).encode()


def _info(poll: str) -> bytes:
    return f"council/ballot/v1|{poll}".encode()
