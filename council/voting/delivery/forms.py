"""Reading the forms of a delivery."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from council.clock import ZONE
from council.refusal import unreadable
from council.voting.actions.delivering import Committee, Entry
from council.voting.delivery.rules import CHANNELS, EVIDENCE, POSTED, WORDS

if TYPE_CHECKING:
    from council.web.filled import Filled

LONGEST_ROOM = 60  # characters
TICK = "u-"


def ticked(form: Filled) -> tuple[str, ...]:
    return tuple(name.removeprefix(TICK) for name in form.fields if name.startswith(TICK))


def entry(form: Filled, found: str | None) -> Entry:
    """`found`: the unit whose number was typed; else those that are ticked."""
    channel = form.choice("channel", CHANNELS)
    at = datetime.combine(form.day("day"), form.time("time"), ZONE)
    if form.typed("room") and found is None:
        form.blame("room", unreadable("delivery.unit_unknown"))
    units = (*ticked(form), *([found] if found else []))
    if not units:
        form.blame("room", unreadable("delivery.no_unit"))
    arrived = channel != POSTED and form.typed("failed") != "1"
    return Entry(units, channel, at, arrived, form.optional("evidence", most=EVIDENCE))


def committee(form: Filled) -> Committee:
    return Committee(
        form.day("told_on"),
        form.text("how", most=WORDS),
        form.text("office", most=WORDS),
        form.optional("sends", most=WORDS),
    )
