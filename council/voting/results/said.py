"""A result in one sentence: who was called and came, every number, the base, the threshold, why.

Whoever changes any number, or the rule, changes the sentence: it can be checked with a pencil.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.meetings.owners import metres
from council.voting.rules import LAW, from_data
from council.web.words import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.meetings.shares import Share
    from council.voting.rules import Rule


def result(rule: Mapping[str, Any], counted: Mapping[str, Any]) -> str:
    """按“业主共同决定”：业主22人…；同意14人…，超过参与者的半数（至少要10人…），通过。

    `rule` as it was frozen, `counted` as it is kept with the poll. Of a box that was not opened
    (`withheld`) no number is said.
    """
    frozen = from_data(dict(rule))
    name = rule_name(frozen.code)
    if "withheld" in counted:
        return sentence("result.withheld", name=name, least=counted["withheld"])
    by = "area" if frozen.by_area else frozen.base
    spoken = counted.get("represented") or 0
    base = "present.represented" if spoken and by == "present" else by
    over_days = bool(rule.get("over_days"))  # then nobody is "there": who took part is named
    values = {
        **counted,
        **areas(counted),
        "name": name,
        "there": counted["present"] + counted.get("recused", 0) - spoken,
        "away": _away(counted.get("recused", 0)) + _spoken_for(spoken),
        "spoiled": _spoiled(counted.get("invalid", 0)),
        "enough": _enough(frozen, counted, over_days=over_days),
        "share": share(frozen.passing, sentence(f"base.{base}", n=counted["denominator"])),
    }
    code = f"over_days.{by}" if over_days and by != "area" else by
    return sentence(f"result.{counted['verdict']}.{code}", **values)


def rule_name(code: str) -> str:
    """业主共同决定（一般事项）: each line of the table of votes has its own."""
    return sentence(f"rule.name.{code}")


def source(code: str) -> str:
    """The article where a statute sets this arithmetic; who else set it where none does."""
    return sentence(f"rule.source.{code}" if code in LAW else "rule.source.charter")


def share(one: Share, whole: str) -> str:
    """超过到会13人的半数; 达到参与者的人数和面积的四分之三."""
    return sentence(f"share.{one.num}.{one.den}{'.strict' if one.strict else ''}", whole=whole)


def areas(counted: Mapping[str, Any]) -> dict[str, str]:
    """area_yes and so on in square metres, of a vote of owners."""
    found = counted.get("area") or {}
    return {f"area_{name}": metres(area) for name, area in found.items()}


def _away(recused: int) -> str:
    return sentence("result.recused", n=recused) if recused else ""


def _spoken_for(number: int) -> str:
    return sentence("result.represented", n=number) if number else ""


def _spoiled(ballots: int) -> str:
    return sentence("result.spoiled", n=ballots) if ballots else ""


def _enough(rule: Rule, counted: Mapping[str, Any], *, over_days: bool) -> str:
    """How many had to come, where the rule asks for that."""
    if rule.quorum is None or rule.by_area:
        return ""
    return sentence(
        "result.enough.over_days" if over_days else "result.enough",
        n=counted["quorum_needed"],
        share=share(rule.quorum, sentence("base.called")),
    )
