"""Pure rules of the committee: its sectors and offices, and how long a seat is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.refusal import unreadable

if TYPE_CHECKING:
    from datetime import date

# The seven sectors of the consultation committee, in the order in which they are read out.
SECTORS = (
    "社区工作人员",
    "社区居民代表",
    "社会组织代表",
    "业主委员会代表",
    "物业公司代表",
    "人大代表",
    "政协委员",
)
TITLES = ("主任委员", "副主任委员", "书记员", "委员")

# The usual kinds, for choosing; a community may write another.
KINDS = (
    "社会团体",
    "民办非企业单位",
    "社会服务机构",
    "基金会",
    "社区社会组织(备案)",
    "驻区单位",
    "物业服务企业",
    "建设单位",
)

NAME = 120  # characters
KIND = 40
RATINGS = ("", "1A", "2A", "3A", "4A", "5A")  # empty: not rated


def must_seat(sector: str, title: str, since: date, until: date) -> None:
    """Refuse a seat of an unknown sector or title, and a term that ends before it begins."""
    if sector not in SECTORS:
        raise unreadable("seat.sector")
    if title not in TITLES:
        raise unreadable("seat.title")
    if until <= since:
        raise unreadable("seat.term")


def must_register(name: str, kind: str, rating: str) -> None:
    """Refuse an organisation without a name or a kind, and a rating that nobody gives."""
    if not name or len(name) > NAME or not kind or len(kind) > KIND:
        raise unreadable("organisation.name", most=NAME)
    if rating not in RATINGS:
        raise unreadable("organisation.rating")
