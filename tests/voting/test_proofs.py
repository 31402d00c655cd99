"""A signed receipt: the place of a ballot in a batch, which anybody can check."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from council.record.entry import root_hash
from council.voting.checking import proofs
from council.voting.checking.proofs import Proof, Receipted, Signer

SIGNER = Signer(b"s" * 32)


def batch(number: int) -> list[Receipted]:
    return [
        Receipted("p1", hashlib.sha256(str(one).encode()).hexdigest(), 1) for one in range(number)
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 64, 100])
def test_every_receipt_of_a_batch_of_any_size_is_signed_at_once(number: int) -> None:
    signed = SIGNER.sign(batch(number))
    assert all(proofs.holds(one, SIGNER.public) for one in signed)
    assert len({one.signature for one in signed}) == 1
    assert [proofs.read(one.text()) for one in signed] == signed


def test_the_tree_is_the_one_of_the_record() -> None:
    """RFC 6962: the signature that a batch got verifies over the root that the record makes."""
    for number in range(1, 40):
        leaves = [one.leaf() for one in batch(number)]
        first = SIGNER.sign(batch(number))[0]
        alone = Proof(first.of, 0, 1, "", first.signature)
        assert proofs.holds(first, SIGNER.public)
        assert proofs.holds(alone, SIGNER.public) == (number == 1)
        assert root_hash(leaves) == proofs._root(
            leaves[-1], number - 1, number, _hashes(SIGNER.sign(batch(number))[-1].path)
        )


def _hashes(path: str) -> list[bytes]:
    return [bytes.fromhex(path[at : at + 64]) for at in range(0, len(path), 64)]


def test_whatever_is_changed_is_found() -> None:
    for number in (1, 5, 8):
        for one in SIGNER.sign(batch(number)):
            of = one.of
            changed = [
                replace(one, of=replace(of, poll="p2")),
                replace(one, of=replace(of, rev=2)),
                replace(one, of=replace(of, ballot=of.ballot[::-1])),
                replace(one, index=one.index + 1),
                replace(one, index=-1),
                replace(one, size=one.size + 1),
                replace(one, path=one.path + "00" * 32),
                replace(one, path=one.path[64:] + ("ff" * 32 if number == 1 else "")),
                replace(one, path="zz" * 32),
                replace(one, signature=one.signature[2:] + one.signature[:2]),
                replace(one, signature="not hex"),
            ]
            assert not any(proofs.holds(each, SIGNER.public) for each in changed)
            assert not proofs.holds(one, Signer(b"t" * 32).public)
            assert not proofs.holds(one, "")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "council/receipt/v1"}', "[" * 9999])
def test_another_file_is_no_receipt(text: str) -> None:
    with pytest.raises(proofs.NotAReceiptError):
        proofs.read(text)
