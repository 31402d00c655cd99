"""The access table: a person's page, verification, privacy."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import Line, State

DESK = "desk"
WHY = {"why": "核对联系方式"}
EDIT = {"name": "李新", "gender": "女", "hukou": "户籍", "seen": "x"}

PERSON = (
    Line("GET /people/{person}", "register"),
    Line("POST /people/{person}/views", "staff", fields=WHY),
    Line("GET /people/{person}/edit", DESK),
    Line("POST /people/{person}/edit", DESK, REFUSED, fields=EDIT, note="with an old mark"),
    Line(
        "POST /people/{person}/homes",
        DESK,
        fields={"unit": "{code.other}", "tie": "业主"},
    ),
    Line("POST /people/{person}/homes/{residence}/end", DESK),
    Line("GET /people/{person}/departure", "staff"),
    Line(
        "POST /people/{person}/departures",
        "staff",
        fields={"kind": "moved_out", "ground": "搬到外区"},
    ),
    Line("POST /people/{person}/return", "staff", at="person.left"),
    Line("GET /people/{person}/merge", "staff"),
    Line(
        "POST /people/{person}/merge",
        "staff",
        fields={
            "step": "ask",
            "gone": "{person.stranger}",
            "other": "{person.neighbour}",
            "ground": "同一个人",
        },
        borrowed=NOT_THERE,
    ),
)

TERMS = {"log_days": "400", "holidays": "2027-02-01"}
_CLAIM = {"told": "这是我", "contact": "15400000008"}
VERIFICATION = (
    Line("GET /verification", "officers + social_worker"),
    Line("GET /desk", DESK),
    Line("POST /desk", DESK, fields={"who": "李"}),
    Line("GET /people/{person}/verification", DESK),
    Line(
        "POST /people/{person}/verification",
        DESK,
        at="person.listed",
        fields={"paper_id_card": "1"},
    ),
    Line("POST /people/{person}/claims", DESK, fields=_CLAIM),
    Line("POST /people/{person}/letter", DESK),
    Line(
        "POST /people/{person}/letter",
        DESK,
        but={"secretary": REFUSED, "social_worker": REFUSED},
        fields={"purpose": "office"},
        note="that resets a second factor",
    ),
    Line("GET /letters", DESK),
    Line(
        "POST /letters/batches",
        DESK,
        fields={"batch": "abcdefgh2345", "units": "{code.one}", "who": "unverified"},
    ),
    Line("GET /letters/batches/{batch}", "secretary"),
    Line("GET /letters/batches/{batch}/progress", "secretary"),
    Line("POST /letters/batches/{batch}/paper", "secretary", but={"secretary": REFUSED}),
    Line("GET /vouching", "group_leader"),
    Line(
        "POST /people/{person}/vouching",
        "group_leader",
        at="person.listed",
        fields={"ground": "住在我们楼"},
    ),
    Line("GET /newcomers/new", DESK),
    Line(
        "POST /newcomers",
        DESK,
        fields={
            "name": "周新来",
            "gender": "男",
            "hukou": "非户籍",
            "code": "{code.one}",
            "tie": "租户",
            "evidence": "lease",
            "born": "1990-01-01",
        },
    ),
    Line("GET /conflicts", DESK),
    Line(
        "GET /conflicts/{conflict}",
        DESK,
        states={state: State(DESK, "") for state in ("own", "asked", "settled")},
    ),
    Line(
        "POST /conflicts/{conflict}/settlement",
        "staff",
        fields={"outcome": "holder", "ground": "证件一致"},
        states={
            "own": State("staff", "", but={"secretary": REFUSED}),
            "asked": State("staff", ""),
            "settled": State("staff", REFUSED),
        },
    ),
)

PRIVACY = (
    Line("GET /people/{person}/consents", DESK),
    Line(
        "POST /people/{person}/consents",
        DESK,
        fields={"purpose": "contact_email", "channel": "paper"},
    ),
    Line(
        "POST /people/{person}/consents/{consent}/withdrawal",
        DESK,
        at="person.member consent.member",
        states={"neighbour": State("nobody", "")},
    ),
    Line("GET /people/{person}/data-requests", DESK),
    Line(
        "POST /people/{person}/data-requests",
        DESK,
        fields={"kind": "explain", "text": "请说明"},
    ),
    Line("GET /data-requests", "staff"),
    Line(
        "GET /data-requests/{asked}",
        "staff",
        states={one: State("staff", "") for one in ("own", "deletion", "answered", "withdrawn")},
    ),
    Line(
        "POST /data-requests/{asked}/answer",
        "staff",
        fields={"outcome": "done", "answer": "已经说明"},
        states={
            "own": State("staff", "", but={"secretary": REFUSED}),
            "deletion": State("staff", REFUSED),  # done by two, or refused with reasons
            "answered": State("staff", REFUSED),
            "withdrawn": State("staff", REFUSED),
        },
    ),
    Line("GET /data-terms", "community_secretary"),
    Line("POST /data-terms", "community_secretary", fields=TERMS),
    Line("GET /access-log", "watchers"),
    Line(
        "POST /access-log",
        "watchers",
        fields={"since": "2026-01-01", "until": "2031-01-01"},
    ),
)
