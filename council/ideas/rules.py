"""Pure rules of the register: which numbers, which kinds follow which, which states exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

# The letters before a number are those that secretaries already write on their slips.
PREFIXES = {"need": "ZJ", "wish": "WX", "topic": "OS", "proposal": "TA", "project": "XM"}
KINDS = tuple(PREFIXES)
STAGES = {"need": 0, "wish": 1, "topic": 1, "proposal": 1, "project": 2}

STATES = (
    "open",  # 征集中
    "closed",  # 已截止
    "answering",  # 待答复
    "answered",  # 已答复
    "waiting",  # 待认领
    "claimed",  # 已认领
    "doing",  # 办理中
    "delivered",  # 已送达待确认
    "fulfilled",  # 已圆梦
    "grouped",  # 合并
    "withdrawn",  # 已撤回
    "wish",  # 转为微心愿
    "project",  # 转为服务项目
    "adopted",  # 采纳
    "declined",  # 不采纳
    "deliberated",  # 协商中
    "noticed",  # 公示中
    "signed",  # 已签约
    "midterm",  # 中期评估
    "finished",  # 已结项
)

AT_AN_END = ("fulfilled", "grouped", "project", "adopted", "declined", "finished")

TITLE = 200  # characters
NOTE = 500
NUMBER = 24
_NUMBER = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,8}){1,3}")


def is_number(text: str) -> bool:
    """Whether `text` can be a number of the register, such as XM-01 or ZJ-2026-02."""
    return len(text) <= NUMBER and _NUMBER.fullmatch(text) is not None


def next_number(kind: str, year: int, taken: Iterable[str]) -> str:
    """The number after the highest of its kind and year: TA-2026-01, TA-2026-02, …"""
    head = f"{PREFIXES[kind]}-{year}-"
    tails = (no.removeprefix(head) for no in taken if no.startswith(head))
    highest = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{head}{highest + 1:02d}"


def must_enter(kind: str, title: str, note: str, no: str, state: str) -> None:
    """Refuse what cannot stand in the register, before anything is written."""
    if kind not in PREFIXES:
        raise unreadable("idea.kind")
    if not title or len(title) > TITLE or len(note) > NOTE:
        raise unreadable("idea.title", most=TITLE)
    if no and not is_number(no):
        raise unreadable("idea.number", no=no)
    if state not in STATES:
        raise unreadable("idea.state")


def must_follow(parent: str, kind: str) -> None:
    """A chain runs from needs to wishes and topics to projects, never backwards."""
    if STAGES[parent] > STAGES[kind]:
        raise Refused("idea.backwards")
