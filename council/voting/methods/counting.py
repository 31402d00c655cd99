"""From the ballots of a counted poll to its result, as data that can be kept and counted again."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from council.record.entry import canonical
from council.voting.count.show import as_json
from council.voting.methods import grammar
from council.voting.methods.counters import counted
from council.voting.methods.sheet import DECIDES_NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.voting.count.counted import Counted
    from council.voting.methods.sheet import Sheet
    from council.voting.rules import Rule

CHOSEN, NONE, RANKING, INVALID = "chosen", "none", "ranked", "invalid"
_LONG = "payments"  # of Equal Shares, voter by voter: nobody needs them to count again


@dataclass(frozen=True, slots=True)
class Result:
    """A counted poll. `counts`: the deciding one first, as JSON; texts are exact numbers.

    `chosen`: codes in the order in which they were chosen; of a ranking all of them, by rank.
    `needed` is what an option had to reach, and 0 where nothing was asked.
    """

    verdict: str  # chosen | none | ranked | invalid
    called: int
    present: int
    recused: int
    quorum_needed: int
    ballots: int
    kinds: int  # of ballots that differ: where a secret vote has one, everybody knows what it was
    blank: int
    denominator: int
    needed: int
    chosen: tuple[str, ...]
    winners: tuple[str, ...]  # their titles
    values: dict[str, str]  # code → votes, points, dots, or first preferences
    counts: tuple[dict[str, Any], ...]

    def as_data(self) -> dict[str, Any]:
        """For keeping with the poll; lists, as JSON gives them back."""
        found = asdict(self)
        return found | {name: list(found[name]) for name in ("chosen", "winners", "counts")}


def told(result: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the record: without the stages, but with a hash that binds them."""
    if "counts" not in result:
        return dict(result)
    digest = hashlib.sha256(canonical(result["counts"]).encode()).hexdigest()
    return {name: one for name, one in result.items() if name != "counts"} | {"counts": digest}


def decide(
    sheet: Sheet,
    rule: Rule,
    *,
    called: int,
    present: int,
    counts: Mapping[str, int],
    recused: int = 0,
    represented: int = 0,
) -> Result:
    """`counts`: ballot → how many. The quorum is asked as of every vote (rules.decide).

    A rule passes what is chosen only where the poll asks for it (`majority`), by its own base.
    """
    ballots = sum(counts.values())
    base = present if rule.base == "present" else ballots
    needed = rule.passing.least(base) if sheet.parameters.get("majority") == "yes" else 0
    found = counted(sheet, counts, needed)
    made = [_data(one) for one in found]
    quorum = rule.quorum
    there = present + recused - (0 if rule.represented else represented)
    valid = quorum is None or quorum.reached(there, called)
    ranks = sheet.method in DECIDES_NOTHING
    chosen = [row.option for row in found[0].stages[0].rows] if ranks else list(found[0].chosen)
    verdict = RANKING if ranks else CHOSEN if chosen else NONE
    if not valid:  # the numbers stand; nothing follows from them
        verdict, chosen = INVALID, []
    return Result(
        verdict=verdict,
        called=called,
        present=present,
        recused=recused,
        quorum_needed=quorum.least(called) if quorum else 0,
        ballots=ballots,
        kinds=len(counts),
        blank=counts.get(grammar.BLANK, 0),
        denominator=base,
        needed=needed,
        chosen=tuple(sheet.codes[option] for option in chosen),
        winners=tuple(sheet.titles[option] for option in chosen),
        values=_values(sheet, made[0]),
        counts=tuple(made),
    )


def _data(found: Counted) -> dict[str, Any]:
    """As JSON, without the payments of single voters."""
    data = as_json.data(found)
    if "purchases" in data["more"]:
        bought = data["more"]["purchases"]
        data["more"]["purchases"] = [
            {name: one for name, one in purchase.items() if name != _LONG} for purchase in bought
        ]
    return data


def _values(sheet: Sheet, made: dict[str, Any]) -> dict[str, str]:
    """Of the first stage: there all options have what the ballots gave them."""
    rows = made["stages"][0]["rows"]
    return {sheet.codes[row["option"]]: row["value"] for row in rows}
