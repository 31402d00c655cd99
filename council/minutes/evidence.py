"""From the stored record of one meeting to the facts that its minutes are made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.identity import queries as identity
from council.minutes import afterwards, spoken, text, who_came
from council.minutes.blocks import from_json, to_json
from council.minutes.counted import vote
from council.minutes.facts import Facts, Item, QuorumFact, Roll
from council.privacy.naming import as_named
from council.voting import queries as voting
from council.voting.rules import CHARTERED, PRESETS

if TYPE_CHECKING:
    from council.minutes.blocks import Draft
    from council.voting.queries import PollRow

QUORUM_WORDS = {
    "COM": "应到的三分之二以上",
    "RES-REP": "应到的三分之二以上",
    "OWN-ORD": "人数和专有部分面积都占三分之二以上",
}


async def draft(meeting: str) -> Draft:
    """What the record makes of this meeting now, as it would be stored.

    Stored text is NFC; read back, drafts are compared like with like.
    """
    return from_json(to_json(text.draft(await facts(meeting))))


async def facts(meeting: str) -> Facts:
    """Everything that the record holds of this meeting, at this moment."""
    held = await _meeting(meeting)
    named = await who_came.named(held)
    people = await who_came.people(meeting, named)
    polls = [poll for poll in await voting.polls_of_meeting(meeting) if poll.result]
    place = await identity.community(held["community"])
    roll = who_came.roll(people)
    return Facts(
        community=place["name"],
        series=held["series"],
        session=held["session"],
        place=held["place"],
        starts_at=local(held["opened_at"] or held["starts_at"]),
        ends_at=local(held["closed_at"] or held["ends_at"]),
        chair=who_came.one(people, held["chair"], held["chair_name"]),
        recorder=who_came.one(people, held["secretary"], held["secretary_name"]),
        roll=roll,
        quorum=_quorum(held, roll),
        publisher=_publisher(place),
        copies=_copies(place),
        items=await _items(meeting, people, polls, named),
        votes=tuple(vote(poll) for poll in polls if poll.item is None),
        attachments=_attachments(roll, polls),
    )


def _attachments(roll: Roll, polls: list[PollRow]) -> tuple[str, ...]:
    """The sheets that this meeting leaves behind."""
    found = [("签到表", roll.attended > 0), ("表决情况表", bool(polls))]
    return tuple(name for name, there in found if there)


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
    motions = await spoken.motions(meeting, named)
    said = await spoken.log(meeting, named)
    recused = await spoken.recused(meeting, named)
    dissents = await afterwards.dissents(meeting)
    return tuple(
        Item(
            no=row["no"],
            title=row["title"],
            kind=row["kind"],
            presenter=who_came.one(
                people,
                row["presenter"],
                as_named(row["presenter_name"], row["presenter"], named),
            )
            if row["presenter"]
            else None,
            speeches=tuple(said[row["no"]].speeches),
            views=tuple(said[row["no"]].views),
            motions=tuple(motions[row["id"]]),
            votes=tuple(vote(poll) for poll in polls if poll.item == row["id"]),
            resolved=tuple(said[row["no"]].resolved),
            wanted=tuple(said[row["no"]].wanted),
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
