"""The kinds of acts that need two persons: each feature registers its own, at import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from council.change import Change


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `subject` is the id of what it is about, `body` says what exactly.

    `asker` and `answerer` are ids of persons (empty: nobody yet), `asked_by` and `answered_by`
    their names. `answer` is empty, confirmed, refused, withdrawn or expired.
    """

    id: str
    community: str
    kind: str
    subject: str
    body: dict[str, Any]
    asker: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    answer: str
    reason: str
    answerer: str
    answered_by: str
    answered_at: datetime | None

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be answered."""
        return not self.answer and at < self.expires_at


def _subject(asked: Asked) -> str:
    return asked.subject


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is confirmed.

    `may_confirm` is asked with the offices of who wants to answer; that nobody confirms what they
    asked for themselves is known without it. `apply` does the act, `refuse` (if any) cleans up:
    both run inside the transaction of the answer, `act.by` is who answers. `template` shows what
    is asked. `concerns` names the person it is about, who may not confirm it either. `by_operator`:
    whoever runs the server may confirm it, for a community without a second officer. `onward` is
    where whoever confirmed it goes on to.
    """

    code: str
    may_confirm: Callable[[tuple[str, ...], Asked], bool]
    apply: Callable[[Change, Asked], Awaitable[None]]
    template: str
    refuse: Callable[[Change, Asked], Awaitable[None]] | None = None
    concerns: Callable[[Asked], str] = _subject
    by_operator: bool = False
    onward: str = ""


_known: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; the same code registered again replaces the earlier one."""
    _known[kind.code] = kind


def of(code: str) -> Kind:
    """The kind with this code; every stored code was registered by a feature."""
    return _known[code]
