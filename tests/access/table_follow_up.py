"""The access table: conclusions, tasks, dissent, and what everybody may read of them."""

from __future__ import annotations

from tests.access.asking import NOT_THERE, REFUSED
from tests.access.lines import Line, State

ENDED = {"done": State("officers", REFUSED)}
AFTER = (
    Line("GET /follow-up", "officers"),
    Line("POST /follow-up/people", "officers", fields={"responsible": "李"}),
    Line(
        "POST /items/{item}/outcome",
        "officers",
        fields={
            "outcome": "同意",
            "next_step": "implement",
            "responsible": "物业公司",
            "due": "2027-03-01",
        },
    ),
    Line(
        "POST /items/{item}/tasks",
        "officers",
        fields={"text": "修扶手", "responsible": "物业公司", "due": "2027-03-01"},
    ),
    Line("GET /tasks/{task}", "officers + member", note="officers, and who sees to it"),
    Line(
        "GET /tasks/{task}",
        "officers + resident_rep",
        at="task.explain",
        note="an explanation, for who dissents",
    ),
    Line(
        "POST /tasks/{task}/reports",
        "officers + member",
        fields={"text": "排查完了"},
        states={"done": State("officers + member", REFUSED)},
    ),
    Line("POST /tasks/{task}/completion", "officers", fields={"text": "修好了"}, states=ENDED),
    Line(
        "POST /tasks/{task}/abandonment",
        "officers",
        fields={"reason": "房子要拆"},
        states={**ENDED, "explain": State("officers", REFUSED)},
    ),
    Line(
        "POST /tasks/{task}/due-dates",
        "officers",
        fields={"due": "2099-03-01", "reason": "等材料"},
        states=ENDED,
    ),
    Line(
        "POST /dissents",
        "called + resident_rep",
        fields={"item": "{item.consulted}", "text": "不同意"},
        but={"resident_rep": REFUSED},  # said something else already
        note="of oneself",
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /dissents",
        "officers + member",
        fields={"item": "{item.consulted}", "text": "不同意", "person": "{person.member}"},
        note="of somebody without a phone",
        borrowed=NOT_THERE,
    ),
    Line(
        "POST /dissents/{dissent}/naming",
        "resident_rep",
        fields={"named": "1"},
        note="only by who dissents",
    ),
    Line("GET /account/follow-up", "signed in"),
    Line("GET /outcomes", "everybody", of_all=True),
    Line(
        "GET /outcomes/{item}",
        "everybody",
        at="item.finished",
        foreign="same",
        states={"open": State("nobody", NOT_THERE, outside=NOT_THERE)},
    ),
)
