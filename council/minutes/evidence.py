"""From the stored record of one meeting to the facts that its minutes are made of."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.identity import queries as identity
from council.minutes import afterwards, words
from council.minutes.facts import (
    Facts,
    Item,
    Motion,
    Person,
    QuorumFact,
    Roll,
    Speech,
    Vote,
)
from council.privacy.naming import as_named, named_in_public
from council.voting import queries as voting
from council.voting.results import told
from council.voting.rules import CHARTERED, PRESETS

if TYPE_CHECKING:
    from council.voting.queries import PollRow

QUORUM_WORDS = {
    "COM": "应到的三分之二以上",
    "RES-REP": "应到的三分之二以上",
    "OWN-ORD": "人数和专有部分面积都占三分之二以上",
}
_ENTERED = re.compile(r"进入第(\d+)项")
_OUTCOME = re.compile(r"第\d+项(决定)?[:：]")  # told by the item itself


async def facts(meeting: str) -> Facts:
    """Everything that the record holds of this meeting, at this moment."""
    held = await _meeting(meeting)
    named = await _named(held)
    people = await _people(meeting, named)
    polls = [poll for poll in await voting.polls_of_meeting(meeting) if poll.result]
    place = await identity.community(held["community"])
    roll = _roll(people)
    return Facts(
        community=place["name"],
        series=held["series"],
        session=held["session"],
        place=held["place"],
        starts_at=local(held["opened_at"] or held["starts_at"]),
        ends_at=local(held["closed_at"] or held["ends_at"]),
        chair=_one(people, held["chair"], held["chair_name"]),
        recorder=_one(people, held["secretary"], held["secretary_name"]),
        roll=roll,
        quorum=_quorum(held, roll),
        publisher=_publisher(place),
        copies=_copies(place),
        items=await _items(meeting, people, polls, named),
        votes=tuple(_vote(poll) for poll in polls if poll.item is None),
    )


async def unpublished_results(meeting: str) -> int:
    """Polls that are counted and not yet published."""
    found = await db.row(
        "SELECT count(*) AS n FROM poll WHERE meeting = {}"
        " AND state IN ('closing', 'sealed', 'closed')",
        meeting,
    )
    return int(found["n"]) if found else 0


async def _meeting(meeting: str) -> dict[str, Any]:
    found = await db.row(
        "SELECT m.*, c.name AS chair_name, s.name AS secretary_name FROM meeting m"
        " JOIN person c ON c.id = m.chair JOIN person s ON s.id = m.secretary WHERE m.id = {}",
        meeting,
    )
    if found is None:
        message = "minutes of a meeting that does not exist"
        raise LookupError(message)
    return found


async def _named(held: dict[str, Any]) -> frozenset[str]:
    """Whose whole name stands in what everybody reads; of the others only the surname does.

    Besides offices, seats and consent: whoever sits at this meeting for a sector, or leads it.
    """
    sitting = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND sector <> ''", held["id"]
    )
    leading = {held["chair"], held["secretary"]}
    return await named_in_public(held["community"]) | leading | {one["person"] for one in sitting}


async def _people(meeting: str, named: frozenset[str]) -> list[dict[str, Any]]:
    found = await db.rows(
        "SELECT c.person, c.part, c.sector, c.title, c.status, p.name FROM called c"
        " JOIN person p ON p.id = c.person WHERE c.meeting = {} ORDER BY c.place, c.person",
        meeting,
    )
    return [{**one, "name": as_named(one["name"], one["person"], named)} for one in found]


def _person(row: dict[str, Any]) -> Person:
    return Person(row["name"], row["sector"], row["title"])


def _one(people: list[dict[str, Any]], person: str, name: str) -> Person:
    return next((_person(row) for row in people if row["person"] == person), Person(name))


def _roll(people: list[dict[str, Any]]) -> Roll:
    """Who never came and is not on leave is absent; observers count only when they came."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for row in people:
        if row["part"] == "member":
            groups[row["status"]].append(_person(row))
        elif row["status"] in {"present", "left"}:
            groups["observer"].append(_person(row))
    return Roll(
        present=tuple(groups["present"]),
        left=tuple(groups["left"]),
        leave=tuple(groups["leave"]),
        absent=tuple(groups["expected"]),
        observers=tuple(groups["observer"]),
    )


def _quorum(held: dict[str, Any], roll: Roll) -> QuorumFact:
    code, called = held["rule"], roll.called + held["unlisted_heads"]
    share = PRESETS[code].quorum
    return QuorumFact(
        needed=share.least(called) if share else 0,
        met=share is None or share.reached(roll.attended, called),
        rule=QUORUM_WORDS.get(code, "应到的过半数") if share else "",
        statutory=code not in CHARTERED,
    )


def _publisher(place: dict[str, Any]) -> str:
    settings = json.loads(place["settings"] or "{}")
    return str(settings.get("minutes_publisher") or f"{place['name']}居民委员会")


def _copies(place: dict[str, Any]) -> str:
    settings = json.loads(place["settings"] or "{}")
    street = [f"{place['street']}办事处"] if place["street"] else []
    return str(settings.get("minutes_copies") or "、".join([*street, "居务监督委员会"]))


