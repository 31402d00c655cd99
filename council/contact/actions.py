"""What can be done about a community's desks: say how they are reached."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council.change import change
from council.contact import rules
from council.identity.actions.settling import settle_within

if TYPE_CHECKING:
    from council.change import Actor
    from council.contact.rules import Contact


async def settle(contact: Contact, by: Actor) -> None:
    """contact.set: everybody reads it from now on. Twice is once.

    The record says which facts there are and never what they are: a private number that was
    typed by mistake could not be taken out of it again.

    Refused with contact.nameless, contact.phone, contact.unreachable.
    """
    rules.must_be_contact(contact)
    async with change(by) as c:
        if not await settle_within(by, {"contact": asdict(contact)}):
            return
        said = {which: getattr(contact, which).said for which in rules.DESKS}
        c.record("contact.set", {**said, "answering": bool(contact.answering)})
