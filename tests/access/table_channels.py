"""The access table: proxies, ballots that staff enter, codes on paper."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import Line, State

FOR_ANOTHER = {"choice": "yes", "idem": "0123456789abcdef", "rev": "0", "confirmed": "1"}

CHANNELS = (
    Line("GET /meetings/{meeting}/proxies", "officers"),
    Line(
        "POST /meetings/{meeting}/proxies",
        "officers",
        at="meeting.announced",
        fields={
            "principal": "{number.member}",
            "holder": "{number.secretary}",
            "authority_on": "2026-01-05",
            "kept_at": "档案柜",
        },
        states={"open": State("officers", REFUSED), "closed": State("officers", REFUSED)},
    ),
    Line("POST /proxies/{proxy}/withdrawal", "officers + member"),
    Line("GET /account/proxies", "signed in"),
    Line(
        "POST /polls/{poll}/proxy-ballots",
        "secretary",
        at="poll.spoken",
        fields={"principal": "{person.chair}", **FOR_ANOTHER},
        states={"open": State("nobody", ""), "published": State("nobody", "")},
        borrowed=NOT_THERE,
    ),
    Line(
        "GET /polls/{poll}/assistance",
        "desk",
        states={"created": State("nobody", ""), "cancelled": State("nobody", "")},
    ),
    Line(
        "POST /polls/{poll}/assisted-ballots",
        "desk",
        fields={"person": "{person.member}", **FOR_ANOTHER},
        states={"created": State("nobody", ""), "closed": State("desk", REFUSED)},
    ),
    Line(
        "POST /polls/{poll}/assisted-ballots/confirmation",
        "desk",
        at="poll.spoken",
        fields={"person": "{person.member}"},
        states={"open": State("nobody", "")},
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /polls/{poll}/objection",
        "member",
        at="poll.spoken",
        states={"open": State("nobody", "")},
    ),
    Line("GET /polls/{poll}/kiosk-codes", "desk"),
    Line(
        "POST /polls/{poll}/kiosk-codes",
        "desk",
        fields={"names": "{number.member}"},
        states={"closed": State("desk", REFUSED)},
    ),
    Line("GET /kiosk", "everybody"),
    Line("POST /kiosk", "nobody", outside=NOT_THERE, fields={"code": "ABCDE-FGHJK"}),
    Line(
        "POST /kiosk/ballots",
        "nobody",
        outside=NOT_THERE,
        fields={"code": "ABCDE-FGHJK", **FOR_ANOTHER},
    ),
)
