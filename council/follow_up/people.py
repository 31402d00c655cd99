"""Who is responsible, found by what somebody types: a person of the roll where possible."""

from __future__ import annotations

from council.roll import people_queries


async def meant(typed: str, community: str) -> tuple[str, str]:
    """(words, person): a name that one person has, a number, or both; else the words alone.

    Refused with person.several where a name is of several and no number says which.
    """
    name, _, number = typed.rpartition(" ")
    asked = [typed, number] if name else [typed]
    found = await people_queries.named(community, asked)
    by_number = [one for one in found.get(number, ()) if name and one.name == name.strip()]
    people = by_number or found[typed]
    if not people:
        return typed, ""
    one = people_queries.the_one(typed, people)
    return one.name, one.id
