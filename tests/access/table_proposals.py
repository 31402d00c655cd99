"""The access table: proposals. Those of the table are the resident's own, unless it says so."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
WORDING = {"title": "装灯", "text": "在门口装一盏灯"}
OVER = {"withdrawn": State("officers", REFUSED)}

PROPOSALS = (
    Line("GET /proposals", ALL),
    Line("GET /proposals/{proposal}", ALL, foreign="same"),
    Line("GET /proposal-photos/{photo}", ALL, foreign="same"),
    Line("GET /proposals/new", "signed in"),
    Line("POST /proposals", "signed in", fields=WORDING, but={"resident": REFUSED}),
    Line("GET /proposals/mine", "signed in"),
    Line(
        "POST /proposals/{proposal}/support",
        "signed in",
        fields={"version": "1"},
        but={"resident": REFUSED},
        states={
            "answered": State("signed in", REFUSED),
            "withdrawn": State("signed in", REFUSED),
        },
    ),
    Line(
        "POST /proposals/{proposal}/support-withdrawal",
        "signed in",
        NOTHING,
        states={"answered": State("signed in", REFUSED)},
    ),
    Line("GET /proposals/{proposal}/revision", "resident"),
    Line(
        "POST /proposals/{proposal}/revision",
        "resident",
        fields={**WORDING, "version": "1"},
        states={"waiting": State("resident", REFUSED), "scheduled": State("resident", REFUSED)},
    ),
    Line(
        "POST /proposals/{proposal}/withdrawal",
        "resident",
        states={"scheduled": State("resident", REFUSED), "other": State("nobody", "")},
    ),
    Line(
        "POST /proposals/{proposal}/merge-answer",
        "resident",
        at="proposal.asked",
        fields={"answer": "agreed"},
        otherwise=NOT_THERE,
    ),
    Line(
        "POST /proposal-photos/{photo}/removal",
        "officers + resident",
        fields={"why": "有人脸"},
    ),
)

OFFICE = (
    Line("GET /proposals/board", "officers"),
    Line("GET /proposals/desk", "officers"),
    Line(
        "POST /proposals/desk",
        "officers",
        fields={**WORDING, "person": "{person.stranger}"},
        borrowed=REFUSED,
    ),
    Line("GET /proposals/terms", "officers"),
    Line("POST /proposals/terms", "officers", fields={"threshold": "5", "answer_days": "10"}),
    Line(
        "POST /proposals/{proposal}/acceptance",
        "officers",
        states={"waiting": State("officers", NOTHING), **OVER},
    ),
    Line("GET /proposals/{proposal}/answer", "officers"),
    Line(
        "POST /proposals/{proposal}/answer",
        "officers",
        at="proposal.waiting",
        fields={"outcome": "adopted", "reason": "照办"},
        states={"supporting": State("officers", REFUSED), **OVER},
    ),
    Line("GET /proposals/{proposal}/merging", "officers"),
    Line(
        "POST /proposals/{proposal}/merging",
        "officers",
        REFUSED,
        fields={"into": "TA-1900-01", "reason": "同一件事"},
        note="into a number that is not there",
    ),
    Line("GET /proposals/{proposal}/agenda", "officers"),
    Line(
        "POST /proposals/{proposal}/agenda",
        "officers",
        at="proposal.answered",
        fields={"meeting": "{meeting.announced}", "kind": "vote", "minutes": "10"},
        states={"supporting": State("officers", REFUSED), "scheduled": State("officers", REFUSED)},
    ),
    Line("GET /proposals/{proposal}/fate", "officers"),
    Line(
        "POST /proposals/{proposal}/fate",
        "officers",
        at="proposal.answered",
        fields={"fate": "project", "reason": "接着办"},
        states={"scheduled": State("officers", REFUSED), **OVER},
    ),
)
