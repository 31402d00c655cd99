"""The access table: public pages, meetings, votes, minutes."""

from __future__ import annotations

from tests.access.asking import DONE, NOT_THERE, PAGE, REFUSED
from tests.access.lines import NOTHING, Line, State

ALL = "everybody"
PUBLIC_TO_ALL = State(ALL, "", foreign="same")
NOT_OPEN = {
    "announced": State("officers", REFUSED),
    "closed": State("officers", REFUSED),
}

PUBLIC = (
    Line("GET /", ALL),
    Line("GET /c/{community}", ALL, foreign="same"),
    Line("GET /meetings", ALL),
    Line("GET /ideas", ALL),
    Line("GET /ideas/{idea}", ALL, foreign="same"),
    Line("GET /organisations", ALL),
    Line("GET /minutes", ALL),
    Line("GET /published", ALL),
    Line("GET /c/{community}/feed", ALL, foreign="same"),
    Line("GET /contact", ALL),
)

MEETINGS = (
    Line("GET /meetings/heads", "officers"),
    Line("POST /meetings/heads/rulings", "officers", REFUSED, note="without a unit"),
    Line("POST /meetings/heads/rulings/{ruling}/ending", "officers"),
    Line("POST /meetings/heads/voters", "officers", REFUSED, note="without a unit"),
    Line("POST /meetings/heads/voters/{unit}/ending", "officers", NOTHING),
    Line("GET /meetings/new", "officers"),
    Line(
        "POST /meetings",
        "officers",
        fields={
            "kind": "council",
            "series": "委员会",
            "session": "2027年第1次会议",
            "place": "议事厅",
            "day": "2031-03-03",
            "since": "14:00",
            "until": "16:00",
            "chair": "{person.chair}",
            "secretary": "{person.secretary}",
            "item-1-title": "议项",
            "item-1-kind": "report",
            "item-1-minutes": "10",
        },
    ),
    Line("GET /meetings/{meeting}/room", "signed in"),
    Line("GET /meetings/{meeting}/live", "signed in"),
    Line("GET /meetings/{meeting}/live", "officers", query="screen=table", note="of the table"),
    Line("GET /meetings/{meeting}/live", "officers", query="screen=chair", note="of the chair"),
    Line("GET /meetings/{meeting}/live", "officers", query="screen=screen", note="of the hall"),
    Line("SOCKET /meetings/{meeting}/socket", "signed in"),
    Line(
        "SOCKET /meetings/{meeting}/socket", "officers", query="screen=table", note="of the table"
    ),
    Line(
        "SOCKET /meetings/{meeting}/socket", "officers", query="screen=screen", note="of the hall"
    ),
    Line("GET /meetings/{meeting}/table", "officers"),
    Line("GET /meetings/{meeting}/chair", "officers"),
    Line("GET /meetings/{meeting}/screen", "officers"),
    Line("GET /meetings/{meeting}/agenda", "officers"),
    Line(
        "POST /meetings/{meeting}/agenda",
        "officers",
        at="meeting.announced",
        fields={"no": "2", "item-title": "加一项", "item-kind": "report", "item-minutes": "5"},
        states={"open": State("officers", REFUSED), "closed": State("officers", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/opening",
        "officers",
        at="meeting.announced",
        states={"open": State("officers", NOTHING), "closed": State("officers", REFUSED)},
    ),
    Line(
        "POST /meetings/{meeting}/closing",
        "officers",
        at="meeting.quiet",
        states={
            "announced": State("officers", REFUSED),
            "open": State("officers", REFUSED),  # a poll is open in it
        },
    ),
    Line(
        "POST /meetings/{meeting}/attendances",
        "called",
        fields={"code": "{door}"},
        states={"announced": State("called", REFUSED), "closed": State("called", REFUSED)},
        note="by the code of the door",
    ),
    Line(
        "POST /meetings/{meeting}/attendances",
        "officers",
        fields={"person": "{person.member}", "status": "leave"},
        states=NOT_OPEN,
        borrowed=NOT_THERE,
        note="by a click",
    ),
    Line(
        "POST /meetings/{meeting}/current-item",
        "officers",
        at="meeting.quiet",
        fields={"item": "{item.quiet}"},
        states=NOT_OPEN,
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /meetings/{meeting}/motions",
        "officers",
        fields={
            "item": "{item.open}",
            "text": "同意",
            "mover": "{person.chair}",
            "seconder": "{person.member}",
            "doer": "物业",
            "by_when": "年底前",
        },
        states=NOT_OPEN,
    ),
    Line(
        "POST /meetings/{meeting}/log-lines",
        "officers",
        fields={"line": "决定：张贴"},
        states={"announced": State("officers", "")},
    ),
    Line("POST /meetings/{meeting}/log-lines/{seq}/strike", "officers"),
)

_SEVERAL = {"method": "choose", "text": "请谁来做", "options": "甲\n乙"}

VOTES = (
    Line("GET /meetings/{meeting}/polls/new", "officers", query="method=choose"),
    Line("POST /meetings/{meeting}/polls/new", "officers", fields=_SEVERAL),
    Line(
        "POST /meetings/{meeting}/polls",
        "officers",
        fields={"text": "同意", "rule": "COM", "motion": "{motion.one}"},
    ),
    Line(
        "GET /polls/{poll}",
        "signed in",
        outside=NOT_THERE,
        states={"published": PUBLIC_TO_ALL, "created": State("signed in", "", outside=NOT_THERE)},
    ),
    Line(
        "GET /polls/{poll}/bundle",
        "nobody",
        outside=NOT_THERE,
        note="an owners' bundle: the called, officers, the supervisors",
        states={"published": PUBLIC_TO_ALL},
    ),
    Line(
        "GET /polls/{poll}/roll",
        "officers",
        states={"published": State("officers", "")},
    ),
    Line("POST /polls/{poll}/roll", "officers", fields={"who": ""}, note="finds somebody"),
    Line("POST /polls/{poll}/confirmation", "present", fields={"choice": "yes"}),
    Line("GET /polls/{poll}/receipt", "nobody", note="who has a ballot in it"),
    Line(
        "POST /polls/{poll}/ballots",
        "present",
        fields={"choice": "yes", "idem": "0123456789abcdef", "rev": "0"},
        states={
            "created": State("nobody", ""),
            "closed": State("present", REFUSED),
            "published": State("present", REFUSED),
            "cancelled": State("nobody", ""),
        },
    ),
    Line(
        "POST /polls/{poll}/opening",
        "officers",
        at="poll.waiting",
        states={
            "created": State("officers", REFUSED),  # another one is open in its meeting
            "published": State("officers", REFUSED),
            "cancelled": State("officers", REFUSED),
        },
    ),
    Line(
        "POST /polls/{poll}/closing",
        "officers",
        states={"created": State("officers", REFUSED), "published": State("officers", NOTHING)},
    ),
    Line(
        "POST /polls/{poll}/publication",
        "officers",
        at="poll.closed",
        states={"created": State("officers", REFUSED), "open": State("officers", REFUSED)},
    ),
    Line(
        "POST /polls/{poll}/cancellation",
        "officers",
        states={"closed": State("officers", REFUSED), "published": State("officers", REFUSED)},
    ),
)

_READ = {"published": PUBLIC_TO_ALL}
LETTERHEAD = {"head": "会议纪要", "chair": "主持人", "recorder": "记录人", "places": "签发人"}
MINUTES = (
    Line("GET /letterhead", "officers"),
    Line("POST /letterhead", "officers", fields=LETTERHEAD),
    Line("POST /letterhead/preview", "officers", fields=LETTERHEAD),
    Line("GET /letterhead/{version}", "officers", foreign="same"),
    Line(
        "POST /meetings/{meeting}/minutes",
        "officers",
        at="meeting.closed",
        states={"announced": State("officers", REFUSED), "open": State("officers", REFUSED)},
    ),
    Line("GET /minutes/{minutes}", "officers", outside=NOT_THERE, states=_READ),
    Line("GET /minutes/{minutes}/pdf", "officers", outside=NOT_THERE, states=_READ),
    Line("GET /minutes/{minutes}/docx", "officers", outside=NOT_THERE, states=_READ),
    Line("GET /minutes/{minutes}/txt", "officers", outside=NOT_THERE, states=_READ),
    Line("GET /minutes/{minutes}/text", "officers", outside=NOT_THERE, states=_READ),
    Line("GET /minutes/{minutes}/paragraphs", "officers"),
    Line("GET /minutes/{minutes}/merge", "officers"),
    Line(
        "POST /minutes/{minutes}/paragraphs",
        "officers",
        fields={"key": "item.1.more", "text": "同意", "version": "1"},
        states={"published": State("officers", REFUSED)},
    ),
    Line(
        "POST /minutes/{minutes}/signatures",
        "officers",
        but={"chair": REFUSED, "community_secretary": REFUSED},
        fields={"as": "recorder"},
        proof=True,
        note="as recorder",
    ),
    Line(
        "POST /minutes/{minutes}/signatures",
        "officers",
        but={"secretary": REFUSED, "community_secretary": REFUSED},
        fields={"as": "chair"},
        proof=True,
        note="as chair",
    ),
    Line(
        "POST /minutes/{minutes}/publication",
        "officers",
        but={"secretary": REFUSED},
        at="minutes.signed",
        proof=True,
        states={"draft": State("officers", REFUSED)},
    ),
    Line(
        "GET /minutes/{minutes}/review",
        "signed in",
        NOT_THERE,
        but=dict.fromkeys(("chair", "secretary", "member"), PAGE),
        note="those who were at the meeting",
    ),
    Line(
        "POST /minutes/{minutes}/review",
        "signed in",
        NOT_THERE,
        fields={"says": "agree", "version": "1"},
        note="where it was read out",
    ),
    Line(
        "POST /minutes/{minutes}/reviews",
        "officers",
        fields={"until": "2099-12-31"},
        states={"published": State("officers", REFUSED)},
    ),
    Line(
        "POST /minutes/{minutes}/approval",
        "officers",
        fields={"agreed": "1"},
        states={"published": State("officers", REFUSED)},
    ),
    Line(
        "POST /minutes/{minutes}/answers",
        "officers",
        NOT_THERE,
        fields={"person": "nobody", "words": "已改"},
        note="to whoever has not objected",
    ),
    Line(
        "POST /minutes/{minutes}/corrections",
        "officers",
        REFUSED,
        fields={"reason": "日期写错"},
        states={"published": State("officers", DONE)},
    ),
    Line(
        "POST /minutes/{minutes}/recall",
        "officers",
        at="minutes.published",
        but={"secretary": REFUSED},
        fields={"reason": "日期写错"},
        proof=True,
        states={"draft": State("officers", REFUSED)},
    ),
    Line("GET /minutes/terms", "officers"),
    Line(
        "POST /minutes/terms",
        "officers",
        fields={"mark": "锦社协", "before": "0", "issuer": "chair"},
    ),
)
