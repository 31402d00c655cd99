"""The box of a vote with tellers, opened once more from its bundle by two shares: no server.

The bundle holds the ciphertexts until they are destroyed, a month after the result. What two
shares open has no names; who knows a voter's receipt besides can tell that voter's ballot.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from council.refusal import Refused
from council.voting import rules
from council.voting.checking.bundle import Check, NotABundleError
from council.voting.checking.bundle_ways import papers_in
from council.voting.methods import in_bundle
from council.voting.sealing import envelopes
from council.voting.tellers import share_text
from council.voting.tellers.shares import NEEDED, combine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.voting.methods.sheet import Sheet


def open_again(bundle: Any, typed: Sequence[str]) -> tuple[Check, ...]:
    """Whether the shares make the key, the ciphertexts are the box's, the choices the published.

    Raises NotABundleError for one without ciphertexts; share.two, share.length, share.groups.
    """
    found = [share_text.read(one) for one in typed]
    if len({one.no for one in found}) != NEEDED:
        raise Refused("share.two")
    try:
        box, poll = bundle["box"], bundle["poll"]["id"]
        private = combine(found[0], found[1])
        if envelopes.public_of(private) != box["public_key"]:
            return (Check("key", holds=False),)
        choices = _choices(private, poll, box["ciphertexts"], in_bundle.read(bundle["poll"]))
        digests = sorted(envelopes.digest(one) for one in box["ciphertexts"])
        return (
            Check("key", holds=True),
            Check("sealed", digests == sorted(box["hashes"])),
            Check("opened", _are_among(choices, bundle)),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NotABundleError(f"{type(error).__name__}: {error}") from error


def _are_among(choices: list[str], bundle: Any) -> bool:
    """Every ballot of the box was published; what is there besides came on paper."""
    papers = papers_in(bundle)
    more = Counter(bundle["opened"]) - Counter(choices)
    return len(bundle["opened"]) - len(choices) == papers == more.total()


def _choices(private: bytes, poll: str, ciphertexts: list[str], sheet: Sheet | None) -> list[str]:
    """As the server opened them: sorted, and what is no choice is invalid."""
    opened = (envelopes.opened(private, poll, one) for one in ciphertexts)
    return sorted(one if rules.is_choice(sheet, one) else "" for one in opened)
