"""Points of an agenda with everything that stands in a notice and in the form of one point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date

    from council.identity.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ItemView:
    """One point; `announced`: it stood in a notice that was given in time (OWN-11)."""

    id: str
    meeting: str
    no: int
    title: str
    kind: str
    minutes: int
    presenter: str
    presenter_no: str
    presenter_id: str
    idea_no: str
    idea_id: str
    announced: bool
    office: str
    material: str
    review_asked: bool
    reviewed_on: date | None
    review_no: str


_ITEM = (
    "SELECT a.id, a.meeting, a.no, a.title, a.kind, a.minutes, COALESCE(p.name, '') AS presenter,"
    " COALESCE(p.roll_no, '') AS presenter_no, COALESCE(p.id, '') AS presenter_id,"
    " COALESCE(i.no, '') AS idea_no, COALESCE(i.id, '') AS idea_id, a.announced, a.office,"
    " a.material, a.review_asked, a.reviewed_on, a.review_no FROM agenda_item a"
    " LEFT JOIN person p ON p.id = a.presenter LEFT JOIN idea i ON i.id = a.idea"
)


def _view(row: dict[str, Any]) -> ItemView:
    flags = {name: bool(row[name]) for name in ("announced", "review_asked")}
    return ItemView(**{**row, **flags})


async def items(meeting: str) -> list[ItemView]:
    """In their order."""
    found = await db.rows(f"{_ITEM} WHERE a.meeting = {{}} ORDER BY a.no", meeting)
    return [_view(one) for one in found]


async def item_for(viewer: Viewer, item: str) -> ItemView:
    """A point of the viewer's own community."""
    found = await db.row(
        f"{_ITEM} JOIN meeting m ON m.id = a.meeting WHERE a.id = {{}} AND m.community = {{}}",
        item,
        viewer.community,
    )
    if found is None:
        raise NotThere
    return _view(found)
