"""What is personal about a poll: who may vote in it, and the viewer's own ballot and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from council import db
from council.voting.checking.proofs import Receipted, named_ballot
from council.voting.papers.rules import IN_PERSON
from council.voting.sealing import envelopes


async def electors_of(poll: str) -> frozenset[str]:
    """The persons on the frozen roll, and those who may cast the ballot of their household."""
    found = await db.rows(
        "SELECT person FROM elector WHERE poll = {} UNION"
        " SELECT person FROM household_voice WHERE poll = {}",
        poll,
        poll,
    )
    return frozenset(one["person"] for one in found)


@dataclass(frozen=True, slots=True)
class Mine:
    """The viewer's own acknowledged ballot.

    Of a sealed one nobody knows the choice, and once its box is closed nobody knows the receipt.
    `channel` is phone, proxy, assisted, kiosk, paper or hands; `by` who sent it, by name.
    """

    receipt: str
    choice: str
    rev: int
    channel: str = "phone"
    by: str = ""
    objected: bool = False

    @property
    def look(self) -> tuple[Any, ...]:
        """All that decides how it is shown, but for the receipt itself."""
        return self.choice, self.rev, bool(self.receipt), self.channel, self.by, self.objected


# The elector that this person may vote as (twice the person): on the roll, or of a household.
VOICE = (
    "e.elector_no = coalesce((SELECT x.elector_no FROM elector x WHERE x.poll = e.poll"
    " AND x.person = {}), (SELECT y.elector_no FROM household_voice y WHERE y.poll = e.poll"
    " AND y.person = {}))"
)


async def mine(poll: str, person: str) -> Mine | None:
    """For the voter alone; never part of anything that is shared or cached."""
    found = await db.quick(
        "SELECT e.channel, v.receipt, v.choice, v.rev, w.ct_hash, w.rev AS sealed,"  # noqa: S608 - a fixed condition
        " c.channel AS via, c.objected, h.name AS by_name, c.person AS sender, e.person AS owner,"
        " o.name AS owner_name FROM elector e JOIN person o ON o.id = e.person"
        " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
        " LEFT JOIN envelope w ON w.poll = e.poll AND w.elector_no = e.elector_no"
        " LEFT JOIN cast_by c ON c.poll = e.poll AND c.elector_no = e.elector_no"
        " LEFT JOIN person h ON h.id = c.person"
        f" WHERE e.poll = {{}} AND {VOICE}",
        poll,
        person,
        person,
    )
    if not found:
        return None
    return _of_household(found[0], person) or _mine(found[0])


def _of_household(one: dict[str, Any], person: str) -> Mine | None:
    """Somebody else of the household holds its ballot: that it is cast, and by whom; no more."""
    by_voice = one["via"] == "household"
    rev = one["rev"] if one["rev"] is not None else one["sealed"]
    if _sender(one) == person:
        if by_voice:
            one |= {"via": "phone", "by_name": ""}
        return None
    if rev is None and one["channel"] == "none":
        return None
    name = one["by_name"] if by_voice else one["owner_name"]
    return Mine("", "", rev or 1, "household", name or "")


def _sender(one: dict[str, Any]) -> str:
    """Who of a household holds its ballot; of everybody else the elector."""
    return str(one["sender"] if one["via"] == "household" else one["owner"])


def _mine(one: dict[str, Any]) -> Mine | None:
    paper = one["channel"] if one["channel"] in IN_PERSON else ""
    via = (paper or one["via"] or "phone", one["by_name"] or "", bool(one["objected"]))
    if one["rev"] is not None:
        return Mine(one["receipt"], one["choice"], one["rev"], *via)
    if one["sealed"] is not None:
        return Mine(envelopes.receipt(one["ct_hash"]), "", one["sealed"], *via)
    return Mine("", "", 1, *via) if one["channel"] != "none" else None


async def receipted(poll: str, person: str) -> tuple[Receipted, str] | None:
    """What the viewer's own receipt vouches for, and its code; None when nothing of it is left."""
    found = await db.row(
        "SELECT e.elector_no AS no, v.receipt, v.choice, v.rev, w.ct_hash, w.rev AS sealed,"  # noqa: S608 - a fixed condition
        " e.person AS owner, e.channel, c.channel AS via, c.person AS sender"
        " FROM elector e"
        " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
        " LEFT JOIN envelope w ON w.poll = e.poll AND w.elector_no = e.elector_no"
        " LEFT JOIN cast_by c ON c.poll = e.poll AND c.elector_no = e.elector_no"
        f" WHERE e.poll = {{}} AND {VOICE}",
        poll,
        person,
        person,
    )
    if found is None or _sender(found) != person:
        return None
    if found["ct_hash"] is not None:
        code = envelopes.receipt(found["ct_hash"])
        return Receipted(poll, found["ct_hash"], found["sealed"]), code
    if found["rev"] is None:
        return None
    ballot = named_ballot(found["no"], found["choice"], found["receipt"])
    return Receipted(poll, ballot, found["rev"]), found["receipt"]


async def has_voice(poll: str, person: str) -> bool:
    """On the roll, or an adult of a household that is."""
    if await is_elector(poll, person):
        return True
    return bool(
        await db.rows(
            "SELECT 1 AS one FROM household_voice WHERE poll = {} AND person = {}", poll, person
        )
    )


async def is_elector(poll: str, person: str) -> bool:
    return bool(
        await db.rows("SELECT 1 AS one FROM elector WHERE poll = {} AND person = {}", poll, person)
    )
