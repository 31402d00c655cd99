"""Reading polls: what may be seen before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere
from council.voting.life.periods import Hours
from council.voting.methods.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll as stored; `turnout` is counted, not stored, while it is open."""

    id: str
    community: str
    meeting: str
    item: str | None
    motion: str | None
    motion_no: str
    item_no: int | None
    text: str
    rule_code: str
    rule: dict[str, Any]
    mode: str
    method: str
    allow_revote: bool
    state: str
    called: int
    eligible: int
    turnout: int
    result: dict[str, Any] | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    recused: int
    electorate_root: str
    box_root: str
    participants_root: str
    ballots_root: str
    roll_root: str  # after changes of the frozen roll; empty without any
    roll_changes: int
    represented: int
    scope: str
    subject: str
    advisory: bool
    temporary: bool
    announced_at: datetime | None
    opens_at: datetime | None
    grace: int
    hours: Hours
    paper_at: str
    rerun_of: str | None
    rerun_by: str | None
    trouble: str
    sheet: Sheet | None = None  # of what is no yes or no
    shuffle: bool = False

    @property
    def public(self) -> bool:
        """Published, or announced to everybody called: its notice hangs at the door anyway."""
        return self.state == "published" or self.announced_at is not None


_SELECT = (
    "SELECT p.*, m.no AS motion_no, a.no AS item_no,"
    " (SELECT count(*) FROM named_vote v WHERE v.poll = p.id)"
    " + (SELECT count(*) FROM envelope w WHERE w.poll = p.id)"
    # Of a vote by name a paper is a named vote; of a secret one it lies in no envelope.
    " + (CASE p.mode WHEN 'named' THEN 0 ELSE"
    " (SELECT count(*) FROM paper_mark k WHERE k.poll = p.id) END) AS cast_now,"
    " (SELECT r.id FROM poll r WHERE r.rerun_of = p.id) AS rerun_by,"
    " (SELECT count(*) FROM roll_change k WHERE k.poll = p.id) AS roll_changes"
    " FROM poll p LEFT JOIN motion m ON m.id = p.motion LEFT JOIN agenda_item a ON a.id = p.item"
)


def _row(found: dict[str, Any]) -> PollRow:
    return PollRow(
        id=found["id"],
        community=found["community"],
        meeting=found["meeting"],
        item=found["item"],
        motion=found["motion"],
        motion_no=found["motion_no"] or "",
        item_no=found["item_no"],
        text=found["text"],
        rule_code=found["rule_code"],
        rule=json.loads(found["rule"]),
        mode=found["mode"],
        method=found["method"],
        allow_revote=found["allow_revote"],
        state=found["state"],
        called=found["called"],
        eligible=found["present"],
        # Once it has ended the number is kept: of a secret vote only the papers lie there still.
        turnout=found["turnout"] or int(found["cast_now"]),
        result=json.loads(found["result"]) if found["result"] else None,
        opened_at=found["opened_at"],
        closes_at=found["closes_at"],
        closed_at=found["closed_at"],
        published_at=found["published_at"],
        recused=found["recused"],
        electorate_root=found["electorate_root"],
        box_root=found["box_root"],
        participants_root=found["participants_root"],
        ballots_root=found["ballots_root"],
        roll_root=found["roll_root"],
        roll_changes=int(found["roll_changes"]),
        represented=found["represented"],
        scope=found["scope"],
        subject=found["subject"],
        advisory=found["advisory"],
        temporary=found["temporary"],
        announced_at=found["announced_at"],
        opens_at=found["opens_at"],
        grace=found["grace"],
        hours=Hours(found["hours_since"], found["hours_until"]),
        paper_at=found["paper_at"],
        rerun_of=found["rerun_of"],
        rerun_by=found["rerun_by"],
        trouble=found["trouble"],
        sheet=sheet_of(found["method"], found["options"], found["parameters"]),
        shuffle=bool(found["shuffle"]),
    )


async def polls_of_meeting(meeting: str) -> list[PollRow]:
    """Every poll of a meeting that was not cancelled, in the order in which they were made."""
    found = await db.rows(
        _SELECT + " WHERE p.meeting = {} AND p.state <> 'cancelled' ORDER BY p.made_at", meeting
    )
    return [_row(one) for one in found]


async def results_of(meeting: str) -> list[PollRow]:
    """The published ones among them."""
    found = await polls_of_meeting(meeting)
    return [one for one in found if one.state == "published" and one.result]


async def poll_for(viewer: Viewer | None, poll: str) -> PollRow:
    """A published poll and an announced one are public, others for the community's residents only.

    The draft of a vote over days exists for officers alone: they may still throw it away.
    """
    found = await db.row(_SELECT + " WHERE p.id = {}", poll)
    if found is None:
        raise NotThere
    row = _row(found)
    home = viewer is not None and viewer.community == row.community
    if not row.public and not home:
        raise NotThere
    if row.scope == "called" and not row.public and not (viewer and viewer.officer):
        raise NotThere
    return row


async def own_poll(viewer: Viewer, poll: str) -> PollRow:
    """A published poll is everybody's to read; its roll and its papers are its own community's."""
    found = await poll_for(viewer, poll)
    if found.community != viewer.community:
        raise NotThere
    return found


async def poll_by_id(poll: str) -> PollRow:
    """For whoever has shown a code that opens it."""
    found = await db.row(_SELECT + " WHERE p.id = {}", poll)
    if found is None:
        raise NotThere
    return _row(found)


async def published_polls(community: str, most: int = 20) -> list[PollRow]:
    """Published results of a community, the newest first."""
    found = await db.rows(
        _SELECT + " WHERE p.community = {} AND p.state = 'published'"
        " ORDER BY p.published_at DESC LIMIT {}",
        community,
        most,
    )
    return [_row(one) for one in found]
