"""The paper of a batch while it waits to be fetched: opened only by the session that asked for it.

The key is made of the session's token, which the database never knows, and of the installation's
pepper: neither a stolen database nor a backup opens it, nor anybody else who is signed in.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from council.refusal import Refused

NONCE = 12  # bytes


def key_of(token: str, pepper: bytes) -> bytes:
    return hmac.digest(pepper, f"letter-paper/v1:{token}".encode(), "sha256")


def seal(paper: bytes, key: bytes, batch: str) -> str:
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, paper, batch.encode())).decode()


def unseal(text: str, key: bytes, batch: str) -> bytes:
    """Refused with letter.batch_key: who asked for it has signed in anew since."""
    packed = base64.b64decode(text)
    try:
        return AESGCM(key).decrypt(packed[:NONCE], packed[NONCE:], batch.encode())
    except InvalidTag as error:
        raise Refused("letter.batch_key") from error
