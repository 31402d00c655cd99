"""The access table: the door, who observes, breaks, what the hall screen shows."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State
from tests.access.table_meetings import NOT_OPEN

DOORS = (
    Line("GET /meetings/{meeting}/door", "officers"),
    Line("GET /meetings/{meeting}/live", "officers", query="screen=door", note="of the door"),
    Line("SOCKET /meetings/{meeting}/socket", "officers", query="screen=door", note="of the door"),
    Line("POST /meetings/{meeting}/door/search", "officers", fields={"text": "委员"}),
    Line(
        "POST /meetings/{meeting}/doorkeepers",
        "officers",
        fields={"person": "{person.member}"},
        states={"closed": State("officers", REFUSED)},
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /meetings/{meeting}/doorkeepers/ending",
        "officers",
        fields={"person": "{person.doorkeeper}"},
        borrowed=NOT_THERE,
    ),
    Line("GET /meetings/{meeting}/watch", "overseers"),
    Line("GET /meetings/{meeting}/live", "overseers", query="screen=watch", note="of observers"),
    Line(
        "SOCKET /meetings/{meeting}/socket", "overseers", query="screen=watch", note="of observers"
    ),
    Line(
        "POST /meetings/{meeting}/leave",
        "called",
        at="meeting.announced",
        states={"closed": State("called", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/departure",
        "called",
        states={"announced": State("called", REFUSED), "closed": State("called", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/break",
        "officers",
        at="meeting.quiet",
        fields={"minutes": "10"},
        states=NOT_OPEN,
    ),
    Line(
        "POST /meetings/{meeting}/break/ending",
        "officers",
        at="meeting.paused",
        states={**NOT_OPEN, "open": State("officers", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/pin",
        "officers",
        fields={"what": "agenda"},
    ),
    Line(
        "POST /items/{item}/postponement",
        "officers",
        at="item.quiet",
        fields={"reason": "材料不全"},
        states={"announced": State("officers", REFUSED)},
    ),
)

MOTIONS = (
    Line(
        "POST /meetings/{meeting}/offers",
        "called",
        fields={"item": "{item.open}", "text": "加一盏灯", "doer": "物业", "by_when": "年底前"},
        states={"announced": State("called", REFUSED), "closed": State("called", REFUSED)},
    ),
    Line("POST /motions/{motion}/seconds", "called", at="motion.offered", but={"chair": REFUSED}),
    Line(
        "POST /motions/{motion}/seconds",
        "officers + member",
        at="motion.offered",
        fields={"person": "{person.member}"},
        borrowed=NOT_THERE,
        note="for somebody without a phone",
    ),
    Line(
        "POST /motions/{motion}/withdrawal",
        "mover",
        at="motion.one",
        note="by its mover or an officer",
    ),
    Line(
        "POST /motions/{motion}/postponement",
        "officers",
        at="motion.one",
        fields={"reason": "材料不全"},
    ),
    Line("POST /items/{item}/recusals", "called", at="item.quiet", fields={"why": "亲属"}),
    Line(
        "POST /items/{item}/recusals/ending",
        "officers",
        at="item.quiet",
        fields={"person": "{person.member}"},
        answer=NOTHING,
        borrowed=NOT_THERE,
    ),
)
