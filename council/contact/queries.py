"""Reading how a community and its street office are reached."""

from __future__ import annotations

import json

from council.contact.rules import DESKS, Contact, Desk
from council.identity import queries as identity


async def contact(community: str) -> Contact:
    """As settled; without a word where nothing was."""
    found = await identity.community(community)
    said = json.loads(found["settings"] or "{}").get("contact", {})
    desks = {which: Desk(**said.get(which, {})) for which in DESKS}
    return Contact(**desks, answering=said.get("answering", ""))
