"""Notices as they were given, and the facts of which the next one would be made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.meetings import kind_queries, kinds, notice_text, owner_queries
from council.meetings import notice_words as words
from council.meetings.notice_text import Facts, ItemFact
from council.privacy.naming import as_named, named_in_public
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice, its words as frozen; `days`: how long before the meeting it was given."""

    meeting: str
    no: int
    kind: str  # call | change | cancel
    issuer: str
    title: str
    body: str
    days: int
    sha256: str
    at: datetime

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n")


_NOTICE = "SELECT meeting, no, kind, issuer, title, body, days, sha256, at FROM meeting_notice"


async def notices_of(meeting: str) -> list[NoticeView]:
    """All of them, the first one first."""
    found = await db.rows(f"{_NOTICE} WHERE meeting = {{}} ORDER BY no", meeting)
    return [NoticeView(**one) for one in found]


async def notice(meeting: str, no: int) -> NoticeView:
    found = await db.row(f"{_NOTICE} WHERE meeting = {{}} AND no = {{}}", meeting, no)
    if found is None:
        raise NotThere
    return NoticeView(**found)


async def last_facts(meeting: str) -> tuple[int, dict[str, Any]]:
    """The number of the newest notice and what stood in it; 0 before the first one."""
    found = await db.row(
        "SELECT no, facts FROM meeting_notice WHERE meeting = {} ORDER BY no DESC LIMIT 1", meeting
    )
    return (found["no"], json.loads(found["facts"])) if found else (0, {})


async def facts(held: dict[str, Any]) -> Facts:
    """What a notice of this meeting would say now; `held` is its row."""
    place = await db.row("SELECT name FROM community WHERE id = {}", held["community"])
    named = await named_in_public(held["community"])
    kind = kinds.of(held["kind"])
    terms = await kind_queries.terms(held["community"])
    called, area = await _total(held)
    return Facts(
        kind=kind.code,
        series=held["series"],
        session=held["session"],
        place=held["place"],
        starts_at=local(held["starts_at"]).isoformat(timespec="minutes"),
        ends_at=local(held["ends_at"]).isoformat(timespec="minutes"),
        issuer=_issuer(held, str(place["name"]) if place else ""),
        items=await _items(held["id"], named),
        base=held["base"] or ("persons" if kind.code == "res_all" else ""),
        form=held["form"],
        lead=held["lead"],
        called=called,
        area=area,
        binding=terms.binding,
        parties=await _parties(held, named),
        short_notice=held["short_notice"],
        needed_days=kind.notice,
        rulings=await _rulings(kind.code, held["community"]),
    )


async def _rulings(kind: str, community: str) -> tuple[str, ...]:
    if kind != "owners":
        return ()
    return tuple(one.words for one in await owner_queries.rulings(community))


def _issuer(held: dict[str, Any], community: str) -> str:
    """A committee calls its own meetings; everything else the residents' committee calls."""
    return held["series"] if held["kind"] == "council" else f"{community}居民委员会"


async def _total(held: dict[str, Any]) -> tuple[int, int]:
    found = await db.row(
        "SELECT count(*) AS n, coalesce(sum(area), 0) AS area FROM called"
        " WHERE meeting = {} AND part = 'member'",
        held["id"],
    )
    called, area = (int(found["n"]), int(found["area"])) if found else (0, 0)
    return called + held["unlisted_heads"], area + held["unlisted_area"]


async def _items(meeting: str, named: frozenset[str]) -> tuple[ItemFact, ...]:
    found = await db.rows(
        "SELECT a.*, p.name AS presenter_name, i.no AS idea_no FROM agenda_item a"
        " LEFT JOIN person p ON p.id = a.presenter LEFT JOIN idea i ON i.id = a.idea"
        " WHERE a.meeting = {} ORDER BY a.no",
        meeting,
    )
    return tuple(
        ItemFact(
            title=one["title"],
            kind=one["kind"],
            minutes=one["minutes"],
            presenter=as_named(one["presenter_name"], one["presenter"], named)
            if one["presenter"]
            else "",
            office=one["office"],
            material=one["material"],
            idea=one["idea_no"] or "",
            reviewed=_reviewed(one),
        )
        for one in found
    )


def _reviewed(one: dict[str, Any]) -> str:
    if one["reviewed_on"] is None:
        return ""
    number = f"，{one['review_no']}" if one["review_no"] else ""
    return f"{words.day(one['reviewed_on'])}{number}"


async def _parties(held: dict[str, Any], named: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    if held["kind"] != "consult":
        return ()
    found = await db.rows(
        "SELECT c.party, c.interest, c.person, p.name FROM called c"
        " JOIN person p ON p.id = c.person WHERE c.meeting = {} AND c.party <> '' ORDER BY c.place",
        held["id"],
    )
    return tuple(
        (one["party"], as_named(one["name"], one["person"], named), one["interest"])
        for one in found
    )


async def differs(meeting: str) -> list[str]:
    """What the newest notice does not say any more; nothing before the first one."""
    no, before = await last_facts(meeting)
    held = await db.row("SELECT * FROM meeting WHERE id = {}", meeting)
    if not no or held is None or held["state"] != "announced":
        return []
    return notice_text.differences(await facts(held), before)
