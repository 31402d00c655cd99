"""The bundle of a published poll: all that a doubter needs to count it again, and no names.

The roll is there as the leaves of its tree: their root was in the record before the first ballot
came. A ballot bears the number of its elector, which was drawn by lot. Counting again needs no
database, no network and no key; what it cannot show is that a roll was right when it was frozen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council.record.entry import canonical, leaf_hash, root_hash
from council.voting import joint, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.voting.queries import PollRow

KIND = "council/poll/v1"
DIGITS = 64  # of a hash in hex


class NotABundleError(ValueError):
    """The file is no bundle that this program knows; the text says where it differs."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `code` of a sentence, its numbers, and whether it holds."""

    code: str
    holds: bool
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recount:
    """What was found, in the order in which it was looked at; `outcome` as counted here."""

    checks: tuple[Check, ...]
    outcome: rules.Outcome

    @property
    def agrees(self) -> bool:
        return all(one.holds for one in self.checks)


def leaf(poll: str, no: int, person: str) -> str:
    """One elector of the frozen roll; only who knows the person's id can tell whose it is."""
    blind = hashlib.sha256(f"{poll}|{person}".encode()).hexdigest()
    return leaf_hash(canonical({"no": no, "person": blind}))


def make(poll: PollRow, leaves: Sequence[str], ballots: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The bundle as JSON can hold it. `ballots`: no, choice, rev, receipt, and area by 278."""
    return {
        "kind": KIND,
        "poll": {"id": poll.id, "text": poll.text, "mode": poll.mode, "method": poll.method},
        "rule": poll.rule,
        "called": poll.called,
        "recused": poll.recused,
        "electorate": {"root": poll.electorate_root, "leaves": list(leaves)},
        "ballots": list(ballots),
        "result": poll.result,
    }


def recount(bundle: Any) -> Recount:
    """Count again from the roll to the verdict. Raises NotABundleError for another file."""
    try:
        _must_be_ours(bundle)
        roll, ballots = bundle["electorate"], bundle["ballots"]
        outcome = _decide(bundle, _fit(ballots, len(roll["leaves"])))
        return Recount((*_checks(bundle), _compare(bundle["result"], outcome)), outcome)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, NotABundleError):
            raise
        raise NotABundleError(f"{type(error).__name__}: {error}") from error


def find(bundle: dict[str, Any], receipt: str) -> dict[str, Any] | None:
    """The ballot with this receipt: what its voter sees of it, and nobody else can tie to them."""
    wanted = receipt.replace("-", "").replace(" ", "").upper()
    ballots: list[dict[str, Any]] = bundle["ballots"]
    return next((one for one in ballots if one["receipt"].replace("-", "") == wanted), None)


def _must_be_ours(bundle: Any) -> None:
    if not isinstance(bundle, dict) or bundle.get("kind") != KIND:
        raise NotABundleError(f"kind is not {KIND}")
    method = bundle["poll"]["method"]
    if method not in rules.CHOICES:
        raise NotABundleError(f"method {method}")


def _checks(bundle: dict[str, Any]) -> tuple[Check, ...]:
    leaves, ballots = bundle["electorate"]["leaves"], bundle["ballots"]
    root = root_hash([_leaf(one) for one in leaves]).hex()
    known = rules.CHOICES[bundle["poll"]["method"]]
    strange = [one["no"] for one in ballots if not 1 <= one["no"] <= len(leaves)]
    return (
        Check("roll", root == bundle["electorate"]["root"], {"n": len(leaves), "root": root}),
        Check("on_roll", not strange, {"n": len(ballots), "strange": len(strange)}),
        Check("once", len({one["no"] for one in ballots}) == len(ballots), {"n": len(ballots)}),
        Check("choices", all(one["choice"] in known for one in ballots), {"n": len(ballots)}),
    )


def _leaf(text: str) -> bytes:
    if len(text) != DIGITS:
        raise NotABundleError("a leaf of the roll is not 64 digits long")
    return bytes.fromhex(text)


def _fit(ballots: list[dict[str, Any]], electors: int) -> dict[int, dict[str, Any]]:
    """One ballot an elector: what is not on the roll, or comes twice, is not counted here."""
    found: dict[int, dict[str, Any]] = {}
    for one in ballots:
        if 1 <= one["no"] <= electors:
            found.setdefault(one["no"], one)
    return found


def _decide(bundle: dict[str, Any], ballots: dict[int, dict[str, Any]]) -> rules.Outcome:
    rule, tallies = rules.from_data(bundle["rule"]), dict[str, joint.Tally]()
    for one in ballots.values():
        area = one["area"] if rule.by_area else 0
        tallies[one["choice"]] = tallies.get(one["choice"], joint.Tally()) + joint.Tally(1, area)
    if rule.by_area:
        return joint.decide(rule, joint.Tally(bundle["called"], bundle["rule"]["area"]), tallies)
    return rules.decide(
        rule,
        called=bundle["called"],
        present=len(bundle["electorate"]["leaves"]),
        recused=bundle["recused"],
        counts={choice: tally.heads for choice, tally in tallies.items()},
    )


def _compare(published: dict[str, Any], outcome: rules.Outcome) -> Check:
    """The published result, number by number."""
    ours = outcome.as_data()
    names = sorted(ours.keys() | published.keys())
    differs = [name for name in names if published.get(name) != ours.get(name)]
    return Check("result", not differs, {"differs": ", ".join(differs)})
