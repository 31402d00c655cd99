"""How dates, names and long titles are written on a page."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from council.clock import local
from council.i18n import gettext as _
from council.i18n import language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS = "一二三四五六日"

# A phrase ends after a mark or a small linking word; a browser may break there, not within.
_PHRASE = re.compile(
    r"(?<=[，。；：、！？”》」）…—·])(?![，。；：、！？”》」）…—·])|(?=[每“《「（])(?<![“《「（])"
    r"|(?<=[的了在把由与和及等按为至是])(?=[\u4e00-\u9fff]{3})"
)

LONGEST_PHRASE = 12  # characters that fit on one line of a phone in large type
_WITHIN = re.compile(
    r"(?<=[\u4e00-\u9fff]{4})(?=[\u4e00-\u9fff]{4})|(?<=[\u4e00-\u9fff]{4})(?=[0-9])"
)


def _wall(moment: datetime | date) -> date:
    return local(moment) if isinstance(moment, datetime) else moment


def day(moment: datetime | date) -> str:
    """12月5日 周六; Sat 5 Dec."""
    at = _wall(moment)
    if language() == "en":
        return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}"
    return f"{at.month}月{at.day}日 周{_WEEKDAYS[at.weekday()]}"


def full_day(moment: datetime | date) -> str:
    """2026年12月5日; 5 Dec 2026."""
    at = _wall(moment)
    if language() == "en":
        return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月{at.day}日"


def chinese_day(moment: datetime | date) -> str:
    """2026年12月5日 in every language: on what exists in Chinese alone."""
    at = _wall(moment)
    return f"{at.year}年{at.month}月{at.day}日"


def clock(moment: datetime) -> str:
    """15:39, on the community's wall clock."""
    return local(moment).strftime("%H:%M")


def moment(at: datetime) -> str:
    """12月5日 周六 15:39."""
    return f"{day(at)} {clock(at)}"


def iso(at: datetime | date) -> str:
    """For datetime attributes."""
    return local(at).isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()


def minsec(seconds: float | timedelta) -> str:
    """01:42."""
    whole = int(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    return f"{max(whole, 0) // 60:02d}:{max(whole, 0) % 60:02d}"


def phrases(text: str) -> Markup:
    """The text with <wbr> between its phrases, for titles that must break well."""
    parts = [piece for part in _PHRASE.split(text) if part for piece in _loosened(part)]
    return Markup("<wbr>").join(escape(part) for part in parts)


_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、）]{3,300}")


def linked(text: str) -> Markup:
    """The text with the addresses in it as links; everything else stays text."""
    parts: list[Markup] = []
    last = 0
    for found in _ADDRESS.finditer(text):
        link = Markup('<a href="{0}" rel="noopener nofollow">{0}</a>').format(found[0])
        parts += [escape(text[last : found.start()]), link]
        last = found.end()
    return Markup().join([*parts, escape(text[last:])])


def _loosened(phrase: str) -> list[str]:
    """A phrase too long for a phone may break anywhere but near its ends or inside a number."""
    return [phrase] if len(phrase) <= LONGEST_PHRASE else _WITHIN.split(phrase)


def sentence(code: str, **values: object) -> str:
    """The sentence of a reason code, in the reader's language."""
    text = _(code)
    try:
        return text.format(**values)
    except (KeyError, IndexError):
        return text
