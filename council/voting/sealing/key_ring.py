"""The public keys of the polls that ballots come for; ballots are sealed before the transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.methods import grammar
from council.voting.methods.sheet import PLAIN, sheet_of
from council.voting.rules import CHOICES, is_choice
from council.voting.sealing import envelopes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from council.voting.casting.ballots import Ballot
    from council.voting.methods.sheet import Sheet

MOST = 1000  # polls that are remembered


class KeyRing:
    """A key never changes once it is there, so each poll is asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Sheet | None]] = {}  # poll → public key, what is on it

    def unknown(self, ballots: list[Ballot]) -> list[str]:
        """The polls that must be looked up before these ballots can be sealed."""
        return sorted({one.poll for one in ballots} - self._known.keys())

    def learn(self, found: Iterable[tuple[str, ...]]) -> None:
        """(poll, mode, method, public key, options, parameters).

        A sealed poll without a key yet is asked for again: its options too are frozen with the key.
        """
        if len(self._known) > MOST:
            self._known.clear()
        for poll, mode, method, public, options, parameters in found:
            if public or mode == "named":
                self._known[poll] = (public, sheet_of(method, options, parameters))

    def seals(self, ballots: list[Ballot]) -> bool:
        return any(self._known.get(one.poll, ("", None))[0] for one in ballots)

    def sealed(self, ballots: list[Ballot]) -> list[str]:
        """A ciphertext for each; empty where none is needed.

        What is no choice of its poll is refused later, and is not sealed.
        """
        if not self.seals(ballots):
            return [""] * len(ballots)
        return [self._sealed(one) for one in ballots]

    def _sealed(self, ballot: Ballot) -> str:
        public, sheet = self._known.get(ballot.poll, ("", None))
        if not public or not is_choice(sheet, ballot.choice):
            return ""
        longest = CHOICES[PLAIN] if sheet is None else (grammar.longest(sheet),)
        return envelopes.seal(public, ballot.poll, ballot.choice, longest)
