"""The access table: paper ballots and shows of hands, entered by two officers."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import NOTHING, Line, State

OVER = {"agreed": State("officers", REFUSED), "withdrawn": State("officers", REFUSED)}

PAPERS = (
    Line("GET /polls/{poll}/sheets", "officers", states={"published": State("officers", "")}),
    Line(
        "POST /polls/{poll}/sheets",
        "officers",
        fields={"kind": "paper"},
        states={"created": State("officers", REFUSED), "closed": State("officers", REFUSED)},
    ),
    Line("GET /polls/{poll}/papers", "officers", states={"published": State("officers", "")}),
    Line("GET /polls/{poll}/ticking-list", "officers", states={"published": State("officers", "")}),
    Line(
        "GET /sheets/{sheet}",
        "officers",
        states={"agreed": State("officers", ""), "withdrawn": State("officers", "")},
    ),
    Line("POST /sheets/{sheet}/search", "officers", fields={"text": "甲"}),
    Line("POST /sheets/{sheet}/lines", "officers", fields={"e-1": "yes"}, states=OVER),
    Line("POST /sheets/{sheet}/rest", "officers", fields={"choice": "yes"}, states=OVER),
    Line(
        "POST /sheets/{sheet}/counts",
        "officers",
        REFUSED,
        fields={"n-yes": "1"},
        note="only of a secret vote",
    ),
    Line("GET /sheets/{sheet}/papers", "nobody", note="only of a vote on several options"),
    Line(
        "POST /sheets/{sheet}/papers",
        "nobody",
        fields={"no": "1", "one": "a"},
        note="only of a vote on several options",
    ),
    Line(
        "POST /sheets/{sheet}/completion",
        "officers",
        but={"chair": REFUSED, "community_secretary": REFUSED},  # they have entered nothing
        states={
            "agreed": State("officers", NOTHING, but={"community_secretary": REFUSED}),
            "withdrawn": State("officers", REFUSED),
        },
    ),
    Line(
        "POST /sheets/{sheet}/withdrawal",
        "chair",
        states={"agreed": State("chair", REFUSED), "withdrawn": State("chair", NOTHING)},
    ),
)
