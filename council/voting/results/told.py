"""A counted poll in one Chinese sentence without its stop, for the log and the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERDICTS = {"passed": "通过", "failed": "未通过", "invalid": "无效"}
_FIRST = 5  # of a ranking that are named
_NUMBERS = (
    *("yes", "no", "abstain", "called", "present", "needed", "quorum_needed", "ballots"),
    "withheld",
)


def result(counted: Mapping[str, Any]) -> str:
    """赞成6票，反对5票，弃权2票，未通过 or 选出：甲、丙."""
    if "withheld" in counted:
        verdict = VERDICTS[counted["verdict"]]
        return f"参加投票的不到{counted['withheld']}人，票箱没有打开，{verdict}"
    if "winners" in counted:
        return chosen(counted)
    return (
        f"赞成{counted['yes']}票，反对{counted['no']}票，弃权{counted['abstain']}票，"
        f"{VERDICTS[counted['verdict']]}"
    )


def chosen(counted: Mapping[str, Any]) -> str:
    """Of a poll that is no yes or no: one line with the winners, or why there are none."""
    named = _listed(counted["winners"])
    if counted["verdict"] == "invalid":
        return f"到会{counted['present']}人，不足{counted['quorum_needed']}人，表决无效"
    if counted["verdict"] == "ranked":
        return f"只排名次，不作决定，前几名是{_listed(counted['winners'][:_FIRST])}"
    return f"收到{counted['ballots']}张票，选出{named}" if named else "没有选出任何一项"


def numbers(counted: Mapping[str, Any]) -> dict[str, Any]:
    """What the public pages say of any result; `winners` is None of a yes or no."""
    found = {name: counted.get(name, 0) for name in _NUMBERS}
    winners = tuple(counted["winners"]) if "winners" in counted else None
    return {**found, "verdict": counted["verdict"], "winners": winners}


def _listed(titles: Sequence[str]) -> str:
    return "、".join(f"“{one}”" for one in titles)
