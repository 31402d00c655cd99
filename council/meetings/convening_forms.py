"""The form that convenes a meeting, and a row of its agenda: text fields to typed values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from council.clock import ZONE
from council.meetings import rules
from council.meetings.actions import Announcement, Convening, Item
from council.refusal import Refused, unreadable
from council.roll.people_queries import the_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from council.ideas.queries import IdeaView
    from council.roll.people_queries import Found
    from council.web.filled import Filled

ROWS = 10  # points of an agenda that the form has room for
LONGEST_ITEM = 480  # minutes
SERIES, SESSION, PLACE, TITLE, NAMES, REASON = 120, 60, 120, 200, 4000, 200  # characters
MOST_NAMED = 300  # people named by hand
_BETWEEN = re.compile(r"[、,，;；\n\t]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the community has of that which the form names."""

    chairs: Mapping[str, str]
    secretaries: Mapping[str, str]
    people: Mapping[str, Sequence[Found]]
    ideas: Mapping[str, IdeaView]


def names(form: Filled, field: str) -> list[str]:
    """Names or numbers of the roll, one a line or with any usual mark between them."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(form.typed(field)))
    return list(dict.fromkeys(part for part in parts if part))[: MOST_NAMED + 1]


def presenters(form: Filled, rows: Sequence[str]) -> list[str]:
    return [form.typed(f"{row}-presenter") for row in rows if form.typed(f"{row}-presenter")]


def idea_numbers(form: Filled, rows: Sequence[str]) -> list[str]:
    return [_idea_number(form, row) for row in rows if _idea_number(form, row)]


def _idea_number(form: Filled, row: str) -> str:
    return form.typed(f"{row}-idea").upper().replace(" ", "")


def rows() -> list[str]:
    """What the names of the fields of each row begin with."""
    return [f"item-{number}" for number in range(1, ROWS + 1)]


def convening(form: Filled, known: Known) -> Convening:
    """Everything that the form says; faults stand in it."""
    kind = form.choice("kind", tuple(rules.KINDS))
    starts_at, ends_at = _times(form)
    what = Announcement(
        kind=kind,
        rule=rules.KINDS.get(kind, ""),
        series=form.text("series", most=SERIES),
        session=form.text("session", most=SESSION),
        place=form.text("place", most=PLACE),
        starts_at=starts_at,
        ends_at=ends_at,
        chair=form.choice("chair", tuple(known.chairs)),
        secretary=form.choice("secretary", tuple(known.secretaries)),
    )
    return Convening(
        what,
        _items(form, known),
        observers=_people(form, "observers", known),
        named=_people(form, "members", known) if kind == "res_rep" else (),
        short_notice=form.optional("short_notice", most=REASON),
    )


def _times(form: Filled) -> tuple[datetime, datetime]:
    """On the community's wall clock; a meeting begins and ends on one day."""
    day, since, until = form.day("day"), form.time("since"), form.time("until")
    if {"day", "since", "until"} & set(form.faults):
        return datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    starts, ends = (datetime.combine(day, at, ZONE).astimezone(UTC) for at in (since, until))
    return starts, ends


def _people(form: Filled, field: str, known: Known) -> tuple[str, ...]:
    """Ids of everybody named in the field; what nobody is called is said beside it."""
    form.optional(field, most=NAMES)
    asked = names(form, field)
    if len(asked) > MOST_NAMED:
        form.blame(field, unreadable("meeting.too_many_named", most=MOST_NAMED))
    found = (_person(form, field, name, known) for name in asked)
    return tuple(dict.fromkeys(one for one in found if one))


def _person(form: Filled, field: str, name: str, known: Known) -> str:
    try:
        return the_one(name, known.people.get(name, ())).id
    except Refused as why:
        form.blame(field, why)
        return ""


def _items(form: Filled, known: Known) -> list[Item]:
    """The rows that hold something, numbered without gaps."""
    found: list[Item] = []
    for row in rows():
        one = item(form, row, len(found) + 1, known)
        if one is not None:
            found.append(one)
    if not found:
        form.blame("item-1-title", unreadable("meeting.no_agenda"))
    return found


def item(form: Filled, row: str, no: int, known: Known) -> Item | None:
    """One row of the agenda; None when it holds nothing but what stood there from the start."""
    number, presenter = _idea_number(form, row), form.typed(f"{row}-presenter")
    if not (form.typed(f"{row}-title") or number or presenter):
        return None
    idea = known.ideas.get(number)
    if number and idea is None:
        form.blame(f"{row}-idea", unreadable("agenda.idea_unknown", no=number))
    if idea is None or form.typed(f"{row}-title"):
        title = form.text(f"{row}-title", most=TITLE)
    else:
        title = idea.title
    return Item(
        no=no,
        title=title,
        kind=form.choice(f"{row}-kind", rules.ITEM_KINDS),
        minutes=form.number(f"{row}-minutes", least=1, most=LONGEST_ITEM),
        presenter=_person(form, f"{row}-presenter", presenter, known) or None
        if presenter
        else None,
        idea=idea.id if idea else None,
    )
