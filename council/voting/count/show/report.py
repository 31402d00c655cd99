"""What text and picture say alike: a count in sentences, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from council.voting.count.counted import OUT
from council.voting.count.show import numbers
from council.voting.count.show.letters import plain
from council.voting.count.show.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from council.voting.count.counted import Counted, Row, Stage, TieBreak
    from council.voting.count.show.numbers import Digits

OF_BALLOTS = {"choose", "approval"}  # a ballot marks an option once or not at all
BY_OPTION = ("ranks", "people", "total", "scored", "top")  # in `more`: a number for each option
OPTIONS = {"order", "withdrawn", "smith", "winner"}  # numbers of options, so printed as names
ELSEWHERE = {"faults", "decision", *BY_OPTION}


@dataclass(frozen=True)
class Report:
    """A count, the words of one language, and how its numbers are written."""

    counted: Counted
    words: Mapping[str, str]
    digits: Digits

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(plain(name) for name in self.counted.options)

    def say(self, kind: str, code: str) -> str:
        return say(self.words, kind, code)

    def sentence(self, code: str, **values: object) -> str:
        return self.say("sentence", code) % values

    def listed(self, options: Iterable[int]) -> str:
        return self.joined(self.names[option] for option in options)

    def joined(self, parts: Iterable[str]) -> str:
        return self.say("sentence", "join").join(parts)

    def step(self, number: int, stage: Stage) -> str:
        """第2步 淘汰：李四."""
        what = self.say("stage", stage.what)
        if not stage.about:
            return self.sentence("step", no=number, what=what)
        about = self.listed(stage.about)
        return self.sentence("step_about", no=number, what=what, about=about)

    def state(self, row: Row) -> str:
        """What became of the option, and why if that is said: the reason alone if it is out."""
        why = self.say("why", row.why) if row.why else ""
        if row.state == OUT and why:
            return why
        return self.joined(part for part in (self.say("state", row.state), why) if part)

    def change(self, stage: Stage, row: Row) -> str:
        """With its sign; empty at the first stage, where everything has changed from nothing."""
        return "" if stage is self.counted.stages[0] else self.digits.change(row.change)

    def share(self, row: Row) -> str:
        """Its part of the valid ballots, cut to one decimal; empty where that means nothing."""
        counted = self.counted
        if counted.method not in OF_BALLOTS or not counted.ballots:
            return ""
        return f"{numbers.cut(Fraction(row.value) * 100 / counted.ballots, 1)}%"

    def head_of_numbers(self) -> str:
        special = f"number.{self.counted.method}"
        return self.say("label", special if f"label.{special}" in self.words else "number")

    def counted_ballots(self) -> str:
        return self.sentence(
            "counted",
            method=self.say("method", self.counted.method),
            valid=self.counted.ballots,
            invalid=self.counted.invalid,
        )

    def faults(self) -> str:
        """Why ballots are invalid: 选得太多2、选得太少1."""
        faults = self.counted.more.get("faults") or {}
        return self.joined(f"{self.say('fault', code)} {faults[code]}" for code in sorted(faults))

    def outcome(self) -> str:
        if self.counted.more.get("decision") is False:
            return self.sentence("no_decision")
        if not self.counted.chosen:
            return self.sentence("none_chosen")
        return self.sentence("chosen", options=self.listed(self.counted.chosen))

    def ties(self) -> list[str]:
        return [self._tie(tie) for tie in self.counted.ties]

    def _tie(self, tie: TieBreak) -> str:
        values = {
            "no": tie.stage + 1,
            "options": self.listed(tie.options),
            "by": self.say("by", tie.by),
            "taken": self.listed(tie.taken),
        }
        own = f"tie.{tie.by}"
        if f"sentence.{own}" not in self.words:
            own = "tie.taken" if tie.taken else "tie.narrowed"
        return self.sentence(own, **values)

    def by_option(self) -> dict[str, list[Any]]:
        """What only this method has, one number for each option."""
        more = self.counted.more
        return {code: more[code] for code in BY_OPTION if code in more}

    def value(self, name: str, value: Any) -> str:
        """A parameter, or something of `more`, in words."""
        if isinstance(value, dict):
            return self._group(value)
        if isinstance(value, list | tuple):
            return self._many(name, list(value))
        return self._one(name, value)

    def _one(self, name: str, value: Any) -> str:
        if value is None:
            return self.words.get(f"none.{name}") or self.say("value", "none")
        if isinstance(value, bool | str):
            return plain(self.say("value", str(value).lower()))
        if name in OPTIONS:
            return self.listed([value])
        is_long = isinstance(value, Fraction) and value.denominator > 1
        return self.digits(value) if is_long else str(value)

    def _group(self, value: dict[str, Any]) -> str:
        if set(value) == {"num", "den", "strict"}:
            return self.sentence("above" if value["strict"] else "least", **value)
        pairs = ((self.say("more", key), self.value(key, one)) for key, one in value.items())
        return self.joined(" ".join(pair) for pair in pairs)

    def _many(self, name: str, values: list[Any]) -> str:
        if not values:
            return self.say("value", "none")
        if name in OPTIONS:
            return self.listed(values)
        texts = [self.value("", value) for value in values]
        if len(values) == len(self.names):
            texts = [f"{name} {text}" for name, text in zip(self.names, texts, strict=True)]
        return self.joined(texts)
