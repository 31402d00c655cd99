"""The tree of RFC 6962: its published vectors, and proofs that a stranger's program accepts."""

from __future__ import annotations

import hashlib

import pytest

from council.commands.verify import verifier
from council.record import tree
from council.record.entry import node_hash, root_hash
from council.record.tree import Hashes, ends_in, needed_for

# The test vectors of Certificate Transparency: eight inputs, and the root after each.
INPUTS = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in INPUTS]
MANY = [hashlib.sha256(b"\x00%d" % one).digest() for one in range(77)]


def test_the_vectors_of_rfc_6962_hold_here_and_in_the_verifier() -> None:
    known = Hashes([], {0: LEAVES})
    for size, root in enumerate(ROOTS):
        assert known.root(size).hex() == root
        assert verifier().root_of(LEAVES[:size]).hex() == root
        assert root_hash(LEAVES[:size]).hex() == root


@pytest.mark.parametrize(
    ("i", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_the_audit_paths_of_the_vectors_come_out(i: int, size: int, path: list[str]) -> None:
    assert [one.hex() for one in Hashes([], {0: LEAVES}).inclusion(i, size)] == path


@pytest.fixture
def chunked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of eight, so that trees of every shape are small."""
    monkeypatch.setattr(tree, "CHUNK", 8)


def known(size: int, needed: list[int]) -> Hashes:
    """What the database holds: whole chunks by their roots, the leaves of a few."""
    chunks = [root_hash(MANY[at : at + 8]) for at in range(0, size - size % 8, 8)]
    wanted = {*needed, size // 8}
    return Hashes(chunks, {no: MANY[no * 8 : (no + 1) * 8] for no in wanted})


def test_roots_come_from_whole_chunks_and_few_leaves(chunked: None) -> None:
    for size in range(len(MANY) + 1):
        assert known(size, ends_in(size)).root(size) == root_hash(MANY[:size])


def test_every_proof_of_consistency_convinces_a_stranger_and_no_other_tree(chunked: None) -> None:
    check = verifier().is_consistent
    for size in range(1, len(MANY) + 1):
        root = root_hash(MANY[:size])
        for old in range(1, size + 1):
            path = known(size, ends_in(old, size)).consistency(old, size)
            before = root_hash(MANY[:old])
            assert check(old, before, size, root, path)
            assert not check(old, MANY[0] if old > 1 else MANY[1], size, root, path)
            if path:
                assert not check(old, before, size, root, path[:-1])
                assert not check(old, before, size, root, [*path, MANY[0]])
                assert not check(old, before, size, root, [MANY[-1], *path[1:]])


def test_every_entry_is_shown_to_be_inside(chunked: None) -> None:
    for size in range(1, len(MANY) + 1):
        for i in range(size):
            path = known(size, needed_for(i, size)).inclusion(i, size)
            assert climbed(MANY[i], i, size, path) == root_hash(MANY[:size])


def climbed(leaf: bytes, i: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2, from the leaf to the root."""
    found, at, last, left = leaf, i, size - 1, list(path)
    while last:
        if at & 1:
            found = node_hash(left.pop(0), found)
        elif at < last:
            found = node_hash(found, left.pop(0))
        at, last = at >> 1, last >> 1
    assert not left
    return found
