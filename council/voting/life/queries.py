"""Reading votes over days: what runs, what is one's own, what waits for the officers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.refusal import NotThere
from council.voting.life import periods, subjects
from council.voting.life.views import Extension, Listed

if TYPE_CHECKING:
    from council.identity.viewer import Viewer

_LISTED = (
    "SELECT p.id, p.meeting, p.text, p.subject, p.state, p.scope, p.advisory, p.opens_at,"
    " p.closes_at, p.closed_at, p.rule_code, p.trouble FROM poll p"
)
_RUNNING = " AND p.scope = 'called' AND p.state IN ('announced', 'open', 'closing', 'sealed')"
FEW, MANY = 20, 100


def _listed(one: dict[str, Any], *, voted: bool | None = None) -> Listed:
    today = local(now())
    closed = local(one["closed_at"]) if one["closed_at"] else None
    owners = subjects.is_owners(one["rule_code"])
    due = periods.publish_by(closed.date()) if closed and owners else None
    opens = local(one["opens_at"]) if one["opens_at"] else None
    closes = local(one["closes_at"]) if one["closes_at"] else None
    return Listed(
        id=one["id"],
        meeting=one["meeting"],
        text=one["text"],
        subject=one["subject"],
        state=one["state"],
        advisory=one["advisory"],
        opens_at=opens,
        closes_at=closes,
        days_left=periods.days_left(closes, today) if closes else None,
        days_until=periods.days_left(opens, today) if opens else None,
        closed_at=closed,
        publish_by=due if one["state"] == "closed" else None,
        overdue=one["state"] == "closed" and due is not None and today.date() > due,
        trouble=one["trouble"],
        over=one["state"] == "open" and closes is not None and today > closes,
        voted=voted,
        delivered=owners and one["scope"] == "called",
    )


async def running(community: str) -> tuple[Listed, ...]:
    """Announced or open, the first to end first: the same for everybody."""
    found = await db.rows(
        _LISTED + " WHERE p.community = {}" + _RUNNING + " ORDER BY p.closes_at LIMIT {}",
        community,
        FEW,
    )
    return tuple(_listed(one) for one in found)


async def of_meeting(meeting: str, *, drafts: bool = False) -> tuple[Listed, ...]:
    """Every vote over days of one meeting; `drafts` are shown to officers alone."""
    found = await db.rows(
        _LISTED + " WHERE p.meeting = {} AND p.scope = 'called' ORDER BY p.opens_at", meeting
    )
    shown = [one for one in found if drafts or one["state"] not in {"created", "cancelled"}]
    return tuple(_listed(one) for one in shown)


async def of_person(viewer: Viewer) -> tuple[Listed, ...]:
    """Where one is on the roll, or will be when it opens; what can be voted in first."""
    found = await db.rows(
        "SELECT p.id, p.meeting, p.text, p.subject, p.state, p.scope, p.advisory, p.opens_at,"
        " p.closes_at, p.closed_at, p.rule_code, p.trouble, e.channel, v.rev, w.rev AS sealed"
        " FROM poll p LEFT JOIN elector e ON e.poll = p.id AND e.elector_no = coalesce("
        "(SELECT x.elector_no FROM elector x WHERE x.poll = p.id AND x.person = {}),"
        "(SELECT y.elector_no FROM household_voice y WHERE y.poll = p.id AND y.person = {}))"
        " LEFT JOIN named_vote v ON v.poll = p.id AND v.elector_no = e.elector_no"
        " LEFT JOIN envelope w ON w.poll = p.id AND w.elector_no = e.elector_no"
        " LEFT JOIN called c ON c.meeting = p.meeting AND c.person = {} AND c.part = 'member'"
        " WHERE p.community = {} AND p.scope = 'called' AND (e.person IS NOT NULL"
        " OR (p.state = 'announced' AND c.person IS NOT NULL)) AND p.state <> 'cancelled'"
        " ORDER BY p.closes_at DESC LIMIT {}",
        viewer.person,
        viewer.person,
        viewer.person,
        viewer.community,
        MANY,
    )
    listed = [_listed(one, voted=_voted(one)) for one in found]
    order = {"open": 0, "announced": 1}
    return tuple(sorted(listed, key=lambda one: (order.get(one.state, 2), one.voted or False)))


def _voted(one: dict[str, Any]) -> bool | None:
    if one["channel"] is None:
        return None
    return any(one[name] is not None for name in ("rev", "sealed")) or one["channel"] != "none"


async def for_officers(community: str) -> tuple[Listed, ...]:
    """Drafts, what is stuck, what runs, and every counted vote whose result waits (OWN-17)."""
    found = await db.rows(
        _LISTED + " WHERE p.community = {} AND ((p.scope = 'called' AND p.state IN"
        " ('created', 'announced', 'open', 'closing', 'sealed')) OR p.state = 'closed'"
        " OR (p.trouble <> '' AND p.state NOT IN ('published', 'cancelled')))"
        " ORDER BY p.closes_at LIMIT {}",
        community,
        MANY,
    )
    return tuple(_listed(one) for one in found)


async def late(community: str) -> int:
    """How many results are overdue (OWN-17) or stuck: a mark, never a block."""
    return sum(one.overdue or bool(one.trouble) for one in await for_officers(community))


async def extensions(poll: str) -> tuple[Extension, ...]:
    """Every time that more time was given, with its reason."""
    found = await db.rows(
        "SELECT no, was, until, reason, at FROM poll_extension WHERE poll = {} ORDER BY no", poll
    )
    return tuple(
        Extension(
            one["no"], local(one["was"]), local(one["until"]), one["reason"], local(one["at"])
        )
        for one in found
    )


async def came_late(poll: str, meeting: str, person: str) -> bool:
    """Called and there now, and not on this roll: they checked in after it was frozen."""
    found = await db.row(
        "SELECT c.status_at, p.opened_at FROM called c JOIN poll p ON p.id = {}"
        " WHERE c.meeting = {} AND c.person = {} AND c.part = 'member' AND c.status = 'present'"
        " AND NOT EXISTS (SELECT 1 FROM elector e WHERE e.poll = p.id AND e.person = c.person)",
        poll,
        meeting,
        person,
    )
    return found is not None and found["opened_at"] and found["status_at"] > found["opened_at"]


async def counts_by(viewer: Viewer, meeting: str) -> tuple[str, str]:
    """The kind of a meeting and the code of its rule; another community's is not there."""
    found = await db.row(
        "SELECT kind, rule FROM meeting WHERE id = {} AND community = {}",
        meeting,
        viewer.community,
    )
    if found is None:
        raise NotThere
    return str(found["kind"]), str(found["rule"])


async def items_of(meeting: str) -> tuple[tuple[str, str], ...]:
    """(id, number and title) of its agenda."""
    found = await db.rows(
        "SELECT id, no, title FROM agenda_item WHERE meeting = {} ORDER BY no", meeting
    )
    return tuple((one["id"], f"{one['no']}. {one['title']}") for one in found)


async def open_to_votes(community: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of the meetings in which a vote over days can be prepared."""
    found = await db.rows(
        "SELECT id, series, session FROM meeting WHERE community = {}"
        " AND state IN ('announced', 'open') ORDER BY starts_at LIMIT {}",
        community,
        FEW,
    )
    return tuple((one["id"], f"{one['series']} {one['session']}") for one in found)
