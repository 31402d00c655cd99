"""What came after an item, as the minutes say it: who sees to it, and what was said against it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from council.follow_up import queries as follow_up
from council.minutes.facts import Dissent
from council.privacy.naming import as_named


def responsible(row: dict[str, Any], named: frozenset[str]) -> str:
    """An organisation as it was written; a person like everybody else in the minutes."""
    person = row["responsible_person"]
    return as_named(row["responsible"], person, named) if person else str(row["responsible"])


async def dissents(meeting: str) -> dict[int, tuple[Dissent, ...]]:
    """Number of the item → what was said against it; names of those alone who agreed to it."""
    found: dict[int, list[Dissent]] = defaultdict(list)
    for one in await follow_up.dissents(meeting):
        found[one.item_no].append(Dissent(one.text, one.name, one.due))
    return {no: tuple(said) for no, said in found.items()}
