"""The access table: a meeting before it takes place: agenda, notices, another time, calendars."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
POINT = {"item-title": "改过的议项", "item-kind": "report", "item-minutes": "5"}
OPENED = {"open": State("officers", REFUSED), "finished": State("officers", REFUSED)}
TIME = {"day": "2031-03-04", "since": "09:00", "until": "11:00", "place": "三楼", "why": "维修"}
SHUT = {"open": State("officers", REFUSED), "closed": State("officers", REFUSED)}

PUBLIC = (
    Line("GET /meetings/{meeting}", ALL, foreign="same"),
    Line("GET /meetings/{meeting}/notices/{no}", ALL, at="meeting.announced", foreign="same"),
    Line("GET /meetings/{meeting}/calendar", ALL, foreign="same"),
    Line("GET /c/{community}/calendar", ALL, foreign="same"),
)

NOTICE = (
    Line("GET /meetings/terms", "officers"),
    Line(
        "POST /meetings/terms",
        "officers",
        fields={"review_first": "1", "turn_minutes": "2", "turns_each": "2"},
    ),
    Line("GET /items/{item}", "officers", at="item.announced"),
    Line("POST /items/{item}", "officers", at="item.announced", fields=POINT, states=OPENED),
    Line(
        "POST /items/{item}/order",
        "officers",
        NOTHING,
        at="item.announced",
        fields={"step": "up"},
        states=OPENED,
    ),
    Line("POST /items/{item}/removal", "officers", REFUSED, at="item.announced", note="the last"),
    Line(
        "POST /items/{item}/review",
        "officers",
        at="item.announced",
        fields={"reviewed_on": "2026-01-05", "review_no": "第9号"},
        states={"finished": State("officers", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/notices",
        "officers",
        NOTHING,
        at="meeting.announced",
        states=SHUT,
        note="with nothing changed",
    ),
    Line("GET /meetings/{meeting}/schedule", "officers", at="meeting.announced"),
    Line(
        "POST /meetings/{meeting}/schedule",
        "officers",
        at="meeting.announced",
        fields=TIME,
        states=SHUT,
    ),
    Line(
        "POST /meetings/{meeting}/cancellation",
        "officers",
        at="meeting.announced",
        fields={"cancelled_why": "台风"},
        states=SHUT,
    ),
)
