"""A proxy is given with a written authority, and withdrawn until the last vote has closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.clock import local
from council.ids import new_id
from council.live import topics
from council.meetings import actions as meetings
from council.meetings import kind_queries
from council.meetings.actions import add_line
from council.refusal import NotThere, unreadable
from council.voting.proxies import rules as proxy_rules
from council.voting.proxies.rules import Between
from council.voting.tables import Proxy, ProxyInstruction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from council.change import Change

_TAKEN_OUT = (
    "DELETE FROM named_vote WHERE poll = {} AND elector_no = {}",
    "DELETE FROM envelope WHERE poll = {} AND elector_no = {}",
    "DELETE FROM cast_by WHERE poll = {} AND elector_no = {}",
)
MOVING = "('created', 'announced', 'open')"  # states of a poll that has still to close


@dataclass(frozen=True, slots=True)
class Authority:
    """Who speaks for whom in a meeting, by which paper, kept where.

    `instructions`: point of the agenda → what the principal wants there (OWN-13).
    """

    principal: str
    holder: str
    on: date
    kept_at: str
    instructions: Mapping[str, str] = field(default_factory=dict)


async def give(meeting: str, what: Authority, by: Actor) -> str:
    """proxy.given: for every vote of the meeting that opens from now on; the same twice is once.

    Refused with proxy.meeting_over, proxy.oneself, proxy.none_allowed, proxy.given_already,
    proxy.chain, proxy.limit, proxy.principal_present, proxy.not_called, proxy.date.
    """
    async with change(by) as c:
        held = await meetings.locked(meeting, by)
        there = await _live(meeting, what.principal)
        if there is not None and there["holder"] == what.holder:
            return str(there["id"])
        proxy_rules.must_be_written(what.on, local(c.at).date())
        names = await _called(meeting, what)
        most = proxy_rules.limit(held["rule"], await kind_queries.terms(by.community))
        between = await _between(held, what)
        proxy_rules.may_give(what.principal, what.holder, held["state"], most, between)
        made = await _insert(c, meeting, what)
        if held["state"] == "open":
            said = f"{names[0]}书面委托{names[1]}代为表决。"
            await add_line(c, meeting, "note", said, what.principal)
        c.record("proxy.given", {"meeting": meeting, "proxy": made})
        c.tell(topics.room(meeting), "proxy.given")
    return made


async def withdraw(proxy: str, by: Actor) -> None:
    """proxy.withdrawn: with the ballots that it cast in votes that are still open. Twice is once.

    Refused with proxy.meeting_over.
    """
    found = await _of(proxy, by)
    async with change(by) as c:
        # As opening does: first the polls, then the meeting, so that neither waits for the other.
        await db.held(
            f"SELECT id FROM poll WHERE meeting = {{}} AND state IN {MOVING} ORDER BY id",  # noqa: S608 - words of ours
            found["meeting"],
        )
        held = await meetings.locked(found["meeting"], by)
        now = await db.held("SELECT * FROM proxy WHERE id = {}", proxy)
        if now is None or now["ended_at"] is not None:
            return
        if not await _open_polls(found["meeting"]):
            proxy_rules.must_be_live(held["state"])
        await db.rows(
            "UPDATE proxy SET ended_at = {}, ended_by = {} WHERE id = {}", c.at, by.person, proxy
        )
        await _take_out(now)
        if held["state"] == "open":
            said = f"{found['principal_name']}撤回对{found['holder_name']}的委托。"
            await add_line(c, found["meeting"], "note", said, now["principal"])
        c.record("proxy.withdrawn", {"meeting": found["meeting"], "proxy": proxy})
        c.tell(topics.room(found["meeting"]), "proxy.withdrawn")


async def _take_out(proxy: dict[str, Any]) -> None:
    """What the holder cast in votes that are open; the principal stays on the roll."""
    electors = (
        "SELECT e.poll, e.elector_no FROM elector e JOIN poll p ON p.id = e.poll"
        " WHERE p.meeting = {} AND p.state = 'open' AND e.person = {} AND e.holder = {}"
    )
    who = (proxy["meeting"], proxy["principal"], proxy["holder"])
    for one in await db.rows(electors, *who):
        key = (one["poll"], one["elector_no"])
        await db.held("SELECT elector_no FROM elector WHERE poll = {} AND elector_no = {}", *key)
        cast = await db.row("SELECT channel FROM cast_by WHERE poll = {} AND elector_no = {}", *key)
        if cast is not None and cast["channel"] == "proxy":
            for sql in _TAKEN_OUT:
                await db.rows(sql, *key)
        await db.rows("UPDATE elector SET holder = NULL WHERE poll = {} AND elector_no = {}", *key)


async def _open_polls(meeting: str) -> bool:
    """A vote over days is open whatever has become of the meeting."""
    found = await db.row("SELECT id FROM poll WHERE meeting = {} AND state = 'open'", meeting)
    return found is not None


async def _of(proxy: str, by: Actor) -> dict[str, Any]:
    found = await db.row(
        "SELECT p.meeting, a.name AS principal_name, b.name AS holder_name FROM proxy p"
        " JOIN meeting m ON m.id = p.meeting JOIN person a ON a.id = p.principal"
        " JOIN person b ON b.id = p.holder WHERE p.id = {} AND m.community = {}",
        proxy,
        by.community,
    )
    if found is None:
        raise NotThere
    return found


async def _live(meeting: str, principal: str) -> dict[str, Any] | None:
    return await db.row(
        "SELECT id, holder FROM proxy WHERE meeting = {} AND principal = {} AND ended_at IS NULL",
        meeting,
        principal,
    )


async def _called(meeting: str, what: Authority) -> tuple[str, str]:
    """The names of both; only members of this meeting give and hold."""
    found = await db.rows(
        "SELECT c.person, p.name FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.part = 'member' AND c.person IN ({}, {})",
        meeting,
        what.principal,
        what.holder,
    )
    names = {one["person"]: one["name"] for one in found}
    for person in (what.principal, what.holder):
        if person not in names:
            raise unreadable("proxy.not_called")
    return names[what.principal], names[what.holder]


async def _between(meeting: dict[str, Any], what: Authority) -> Between:
    live = await db.rows(
        "SELECT principal, holder FROM proxy WHERE meeting = {} AND ended_at IS NULL",
        meeting["id"],
    )
    gave, holds = {one["principal"] for one in live}, [one["holder"] for one in live]
    seat = await db.row(
        "SELECT status FROM called WHERE meeting = {} AND person = {}",
        meeting["id"],
        what.principal,
    )
    return Between(
        held=holds.count(what.holder),
        principal_gave=what.principal in gave,
        principal_holds=what.principal in holds,
        holder_gave=what.holder in gave,
        principal_present=seat is not None and seat["status"] == "present",
    )


async def _insert(c: Change, meeting: str, what: Authority) -> str:
    made = new_id()
    await Proxy.insert(
        Proxy(
            id=made,
            meeting=meeting,
            principal=what.principal,
            holder=what.holder,
            authority_on=what.on,
            kept_at=what.kept_at,
            made_by=c.by.person,
            made_at=c.at,
        )
    )
    rows = [
        ProxyInstruction(proxy=made, item=item, choice=choice)
        for item, choice in what.instructions.items()
    ]
    if rows:
        await ProxyInstruction.insert(*rows)
    return made
