"""The access table: the register of people and homes, and its import."""

from __future__ import annotations

from tests.access.asking import REFUSED
from tests.access.lines import NOTHING, Line, State

REGISTER = (
    Line("GET /roll", "register"),
    Line("POST /roll/search", "register", fields={"text": "李"}),
    Line("GET /roll/units", "register"),
    Line("GET /roll/households", "register"),
    Line("GET /roll/buildings", "register"),
    Line(
        "POST /roll/buildings",
        "desk",
        fields={"building": "{building.one}", "address": "新路2号"},
        borrowed="not there",
    ),
    Line("GET /units/{unit}", "desk"),
    Line("POST /units/{unit}", "desk", REFUSED, fields={"area": "88.5"}, note="with an old mark"),
    Line("POST /units/{unit}/households", "desk"),
    Line(
        "POST /units/{unit}/households/{household}",
        "desk",
        fields={"person": "{person.neighbour}"},
    ),
    Line(
        "POST /units/{unit}/tenures",
        "desk",
        fields={"kind": "company", "name": "新公司"},
    ),
    Line("POST /tenures/{tenure}/end", "desk", fields={"why": "卖出"}),
)

_TAKEN = "officers + social_worker + supervisor + auditor"
EXPORTS = (
    Line("GET /exports", _TAKEN),
    Line(
        "POST /exports/{code}",
        "register",
        foreign="",
        fields={"kind": "csv", "why": "核对"},
        states={
            "units": State("register", ""),
            "households": State("register", ""),
            "organisations": State(_TAKEN, ""),
            "seats": State(_TAKEN, ""),
            "offices": State("officers + supervisor + auditor", ""),
            "access-log": State("watchers", ""),
        },
    ),
)

_IMPORT = "staff"
_STAGES = ("staged", "asked", "waiting", "writing", "done", "failed")


def _in_each(who: str, answer: str, **other: str) -> dict[str, State]:
    """The states of an import behind the reading of its file."""
    return {stage: State(who, other.get(stage, answer)) for stage in _STAGES}


IMPORT = (
    Line("GET /roll/import", _IMPORT),
    Line("POST /roll/import", _IMPORT, REFUSED, note="without a file"),
    Line(
        "GET /roll/import/{staged}",
        "officers",
        but={"chair": "not there"},
        states=_in_each("officers", ""),
    ),
    Line("GET /roll/import/{staged}/progress", "officers", states=_in_each("officers", "")),
    Line("GET /roll/import/{staged}/findings", _IMPORT, states=_in_each(_IMPORT, "")),
    Line(
        "POST /roll/import/{staged}/columns",
        _IMPORT,
        REFUSED,
        note="without columns",
        states=_in_each(_IMPORT, REFUSED),
    ),
    Line(
        "POST /roll/import/{staged}/application",
        _IMPORT,
        REFUSED,
        note="not read yet",
        states=_in_each(_IMPORT, REFUSED, staged="done", asked=NOTHING),
    ),
)
