"""The access table: wishes. Those of the table are the resident's; the member has claimed them."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
OWN, CLAIMER = "register + resident", "register + member"
WORDS = {"text": "想要一只小推车", "category": "goods", "contact": "3幢", "may_show": "1"}
TEXT = {"text": "约好星期三"}
WHY = {"reason": "请写清楚"}

WISHES = (
    Line("GET /wishes", ALL),
    Line("GET /wishes/figures", ALL),
    Line("GET /wishes/screen", ALL),
    Line(
        "GET /wishes/{wish}",
        ALL,
        foreign="same",
        states={"review": State(OWN, "", outside=NOT_THERE, foreign=NOT_THERE)},
    ),
    Line("GET /wishes/new", "signed in"),
    Line("POST /wishes", "signed in", fields=WORDS, but={"resident": REFUSED}),
    Line("GET /wishes/mine", "signed in"),
    Line("POST /wishes/similar", "signed in", NOTHING, fields={"text": "小推车一辆"}),
    Line("GET /wishes/{wish}/revision", OWN, at="wish.review"),
    Line(
        "POST /wishes/{wish}/revision",
        OWN,
        at="wish.review",
        fields=WORDS,
        states={"wall": State(OWN, REFUSED)},
    ),
    Line(
        "POST /wishes/{wish}/withdrawal",
        OWN,
        at="wish.review",
        states={"delivered": State(OWN, REFUSED)},
    ),
    Line("GET /wishes/{wish}/claim", "signed in"),
    Line(
        "POST /wishes/{wish}/claim",
        "signed in",
        fields={"kind": "resident"},
        but={"resident": REFUSED},
        states={
            "claimed": State("signed in", REFUSED, but={"member": NOTHING}),
            "review": State("nobody", ""),
        },
    ),
    Line("POST /wishes/{wish}/release", CLAIMER, at="wish.doing"),
    Line(
        "POST /wishes/{wish}/progress",
        CLAIMER,
        at="wish.doing",
        fields=TEXT,
        states={"claimed": State(CLAIMER, REFUSED)},
    ),
    Line("POST /wishes/{wish}/confirmation", OWN, at="wish.delivered", fields={"thanks": "谢谢"}),
    Line("POST /wishes/{wish}/reopening", OWN, at="wish.delivered"),
)

DESK = (
    Line("GET /wishes/desk", "register"),
    Line("GET /wishes/desk/new", "register"),
    Line(
        "POST /wishes/{wish}/review",
        "register",
        at="wish.review",
        fields={"act": "return", **WHY},
        states={"wall": State("register", REFUSED)},
    ),
    Line("POST /wishes/{wish}/approval", "register", at="wish.claimed"),
    Line("POST /wishes/{wish}/refusal", "register", at="wish.claimed", fields=WHY),
    Line("POST /wishes/{wish}/expiry", "register", NOTHING, at="wish.doing"),
    Line("GET /wishes/terms", "officers"),
    Line("POST /wishes/terms", "officers", fields={"value_limit": "300", "claim_days": "20"}),
)
