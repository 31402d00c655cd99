"""A form that is read to its end: what was typed stays, every fault stands beside its field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeVar

from council.refusal import Refused, unreadable
from council.web import forms
from council.web.answers import is_htmx, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Request

Value = TypeVar("Value")


@dataclass(slots=True)
class Filled:
    """The typed text by field, and what is wrong with it; with a fault the values mean nothing."""

    fields: dict[str, str]
    faults: dict[str, Refused] = field(default_factory=dict)

    def typed(self, name: str, otherwise: str = "") -> str:
        """What stands in the field again when the form is shown."""
        return self.fields.get(name, otherwise)

    def blame(self, name: str, why: Refused) -> None:
        """The first fault of a field is the one that is told."""
        self.faults.setdefault(name, why)

    @property
    def status(self) -> int:
        """Of the page that shows this form."""
        return next(iter(self.faults.values())).status if self.faults else 200

    def shown_to(self, request: Request[Any, Any, Any]) -> Filled:
        """Itself for a browser; who sent no page gets the first fault like any other refusal."""
        if self.faults and (wants_json(request) or is_htmx(request)):
            raise next(iter(self.faults.values()))
        return self

    def text(self, name: str, *, most: int) -> str:
        """A text that must be there."""
        if not self.typed(name):
            self.blame(name, unreadable("form.needed"))
        return self.optional(name, most=most)

    def optional(self, name: str, *, most: int) -> str:
        return self._read(name, lambda: forms.optional(self.fields, name, most=most), "")

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        return self._read(name, lambda: forms.one_of(self.fields, name, allowed), "")

    def number(self, name: str, *, least: int, most: int) -> int:
        return self._read(
            name, lambda: forms.number(self.fields, name, least=least, most=most), least
        )

    def day(self, name: str) -> date:
        """A date as the browser's own field sends it: 2026-12-05."""
        return self._read(name, lambda: _day(self.typed(name)), date.min)

    def time(self, name: str) -> time:
        """14:00."""
        return self._read(name, lambda: _time(self.typed(name)), time.min)

    def _read(self, name: str, reading: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return reading()
        except Refused as why:
            self.blame(name, why)
            return otherwise


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unreadable("form.date") from error


def _time(text: str) -> time:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?", text):
        raise unreadable("form.time")
    return time.fromisoformat(text)
