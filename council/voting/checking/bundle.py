"""The bundle of a published poll: all that a doubter needs to count it again, and no names.

The roll is there as the leaves of its tree: their root was in the record before the first ballot
came. A ballot bears the number of its elector, which was drawn by lot. Counting again needs no
database, no network and no key; what it cannot show is that a roll was right when it was frozen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council.record.entry import canonical, leaf_hash
from council.voting import joint, rules
from council.voting.checking import bundle_ways, marks
from council.voting.electors import rules as roll_rules
from council.voting.methods import in_bundle
from council.voting.methods.counting import Result, decide
from council.voting.papers.rules import SPOILED
from council.voting.sealing import envelopes

if TYPE_CHECKING:
    from council.voting.methods.sheet import Sheet

KIND = "council/poll/v1"


class NotABundleError(ValueError):
    """The file is no bundle that this program knows; the text says where it differs."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `code` of a sentence, its numbers, and whether it holds."""

    code: str
    holds: bool
    values: dict[str, Any] = field(default_factory=dict)


UNTOLD = {"recused": 0}  # what results did not tell before there was any


@dataclass(frozen=True, slots=True)
class Recount:
    """What was found, in the order in which it was looked at; `outcome` as counted here.

    There is none where the box was not opened, since too few ballots were in it.
    """

    checks: tuple[Check, ...]
    outcome: rules.Outcome | Result | None

    @property
    def agrees(self) -> bool:
        return all(one.holds for one in self.checks)


def leaf(poll: str, no: int, person: str) -> str:
    """One elector of the frozen roll; only who knows the person's id can tell whose it is."""
    blind = hashlib.sha256(f"{poll}|{person}".encode()).hexdigest()
    return leaf_hash(canonical({"no": no, "person": blind}))


def recount(bundle: Any) -> Recount:
    """Count again from the roll to the verdict. Raises NotABundleError for another file."""
    try:
        _must_be_ours(bundle)
        roll, electors = _roll(bundle)
        checks, tallies = _look_into(bundle, electors)
        shut = _withheld(bundle, electors)
        outcome = None if shut else _decide(bundle, tallies, electors)
        ours = outcome.as_data() | _invalid(bundle) if outcome else shut or {}
        ours |= _changed(bundle, electors)
        ours |= bundle_ways.told(bundle) if outcome else {}
        return Recount((*roll, *checks, _compare(bundle["result"], ours)), outcome)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        if isinstance(error, NotABundleError):
            raise
        raise NotABundleError(f"{type(error).__name__}: {error}") from error


def find(bundle: dict[str, Any], receipt: str) -> dict[str, Any] | None:
    """The ballot with this receipt: what its voter sees of it, and nobody else can tie to them.

    Raises NotABundleError where the file has no receipts.
    """
    try:
        return _find(bundle, receipt)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NotABundleError(f"{type(error).__name__}: {error}") from error


def _find(bundle: dict[str, Any], receipt: str) -> dict[str, Any] | None:
    wanted = receipt.replace("-", "").replace(" ", "").upper()
    found = (one for one in _receipts(bundle) if one["receipt"].replace("-", "") == wanted)
    return next(found, None) if wanted else None  # a paper has no receipt


