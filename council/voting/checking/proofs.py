"""Receipts that anybody can check: one Ed25519 signature for a whole batch of ballots.

The receipts of a batch are the leaves of an RFC 6962 tree; its root is signed once, and each voter
gets the path from their own leaf to it. A path holds hashes only: it tells nothing about others.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from council.record.entry import node_hash
from council.voting.casting.ballots import Receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.refusal import Refused
    from council.voting.casting.ballots import Ballot

KIND = "council/receipt/v1"
HASH = 64  # hex digits
MOST = 1 << 20  # leaves of one batch that a proof may claim; ours have a few hundred


class NotAReceiptError(ValueError):
    """The text is no signed receipt; it says why."""


@dataclass(frozen=True, slots=True)
class Receipted:
    """What a receipt vouches for: `ballot` is the hash of what lies in the ballot box, in hex."""

    poll: str
    ballot: str
    rev: int

    def leaf(self) -> bytes:
        text = f"{KIND}|{self.poll}|{self.ballot}|{self.rev}"
        return hashlib.sha256(b"\x00" + text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Proof:
    """That the server took this ballot: its place in a batch, the path and the signature."""

    of: Receipted
    index: int
    size: int
    path: str  # hashes in hex, from the leaf upwards, joined
    signature: str

    def text(self) -> str:
        """As JSON; written out, since nothing in it needs escaping and a batch has hundreds."""
        of = self.of
        return (
            f'{{"kind":"{KIND}","poll":"{of.poll}","ballot":"{of.ballot}","rev":{of.rev},'
            f'"index":{self.index},"size":{self.size},"path":"{self.path}",'
            f'"signature":"{self.signature}"}}'
        )


class Signer:
    """The installation's key for receipts; the public half stands in every bundle."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def sign(self, batch: Sequence[Receipted]) -> list[Proof]:
        """One proof for each, in order."""
        if not batch:
            return []
        leaves = [one.leaf() for one in batch]
        paths = [""] * len(leaves)
        root = _paths(leaves, paths)
        signature = self._key.sign(_signed(len(leaves), root)).hex()
        return [
            Proof(one, index, len(leaves), path, signature)
            for index, (one, path) in enumerate(zip(batch, paths, strict=True))
        ]


def signed(
    signer: Signer, ballots: Sequence[Ballot], answers: list[Receipt | Refused]
) -> list[Receipt | Refused]:
    """The answers of one batch; those to sealed ballots with their proofs, retries as well."""
    found = [
        (at, Receipted(ballot.poll, one.sealed, one.rev), one)
        for at, (ballot, one) in enumerate(zip(ballots, answers, strict=True))
        if isinstance(one, Receipt) and one.sealed
    ]
    proofs = signer.sign([receipted for _, receipted, _ in found])
    for (at, _, one), proof in zip(found, proofs, strict=True):
        answers[at] = Receipt(one.code, one.rev, one.fresh, one.sealed, proof.text())
    return answers


def read(text: str) -> Proof:
    """A proof as it was saved. Raises NotAReceiptError for anything else."""
    try:
        data = json.loads(text)
        if data["kind"] != KIND:
            raise NotAReceiptError(f"kind is not {KIND}")
        of = Receipted(str(data["poll"]), str(data["ballot"]), int(data["rev"]))
        return Proof(of, int(data["index"]), int(data["size"]), data["path"], data["signature"])
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise NotAReceiptError(f"{type(error).__name__}: {error}") from error


def holds(proof: Proof, public: str) -> bool:
    """Whether the key `public` (hex) signed a batch in which this receipt has its place."""
    try:
        if not 0 <= proof.index < proof.size <= MOST or len(proof.path) % HASH:
            return False
        hashes = [
            bytes.fromhex(proof.path[at : at + HASH]) for at in range(0, len(proof.path), HASH)
        ]
        root = _root(proof.of.leaf(), proof.index, proof.size, hashes)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(proof.signature), _signed(proof.size, root))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def named_ballot(no: int, choice: str, code: str) -> str:
    """The hash of a ballot by name; its code, which nobody can guess, hides the choice in it."""
    return hashlib.sha256(f"council/named/v1|{no}|{choice}|{code}".encode()).hexdigest()


def _signed(size: int, root: bytes) -> bytes:
    return f"council/receipts/v1|{size}|{root.hex()}".encode()


def _paths(leaves: list[bytes], paths: list[str]) -> bytes:
    """The root of the tree; `paths` then holds the siblings of each leaf, from below."""
    width = len(leaves)
    if width == 1:
        return leaves[0]
    levels: list[list[bytes]] = [leaves]
    while len(levels[-1]) > 1:
        level = levels[-1]
        above = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        levels.append(above + level[len(above) * 2 :])  # an odd one out goes up as it is
    above_paths = [""]
    for level in reversed(levels[:-1]):
        names = [one.hex() for one in level]
        last = len(names) - 1
        above_paths = [
            above_paths[at >> 1]
            if at == last and not at & 1
            else names[at ^ 1] + above_paths[at >> 1]
            for at in range(len(names))
        ]
    paths[:] = above_paths
    return levels[-1][0]


def _root(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Climb from a leaf to the root; raises ValueError when the path is too long or too short."""
    found, last, left = leaf, size - 1, iter(path)
    while last:
        if index & 1:
            found = node_hash(_next(left), found)
        elif index < last:
            found = node_hash(found, _next(left))
        index, last = index >> 1, last >> 1
    if next(left, None) is not None:
        raise ValueError("the path is too long")
    return found


def _next(path: Any) -> bytes:
    found = next(path, None)
    if found is None:
        raise ValueError("the path is too short")
    return bytes(found)
