"""A signed receipt beside a published bundle: was it signed, and is the ballot counted?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.voting.checking import bundle, proofs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.voting.checking.proofs import Proof, Receipted


def vouched(found: dict[str, Any], proof: Proof, key: str = "") -> tuple[bool, bool]:
    """(signed by the key, counted); `key` in hex, else the one that the bundle names.

    Signed and not counted is evidence against whoever ran the vote, unless the voter voted again
    or on paper afterwards. Raises NotABundleError where the file is none.
    """
    try:
        signed = proofs.holds(proof, key or found["signer"])
        return signed, proof.of.poll == found["poll"]["id"] and _counted(found, proof.of)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise bundle.NotABundleError(f"{type(error).__name__}: {error}") from error


def _counted(found: dict[str, Any], of: Receipted) -> bool:
    """A box without names knows no revisions: there the hash alone must be found."""
    if "box" in found:
        return of.ballot in found["box"]["hashes"]
    return (of.ballot, of.rev) in set(_named(found))


def _named(found: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for one in found["ballots"]:
        if one["receipt"]:  # a paper has none
            yield proofs.named_ballot(one["no"], one["choice"], one["receipt"]), one["rev"]
