"""RES-10: two desks that residents can reach, the community's and the street office's; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from council.refusal import unreadable

NAME, PHONE, ADDRESS, HOURS, ANSWERING = 60, 40, 120, 120, 300
DESKS = ("community", "street")
SHORTEST, LONGEST = 3, 20  # digits that are dialled: 12345 as well as a number from abroad
_PHONE = re.compile(r"[0-9+(][0-9() -]*(?:转 ?[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Desk:
    """An office and how it is reached, never a person."""

    name: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""

    @property
    def dialled(self) -> str:
        """What a phone dials; the extension is told to whoever answers."""
        return re.sub(r"[^0-9+]", "", self.phone.partition("转")[0])

    @property
    def said(self) -> list[str]:
        """Which of its facts somebody has given."""
        return [name for name in self.__slots__ if getattr(self, name)]


@dataclass(frozen=True, slots=True)
class Contact:
    """What a community has settled; `answering`: how a complaint is answered, and when."""

    community: Desk = field(default_factory=Desk)
    street: Desk = field(default_factory=Desk)
    answering: str = ""


def must_be_named(desk: Desk) -> None:
    if desk.said and not desk.name:
        raise unreadable("contact.nameless")


def must_dial(desk: Desk) -> None:
    """Digits, spaces, -, brackets, a + in front, 转 and an extension behind."""
    digits = len(desk.dialled.lstrip("+"))
    if desk.phone and not (_PHONE.fullmatch(desk.phone) and SHORTEST <= digits <= LONGEST):
        raise unreadable("contact.phone")


def must_be_reached(desk: Desk) -> None:
    """A name alone helps nobody."""
    if desk.name and not desk.phone and not desk.address:
        raise unreadable("contact.unreachable")


# Which fact of a desk each rule is about.
ABOUT = {"name": must_be_named, "phone": must_dial, "address": must_be_reached}


def must_be_contact(contact: Contact) -> None:
    """Refused with contact.nameless, contact.phone, contact.unreachable."""
    for desk in (contact.community, contact.street):
        for must in ABOUT.values():
            must(desk)
