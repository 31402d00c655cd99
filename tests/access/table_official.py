"""The access table: official notices. Those of the table run and are the community's own."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import Line, State

ALL = "everybody"
WORDS = {
    "type": "publicity",
    "kind": "project",
    "title": "公示",
    "text": "请看",
    "signed": "居委会",
}
CODE = "0123456789"
DAYS = {
    f"{name}-{kind}": value
    for kind in (
        *("affairs", "result", "minutes", "project"),
        *("points", "candidates", "undelivered", "other"),
    )
    for name, value in (("days", "15"), ("in", "natural"))
}

NOTICES = (
    Line("GET /notices", ALL),
    Line(
        "GET /notices/{notice}",
        ALL,
        foreign="same",
        states={"draft": State("nobody", "", outside=NOT_THERE)},
    ),
    Line("GET /notices/{notice}/sheet", ALL, foreign="same"),
    Line("GET /notice-photos/{picture}", ALL, foreign="same"),
    Line("GET /notices/{notice}/objection", ALL, foreign="same"),
    Line(
        "POST /notices/{notice}/objection",
        ALL,
        foreign="same",
        fields={"text": "不同意", "code": CODE, "contact": "154", "name": "邻居"},
    ),
    Line("GET /objections", ALL),
    Line("POST /objections", ALL, REFUSED, fields={"code": CODE}, note="with a wrong code"),
)

DESK = (
    Line("GET /notices/desk", "officers"),
    Line("GET /notices/new", "officers"),
    Line("POST /notices", "officers", fields=WORDS),
    Line("GET /notices/{notice}/draft", "officers", at="notice.draft"),
    Line("POST /notices/{notice}/draft", "officers", at="notice.draft", fields=WORDS),
    Line("GET /notices/{notice}/preview", "officers", at="notice.draft"),
    Line(
        "POST /notices/{notice}/publication",
        "officers",
        at="notice.draft",
        fields={"sure": "yes", "seen": "{seen.draft}"},
    ),
    Line(
        "POST /notices/{notice}/discarding",
        "officers",
        at="notice.draft",
        states={"running": State("officers", REFUSED)},
    ),
    Line("GET /notices/{notice}/desk", "officers"),
    Line("POST /notices/{notice}/postings", "officers", fields={"board": "北门"}),
    Line(
        "POST /postings/{posting}/photo",
        "officers",
        REFUSED,
        foreign=REFUSED,  # before any posting is looked for
        note="without a photograph",
    ),
    Line("POST /postings/{posting}/removal", "officers", REFUSED, note="before its last day"),
    Line(
        "POST /notices/{notice}/desk-objections",
        "officers",
        fields={
            "text": "不同意",
            "code": CODE,
            "contact": "154",
            "name": "邻居",
            "channel": "oral",
        },
    ),
    Line("POST /objections/{objection}/answer", "officers", fields={"answer": "已补充"}),
    Line("POST /notices/{notice}/closing", "officers", REFUSED, note="before its last day"),
    Line("GET /notices/calendar", "officers"),
    Line(
        "POST /notices/calendar",
        "officers",
        fields={"day": "2026-10-01", "kind": "holiday", "name": "国庆节"},
    ),
    Line("POST /notices/calendar/removal", "officers", fields={"day": "2026-02-17"}),
    Line("GET /notices/terms", "officers"),
    Line("POST /notices/terms", "officers", fields={**DAYS, "boards": "南门"}),
    Line("GET /contact/terms", "officers"),
    Line(
        "POST /contact/terms",
        "officers",
        fields={"street_name": "街道办事处", "street_phone": "0512-00000003"},
    ),
)
