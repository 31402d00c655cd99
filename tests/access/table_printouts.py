"""The access table: sheets to print."""

from __future__ import annotations

from tests.access.asking import NOT_THERE
from tests.access.lines import Line, State

ALL = "everybody"
PUBLIC_TO_ALL = {"published": State(ALL, "", foreign="same")}
READERS = "officers + called + supervisor + auditor"  # of the raw record of a meeting
PRINTOUTS = (
    Line("GET /meetings/{meeting}/sign-in-sheet", "officers"),
    Line("GET /meetings/{meeting}/sign-in-sheet/pdf", "officers", query="?blank=1"),
    Line("GET /meetings/{meeting}/record", READERS),
    Line("GET /meetings/{meeting}/record/pdf", READERS),
    Line("GET /meetings/{meeting}/vote-table", ALL, foreign="same"),
    Line("GET /meetings/{meeting}/vote-table/pdf", ALL, foreign="same"),
    Line("GET /minutes/{minutes}/decisions", "officers", outside=NOT_THERE, states=PUBLIC_TO_ALL),
    Line(
        "GET /minutes/{minutes}/decisions/pdf", "officers", outside=NOT_THERE, states=PUBLIC_TO_ALL
    ),
    Line("GET /polls/{poll}/poster", "nobody", outside=NOT_THERE, states=PUBLIC_TO_ALL),
    Line("GET /polls/{poll}/poster/{size}", "nobody", outside=NOT_THERE, states=PUBLIC_TO_ALL),
)
