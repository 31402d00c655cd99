"""Reading minutes: published ones are everybody's, drafts exist for officers only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.minutes import rules
from council.minutes.blocks import from_json
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer
    from council.minutes.blocks import Draft


SITTING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Minutes as stored; `text` is the canonical text of `body`, as hashed."""

    id: str
    community: str
    meeting: str
    number: str
    state: str
    version: int
    text: str
    body: Draft
    generated: Draft
    sha256: str
    made_at: datetime
    published_at: datetime | None
    letterhead: int = 0  # the version of it under which they were issued
    corrects: str = ""  # the minutes that these put right
    reason: str = ""  # why

    @property
    def published(self) -> bool:
        return self.state == "published"


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: who signed which version as what, and when.

    `acting`: in place of the holder of that office.
    """

    role: str
    version: int
    name: str
    at: datetime
    acting: bool


@dataclass(frozen=True, slots=True)
class Version:
    """Texts that one person made one after another: the last of them, from `first` on."""

    version: int
    name: str
    at: datetime
    first: int = 0


def as_row(found: dict[str, Any]) -> MinutesRow:
    """A database row with both drafts read."""
    return MinutesRow(
        id=found["id"],
        community=found["community"],
        meeting=found["meeting"],
        number=found["number"],
        state=found["state"],
        version=found["version"],
        text=found["body"],
        body=from_json(found["body"]),
        generated=from_json(found["generated"]),
        sha256=found["sha256"],
        made_at=found["made_at"],
        published_at=found["published_at"],
        letterhead=found["letterhead"],
        corrects=found["corrects"] or "",
        reason=found["reason"],
    )


@dataclass(frozen=True, slots=True)
class Chain:
    """What became of issued minutes, and what they put right."""

    standing: str  # draft | in_force | corrected | recalled
    by: tuple[tuple[str, str, str], ...] = ()  # (id, number, reason) of the minutes that correct it
    before: tuple[tuple[str, str, str], ...] = ()  # of those that it corrects
    recalled_why: str = ""
    recalled_at: datetime | None = None


_LINK = "SELECT id, number, reason FROM minutes WHERE state = 'published'"


async def chain(row: MinutesRow) -> Chain:
    """Published corrections only: a draft of one is nobody's business yet."""
    later = await db.rows(f"{_LINK} AND corrects = {{}}", row.id)
    before = await db.rows(f"{_LINK} AND id = {{}}", row.corrects) if row.corrects else []
    taken = await db.row("SELECT reason, at FROM minutes_recall WHERE minutes = {}", row.id)
    return Chain(
        rules.standing(row.state, corrected=bool(later), recalled=taken is not None),
        tuple((one["id"], one["number"], one["reason"]) for one in later),
        tuple((one["id"], one["number"], row.reason) for one in before),
        taken["reason"] if taken else "",
        taken["at"] if taken else None,
    )


async def standing(row: MinutesRow) -> str:
    return (await chain(row)).standing


async def minutes_for(viewer: Viewer | None, minutes: str, *, stub: bool = False) -> MinutesRow:
    """Published minutes for anybody; a draft, and what was recalled, for officers of its community.

    `stub`: of what was recalled also others may have the row, to be told so.
    """
    row = await stored(minutes)
    if _may_see_draft(viewer, row.community):
        return row
    if not row.published or (not stub and await standing(row) == "recalled"):
        raise NotThere
    return row


async def stored(minutes: str) -> MinutesRow:
    """The row whatever it is; whoever shows it says who may see it."""
    found = await db.row("SELECT * FROM minutes WHERE id = {}", minutes)
    if found is None:
        raise NotThere
    return as_row(found)


async def shown_of(viewer: Viewer, meeting: str) -> str:
    """The minutes of this meeting that the viewer may read, by id; empty where there are none."""
    issued = await db.row("SELECT id FROM minutes_in_force WHERE meeting = {}", meeting)
    found = issued or await db.row(
        "SELECT n.id, n.community, n.state FROM minutes n WHERE n.meeting = {}"
        " ORDER BY n.made_at DESC, n.id LIMIT 1",
        meeting,
    )
    if found is None:
        return ""
    may = issued or found["state"] == "published" or _may_see_draft(viewer, found["community"])
    return str(found["id"]) if may else ""


async def recalled(community: str) -> list[str]:
    """The ids of what was recalled here."""
    found = await db.rows(
        "SELECT r.minutes FROM minutes_recall r JOIN minutes n ON n.id = r.minutes"
        " WHERE n.community = {} ORDER BY r.minutes",
        community,
    )
    return [one["minutes"] for one in found]


def _may_see_draft(viewer: Viewer | None, community: str) -> bool:
    return viewer is not None and viewer.officer and viewer.community == community


async def signatures(minutes: str) -> tuple[Signed, ...]:
    """All signatures, also those under earlier versions, the oldest first."""
    found = await db.rows(
        "SELECT s.role, s.version, p.name, s.at, s.acting FROM minutes_signature s"
        " JOIN person p ON p.id = s.person WHERE s.minutes = {} ORDER BY s.at, s.role",
        minutes,
    )
    return tuple(Signed(**{**one, "acting": bool(one["acting"])}) for one in found)


async def signed(row: MinutesRow) -> frozenset[str]:
    """As what the text in force was signed: recorder, chair."""
    found = await db.rows(
        "SELECT role FROM minutes_signature WHERE minutes = {} AND version = {}",
        row.id,
        row.version,
    )
    return frozenset(one["role"] for one in found)


async def versions(minutes: str) -> tuple[Version, ...]:
    """Every text that there was, the newest first; what saved itself in one sitting is one line."""
    found = await db.rows(
        "SELECT v.version, p.name, v.made_at AS at FROM minutes_version v"
        " JOIN person p ON p.id = v.made_by WHERE v.minutes = {} ORDER BY v.version DESC",
        minutes,
    )
    sittings: list[Version] = []
    for one in found:
        made = Version(**one, first=one["version"])
        after = sittings[-1] if sittings else None
        if after and after.name == made.name and after.at - made.at < SITTING:
            sittings[-1] = replace(after, first=made.version)
        else:
            sittings.append(made)
    return tuple(sittings)


async def writers(minutes: str, since: int) -> tuple[str, ...]:
    """Who wrote after a version, each once."""
    found = await db.rows(
        "SELECT DISTINCT p.name FROM minutes_version v JOIN person p ON p.id = v.made_by"
        " WHERE v.minutes = {} AND v.version > {} ORDER BY p.name",
        minutes,
        since,
    )
    return tuple(one["name"] for one in found)


async def body_at(minutes: str, version: int) -> Draft | None:
    """The text of one version; None when there is no such version."""
    found = await db.row(
        "SELECT body FROM minutes_version WHERE minutes = {} AND version = {}", minutes, version
    )
    return from_json(found["body"]) if found else None


async def officers_of(meeting: str) -> dict[str, str]:
    """role → person who signs as that: the meeting's secretary and its chair."""
    found = await db.row("SELECT chair, secretary FROM meeting WHERE id = {}", meeting)
    if found is None:
        raise NotThere
    return {"recorder": found["secretary"], "chair": found["chair"]}
