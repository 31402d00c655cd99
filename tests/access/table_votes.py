"""The access table: votes over days, more time, and votes that are run again."""

from __future__ import annotations

from council.clock import local, now
from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import NOTHING, Line, State

PLAN = {
    "text": "同意",
    "subject": "resolution",
    "mode": "named",
    "opens_day": "2031-03-03",
    "opens_time": "08:00",
    "closes_day": "2031-03-10",
    "closes_time": "20:00",
    "paper_at": "社区工作站",
}
LONG_VOTES = (
    Line("GET /polls", "officers"),
    Line("GET /account/votes", "signed in"),
    Line("GET /meetings/{meeting}/long-votes/new", "officers"),
    Line(
        "POST /meetings/{meeting}/long-votes",
        "officers",
        fields=PLAN,
        states={"closed": State("officers", REFUSED)},
    ),
    Line(
        "POST /polls/{poll}/announcement",
        "officers",
        at="poll.draft",
        states={"long": State("officers", NOTHING), "open": State("officers", REFUSED)},
    ),
    Line(
        "GET /polls/{poll}/notice",
        "everybody",
        at="poll.long",
        foreign="same",
        states={"draft": State("officers", "", outside=NOT_THERE, foreign=NOT_THERE)},
    ),
    Line("GET /polls/{poll}/deliveries", "officers", at="poll.owners"),
    Line("GET /polls/{poll}/delivery-list", "officers", at="poll.owners"),
    Line(
        "POST /polls/{poll}/deliveries",
        "officers",
        at="poll.owners",
        fields={
            "room": "{room.one}",
            "channel": "left",
            "day": f"{local(now()):%Y-%m-%d}",
            "time": "00:00",
        },
    ),
    Line(
        "POST /polls/{poll}/deliveries/{no}/withdrawal",
        "officers",
        at="poll.owners no.delivery",
        fields={"reason": "看错了门"},
    ),
    Line(
        "POST /polls/{poll}/committee-notices",
        "officers",
        at="poll.owners",
        fields={"told_on": f"{local(now()):%Y-%m-%d}", "how": "书面", "office": "居民委员会"},
    ),
    Line(
        "POST /polls/{poll}/extension",
        "officers",
        fields={"minutes": "5", "reason": "还有人在路上"},
        states={"created": State("officers", REFUSED), "closed": State("officers", REFUSED)},
    ),
    Line(
        "POST /polls/{poll}/rerun",
        "officers",
        at="poll.cancelled",
        states={"open": State("officers", REFUSED), "published": State("officers", REFUSED)},
    ),
)
