"""In a vote by households every adult of one may cast its ballot: frozen when the poll opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.meetings import kind_queries
from council.voting.tables import HouseholdVoice

if TYPE_CHECKING:
    from datetime import datetime

MANY = 300  # rows in one statement


async def freeze_voices(poll: str, meeting: dict[str, Any], at: datetime) -> int:
    """How many besides those on the roll; nobody has a voice for two households.

    A household that nobody on the roll stands for, or more than one, is left as it is.
    """
    if meeting["base"] != "households":
        return 0
    found = await db.rows("SELECT person, elector_no FROM elector WHERE poll = {}", poll)
    numbers = {one["person"]: one["elector_no"] for one in found}
    voices = dict[str, int]()
    for adults in await kind_queries.adults_of_households(meeting["community"], local(at).date()):
        standing = [one for one in adults if one in numbers]
        if len(standing) == 1:
            others = [one for one in adults if one not in numbers]
            voices = dict.fromkeys(others, numbers[standing[0]]) | voices
    rows = [HouseholdVoice(poll=poll, person=one, elector_no=no) for one, no in voices.items()]
    for start in range(0, len(rows), MANY):
        await HouseholdVoice.insert(*rows[start : start + MANY])
    return len(rows)