def _receipts(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a sealed ballot the choice stays unknown: its receipt shows that it was in the box."""
    if "box" in bundle:
        hashes = bundle["box"]["hashes"]
        return [{"receipt": envelopes.receipt(one), "choice": ""} for one in hashes]
    return list(bundle["ballots"])


def _must_be_ours(bundle: Any) -> None:
    if not isinstance(bundle, dict) or bundle.get("kind") != KIND:
        raise NotABundleError(f"kind is not {KIND}")
    _sheet(bundle)


def _sheet(bundle: dict[str, Any]) -> Sheet | None:
    return in_bundle.read(bundle["poll"])


Electors = dict[int, str]  # number → leaf, as the roll was when the vote was counted


def _roll(bundle: dict[str, Any]) -> tuple[tuple[Check, ...], Electors]:
    """The roll of the opening comes to its root; with the changes it comes to the later one."""
    roll = bundle["electorate"]
    opening = dict(enumerate(roll["leaves"], 1))
    root = roll_rules.tree(opening)
    frozen = Check("roll", root == roll["root"], {"n": len(opening), "root": root})
    if "changes" not in roll:
        return (frozen,), opening
    now = roll_rules.after(roll["leaves"], roll["changes"])
    called = roll["called"] + sum(one["called"] for one in roll["changes"])
    holds = now is not None and roll_rules.tree(now) == roll["now"] and called == bundle["called"]
    told = {"n": len(roll["changes"]), "left": len(now or opening), "root": roll["now"]}
    return (frozen, Check("roll_changes", holds, told)), opening if now is None else now


def _changed(bundle: dict[str, Any], electors: Electors) -> dict[str, Any]:
    """What the result says of changes of the roll."""
    changes = bundle["electorate"].get("changes")
    return {"roll": roll_rules.summed(changes, roll_rules.tree(electors))} if changes else {}


def _look_into(
    bundle: dict[str, Any], electors: Electors
) -> tuple[tuple[Check, ...], dict[str, joint.Tally]]:
    """What was cast: whether it may be there, and the tally of what may."""
    sealed = bundle["poll"]["mode"] != "named"
    checks, counted = (_box if sealed else _ballots)(bundle, electors)
    sheet = _sheet(bundle)
    valid = [one for one in counted if rules.is_choice(sheet, one["choice"])]
    nothing = [one for one in counted if _says_nothing(one, sealed=sealed)]
    choices = Check("choices", len(valid) + len(nothing) == len(counted))
    if "papers" in bundle:
        checks = (*checks, Check("sheets", bundle_ways.sheets_add_up(bundle)))
    return (*checks, choices), _tallies(bundle, valid)


def _says_nothing(ballot: dict[str, Any], *, sealed: bool) -> bool:
    """A sealed ballot that could not be read, or a spoiled paper."""
    if sealed:
        return ballot["choice"] in {"", SPOILED}
    return bundle_ways.may_be_spoiled(ballot)


def _ballots(bundle: dict[str, Any], electors: Electors) -> tuple[tuple[Check, ...], list[Any]]:
    """A vote by name: what is not on the roll, or comes twice, is not counted here."""
    numbers = [one["no"] for one in bundle["ballots"]]
    checks = (*_who(numbers, electors), *_marked(bundle))
    found: dict[int, dict[str, Any]] = {}
    for one in bundle["ballots"]:
        if one["no"] in electors:
            found.setdefault(one["no"], one)
    if bundle.get("ballots_root"):
        root = marks.ballots(bundle["ballots"])
        same = sorted(numbers) == sorted(bundle["took_part"])
        checks += (
            Check("ballots", root == bundle["ballots_root"], {"root": root}),
            Check("as_many_by_name", same, {"n": len(numbers)}),
        )
    return checks, list(found.values())


def _box(bundle: dict[str, Any], electors: Electors) -> tuple[tuple[Check, ...], list[Any]]:
    """A sealed box. An empty choice is a ballot that could not be read: it took part, no more."""
    box, took_part, opened = bundle["box"], bundle["took_part"], bundle["opened"]
    root = marks.root(box["hashes"])
    came = len(box["hashes"]) + bundle_ways.papers_in(bundle)
    return (
        *_who(took_part, electors),
        *_marked(bundle),
        Check("box", root == box["root"], {"root": root}),
        Check("as_many", len(took_part) == came == len(opened))
        if _withheld(bundle, electors) is None
        else Check("shut", len(took_part) == came and not opened),
    ), [{"choice": one} for one in opened]


def _marked(bundle: dict[str, Any]) -> tuple[Check, ...]:
    """Those who are marked are those who were, when the vote ended; older bundles do not say."""
    if not bundle.get("participants_root"):
        return ()
    root = marks.participants(bundle["took_part"])
    holds = root == bundle["participants_root"]
    return (Check("marked", holds, {"n": len(bundle["took_part"]), "root": root}),)


def _withheld(bundle: dict[str, Any], electors: Electors) -> dict[str, Any] | None:
    """The result of a secret vote in which too few took part for its box to be opened."""
    if bundle["poll"]["mode"] == "named":
        return None
    rule = rules.from_data(bundle["rule"])
    came = len(bundle["box"]["hashes"]) + bundle_ways.papers_in(bundle)
    return rules.withheld(rule, came, len(electors))


def _who(numbers: list[int], electors: Electors) -> tuple[Check, ...]:
    strange = [no for no in numbers if no < 1 or no not in electors]
    return (
        Check("on_roll", not strange, {"n": len(numbers)}),
        Check("once", len(set(numbers)) == len(numbers), {"n": len(numbers)}),
    )


def _tallies(bundle: dict[str, Any], ballots: list[dict[str, Any]]) -> dict[str, joint.Tally]:
    found = dict[str, joint.Tally]()
    by_area = rules.from_data(bundle["rule"]).by_area
    for one in ballots:
        mine = joint.Tally(1, one["area"] if by_area else 0)
        found[one["choice"]] = found.get(one["choice"], joint.Tally()) + mine
    return found


def _decide(
    bundle: dict[str, Any], tallies: dict[str, joint.Tally], electors: Electors
) -> rules.Outcome | Result:
    rule, sheet = rules.from_data(bundle["rule"]), _sheet(bundle)
    if rule.by_area:
        return joint.decide(rule, joint.Tally(bundle["called"], bundle["rule"]["area"]), tallies)
    counts = {choice: tally.heads for choice, tally in tallies.items()}
    heads = {
        "called": bundle["called"],
        # In a vote over days who takes part stands for who is present.
        "present": sum(counts.values()) if bundle["rule"].get("over_days") else len(electors),
        "recused": bundle["recused"],
        "represented": bundle.get("represented", 0),  # older bundles had no proxies
    }
    if sheet is not None:
        return decide(sheet, rule, **heads, counts=counts)
    return rules.decide(rule, **heads, counts=counts)


def _invalid(bundle: dict[str, Any]) -> dict[str, int]:
    """Sealed ballots that could not be read are published where there are any."""
    number = sum(1 for one in bundle.get("opened", ()) if not one)
    return {"invalid": number} if number else {}


def _compare(published: dict[str, Any], ours: dict[str, Any]) -> Check:
    """The published result, number by number."""
    published = {name: value for name, value in UNTOLD.items() if name in ours} | published
    names = sorted(ours.keys() | published.keys())
    differs = [name for name in names if published.get(name) != ours.get(name)]
    return Check("result", not differs, {"differs": ", ".join(differs)})
