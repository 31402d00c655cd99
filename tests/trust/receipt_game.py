"""A game about receipts: of two voters one said yes and one said no; a coin decided which.

So the result is the same either way. Whoever guesses has both receipts, the public bundle and
everything that the database holds after closing. What they look at are hundreds of bits; the ones
that went best with the coin in some polls are asked in others. Formulas are tried as well.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.voting.casting.ballots import receipt_code
from council.voting.checking import proofs
from council.voting.sealing import envelopes
from tests.trust.secret import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Receipted = Callable[[str, int, str, str], str]  # poll, number, choice, hash → code

ELECTORS = 6
BEST = 25  # bits that vote


@dataclass(frozen=True, slots=True)
class Game:
    """One poll after closing, as the guesser sees it; `coin`: the first of the two said yes."""

    poll: str
    mine: tuple[dict[str, Any], dict[str, Any]]  # receipts of the two: no, code, proof
    box: dict[str, str]  # hash → ciphertext, in the order in which they are kept
    opened: list[str]
    coin: bool

    def bits(self) -> list[bool]:
        """Everything about the first one's receipt, and how it compares with the second's."""
        one, other = (self._numbers(held) for held in self.mine)
        return [
            *(bit == "1" for held in (one, other) for bit in self._hashes(held)),
            *(a < b for a, b in zip(one["compared"], other["compared"], strict=True)),
            *(bool(number & 1) for number in one["compared"]),
        ]

    def _numbers(self, held: dict[str, Any]) -> dict[str, Any]:
        proof = json.loads(held["proof"])
        ct = self.box[proof["ballot"]]
        rank = list(self.box).index(proof["ballot"])
        raw = base64.b64decode(ct)
        return {
            "hashes": (proof["ballot"], proof["signature"], raw.hex()[:128], raw.hex()[-64:]),
            "compared": [
                held["no"],
                rank,
                len(ct),
                int(proof["ballot"], 16),
                int.from_bytes(raw, "big"),
                proof["index"],
                proof["size"],
                len(proof["path"]),
                len(held["proof"]),
                CHOICES.index(self.opened[rank]),
                CHOICES.index(self.opened[-1 - rank]),
                CHOICES.index(self.opened[held["no"] - 1]),
                sum(raw),
                len(held["code"].strip("A")),
            ],
        }

    @staticmethod
    def _hashes(held: dict[str, Any]) -> str:
        return "".join(f"{int(one, 16):0{len(one) * 4}b}" for one in held["hashes"])

    def worked_out(self) -> bool | None:
        """A receipt that can be computed from a choice, without any key, gives it away."""
        held = self.mine[0]
        for choice in ("yes", "no"):
            for parts in ((self.poll, held["no"], choice), (self.poll, held["no"], choice, 1)):
                text = "|".join(map(str, parts))
                digest = hashlib.sha256(text.encode()).hexdigest()
                if held["code"] in {
                    envelopes.receipt(digest),
                    receipt_code(b"", self.poll, held["no"], choice, 1),
                }:
                    return choice == "yes"
        return None


def as_council(_poll: str, _no: int, _choice: str, ct_hash: str) -> str:
    return envelopes.receipt(ct_hash)


def over_the_choice(poll: str, no: int, choice: str, _hash: str) -> str:
    """The control: what the voter keeps depends on what they chose."""
    return envelopes.receipt(hashlib.sha256(f"{poll}|{no}|{choice}".encode()).hexdigest())


def play(
    signer: proofs.Signer, receipted: Receipted = as_council, *, coin: bool, padded: bool = True
) -> Game:
    """A poll by the functions that sealing, signing and closing are made of."""
    poll, order = secrets.token_hex(6), list(range(1, ELECTORS + 1))
    secrets.SystemRandom().shuffle(order)
    first, second, *others = order
    said = {first: "yes" if coin else "no", second: "no" if coin else "yes"}
    said |= {no: secrets.choice(CHOICES) for no in others}
    _, public = envelopes.new_key()
    sealed = {
        no: envelopes.seal(public, poll, said[no], CHOICES if padded else (said[no],))
        for no in sorted(said)
    }
    hashes = {no: envelopes.digest(ct) for no, ct in sealed.items()}
    signed = signer.sign([proofs.Receipted(poll, hashes[no], 1) for no in said])
    texts = {no: proof.text() for no, proof in zip(said, signed, strict=True)}
    kept = [
        {"no": no, "code": receipted(poll, no, said[no], hashes[no]), "proof": texts[no]}
        for no in (first, second)
    ]
    box = {hashes[no]: sealed[no] for no in sorted(sealed, key=hashes.__getitem__)}
    return Game(poll, (kept[0], kept[1]), box, sorted(said.values()), coin)


def right(learnt: Sequence[Game], asked: Sequence[Game]) -> float:
    """How often the guess is right, of all games that are asked."""
    rows = [(game.bits(), game.coin) for game in learnt]
    width = min(len(bits) for bits, _ in rows)
    agree = [sum(bits[at] == coin for bits, coin in rows) for at in range(width)]
    best = sorted(range(width), key=lambda at: -abs(2 * agree[at] - len(rows)))[:BEST]
    weights = [(at, (2 * agree[at] / len(rows) - 1) ** 3) for at in best]  # chance counts little
    hits = 0
    for game in asked:
        known, bits = game.worked_out(), game.bits()
        voted = sum(weight * (1 if bits[at] else -1) for at, weight in weights) > 0
        hits += (voted if known is None else known) == game.coin
    return hits / len(asked)
