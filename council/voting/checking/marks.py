"""Roots over who took part and what they chose, so that no later change stays unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.record.entry import canonical, leaf_hash, root_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CAST = ("no", "choice", "rev", "receipt")  # of one ballot by name


def root(leaves: Iterable[str]) -> str:
    """Of texts, in the order in which they stand."""
    return root_hash([bytes.fromhex(leaf_hash(one)) for one in leaves]).hex()


def participants(numbers: Iterable[int]) -> str:
    """Over the numbers of those who took part, the smallest first."""
    return root(str(no) for no in sorted(numbers))


def ballots(cast: Iterable[Mapping[str, Any]]) -> str:
    """Over the ballots of a vote by name, in the order of their electors."""
    ordered = sorted(cast, key=lambda one: one["no"])
    return root(canonical({name: one[name] for name in _CAST}) for one in ordered)
