"""Opaque public ids: random, unguessable enough to name a thing, never to open one."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: ids are read aloud


def new_id(length: int = 12) -> str:
    """A fresh public id of about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
