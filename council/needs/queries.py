"""Reading calls: those that everybody may read, one of them, and the desk's with their drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.in_force import today
from council.needs import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from council.identity.viewer import Viewer

DESK = ("social_worker",)  # beside officers: who takes down and answers


@dataclass(frozen=True, slots=True)
class CallView:
    """`state`: draft, open or closed today, whatever the nightly command has done; `idea`: its
    place in the register, from the day on which it is published.
    """

    id: str
    community: str
    idea: str
    no: str
    state: str
    title: str
    text: str
    topics: tuple[str, ...]
    channels: str
    issuer: str
    last_day: date
    opened_at: datetime | None
    closed_at: datetime | None
    reason: str
    entries: int
    waiting: int

    @property
    def days_left(self) -> int:
        return (self.last_day - today()).days


_SELECT = (
    "SELECT c.*, i.no, (SELECT count(*) FROM need n WHERE n.call = c.id) AS entries,"
    " (SELECT count(*) FROM need n WHERE n.call = c.id AND n.state = 'answering') AS waiting"
    " FROM need_call c LEFT JOIN idea i ON i.id = c.idea"
)
_PLAIN = (
    *("id", "community", "title", "text", "channels", "issuer", "last_day", "opened_at"),
    *("closed_at", "reason"),
)


def _view(row: dict[str, Any]) -> CallView:
    return CallView(
        idea=row["idea"] or "",
        no=row["no"] or "",
        state=rules.standing(row["state"], row["last_day"], today()),
        topics=topics_of(row),
        entries=int(row["entries"]),
        waiting=int(row["waiting"]),
        **{name: row[name] for name in _PLAIN},
    )


def topics_of(row: dict[str, Any]) -> tuple[str, ...]:
    """One a line."""
    return tuple(one for one in str(row["topics"]).split("\n") if one)


def is_desk(viewer: Viewer | None, community: str) -> bool:
    """Officers and social workers of this community."""
    if viewer is None or viewer.community != community:
        return False
    return viewer.officer or viewer.holds(*DESK)


async def call(call: str) -> CallView:
    """A draft too; whoever shows it says to whom."""
    row = await db.row(f"{_SELECT} WHERE c.id = {{}}", call)
    if row is None:
        raise NotThere
    return _view(row)


async def public(call: str) -> CallView:
    """A draft is not there."""
    row = await db.row(f"{_SELECT} WHERE c.id = {{}} AND c.state <> 'draft'", call)
    if row is None:
        raise NotThere
    return _view(row)


async def published(community: str) -> tuple[CallView, ...]:
    """Those that are open, the one that ends first on top; then those that are closed."""
    found = await db.rows(
        f"{_SELECT} WHERE c.community = {{}} AND c.state <> 'draft' ORDER BY c.last_day, c.id",
        community,
    )
    views = [_view(row) for row in found]
    going = [one for one in views if one.state == "open"]
    return (*going, *reversed([one for one in views if one.state == "closed"]))


async def running(community: str) -> tuple[CallView, ...]:
    """What can be answered today, for the front page."""
    return tuple(one for one in await published(community) if one.state == "open")


async def of_desk(community: str) -> tuple[CallView, ...]:
    """Drafts first, then those that run, then the others."""
    drafts = await db.rows(
        f"{_SELECT} WHERE c.community = {{}} AND c.state = 'draft' ORDER BY c.made_at DESC, c.id",
        community,
    )
    return (*map(_view, drafts), *await published(community))


async def waiting(community: str) -> int:
    """Entries without an answer."""
    found = await db.row(
        "SELECT count(*) AS n FROM need WHERE community = {} AND state = 'answering'", community
    )
    return int(found["n"]) if found else 0


async def over() -> list[tuple[str, str]]:
    """(call, community) of those whose last day has passed and that nobody has closed yet."""
    found = await db.rows(
        "SELECT id, community FROM need_call WHERE state = 'open' AND last_day < {}"
        " ORDER BY last_day, id",
        today(),
    )
    return [(row["id"], row["community"]) for row in found]


async def calls_among(ideas: Sequence[str]) -> dict[str, str]:
    """Idea → the call that it is."""
    marks = ", ".join("{}" for _ in ideas)
    found = await db.rows(f"SELECT idea, id FROM need_call WHERE idea IN ({marks})", *ideas)  # noqa: S608 - only placeholders are put together
    return {row["idea"]: row["id"] for row in found}
