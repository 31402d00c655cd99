"""What the hub knows of a topic and of the pages that show it, and the frames between them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from council.live.wire import Frame, Wire

if TYPE_CHECKING:
    from collections.abc import Hashable

Pieces = dict[str, str]
PAUSE = 0.25  # at most four a second


@dataclass(frozen=True, slots=True)
class State:
    """A topic at one moment; `fresh_for` seconds until it changes by the clock alone.

    `pause`: seconds between two pushes that carry only counts.
    """

    seq: int
    value: Any
    fresh_for: float | None = None
    pause: float = PAUSE


class Source(Protocol):
    """What a feature gives to the hub: its state, and its pieces for each audience."""

    async def load(self, topic: str) -> State: ...

    def audience(self, who: Any, state: State) -> Hashable | None:
        """Who shares bytes with whom; None: not allowed any more."""
        ...

    def pieces(self, state: State, audience: Any) -> Pieces: ...

    async def own(self, state: State, audience: Any, who: Any) -> Pieces:
        """Those pieces that look different to this viewer alone."""
        ...


@dataclass(slots=True, eq=False)
class Listener:
    """One open page: who looks (`who` is the source's business), and the wire to it."""

    who: Any
    person: str
    session: str
    offices: Hashable  # what was held when the page was opened
    wire: Wire
    since: int = -1  # the number that the page shows; -1: whatever it is
    audience: Hashable = None  # of what it was sent last; None: everything must be sent


@dataclass(slots=True, eq=False)
class Topic:
    name: str
    listeners: set[Listener] = field(default_factory=set)
    state: State | None = None
    shown: dict[Hashable, Pieces] = field(default_factory=dict)
    whole: dict[Hashable, tuple[State, Frame]] = field(default_factory=dict)
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    urgent: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    coming: int = 0
    revs: dict[str, int] = field(default_factory=dict)  # whose ballots were counted since the push


def difference(seq: int, before: Pieces, after: Pieces, rev: int | None = None) -> Frame:
    """`rev`: of the viewer's ballot, just counted; a page that did not send it asks for it."""
    changed = {name: html for name, html in after.items() if before.get(name) != html}
    told = {"seq": seq, "pieces": changed}
    return Frame(json.dumps(told if rev is None else told | {"rev": rev}, ensure_ascii=False))


def everything(state: State, pieces: Pieces) -> Frame:
    """`own`: this viewer's own pieces are among them, so they replace what the page knows."""
    told = {"seq": state.seq, "pieces": pieces, "own": True}
    return Frame(json.dumps(told, ensure_ascii=False))
