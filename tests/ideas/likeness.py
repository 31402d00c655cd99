"""Pairs of wishes as residents write them, and how many of them a finder finds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Finder = Callable[[str], Sequence[str]]  # what is typed → texts, best first

HALVES = ("tuned", "held")


def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("similar_pairs.json").read_text())
    return found


PAIRS = _read()
STANDING = [stands for half in HALVES for _, stands in PAIRS[half]] + PAIRS["others"]


@dataclass(frozen=True, slots=True)
class Figures:
    """`recall` within five; `precision` of the first that is shown, `answered` if anything was."""

    recall: float
    precision: float
    answered: float
    missed: tuple[str, ...]


def measured(finder: Finder, pairs: Sequence[Sequence[str]]) -> Figures:
    """Ask for the first of every pair; the second must be among the first five."""
    shown = [(stands, typed, list(finder(typed)[:5])) for typed, stands in pairs]
    missed = tuple(typed for stands, typed, found in shown if stands not in found)
    answered = [(stands, found) for stands, _, found in shown if found]
    first = sum(found[0] == stands for stands, found in answered)
    return Figures(
        recall=1 - len(missed) / len(pairs),
        precision=first / max(len(answered), 1),
        answered=len(answered) / len(pairs),
        missed=missed,
    )


def false_alarms(finder: Finder, texts: Sequence[str]) -> float:
    """How many of the wishes that nothing is like are shown something all the same."""
    return sum(bool(finder(text)) for text in texts) / len(texts)
