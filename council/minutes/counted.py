"""A counted vote as the minutes tell it: its numbers, why it ended so, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.minutes import words
from council.minutes.facts import Vote
from council.voting.results import told

if TYPE_CHECKING:
    from council.voting.queries import PollRow


def vote(poll: PollRow) -> Vote:
    counted = poll.result or {}
    if poll.sheet is not None:
        return _counted(poll, counted)
    return Vote(
        motion=poll.motion_no,
        text=poll.text,
        mode=poll.mode,
        present=counted["present"],
        yes=counted.get("yes", 0),
        no=counted.get("no", 0),
        abstain=counted.get("abstain", 0),
        needed=counted.get("needed", 0),
        verdict=counted["verdict"],
        sentence=words.judged(counted, base=poll.rule["base"], over_days=poll.scope == "called"),
        withheld=counted.get("withheld", 0),
        advisory=poll.advisory,
        passes=words.passes(poll.rule, represented=bool(counted.get("represented"))),
    )


def _counted(poll: PollRow, result: dict[str, Any]) -> Vote:
    """One line with the winners."""
    return Vote(
        motion="",
        text=poll.text,
        mode=poll.mode,
        present=result["present"],
        yes=0,
        no=0,
        abstain=0,
        needed=result.get("needed", 0),
        verdict=result["verdict"],
        sentence=told.result(result),
        counted=True,
    )
