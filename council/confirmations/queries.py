"""Reading what was asked: only for who asked, who may answer, and who watches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import now
from council.confirmations import answering, kinds
from council.confirmations.kinds import Asked
from council.identity.in_force import IN_FORCE, today
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.identity.viewer import Viewer

MOST = 50  # answered ones that are shown
_ASKED = (
    "SELECT c.id, c.community, c.kind, c.subject, c.body, c.asked_by AS asker,"
    " p.name AS asked_by, c.asked_at, c.expires_at, c.answer, c.reason,"
    " COALESCE(c.answered_by, '') AS answerer, COALESCE(q.name, '') AS answered_by, c.answered_at"
    " FROM confirmation c JOIN person p ON p.id = c.asked_by"
    " LEFT JOIN person q ON q.id = c.answered_by WHERE c.community = {}"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person sees: to answer, asked by themselves or only watched, and what is over."""

    waiting: tuple[Asked, ...]
    others: tuple[Asked, ...]  # open, and not this person's to answer
    answered: tuple[Asked, ...]


async def one(confirmation: str, community: str) -> Asked:
    """One of this community; whether its reader may see it is asked of `rules`."""
    found = await db.row(f"{_ASKED} AND c.id = {{}}", community, confirmation)
    if found is None:
        raise NotThere
    return _asked(found)


async def seen(confirmation: str, viewer: Viewer) -> Asked:
    """One that this viewer may see."""
    asked = await one(confirmation, viewer.community)
    if not answering.may_see(asked, kinds.of(asked.kind), viewer.offices, viewer.person):
        raise NotThere
    return asked


async def desk(viewer: Viewer) -> Desk:
    """Everything that this viewer may see, the newest first."""
    waiting, others = [], []
    for asked in await open_ones(viewer.community):
        kind = kinds.of(asked.kind)
        if answering.may_answer(asked, kind, viewer.offices, viewer.person):
            waiting.append(asked)
        elif answering.may_see(asked, kind, viewer.offices, viewer.person):
            others.append(asked)
    return Desk(tuple(waiting), tuple(others), await _answered(viewer))


async def waiting(viewer: Viewer) -> int:
    """How many wait for this viewer's answer."""
    return sum(
        answering.may_answer(asked, kinds.of(asked.kind), viewer.offices, viewer.person)
        for asked in await open_ones(viewer.community)
    )


async def open_to(viewer: Viewer, kind: str) -> list[Asked]:
    """What is open of one kind, as far as this viewer may see it."""
    return [
        asked
        for asked in await open_ones(viewer.community, kind)
        if answering.may_see(asked, kinds.of(kind), viewer.offices, viewer.person)
    ]


async def who_can_confirm(asked: Asked) -> tuple[str, ...]:
    """The names of those whose confirmation would count today."""
    kind = kinds.of(asked.kind)
    held = await db.rows(
        "SELECT a.person, p.name, a.office FROM appointment a JOIN person p ON p.id = a.person"  # noqa: S608 - only the condition of terms is put in
        f" WHERE a.community = {{}} AND p.state = 'verified' AND {IN_FORCE} ORDER BY p.roll_no",
        asked.community,
        today(),
        today(),
    )
    offices: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in held:
        who = (row["person"], row["name"])
        offices[who] = (*offices.get(who, ()), row["office"])
    return tuple(
        name
        for (person, name), own in offices.items()
        if answering.may_answer(asked, kind, own, person)
    )


async def open_ones(community: str, kind: str = "") -> list[Asked]:
    """What is not answered and not over; of one kind, or of all."""
    found = await db.rows(
        f"{_ASKED} AND c.answer = '' AND c.expires_at > {{}} ORDER BY c.asked_at DESC, c.id",
        community,
        now(),
    )
    return [_asked(row) for row in found if kind in {"", row["kind"]}]


async def _answered(viewer: Viewer) -> tuple[Asked, ...]:
    """Answered or over, as far as this viewer may see it."""
    found = await db.rows(
        f"{_ASKED} AND (c.answer <> '' OR c.expires_at <= {{}})"
        " ORDER BY COALESCE(c.answered_at, c.expires_at) DESC, c.id LIMIT {}",
        viewer.community,
        now(),
        MOST,
    )
    all_of_them = [_asked(row) for row in found]
    return tuple(
        asked
        for asked in all_of_them
        if asked.answerer == viewer.person
        or answering.may_see(asked, kinds.of(asked.kind), viewer.offices, viewer.person)
    )


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(**{**row, "body": json.loads(row["body"])})
