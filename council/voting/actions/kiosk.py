"""One-time codes on paper for those without a phone: made by staff, kept as a keyed hash."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.identity.codes import SIGNS
from council.voting.actions.held import locked
from council.voting.casting import channels

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 10  # signs of 5 bits each
MOST = 500  # codes on one print


def hashed(key: bytes, code: str) -> str:
    """By which a code is found again; nothing leads from it to the code without the key."""
    return hmac.digest(key, f"council/kiosk/v1|{code}".encode(), "sha256").hex()


async def make_codes(
    poll: str, people: Sequence[str], key: bytes, by: Actor
) -> list[tuple[str, str]]:
    """poll.codes_made: (person, code) for each who has not used one; an earlier code ends.

    The codes are in this answer and nowhere else. Refused with poll.closed, kiosk.too_many.
    """
    channels.must_fit(len(people), MOST)
    async with change(by) as c:
        found = await locked(poll, by)
        channels.must_be_to_come(found["state"])
        used = await db.rows("SELECT person FROM kiosk_code WHERE poll = {} AND used", poll)
        gone = {one["person"] for one in used}
        made = [(one, _drawn()) for one in dict.fromkeys(people) if one not in gone]
        for person, code in made:
            await db.rows(
                "INSERT INTO kiosk_code (poll, person, code_hash, used, made_by, made_at)"
                " VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (poll, person) DO UPDATE SET"
                " code_hash = excluded.code_hash, made_by = excluded.made_by,"
                " made_at = excluded.made_at",
                poll,
                person,
                hashed(key, code),
                False,
                by.person,
                c.at,
            )
        if made:
            c.record("poll.codes_made", {"poll": poll, "n": len(made)})
    return made


def _drawn() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
