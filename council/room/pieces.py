"""Which live pieces stand on which screen of a meeting, and what each of them depends on.

Every piece is one template `templates/room/_<name>.html` whose root element carries the
piece's id. It is rendered once for every combination of its facets and sent to all pages
that share them, so a piece may read only:

- `room` (snapshot.Room), `screen`, `lang`, `csrf` (empty in a push), `door` (snapshot.Door);
- the facets that it lists here: `elector` (bool, on the roll of the poll in room.poll),
  `attendance` (expected, present, leave, left, none), `part` (member, observer, none),
  `recused` (bool, from the current item), `moved` (the number of one's own open motion), and of
  the floor `hand` (no, none, waiting, speaking, held), `place` in the queue, `turns` left,
  `presides`; `dissented` (the numbers of the items on which one said that one does not agree);
  `holds` (bool, votes for others in room.poll);
  `teller` (what one has to do as a teller of the poll in room.poll; empty for everybody else);
- `mine`, if it is personal: this viewer's acknowledged vote in room.poll (.receipt, .choice,
  .rev), or None. A page and a catch-up know it; a push is the same for everybody and passes
  None, and the page keeps what it already shows of its own (see docs/front-end.md).
"""

from __future__ import annotations

from dataclasses import dataclass

FACETS = frozenset(
    {
        "elector",
        "attendance",
        "part",
        "recused",
        "moved",
        "hand",
        "place",
        "turns",
        "presides",
        "dissented",
        "holds",
        "teller",
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One element of a screen: the id it replaces, its template, and what it varies with."""

    id: str
    template: str
    facets: tuple[str, ...] = ()
    personal: bool = False


QUORUM = Piece("quorum", "room/_quorum.html")
ITEM = Piece("item", "room/_item.html")
FLOOR = Piece("floor", "room/_floor.html")
TURNOUT = Piece("turnout", "room/_turnout.html")
RESULT = Piece("result-place", "room/_result.html")
CONTROLS = Piece("controls", "room/_controls.html")
AGENDA = Piece("agenda", "room/_agenda.html")
SECTORS = Piece("sectors", "room/_sectors.html")
LOG = Piece("log", "room/_log.html")

SCREENS: dict[str, tuple[Piece, ...]] = {
    "room": (
        QUORUM,
        Piece("checkin", "room/_checkin.html", facets=("attendance", "part")),
        Piece("teller", "room/_teller.html", facets=("teller",)),
        ITEM,
        Piece("presider", "room/_presider.html", facets=("presides",)),
        FLOOR,
        Piece(
            "ballot-place",
            "room/_ballot.html",
            facets=("elector", "part", "attendance", "recused"),
            personal=True,
        ),
        Piece("represent", "room/_represent.html", facets=("holds",)),
        Piece("receipt-place", "room/_receipt.html", facets=("elector",), personal=True),
        TURNOUT,
        RESULT,
        Piece("stance", "room/_stance.html", facets=("attendance", "part", "recused", "moved")),
        Piece("dissent", "room/_dissent.html", facets=("attendance", "part", "dissented")),
        Piece("dock", "room/_dock.html", facets=("hand", "place", "turns", "presides")),
    ),
    "table": (
        AGENDA,
        FLOOR,
        CONTROLS,
        ITEM,
        TURNOUT,
        RESULT,
        LOG,
        Piece("line-gate", "room/_line_gate.html"),
        Piece("motions", "room/_motions.html"),
        Piece("outcomes", "room/_outcomes.html"),
        Piece("follow-up", "room/_follow_up.html"),
        Piece("doorkeepers", "room/_doorkeepers.html"),
        QUORUM,
        SECTORS,
        Piece("people", "room/_people.html"),
    ),
    "chair": (
        QUORUM,
        ITEM,
        FLOOR,
        CONTROLS,
        Piece("showing", "room/_showing.html"),
        TURNOUT,
        RESULT,
        AGENDA,
        SECTORS,
    ),
    "door": (QUORUM, Piece("door-list", "room/_door_list.html"), SECTORS),
    "watch": (QUORUM, ITEM, FLOOR, TURNOUT, RESULT, AGENDA, LOG, SECTORS),
    "screen": (
        Piece("pin", "room/_pin.html"),
        ITEM,
        FLOOR,
        TURNOUT,
        RESULT,
        QUORUM,
        Piece("door", "room/_door.html"),
        Piece("record", "room/_record.html"),
    ),
}
"""The pieces of each screen, in reading order."""
