"""A meeting as everybody may see it, before, while and after it takes place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.meetings import agenda_queries, kind_queries, kinds, notice_queries, owners
from council.meetings.ics import Event
from council.privacy.naming import as_named, named_in_public
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from council.meetings.agenda_queries import ItemView
    from council.meetings.kinds import Kind, Terms
    from council.meetings.notice_queries import NoticeView

PAST = timedelta(days=60)  # so long a calendar that is subscribed to keeps what was
MOST = 200  # meetings in one calendar


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody invited to a consultation, by the name that everybody may read."""

    party: str
    name: str
    interest: str


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """`called`: how many count; `area`: of owners, in words; `parties`: of a consultation."""

    id: str
    community: str
    kind: Kind
    base: str
    form: str
    lead: str
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    cancelled_why: str
    called: int
    area: str
    terms: Terms
    items: tuple[ItemView, ...]
    parties: tuple[Party, ...]
    notices: tuple[NoticeView, ...]
    minutes: str

    @property
    def minutes_planned(self) -> int:
        return sum(one.minutes for one in self.items)


_MEETING = (
    "SELECT m.*, COALESCE(n.id, '') AS minutes FROM meeting m"
    " LEFT JOIN minutes_in_force n ON n.meeting = m.id"
)


async def meeting(meeting_id: str) -> PublicMeeting:
    found = await db.row(f"{_MEETING} WHERE m.id = {{}}", meeting_id)
    if found is None:
        raise NotThere
    called = await db.rows(
        "SELECT c.person, c.party, c.interest, c.area, p.name FROM called c"
        " JOIN person p ON p.id = c.person WHERE c.meeting = {} AND c.part = 'member'"
        " ORDER BY c.place",
        meeting_id,
    )
    named = await named_in_public(found["community"])
    items = await agenda_queries.items(meeting_id)
    return PublicMeeting(
        **{name: found[name] for name in _PLAIN},
        kind=kinds.of(found["kind"]),
        base=found["base"] or ("persons" if found["kind"] == "res_all" else ""),
        called=len(called) + found["unlisted_heads"],
        area=owners.metres(sum(one["area"] for one in called) + found["unlisted_area"]),
        terms=await kind_queries.terms(found["community"]),
        items=tuple(_named(one, named) for one in items),
        parties=tuple(_parties(called, named)) if found["kind"] == "consult" else (),
        notices=tuple(await notice_queries.notices_of(meeting_id)),
    )


_PLAIN = (
    *("id", "community", "form", "lead", "series", "session", "place", "starts_at", "ends_at"),
    *("state", "cancelled_why", "minutes"),
)


def _named(one: ItemView, named: frozenset[str]) -> ItemView:
    return replace(one, presenter=as_named(one.presenter, one.presenter_id, named))


def _parties(called: Sequence[dict[str, Any]], named: frozenset[str]) -> list[Party]:
    return [
        Party(one["party"], as_named(one["name"], one["person"], named), one["interest"])
        for one in called
    ]


async def community_of(meeting_id: str) -> str:
    found = await db.row("SELECT community FROM meeting WHERE id = {}", meeting_id)
    if found is None:
        raise NotThere
    return str(found["community"])


_EVENT = (
    "SELECT m.id, m.series, m.session, m.place, m.starts_at, m.ends_at, m.state, n.no, n.at,"
    " c.created_at FROM meeting m JOIN community c ON c.id = m.community"
    " LEFT JOIN meeting_notice n ON n.meeting = m.id AND n.no ="
    " (SELECT MAX(x.no) FROM meeting_notice x WHERE x.meeting = m.id)"
)


async def event(meeting_id: str, origin: str) -> Event:
    """One meeting for a calendar."""
    found = await db.row(f"{_EVENT} WHERE m.id = {{}}", meeting_id)
    if found is None:
        raise NotThere
    return _event(found, await _titles([meeting_id]), origin)


async def events(community: str, at: datetime, origin: str) -> list[Event]:
    """Every meeting to come and of the last weeks, cancelled ones too."""
    found = await db.rows(
        f"{_EVENT} WHERE m.community = {{}} AND m.starts_at > {{}} ORDER BY m.starts_at LIMIT {{}}",
        community,
        at - PAST,
        MOST,
    )
    titles = await _titles([one["id"] for one in found])
    return [_event(one, titles, origin) for one in found]


async def _titles(meetings: Sequence[str]) -> dict[str, list[str]]:
    """Meeting → its points."""
    if not meetings:
        return {}
    marks = ", ".join("{}" for _ in meetings)
    found = await db.rows(
        f"SELECT meeting, no, title FROM agenda_item WHERE meeting IN ({marks}) ORDER BY no",  # noqa: S608 - only placeholders are put together
        *meetings,
    )
    titles: dict[str, list[str]] = {}
    for one in found:
        titles.setdefault(one["meeting"], []).append(f"{one['no']}. {one['title']}")
    return titles


def _event(found: dict[str, Any], titles: dict[str, list[str]], origin: str) -> Event:
    starts, ends = local(found["starts_at"]), local(found["ends_at"])
    return Event(
        id=found["id"],
        changes=(found["no"] or 1) - 1,
        changed_at=found["at"] or found["created_at"],
        starts_at=starts,
        ends_at=ends,
        summary=f"{found['series']} {found['session']}",
        place=found["place"],
        about="\n".join(titles.get(found["id"], ())),
        url=f"{origin}/meetings/{found['id']}",
        cancelled=found["state"] == "cancelled",
    )
