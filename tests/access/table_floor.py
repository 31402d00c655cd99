"""The access table: the floor of a meeting in session."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

AT = "meeting.debating"
SHUT = {
    "announced": State("called", REFUSED),
    "closed": State("called", REFUSED),
    "open": State("called", REFUSED),  # a poll is open in it
}
_SPEAKS = {"waiting": State("officers", REFUSED)}

FLOOR = (
    Line(
        "POST /meetings/{meeting}/turns",
        "called",
        at=AT,
        # The chair takes no side, the secretary waits already, the member has the floor.
        but={"chair": REFUSED, "secretary": NOTHING, "member": REFUSED},
        fields={"side": "no"},
        states=SHUT,
        note="one's own hand on a motion",
    ),
    Line(
        "POST /meetings/{meeting}/turns",
        "called",
        at=AT,
        but={"member": REFUSED},
        fields={"side": "order"},
        note="a point of order",
    ),
    Line(
        "POST /meetings/{meeting}/turns",
        "officers",
        at=AT,
        fields={"side": "no", "person": "{person.secretary}"},
        borrowed=NOT_THERE,
        note="for somebody without a phone",
    ),
    Line("POST /meetings/{meeting}/turns/lowering", "called", at=AT, but={"member": REFUSED}),
    Line("POST /turns/{turn}/beginning", "officers", at="turn.waiting", answer=REFUSED),
    Line("POST /turns/{turn}/pause", "officers", states=_SPEAKS),
    Line("POST /turns/{turn}/resumption", "officers", NOTHING, states=_SPEAKS),
    Line("POST /turns/{turn}/extension", "officers", fields={"seconds": "120"}, states=_SPEAKS),
    Line(
        "POST /turns/{turn}/ending",
        "officers + member",  # whoever speaks
        states={"waiting": State("officers", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/reminders",
        "officers",
        at=AT,
        fields={"person": "{person.member}", "reason": "topic", "minuted": "yes"},
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /meetings/{meeting}/handovers",
        "officers",
        REFUSED,
        at=AT,
        fields={"person": "{person.secretary}"},
        note="to somebody who debates",
    ),
    Line("POST /meetings/{meeting}/handovers/return", "officers", NOTHING, at=AT),
    Line("POST /motions/{motion}/debate/closing", "officers", fields={"how": "chair"}),
    Line("POST /motions/{motion}/debate/opening", "officers", NOTHING),
)
