"""Canonical entries of the record: bytes that anybody can recompute, and their leaf hash.

The profile of RFC 8785: ASCII keys, strings in NFC, integers below 2**53, booleans, null,
arrays, objects; no floats. Under it `json.dumps` with sorted keys gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from typing import Any

MAX_INTEGER = 2**53


class NotCanonicalError(ValueError):
    """A value that the record's profile does not allow."""


def canonical(value: Any) -> str:
    """The one text of `value`; raises NotCanonicalError for floats and other strangers."""
    return json.dumps(_checked(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _checked(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < MAX_INTEGER:
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, (list, tuple)):
        return [_checked(one) for one in value]
    if isinstance(value, dict) and all(isinstance(k, str) and k.isascii() for k in value):
        return {key: _checked(one) for key, one in value.items()}
    message = f"the record does not take a {type(value).__name__}"
    raise NotCanonicalError(message)


def leaf_hash(text: str) -> str:
    """RFC 6962: SHA-256 of 0x00 and the entry's bytes, in hex."""
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: list[bytes]) -> bytes:
    """The root of an RFC 6962 tree over leaf hashes; of nothing, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_hash(leaves[:split]), root_hash(leaves[split:]))


def commit_to(payload: str) -> tuple[str, str]:
    """A salted commitment to personal data: (commitment for the entry, salt for the side table)."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(b"council/pd/v1" + salt + payload.encode()).hexdigest()
    return f"sha256:{digest}", salt.hex()