async def _items(
    meeting: str, people: list[dict[str, Any]], polls: list[PollRow], named: frozenset[str]
) -> tuple[Item, ...]:
    rows = await db.rows(
        "SELECT a.*, p.name AS presenter_name FROM agenda_item a"
        " LEFT JOIN person p ON p.id = a.presenter WHERE a.meeting = {} ORDER BY a.no",
        meeting,
    )
    motions = await _motions(meeting, named)
    speeches, resolved = await _log(meeting, named)
    recused = await _recused(meeting, named)
    dissents = await afterwards.dissents(meeting)
    return tuple(
        Item(
            no=row["no"],
            title=row["title"],
            kind=row["kind"],
            presenter=_one(
                people,
                row["presenter"],
                as_named(row["presenter_name"], row["presenter"], named),
            )
            if row["presenter"]
            else None,
            speeches=tuple(speeches[row["no"]]),
            motions=tuple(motions[row["id"]]),
            votes=tuple(_vote(poll) for poll in polls if poll.item == row["id"]),
            resolved=tuple(resolved[row["no"]]),
            outcome=row["outcome"],
            next_step=row["next_step"],
            responsible=afterwards.responsible(row, named),
            due=row["due"],
            recused=tuple(recused[row["id"]]),
            postponed=row["state"] == "postponed",
            ends_in=row["ends_in"] or "opinion",
            told=row["told"],
            dissents=dissents.get(row["no"], ()),
        )
        for row in rows
    )


async def _recused(meeting: str, named: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in await db.rows(
        "SELECT r.item, r.person, p.name FROM recusal r JOIN agenda_item a ON a.id = r.item"
        " JOIN person p ON p.id = r.person"
        " WHERE a.meeting = {} AND r.ended_at IS NULL ORDER BY r.at",
        meeting,
    ):
        found[row["item"]].append(as_named(row["name"], row["person"], named))
    return found


async def _motions(meeting: str, named: frozenset[str]) -> dict[str, list[Motion]]:
    rows = await db.rows(
        "SELECT m.item, m.no, m.text, m.mover, m.seconder, a.name AS mover_name,"
        " b.name AS seconder_name, o.no AS amended"
        " FROM motion m JOIN person a ON a.id = m.mover LEFT JOIN person b ON b.id = m.seconder"
        " LEFT JOIN motion o ON o.id = m.amends"
        " WHERE m.meeting = {} AND m.state IN ('moved', 'postponed') ORDER BY m.moved_at, m.no",
        meeting,
    )
    found: dict[str, list[Motion]] = defaultdict(list)
    for row in rows:
        found[row["item"]].append(
            Motion(
                row["no"],
                row["text"],
                as_named(row["mover_name"], row["mover"], named),
                as_named(row["seconder_name"], row["seconder"], named) if row["seconder"] else "",
                row["amended"] or "",
            )
        )
    return found


async def _log(
    meeting: str, named: frozenset[str]
) -> tuple[dict[int, list[Speech]], dict[int, list[str]]]:
    """Speeches and written decisions by item; a struck line is not told again."""
    rows = await db.rows(
        "SELECT l.kind, l.side, l.text, l.struck_at, l.person, p.name FROM log_line l"
        " LEFT JOIN person p ON p.id = l.person WHERE l.meeting = {} ORDER BY l.seq",
        meeting,
    )
    speeches: dict[int, list[Speech]] = defaultdict(list)
    resolved: dict[int, list[str]] = defaultdict(list)
    item = 0
    for row in rows:
        entered = _ENTERED.match(row["text"]) if row["kind"] == "item" else None
        item = int(entered[1]) if entered else item
        if row["struck_at"] is not None:
            continue
        if row["kind"] == "speech" and row["name"]:
            name = as_named(row["name"], row["person"], named)
            speeches[item].append(Speech(name, row["text"], row["side"]))
        if row["kind"] == "decision" and not _OUTCOME.match(row["text"]):
            resolved[item].append(row["text"])
    return speeches, resolved


def _vote(poll: PollRow) -> Vote:
    counted = poll.result or {}
    if poll.sheet is not None:
        return _counted(poll, counted)
    return Vote(
        motion=poll.motion_no,
        text=poll.text,
        mode=poll.mode,
        present=counted["present"],
        yes=counted.get("yes", 0),
        no=counted.get("no", 0),
        abstain=counted.get("abstain", 0),
        needed=counted.get("needed", 0),
        verdict=counted["verdict"],
        sentence=words.judged(counted, base=poll.rule["base"], over_days=poll.scope == "called"),
        withheld=counted.get("withheld", 0),
        advisory=poll.advisory,
    )


def _counted(poll: PollRow, result: dict[str, Any]) -> Vote:
    """One line with the winners."""
    return Vote(
        motion="",
        text=poll.text,
        mode=poll.mode,
        present=result["present"],
        yes=0,
        no=0,
        abstain=0,
        needed=result.get("needed", 0),
        verdict=result["verdict"],
        sentence=told.result(result),
        counted=True,
    )
