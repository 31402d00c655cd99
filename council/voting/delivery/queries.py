"""Reading what was delivered: units by stairwell, attempts, sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.voting.delivery import rules
from council.voting.delivery.rules import Attempt, Standing
from council.voting.life import subjects

if TYPE_CHECKING:
    from datetime import date, datetime

    from council.voting.queries import PollRow


@dataclass(frozen=True, slots=True)
class Line:
    """One attempt as officers see it; `evidence` may name somebody."""

    no: int
    channel: str
    arrived: bool
    at: datetime
    until: date | None  # of a notice on site: the last day on which it hangs
    evidence: str
    by: str
    struck_by: str | None
    struck_why: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with all that was tried. `state`: reached, posted or missing."""

    id: str
    name: str
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        stands = [one for one in self.lines if one.struck_by is None]
        if any(one.arrived and one.channel != rules.POSTED for one in stands):
            return "reached"
        return rules.POSTED if any(one.channel == rules.POSTED for one in stands) else "missing"


@dataclass(frozen=True, slots=True)
class Stair:
    """One stairwell."""

    name: str
    units: tuple[Unit, ...]

    @property
    def missing(self) -> int:
        return sum(one.state == "missing" for one in self.units)


@dataclass(frozen=True, slots=True)
class Committee:
    """OWN-10: the residents' committee was told as an office, and whom it sends."""

    told_on: date
    how: str
    office: str
    sends: str


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody may read of the delivery: sums, days and offices."""

    standing: Standing
    complete: bool
    committee: Committee | None


def is_asked(poll: PollRow) -> bool:
    """Votes of owners over days, binding or not."""
    return poll.scope == "called" and subjects.is_owners(poll.rule_code)


async def attempts(poll: str) -> list[Attempt]:
    """Those that were not struck, in the order in which they were made."""
    found = await db.rows(
        "SELECT unit, channel, arrived, at, days FROM delivery"
        " WHERE poll = {} AND struck_at IS NULL ORDER BY at, no",
        poll,
    )
    return [
        Attempt(
            one["unit"], one["channel"], bool(one["arrived"]), local(one["at"]).date(), one["days"]
        )
        for one in found
    ]


async def units(poll: str) -> list[str]:
    found = await db.rows("SELECT unit FROM delivery_unit WHERE poll = {}", poll)
    return [one["unit"] for one in found]


async def standing(poll: str) -> Standing:
    return rules.standing(await units(poll), await attempts(poll))


async def committee(poll: str) -> Committee | None:
    """The newest line."""
    found = await db.row(
        "SELECT told_on, how, office, sends FROM committee_notice WHERE poll = {}"
        " ORDER BY no DESC LIMIT 1",
        poll,
    )
    return Committee(**found) if found else None


async def told(poll: PollRow) -> Told | None:
    """For the page and the bundle of a poll; None of what is no owners' vote over days."""
    if not is_asked(poll):
        return None
    found = await standing(poll.id)
    return Told(found, found.complete(_day(poll)), await committee(poll.id))


async def in_bundle(poll: PollRow) -> dict[str, Any]:
    """`delivery`: sums, days and offices; no unit and no evidence."""
    found = await told(poll)
    if found is None:
        return {}
    said = found.standing.as_data(_day(poll))
    if (one := found.committee) is not None:
        said["committee"] = {
            "on": one.told_on.isoformat(),
            "how": one.how,
            "office": one.office,
            "sends": one.sends,
        }
    return {"delivery": said}


def _day(poll: PollRow) -> date:
    """A result is judged by the day on which the vote ended."""
    return local(poll.closed_at or now()).date()


async def find(poll: str, typed: str) -> str | None:
    """The unit that is called or numbered so, on the list of this poll."""
    found = await db.rows(
        "SELECT u.id FROM delivery_unit d JOIN unit u ON u.id = d.unit WHERE d.poll = {}"
        " AND (u.code = {} OR u.building || u.entrance || u.room = {})",
        poll,
        typed,
        typed.replace(" ", ""),
    )
    return str(found[0]["id"]) if len(found) == 1 else None


async def stairs(poll: str) -> list[Stair]:
    """Every unit that has to be reached, by stairwell, in the order of the roll."""
    listed = await db.rows(
        "SELECT u.id, u.building, u.entrance, u.room FROM delivery_unit d"
        " JOIN unit u ON u.id = d.unit WHERE d.poll = {} ORDER BY u.code, u.id",
        poll,
    )
    lines = await _lines(poll)
    found: dict[str, list[Unit]] = {}
    for one in listed:
        name = f"{one['building']}{one['entrance']}"
        unit = Unit(one["id"], f"{name}{one['room']}", tuple(lines.get(one["id"], ())))
        found.setdefault(name, []).append(unit)
    return [Stair(name, tuple(those)) for name, those in found.items()]


async def _lines(poll: str) -> dict[str, list[Line]]:
    found = await db.rows(
        "SELECT d.no, d.unit, d.channel, d.arrived, d.at, d.days, d.evidence, p.name AS by_name,"
        " s.name AS struck_by, d.struck_why FROM delivery d JOIN person p ON p.id = d.made_by"
        " LEFT JOIN person s ON s.id = d.struck_by WHERE d.poll = {} ORDER BY d.no",
        poll,
    )
    lines: dict[str, list[Line]] = {}
    for one in found:
        at = local(one["at"])
        lines.setdefault(one["unit"], []).append(
            Line(
                one["no"],
                one["channel"],
                bool(one["arrived"]),
                at,
                rules.last_day(at.date(), one["days"]) if one["days"] else None,
                one["evidence"],
                one["by_name"],
                one["struck_by"],
                one["struck_why"],
            )
        )
    return lines
