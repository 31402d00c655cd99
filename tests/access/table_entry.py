"""The access table: signing in, letters, one's own account."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import Line, State

ALL = "everybody"
PASSWORD = "柳絮池塘淡淡的风"
CHOSEN = "梨花院落溶溶的月"
LETTER = {"secret": "A234567890", "password": CHOSEN, "repeat": CHOSEN}

COMING_IN = (
    Line("GET /health", ALL),
    Line("GET /display", ALL, query="elder=1"),
    Line("GET /static/{file_path}", ALL, foreign="same"),
    Line("GET /sign-in", ALL, but={"pending": "sign in"}),
    Line(
        "POST /sign-in", ALL, fields={"login": "{login.one}", "password": PASSWORD}, borrowed="done"
    ),
    Line(
        "POST /sign-in",
        ALL,
        "sign in",
        fields={"login": "{login.one}", "password": "falsch-geraten"},
        borrowed="sign in",
        counted=True,
        note="with a wrong password",
    ),
    Line("POST /sign-out", ALL),
    Line("GET /letter", ALL),
    Line("POST /letter", ALL, fields={"public": "{public.unused}", **LETTER}, borrowed="done"),
    Line("GET /letter/{public}", ALL, foreign="same"),
    Line(
        "POST /letter/{public}",
        ALL,
        fields=LETTER,
        foreign="same",
        counted=True,
        states={
            "used": State(ALL, REFUSED, foreign="same"),
            "expired": State(ALL, REFUSED, foreign="same"),
        },
    ),
    Line("POST /not-me", ALL),
    Line("GET /not-listed", ALL, of_all=True),
    Line("GET /letter-claims", ALL),
    Line(
        "POST /letter-claims",
        ALL,
        fields={"public": "{public.used}", "secret": "A234567890", "contact": "15400000009"},
        borrowed="done",
    ),
    Line("GET /sign-in/code", ALL, NOT_THERE, note="where nothing is sent"),
    Line(
        "POST /sign-in/code",
        ALL,
        NOT_THERE,
        fields={"login": "{login.one}", "purpose": "sign_in"},
        borrowed=NOT_THERE,
        note="where nothing is sent",
    ),
    Line("GET /sign-in/code/entry", ALL, NOT_THERE, note="where nothing is sent"),
    Line("POST /sign-in/code/entry", ALL, NOT_THERE, note="where nothing is sent"),
    Line("POST /sign-in/passkey/options", ALL, NOT_THERE, note="without HTTPS"),
    Line("POST /sign-in/passkey", ALL, NOT_THERE, note="without HTTPS"),
    Line("GET /terminal", ALL),
    Line("POST /terminal/end", ALL),
    Line("POST /terminal/leaving", ALL),
)
