"""Every live piece renders from what it declares and nothing else, in both languages."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from council.i18n import speaking
from council.room.pieces import FACETS, SCREENS, TURNOUT, Piece
from council.web.render import environment, piece
from tests.room.samples import DOOR, MINE, NOW, ROOMS

if TYPE_CHECKING:
    from council.room.snapshot import Room

VALUES: dict[str, tuple[object, ...]] = {
    "elector": (True, False),
    "attendance": ("expected", "present", "leave", "left", "none"),
    "part": ("member", "observer", "none"),
    "recused": (True, False),
    "moved": ("", "3"),
    "hand": ("no", "none", "waiting", "held"),  # speaking: test_floor_pieces.py
    "place": (1, 10),
    "turns": (-1, 0, 2),
    "presides": (True, False),
    "dissented": ("", "3 4"),
    "holds": (False, True),
    "teller": ("", "fetch", "confirm", "ready", "wait", "type", "typed", "lost", "over"),
}
VOID = frozenset({"input", "meta", "link", "br", "wbr", "hr", "img"})
# The doorkeeper's page shows who comes, and nothing of what is discussed.
SHOWING = [screen for screen, pieces in SCREENS.items() if TURNOUT in pieces]
EACH_PIECE = [(screen, each) for screen, pieces in SCREENS.items() for each in pieces]


class Reader(HTMLParser):
    """The ids of a text in order, those of its outermost elements, and whether it nests well."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.roots: list[str] = []
        self.open: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("id")
        if not self.open:
            self.roots.append(name or "")
        if name:
            self.ids.append(name)
            self.attributes[name] = found
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"


def variants(each: Piece) -> list[dict[str, object]]:
    """Every combination of the facets that the piece declares, and `mine` if it is personal."""
    facets = {name: VALUES[name] for name in each.facets}
    if each.personal:
        facets["mine"] = (None, MINE)
    return [dict(zip(facets, found, strict=True)) for found in product(*facets.values())]


def pushed(each: Piece, room: Room, screen: str, **facets: object) -> str:
    """The piece as a push renders it: no request, no viewer, no token."""
    return piece(each.template, room=room, screen=screen, csrf="", door=DOOR, **facets)


def whole(screen: str, room: Room, language: str, **changes: object) -> str:
    """The page, with everything that a visit adds."""
    context: dict[str, Any] = {
        "room": room, "screen": screen, "door": DOOR, "now": NOW, "lang": language,
        "elder": False, "terminal": None, "csrf": "token", "viewer": None, "site": "议事厅",
        "nav": "meetings", "path": f"/meetings/m1/{screen}",
        "elector": True, "attendance": "present",
        "part": "member", "recused": False, "moved": "", "mine": None, "text": "",
        "found": [], "instead": [],
        "hand": "none", "place": 0, "turns": 2, "presides": False, "dissented": "", "holds": False,
        "teller": "",
    }  # fmt: skip
    with speaking(language):
        return environment().get_template(f"room/{screen}.html").render({**context, **changes})


@pytest.fixture(autouse=True)
def _no_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of a file is not the matter here, nor whether the set-up has copied it yet."""
    monkeypatch.setitem(environment().globals, "asset", lambda name: f"/static/{name}")


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_piece_renders_with_its_own_id(name: str, language: str) -> None:
    with speaking(language):
        for screen, each in EACH_PIECE:
            for facets in variants(each):
                read = Reader(pushed(each, ROOMS[name], screen, **facets))
                assert read.roots == [each.id], (screen, each.id, facets)
                assert read.open == []
                assert len(read.ids) == len(set(read.ids)), (screen, each.id, facets)


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_holds_every_piece_once_and_no_id_twice(
    name: str, screen: str, language: str
) -> None:
    ids = Reader(whole(screen, ROOMS[name], language)).ids
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert {each.id for each in SCREENS[screen]} <= set(ids)
    assert {"main", "connection", "refusal"} <= set(ids)


def test_facets_are_known() -> None:
    assert {facet for _, each in EACH_PIECE for facet in each.facets} <= FACETS


def test_a_page_equals_its_pieces() -> None:
    """A piece in a whole page differs from the pushed one in its token alone."""
    text = whole("room", ROOMS["voting"], "zh").replace('value="token"', 'value=""')
    shared = {
        "elector": True, "attendance": "present", "part": "member", "recused": False, "moved": "",
        "mine": None, "hand": "none", "place": 0, "turns": 2, "presides": False, "dissented": "",
        "holds": False,
        "teller": "",
    }  # fmt: skip
    for each in SCREENS["room"]:
        facets = {name: shared[name] for name in (*each.facets, *(["mine"] * each.personal))}
        assert pushed(each, ROOMS["voting"], "room", **facets).strip() in text


def test_the_ballot_is_only_on_the_phones_that_may_vote() -> None:
    for name, room in ROOMS.items():
        for elector in (True, False):
            ids = Reader(whole("room", room, "zh", elector=elector)).ids
            open_poll = room.poll is not None and room.poll.state == "open"
            assert ("ballot" in ids) == (elector and open_poll), name


def test_a_vote_that_was_acknowledged_shows_its_receipt_and_no_open_ballot() -> None:
    text = whole("room", ROOMS["voting-by-hand"], "zh", mine=MINE)
    read = Reader(text)
    assert MINE.receipt in text
    assert "receipt" in read.ids
    assert "ballot" not in read.ids


@pytest.mark.parametrize("screen", SHOWING)
@pytest.mark.parametrize("name", ["voting", "closing", "counted"])
def test_nobody_sees_the_split_before_publication(screen: str, name: str) -> None:
    read = Reader(whole(screen, ROOMS[name], "zh", elector=screen == "room"))
    assert "result" not in read.ids
    assert read.attributes["turnout"]["data-cast"] == str(ROOMS[name].poll.turnout)  # type: ignore[union-attr]


@pytest.mark.parametrize("screen", SHOWING)
def test_the_names_that_outside_tests_rely_on(screen: str) -> None:
    found = Reader(whole(screen, ROOMS["published"], "zh")).attributes
    assert found["main"]["data-seq"] == "42"
    assert found["item"]["data-no"] == "5"
    quorum = found["quorum"]
    assert (quorum["data-met"], quorum["data-present"], quorum["data-called"]) == (
        "true", "13", "15",
    )  # fmt: skip
    assert found["result"]["data-verdict"] == "failed"
    if screen == "screen":
        assert found["door"]["data-code"] == "482716"


def test_hostile_text_stays_text() -> None:

    evil = '<script>alert(1)</script>"onload="x'
    room = ROOMS["floor"]
    assert room.current is not None
    current = replace(room.current, title=evil, presenter=evil)
    room = replace(room, current=current, items=(current,), record_hash=evil)
    for screen in SCREENS:
        assert "<script>alert" not in whole(screen, room, "zh")
        assert '"onload=' not in whole(screen, room, "zh")
