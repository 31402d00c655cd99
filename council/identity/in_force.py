"""When an appointment counts: one condition for every query that asks who holds an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import local, now

if TYPE_CHECKING:
    from datetime import date

# For an appointment called `a`; takes today twice. A term counts up to and with its last day. What
# waits for an office letter counts for nothing: its holder has not come in by one yet.
IN_FORCE = (
    "a.ended_at IS NULL AND NOT a.waits_for_letter AND (a.from_date IS NULL OR a.from_date <= {})"
    " AND (a.until_date IS NULL OR a.until_date >= {})"
)


def today() -> date:
    """The day on the community's own calendar."""
    return local(now()).date()
