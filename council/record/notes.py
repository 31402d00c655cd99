"""Checkpoints as text that others check: C2SP signed notes, signed by the log and by witnesses.

A note is three lines (origin, size, root), a blank one, and a line for each signature:
`— name base64(key id ‖ signature)`. A key is known by `name+key id+base64(algorithm ‖ key)`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

if TYPE_CHECKING:
    from datetime import datetime

ALGORITHM = "ed25519"
ED25519, COSIGNED = 0x01, 0x04  # C2SP signed-note: types of signature
ID, KEY, TIME = 4, 32, 8  # bytes
DASH = "— "
LONGEST = 400  # characters of a key as text, or of a signature's line


class NotANoteError(ValueError):
    """The text is no checkpoint, no key and no signature of the kind that was asked for."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """So many entries have this root; `origin` names the record."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key by its name; `kind` is the type of signature that it makes."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(told).digest()[:ID]

    @property
    def text(self) -> str:
        """As it is handed to others."""
        made = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{made}"


def read_key(text: str) -> Key:
    """Raises NotANoteError for what is no key of Ed25519, or not the one that its id says."""
    name, _, rest = text.strip().partition("+")
    digits, _, coded = rest.partition("+")
    raw = _decoded(coded)
    sound = len(text) <= LONGEST and name and name.isprintable() and not set(name) & set(" +")
    if not sound or len(raw) != 1 + KEY or raw[0] not in {ED25519, COSIGNED}:
        raise NotANoteError("no key")
    key = Key(name, raw[1:], raw[0])
    if digits != key.id.hex():
        raise NotANoteError("no key")
    return key


class Signer:
    """The log's own key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name, self._key.public_key().public_bytes_raw())

    def sign(self, what: Checkpoint) -> str:
        """The whole note."""
        signature = self._key.sign(what.body.encode())
        made = base64.b64encode(self.key.id + signature).decode()
        return f"{what.body}\n{DASH}{self.key.name} {made}\n"


def read_checkpoint(note: str) -> Checkpoint:
    """The text of a note, whoever signed it. Raises NotANoteError."""
    lines = note.partition("\n\n")[0].split("\n")
    if len(lines) != 3 or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):  # noqa: PLR2004 - origin, size, root
        raise NotANoteError("no checkpoint")
    root = _decoded(lines[2])
    made = Checkpoint(lines[0], int(lines[1][:16]), root)
    if len(root) != KEY or made.body != "\n".join(lines) + "\n":
        raise NotANoteError("no checkpoint")
    return made


def is_signed(what: Checkpoint, line: str, key: Key) -> bool:
    """Whether this line is a signature of that key on the checkpoint; a witness's has its time."""
    name, _, coded = line.strip().removeprefix(DASH).rpartition(" ")
    try:
        raw = _decoded(coded)
        if name != key.name or raw[:ID] != key.id:
            return False
        public = Ed25519PublicKey.from_public_bytes(key.public)
        if key.kind == COSIGNED:
            at = int.from_bytes(raw[ID : ID + TIME], "big")
            public.verify(raw[ID + TIME :], _witnessed(what, at))
        else:
            public.verify(raw[ID:], what.body.encode())
    except (InvalidSignature, NotANoteError):
        return False
    return True


def cosign(what: Checkpoint, key: Key, seed: bytes, at: datetime) -> str:
    """A witness's line: C2SP tlog-cosignature, with the time at which it was seen."""
    seconds = int(at.timestamp())
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_witnessed(what, seconds))
    made = base64.b64encode(key.id + seconds.to_bytes(TIME, "big") + signature).decode()
    return f"{DASH}{key.name} {made}"


def _witnessed(what: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{what.body}".encode()


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANoteError("not base64") from error
    if base64.b64encode(raw).decode() != text:  # bits that mean nothing are not ignored
        raise NotANoteError("not base64")
    return raw
