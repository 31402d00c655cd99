"""Who brought an idea: kept when ideas are merged, so that nobody's is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db

if TYPE_CHECKING:
    from council.change import Change


async def brought_within(c: Change, idea: str, person: str) -> None:
    """This person is its author; twice is once."""
    await db.rows(
        "INSERT INTO idea_author (idea, person, role, at) VALUES ({}, {}, 'author', {})"
        " ON CONFLICT (idea, person) DO NOTHING",
        idea,
        person,
        c.at,
    )


async def join_within(c: Change, idea: str, target: str) -> None:
    """Everybody who brought `idea` is named with `target` too; nobody counts twice."""
    await db.rows(
        "INSERT INTO idea_author (idea, person, role, at)"
        " SELECT {}, a.person, 'also', {} FROM idea_author a WHERE a.idea = {}"
        " ON CONFLICT (idea, person) DO NOTHING",
        target,
        c.at,
        idea,
    )


async def of_person(person: str, kind: str) -> list[str]:
    """Ids of what this person brought of a kind, the newest first; not where it was merged."""
    found = await db.rows(
        "SELECT a.idea FROM idea_author a JOIN idea i ON i.id = a.idea"
        " WHERE a.person = {} AND a.role = 'author' AND i.kind = {} ORDER BY i.made_at DESC, i.no",
        person,
        kind,
    )
    return [row["idea"] for row in found]


async def number_of(idea: str) -> int:
    """How many people with an account brought it."""
    found = await db.row("SELECT count(*) AS n FROM idea_author WHERE idea = {}", idea)
    return int(found["n"]) if found else 0
