"""The one input line of the secretary: what it is, understood from how it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - part of the public signature
from dataclasses import dataclass

KINDS = (
    "speech",
    "motion",
    "second",
    "amendment",
    "vote",
    "decision",
    "note",
    "item",
    "handover",
    "break",
    "checkin",
    "reminder",
)
WRITABLE = ("speech", "motion", "decision", "note", "handover", "break")
_PREFIXES = {
    "发言": "speech",
    "动议": "motion",
    "决定": "decision",
    "备注": "note",
    "休会": "break",
    "移交主持": "handover",
}
_ARRIVALS = {
    "到会": "present",
    "签到": "present",
    "远程": "remote",
    "请假": "leave",
    "离席": "left",
}
_BETWEEN = re.compile(r"[\s:：,，、;；]+")
_SIDES = {"赞成": "yes", "反对": "no"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it will stand in the record; `person` is an id or empty."""

    kind: str
    person: str
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Who came, went or is on leave, told in one line; `unknown` is what names nobody called."""

    status: str
    people: tuple[str, ...]
    unknown: tuple[str, ...]


def marks(line: str, names: Mapping[str, str]) -> Marks | None:
    """`到会 沈石桥 张花窗` marks both; None where the line is about something else."""
    text = line.strip()
    for word, status in _ARRIVALS.items():
        if text.startswith(word):
            told = [part for part in _BETWEEN.split(text[len(word) :]) if part]
            people = tuple(dict.fromkeys(names[one] for one in told if one in names))
            return Marks(status, people, tuple(one for one in told if one not in names))
    return None


def understand(line: str, names: Mapping[str, str]) -> Line:
    """`沈石桥 赞成 先试半年` is a speech with a side; `决定 …` a decision; the rest a note.

    `names` maps each called person's name to the id; the longest fitting name wins.
    """
    rest, kind = line.strip(), ""
    for prefix, found in _PREFIXES.items():
        if rest.startswith(prefix):
            rest, kind = _after(rest, prefix), found
            break
    person, rest = _name(rest, names)
    side, rest = _side(rest) if person and kind in {"", "speech"} else ("", rest)
    return Line(kind or ("speech" if person else "note"), person, side, rest)


def _after(text: str, prefix: str) -> str:
    return text[len(prefix) :].lstrip(" :,：，、\u3000")


def _name(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    fitting = [name for name in names if text.startswith(name)]
    if not fitting:
        return "", text
    name = max(fitting, key=len)
    return names[name], _after(text, name)


def _side(text: str) -> tuple[str, str]:
    for word, side in _SIDES.items():
        if text.startswith(word):
            return side, _after(text, word)
    return "", text
