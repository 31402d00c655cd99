"""What a bundle says of papers, hands and other ways of voting, counted again: pure.

Of a vote by name every ballot bears its way. Of a secret one papers lie among the opened ballots,
and only how many they are is known: what was published of the ways must add up to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.voting.papers import rules as paper_rules
from council.voting.papers.rules import IN_PERSON, SPOILED

if TYPE_CHECKING:
    from collections.abc import Mapping


def papers_in(bundle: Mapping[str, Any]) -> int:
    """Ballots in person that count; none in a bundle without sheets."""
    return int(bundle["papers"]["counted"]) if "papers" in bundle else 0


def may_be_spoiled(ballot: Mapping[str, Any]) -> bool:
    """OWN-20: only a paper, or a hand, can say nothing and be there all the same."""
    return ballot["choice"] == SPOILED and ballot.get("channel") in IN_PERSON


def sheets_add_up(bundle: Mapping[str, Any]) -> bool:
    """Every paper of a sheet is counted, or was passed over for an electronic ballot (OWN-14)."""
    papers = bundle["papers"]
    entered = sum(one["n"] for one in papers["sheets"])
    there = papers["counted"]
    if "ballots" in bundle:
        there = sum(1 for one in bundle["ballots"] if one.get("channel") in IN_PERSON)
    return bool(entered == papers["counted"] + papers["passed_over"] and there == papers["counted"])


def told(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """`ways` of the result as it must be; nothing where all voted by phone."""
    papers = bundle.get("papers", {})
    conflicts = papers.get("replaced", 0) + papers.get("passed_over", 0)
    method = bundle["poll"]["method"]
    if "ballots" in bundle:
        ways = paper_rules.ByChannel()
        for one in bundle["ballots"]:
            of_it = ways.setdefault(one.get("channel", "phone"), {})
            of_it[one["choice"]] = of_it.get(one["choice"], 0) + 1
        if not conflicts and not ways.keys() - {"phone"}:
            return {}
        return {"ways": paper_rules.told("named", ways, conflicts, method)}
    return {"ways": _of_a_secret_vote(bundle, conflicts)} if papers else {}


def _of_a_secret_vote(bundle: Mapping[str, Any], conflicts: int) -> dict[str, Any]:
    sums = {"electronic": len(bundle["box"]["hashes"]), "paper": papers_in(bundle)}
    sums = {name: number for name, number in sums.items() if number}
    published = bundle["result"].get("ways", {}).get("channels", {})
    by_choice = _adds_up(bundle["opened"], published, sums)
    ways = published if by_choice else {name: {"all": number} for name, number in sums.items()}
    spoiled = bundle["opened"].count(SPOILED)
    method = bundle["poll"]["method"]
    return paper_rules.told("sealed", ways, conflicts, method) | {"spoiled": spoiled}


def _adds_up(
    opened: list[str], published: Mapping[str, Mapping[str, int]], sums: Mapping[str, int]
) -> bool:
    """Whether choices by way are what was opened, choice by choice and way by way."""
    if {name: sum(one.values()) for name, one in published.items()} != dict(sums):
        return False
    seen = {*opened, *(choice for one in published.values() for choice in one)}
    of_all = {choice: sum(one.get(choice, 0) for one in published.values()) for choice in seen}
    return of_all == {choice: opened.count(choice) for choice in seen}
