"""The keys by which people are found: written with every change of name, number or home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.roll.keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AT_ONCE = 200  # people in one transaction of `renew_keys`


async def write_keys_within(people: Sequence[str]) -> None:
    """Write the keys of these people (ids) anew, as a part of the action that changed them."""
    for start in range(0, len(people), AT_ONCE):
        await _write(people[start : start + AT_ONCE])


async def _write(people: Sequence[str]) -> None:
    marks = ", ".join("{}" for _ in people)
    await db.rows(f"DELETE FROM person_key WHERE person IN ({marks})", *people)  # noqa: S608 - only placeholders are put together
    rooms = await _rooms(people)
    found = await db.rows(
        "SELECT id, community, name, pinyin, roll_no, phone, id_last4 FROM person"  # noqa: S608 - only placeholders are put together
        f" WHERE id IN ({marks})",
        *people,
    )
    await insert_keys(
        (one["community"], key, one["id"])
        for one in found
        for key in sorted(_keys(one, rooms.get(one["id"], ())))
    )


async def insert_keys(keys: Iterable[tuple[str, str, str]]) -> None:
    """(community, key, person), all at once."""
    names = ("community", "key", "person")
    await db.insert("person_key", [dict(zip(names, one, strict=True)) for one in keys], new=False)


def _keys(one: dict[str, Any], rooms: tuple[tuple[str, str, str], ...]) -> frozenset[str]:
    return keys_of(one["name"], one["pinyin"], one["roll_no"], one["phone"], one["id_last4"], rooms)


async def _rooms(people: Sequence[str]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    marks = ", ".join("{}" for _ in people)
    found = await db.rows(
        "SELECT r.person, u.building, u.entrance, u.room FROM residence r"  # noqa: S608 - only placeholders are put together
        f" JOIN unit u ON u.id = r.unit WHERE r.person IN ({marks})",
        *people,
    )
    rooms: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for one in found:
        room = (one["building"], one["entrance"], one["room"])
        rooms[one["person"]] = (*rooms.get(one["person"], ()), room)
    return rooms


async def renew_keys() -> int:
    """Write the keys of everybody who has none, some at a time; how many people that were.

    People who were on the roll before there were keys, and first officers, are found after it.
    """
    done, last = 0, ""
    while missing := await _without_keys(last):
        async with db.write(db.engine()):
            await write_keys_within(missing)
        done, last = done + len(missing), missing[-1]
    return done


async def _without_keys(after: str) -> list[str]:
    found = await db.rows(
        "SELECT p.id FROM person p WHERE p.id > {} AND NOT EXISTS"
        " (SELECT 1 FROM person_key k WHERE k.person = p.id) ORDER BY p.id LIMIT {}",
        after,
        AT_ONCE,
    )
    return [one["id"] for one in found]
