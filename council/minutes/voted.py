"""Motions and votes in official words: what was moved, the table of its counts, each result."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from council.minutes import words
from council.minutes.blocks import Block, Paragraph, VoteRow, VoteTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.minutes.facts import Motion, Vote


def in_order(motions: tuple[Motion, ...]) -> list[Motion]:
    """MTG-7: an amendment is handled before the motion that it amends."""
    placed: list[Motion] = []

    def place(motion: Motion, above: frozenset[str]) -> None:
        for other in motions:
            if other.amends == motion.no and other.no not in above:
                place(other, above | {other.no})
        if motion not in placed:
            placed.append(motion)

    known = {motion.no for motion in motions}
    for motion in motions:
        if motion.amends not in known:
            place(motion, frozenset({motion.no}))
    return placed + [motion for motion in motions if motion not in placed]


def moved(motion: Motion) -> str:
    """修正案3-A（修正动议3）由沈石桥提出、张花窗附议：……."""
    by = f"{motion.mover}提出" + (f"、{motion.seconder}附议" if motion.seconder else "")
    name = f"修正案{motion.no}" if motion.amends else f"动议{motion.no}"
    about = f"（修正动议{motion.amends}）" if motion.amends else ""
    return f"{name}{about}由{by}：{words.bare(motion.text)}。"


def votes_of(key: str, votes: tuple[Vote, ...], motions: tuple[Motion, ...]) -> Iterator[Block]:
    """One table for each way of voting and each rule, then each result in words."""
    amending = {motion.no: bool(motion.amends) for motion in motions}
    counted = [vote for vote in votes if not vote.withheld and not vote.counted]
    there: dict[str, int] = defaultdict(int)
    for mode, passes in dict.fromkeys((vote.mode, vote.passes) for vote in counted):
        rows = tuple(
            _row(vote, amending) for vote in counted if (vote.mode, vote.passes) == (mode, passes)
        )
        there[mode] += 1
        more = f".{there[mode]}" if there[mode] > 1 else ""
        yield VoteTable(f"{key}.votes.{mode}{more}", _caption(mode, passes), rows)
    for number, vote in enumerate(votes, start=1):
        yield Paragraph(f"{key}.result.{number}", _result(vote, amending))


def _caption(mode: str, passes: str) -> str:
    """记名表决，超过到会人数的半数为通过."""
    return words.MODES.get(mode, "表决") + (f"，{passes}为通过" if passes else "")


def _label(vote: Vote, amending: dict[str, bool]) -> str:
    if not vote.motion:
        return words.short(vote.text, 40)
    return f"{'修正案' if amending.get(vote.motion) else '动议'}{vote.motion}"


def _row(vote: Vote, amending: dict[str, bool]) -> VoteRow:
    return VoteRow(
        label=_label(vote, amending),
        present=vote.present,
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
        needed=vote.needed,
        verdict=words.VERDICTS.get(vote.verdict, vote.verdict),
    )


def _result(vote: Vote, amending: dict[str, bool]) -> str:
    text = f"{_label(vote, amending)}：{words.bare(vote.sentence)}。"
    if vote.advisory:
        return f"{text}本次是业主意见征询，供参考，不是业主大会的表决。"
    if vote.verdict != "passed" or amending.get(vote.motion):
        return text
    return f"{text}会议决定：{words.bare(vote.text)}。"
