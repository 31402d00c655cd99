"""The access table: the record is everybody's to read and to check; officers name its witnesses."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
RECORD = (
    Line("GET /record", ALL),
    Line("GET /record/verifier", ALL),
    Line("GET /c/{community}/record", ALL, foreign="same"),
    Line("GET /c/{community}/record/checkpoint", ALL, foreign="same"),
    Line("GET /c/{community}/record/inclusion", ALL, foreign="same"),
    Line("GET /c/{community}/record/consistency", ALL, foreign="same"),
    Line("GET /c/{community}/record/bundle", ALL, foreign="same"),
    Line(
        "POST /c/{community}/record/cosignatures",
        ALL,
        REFUSED,
        foreign="same",
        fields={"line": "— nobody AAAA"},
        note="of nobody",
    ),
    Line("POST /record/witnesses", "officers", REFUSED, fields={"name": "x", "vkey": "x"}),
    Line(
        "POST /record/witnesses/{witness}/ending",
        "officers",
        states={"ended": State("officers", NOTHING)},
    ),
    Line("POST /record/restorations", "officers", REFUSED, note="nothing was lost"),
)
