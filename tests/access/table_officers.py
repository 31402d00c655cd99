"""The access table: committee, offices, roll, letters."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import NOTHING, Line, State

SEAT = {
    "person": "{person.neighbour}",
    "sector": "{sector.one}",
    "title": "委员",
    "since": "2026-01-01",
    "until": "2029-01-01",
}

_SEATS = (
    Line("GET /seats/new", "officers"),
    Line("POST /seats/search", "officers", fields={"who": "李"}),
    Line("POST /seats", "officers", fields=SEAT),
    Line("GET /seats/{seat}/end", "officers"),
    Line("POST /seats/{seat}/end", "officers"),
    Line("GET /organisations/new", "officers"),
    Line("POST /organisations", "officers", fields={"name": "新社", "kind": "基金会"}),
)

SECTOR = {"name": "新界别", "name_en": "New", "seats": "2"}
COMMITTEE = (
    *_SEATS,
    Line("GET /committee/sectors", "officers"),
    Line("POST /committee/sectors", "officers", fields=SECTOR),
    Line("GET /committee/sectors/{sector}", "officers"),
    Line("POST /committee/sectors/{sector}", "officers", fields=SECTOR),
    Line("POST /committee/sectors/{sector}/move", "officers", fields={"to": "down"}),
    Line("POST /committee/sectors/{sector}/removal", "officers"),
)

SEE = "see offices"
_ONLY_READ = dict.fromkeys(
    ("chair", "secretary", "supervisor", "auditor", "street_office"), REFUSED
)
_TERM = {"since": "2026-01-01", "until": "2030-12-01"}
OFFICES = (
    Line("GET /offices", SEE),
    Line("POST /offices/search", SEE, fields={"who": "李"}),
    Line("GET /offices/past", SEE),
    Line(
        "POST /offices",
        SEE,
        but=_ONLY_READ,
        fields={"person": "{person.stranger}", "office": "observer", **_TERM},
        proof=True,
        note="an office that one person gives",
    ),
    Line(
        "POST /offices",
        SEE,
        but={role: REFUSED for role in _ONLY_READ if role != "secretary"},
        fields={"person": "{person.stranger}", "office": "secretary", **_TERM},
        proof=True,
        note="a powerful one: asked of a second person",
    ),
    Line("GET /offices/{appointment}/end", SEE, proof=True),
    Line("POST /offices/{appointment}/end", SEE, but=_ONLY_READ, proof=True),
    Line("GET /offices/{appointment}/renewal", SEE, proof=True),
    Line(
        "POST /offices/{appointment}/renewal",
        SEE,
        but=_ONLY_READ,
        fields={"until": "2030-01-01"},
        proof=True,
    ),
)

_ANSWER = "community_secretary + admin + supervisor + auditor"
_WATCH = {"supervisor": REFUSED, "auditor": REFUSED}
_ASKED = "{confirmation}"
# Who sees what is asked besides offices, and may answer it; whoever watches may not.
_SEEN = {
    "roll": "officers + supervisor + auditor",
    "erasure": "staff + supervisor + auditor",
    "departure": "staff + supervisor + auditor",
    "merge": "staff + supervisor + auditor",
    "newcomer": "register + supervisor + auditor",
    "vouching": "register + supervisor + auditor + group_leader",
    "claim": "officers + supervisor + auditor",
}
_OWN = {"vouching": {"group_leader": REFUSED}}  # who asked answers nothing
_OVER = ("withdrawn", "expired")


def _every_kind(over: str, *, but: bool) -> dict[str, State]:
    """Open and answered, in each kind; to an answered one the answer is `over`."""
    watch = _WATCH if but else {}
    found = dict.fromkeys(_OVER, State(_ANSWER, over))
    for kind, who in _SEEN.items():
        own = _OWN.get(kind, {}) if but else {}
        found[kind] = State(who, "", but={**watch, **own})
        found[f"{kind}_over"] = State(who, over)
    return found


CONFIRMATIONS = (
    Line("GET /confirmations", "an office"),
    Line(
        f"GET /confirmations/{_ASKED}",
        _ANSWER,
        states={
            "own": State(f"{_ANSWER} + secretary", ""),
            "answered": State(_ANSWER, ""),
            **_every_kind("", but=False),
        },
        proof=True,
    ),
    Line(
        f"POST /confirmations/{_ASKED}/confirmation",
        _ANSWER,
        but=_WATCH,
        states={
            "own": State(f"{_ANSWER} + secretary", "", but={**_WATCH, "secretary": REFUSED}),
            "answered": State(_ANSWER, REFUSED, but={"community_secretary": NOTHING}),
            **_every_kind(REFUSED, but=True),
        },
        proof=True,
    ),
    Line(
        f"POST /confirmations/{_ASKED}/refusal",
        _ANSWER,
        but=_WATCH,
        fields={"reason": "不合适"},
        states={"answered": State(_ANSWER, REFUSED), **_every_kind(REFUSED, but=True)},
    ),
    Line(
        f"POST /confirmations/{_ASKED}/withdrawal",
        "nobody",
        states={
            "own": State("secretary", ""),
            "vouching": State("group_leader", ""),
            "vouching_over": State("group_leader", REFUSED),
            "roll": State("nobody", ""),
        },
    ),
)

TERMINALS = (
    Line("GET /terminals", "desk"),
    Line("POST /terminals", "desk", fields={"name": "一号机"}),
    Line("POST /terminals/{terminal}/ending", "desk"),
)
