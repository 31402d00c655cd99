"""The access table: a vote with tellers. Nobody opens its box early, and none of them alone."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import Line, State

_SHARE = " ".join(["00000"] * 13)  # of nobody
_TELLER = {state: State("member", REFUSED) for state in ("telling", "boxed", "lost")}
_THREE = {f"teller{at}": f"{{person.{who}}}" for at, who in ((1, "member"), (2, "other"))}

TELLERS = (
    Line("GET /secret-votes", "everybody"),
    Line(
        "GET /polls/{poll}/tellers",
        "officers",
        at="poll.tellers",
        states={state: State("officers", "") for state in ("telling", "boxed", "lost")},
    ),
    Line(
        "POST /polls/{poll}/tellers",
        "officers",
        REFUSED,
        at="poll.tellers",
        fields={**_THREE, "teller3": "{person.stranger}"},
        states={"telling": State("officers", REFUSED), "boxed": State("officers", REFUSED)},
        note="who is not there",
    ),
    Line(
        "GET /polls/{poll}/share",
        "member",  # one of the three
        at="poll.tellers",
        states={state: State("member", "") for state in ("telling", "boxed", "lost")},
    ),
    Line(
        "POST /polls/{poll}/share",
        "member",
        REFUSED,
        at="poll.tellers",
        states=_TELLER,
        note="whose share was taken off the server",
    ),
    Line(
        "POST /polls/{poll}/share/proof",
        "member",
        REFUSED,
        at="poll.tellers",
        fields={"secret-1": "00000", "secret-2": "00000", "secret-3": "00000"},
        states=_TELLER,
        note="before it was fetched",
    ),
    Line(
        "POST /polls/{poll}/shares",
        "member",
        REFUSED,
        at="poll.boxed",
        fields={"secret": _SHARE},
        states={state: State("member", REFUSED) for state in ("tellers", "telling", "lost")},
        note="a wrong one, or too early",
    ),
    Line(
        "POST /polls/{poll}/losses",
        "officers + member",
        at="poll.boxed",
        fields={"no": "1"},
        states={"tellers": State("officers + member", REFUSED)},
    ),
    Line(
        "POST /polls/{poll}/unopened",
        "officers",
        at="poll.lost",
        states={state: State("officers", REFUSED) for state in ("tellers", "telling", "boxed")},
    ),
)
