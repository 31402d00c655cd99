"""An uploaded file that waits for its columns to be explained: only sealed, and not for long.

It holds ID numbers in full, which the database must never know; the key is not in the database.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes


def seal(content: bytes, pepper: bytes, import_id: str) -> str:
    """Text that opens only with the same pepper and for the same import."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(pepper)).encrypt(nonce, content, import_id.encode())
    return base64.b64encode(nonce + sealed).decode()


def open_sealed(text: str, pepper: bytes, import_id: str) -> bytes:
    packed = base64.b64decode(text)
    return AESGCM(_key(pepper)).decrypt(packed[:NONCE], packed[NONCE:], import_id.encode())


def _key(pepper: bytes) -> bytes:
    return hmac.digest(pepper, b"roll-file/v1", "sha256")
