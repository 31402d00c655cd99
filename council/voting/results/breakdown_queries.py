"""How sectors voted, read for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.voting.methods.sheet import PLAIN
from council.voting.results import breakdown

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.voting.queries import PollRow
    from council.voting.results.breakdown import SectorVotes

INSPECTORS = ("supervisor", "auditor")


@dataclass(frozen=True, slots=True)
class Sectors:
    """`withheld`: there is a breakdown, and it is not for this viewer."""

    lines: tuple[SectorVotes, ...] = ()
    withheld: bool = False


async def of(poll: PollRow, viewer: Viewer | None) -> Sectors:
    """Of a published vote by name on yes or no, in a meeting that has sectors."""
    if poll.state != "published" or poll.mode != "named" or poll.method != PLAIN:
        return Sectors()
    found = await db.rows(
        "SELECT COALESCE(c.sector, '') AS sector, COALESCE(v.choice, '') AS choice FROM elector e"
        " LEFT JOIN called c ON c.meeting = {} AND c.person = e.person"
        " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
        " WHERE e.poll = {} ORDER BY c.place",
        poll.meeting,
        poll.id,
    )
    lines = breakdown.by_sector((one["sector"], one["choice"]) for one in found)
    everything = breakdown.shown(poll.mode, lines, inside=True)
    allowed = breakdown.shown(poll.mode, lines, inside=await _inside(poll, viewer))
    return Sectors(allowed, bool(everything) and not allowed)


async def _inside(poll: PollRow, viewer: Viewer | None) -> bool:
    """Officers, inspectors, and whoever was called to the meeting."""
    if viewer is None or viewer.community != poll.community:
        return False
    if viewer.officer or viewer.holds(*INSPECTORS):
        return True
    called = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND person = {}", poll.meeting, viewer.person
    )
    return bool(called)
