"""The access table: calls for needs. Its entry is the resident's, its card the desk's."""

from __future__ import annotations

from datetime import timedelta

from council.clock import local, now
from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
LATER = (local(now()).date() + timedelta(days=60)).isoformat()
WORDS = {
    "title": "请您来提",
    "text": "提什么都行",
    "channels": "扫码",
    "issuer": "居委会",
    "last_day": LATER,
}
WHY = {"reason": "请看"}
DRAFT = {"draft": State("nobody", "", outside=NOT_THERE)}
FORM, CARD, CODE = "0123456789", "ABCDE01234", "ZZZZZ99999"
ENTRY = {"field": "service", "text": "想要一张长椅"}
PAPER = {**ENTRY, "form": CARD, "channel": "paper"}

NEEDS = (
    Line("GET /calls", ALL),
    Line("GET /calls/{call}", ALL, foreign="same", states=DRAFT),
    Line("GET /calls/{call}/entry", ALL, foreign="same", states=DRAFT),
    Line(
        "POST /calls/{call}/entries",
        ALL,
        foreign="same",
        fields={**ENTRY, "form": FORM},
        states=DRAFT,
    ),
    Line("GET /calls/{call}/poster", ALL, foreign="same", states=DRAFT),
    Line("GET /calls/{call}/poster/{size}", ALL, foreign="same", states=DRAFT),
    Line("GET /needs/{need}", ALL, foreign="same"),
    Line("GET /mine", ALL),
    Line("POST /mine", ALL, REFUSED, fields={"code": CODE}, note="with a wrong code"),
)

DESK = (
    Line("GET /calls/desk", "register"),
    Line("GET /calls/new", "officers"),
    Line("POST /calls", "officers", fields=WORDS),
    Line(
        "GET /calls/{call}/wording",
        "officers",
        at="call.draft",
        states={"open": State("officers", REFUSED)},
    ),
    Line(
        "POST /calls/{call}/wording",
        "officers",
        at="call.draft",
        fields=WORDS,
        states={"open": State("officers", REFUSED)},
    ),
    Line("POST /calls/{call}/publication", "officers", at="call.draft"),
    Line("POST /calls/{call}/extension", "officers", fields={**WHY, "last_day": LATER}),
    Line("POST /calls/{call}/closing", "officers", fields=WHY),
    Line("GET /calls/{call}/cards", "register"),
    Line("POST /calls/{call}/cards", "register", fields=PAPER),
    Line("GET /calls/{call}/entries", "register"),
    Line("POST /calls/{call}/entries/search", "register", NOTHING, fields={"text": "长椅"}),
    Line("GET /needs/{need}/correction", "register", at="need.card"),
    Line(
        "POST /needs/{need}/correction",
        "register",
        at="need.card",
        fields=ENTRY,
        states={"one": State("register", REFUSED)},
    ),
    Line("POST /needs/{need}/answer", "register", fields={**WHY, "act": "adopted"}),
    Line("POST /needs/{need}/hiding", "register", fields=WHY),
    Line("POST /needs/{need}/receipt", "register"),
)
