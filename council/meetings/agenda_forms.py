"""A point of an agenda and the people named in a form: text fields to typed values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.meetings import notice_rules, rules
from council.meetings.actions import Item
from council.refusal import Refused, unreadable
from council.roll.people_queries import the_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from council.ideas.queries import IdeaView
    from council.roll.people_queries import Found
    from council.web.filled import Filled

ROWS = 10  # points of an agenda that the form has room for
LONGEST_ITEM = 480  # minutes
PICKED = 15  # minutes of a point that was picked out of the register
TITLE, OFFICE, MATERIAL, NAMES = 200, 60, 1000, 4000  # characters
MOST_NAMED = 300  # people named by hand
PICK = "pick-"  # and the number of an idea
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
    """Those written into a row, and those that were picked."""
    written = [_idea_number(form, row) for row in rows if _idea_number(form, row)]
    return written + picks(form)


def picks(form: Filled) -> list[str]:
    """Numbers of ideas that were ticked, in the order in which they were shown."""
    return [name.removeprefix(PICK) for name in form.fields if name.startswith(PICK)]


def _idea_number(form: Filled, row: str) -> str:
    return form.typed(f"{row}-idea").upper().replace(" ", "")


def rows() -> list[str]:
    """What the names of the fields of each row begin with."""
    return [f"item-{number}" for number in range(1, ROWS + 1)]


def people(form: Filled, field: str, known: Known) -> tuple[str, ...]:
    """Ids of everybody named in the field; what nobody is called is said beside it."""
    form.optional(field, most=NAMES)
    asked = names(form, field)
    if len(asked) > MOST_NAMED:
        form.blame(field, unreadable("meeting.too_many_named", most=MOST_NAMED))
    found = (person(form, field, name, known) for name in asked)
    return tuple(dict.fromkeys(one for one in found if one))


def person(form: Filled, field: str, name: str, known: Known) -> str:
    try:
        return the_one(name, known.people.get(name, ())).id
    except Refused as why:
        form.blame(field, why)
        return ""


def items(form: Filled, known: Known) -> list[Item]:
    """The rows that hold something and what was picked, numbered without gaps."""
    found: list[Item] = []
    for row in rows():
        one = item(form, row, len(found) + 1, known)
        if one is not None:
            found.append(one)
    found += picked(form, len(found) + 1, known, {one.idea for one in found})
    if not found:
        form.blame("item-1-title", unreadable("meeting.no_agenda"))
    return found


def picked(form: Filled, first: int, known: Known, taken: set[str | None]) -> list[Item]:
    """A point for every idea that was ticked and has none yet."""
    ideas = [known.ideas[no] for no in picks(form) if no in known.ideas]
    fresh = [idea for idea in ideas if idea.id not in taken]
    numbered = enumerate(fresh, first)
    return [Item(no, idea.title, "consult", PICKED, idea=idea.id) for no, idea in numbered]


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
    kind = form.choice(f"{row}-kind", rules.ITEM_KINDS)
    _must_not_elect(form, f"{row}-title", title, kind)
    return Item(
        no=no,
        title=title,
        kind=kind,
        minutes=form.number(f"{row}-minutes", least=1, most=LONGEST_ITEM),
        presenter=(person(form, f"{row}-presenter", presenter, known) or None)
        if presenter
        else None,
        idea=idea.id if idea else None,
        office=form.optional(f"{row}-office", most=OFFICE),
        material=form.optional(f"{row}-material", most=MATERIAL),
        review_asked=form.typed(f"{row}-review") == "1",
    )


def _must_not_elect(form: Filled, field: str, title: str, kind: str) -> None:
    try:
        notice_rules.must_not_elect(title, kind)
    except Refused as why:
        form.blame(field, why)
