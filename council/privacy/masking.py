"""Masking (脱敏, IDP-4): what is left of a name, a number or an address that not everybody may see.

Pure: every page, export and sheet uses these functions, and nothing else masks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

STAR = "*"
FOUR = STAR * 4
LONGEST_NAME = 4  # characters of a Han name, compound surname included
SHORTEST_NUMBER = 8  # fewer digits would show too much of a number
_COMPOUND = (
    "欧阳司马上官诸葛司徒东方尉迟夏侯皇甫令狐公孙慕容宇文长孙端木轩辕南宫独孤"
    "西门百里闻人澹台淳于太史申屠钟离闾丘东郭呼延拓跋赫连公冶万俟濮阳"
)
COMPOUND = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))


def name(text: str) -> str:
    """沈石桥 → 沈**, 欧阳砚台 → 欧阳**; of a foreign name one letter, of a single sign nothing."""
    text = text.strip()
    if len(text) < 2:  # noqa: PLR2004 - one sign alone is the whole name
        return STAR * len(text)
    if len(text) > LONGEST_NAME or text.isascii():
        return text[0] + STAR * 3
    keep = 2 if text[:2] in COMPOUND and len(text) > 2 else 1  # noqa: PLR2004 - a compound surname has two
    return text[:keep] + STAR * (len(text) - keep)


def phone(text: str) -> str:
    """15400000001 → 154****0001; a short number shows nothing, no number stays none."""
    if not text:
        return ""
    return f"{text[:3]}{FOUR}{text[-4:]}" if len(text) >= SHORTEST_NUMBER else FOUR


def id_tail(last4: str) -> str:
    """The last four characters of a citizen's ID, the only ones that are kept: ****002X."""
    return FOUR + last4 if last4 else ""


def email(text: str) -> str:
    """shui@example.cn → s***@example.cn."""
    local, at, domain = text.partition("@")
    return f"{local[:1]}{STAR * 3}@{domain}" if at else STAR * 3 if text else ""


def address(building: str, entrance: str = "", room: str = "") -> str:
    """3幢*单元***室: the building stays, entrance and room do not."""
    shown = f"{building}幢" if building[-1:].isdigit() else building
    return shown + (f"{STAR}单元" if entrance else "") + (f"{STAR * 3}室" if room else "")


def unit(code: str) -> str:
    """3-1-502 → 3-*-***: the code of a unit, as an address."""
    first, *others = code.split("-")
    return "-".join([first, *(STAR * len(part) for part in others)])


def birth(day: date | None) -> str:
    """The decade alone: 1953-04-12 → 195*."""
    return f"{day.year // 10}{STAR}" if day else ""
