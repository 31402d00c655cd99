"""Pure rules of the committee: its sectors and offices, and how long a seat is held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

# The usual seven of a consultation committee, in the order in which they are read out, with their
# English names; a community renames, orders and adds to them. A code never changes: the first ones
# are called by the name that they had.
USUAL_SECTORS = (
    ("社区工作人员", "Community staff"),
    ("社区居民代表", "Residents"),
    ("社会组织代表", "Social organisations"),
    ("业主委员会代表", "Owners’ committee"),
    ("物业公司代表", "Property company"),
    ("人大代表", "People’s congress deputies"),
    ("政协委员", "Members of the consultative conference"),
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
SECTOR, SECTOR_EN = 32, 80
MOST_SEATS = 99
ENDS_SOON = timedelta(days=60)
KIND = 40
RATINGS = ("", "1A", "2A", "3A", "4A", "5A")  # empty: not rated


def must_seat(sector: str, title: str, since: date, until: date, sectors: Collection[str]) -> None:
    """Refuse a seat of an unknown sector or title, and a term that ends before it begins."""
    if sector not in sectors:
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


def may_compose(offices: Collection[str]) -> None:
    """Which sectors there are is for those who run the community's business."""
    if not {"chair", "secretary", "community_secretary"} & set(offices):
        raise Refused("sector.not_yours", 403)


def must_be_a_sector(name: str, name_en: str, seats: int) -> None:
    """Refuse a sector without a name, and a number of seats that no table has room for."""
    if not name or len(name) > SECTOR or len(name_en) > SECTOR_EN:
        raise unreadable("sector.name", most=SECTOR)
    if not 0 <= seats <= MOST_SEATS:
        raise unreadable("form.number", field="seats", least=0, most=MOST_SEATS)


def must_be_empty(seats: int, sectors: int) -> None:
    """A sector that somebody sits for stays, and so does the last one."""
    if seats:
        raise Refused("sector.held", seats=seats)
    if sectors == 1:
        raise Refused("sector.last")
