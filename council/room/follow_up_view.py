"""What the screens show of what comes after: tasks, dissents, what an item may end in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from council.follow_up import queries, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.room.snapshot import ItemView, Room
    from council.voting.queries import PollRow


async def with_follow_up(
    items: tuple[ItemView, ...], held: dict[str, Any], polls: Sequence[PollRow]
) -> tuple[ItemView, ...]:
    """The items with what came of them; late is told by the day on which this was read."""
    tasks = await queries.of_meeting(held["id"])
    said = await queries.dissents(held["id"])
    published = await queries.is_published(held["id"])
    voted = {poll.item for poll in polls if poll.state == "published"}
    return tuple(
        replace(
            one,
            may_end_in=rules.ends_in(held["kind"]),
            tasks=tuple(task for task in tasks if task.item == one.id),
            dissents=tuple(each for each in said if each.item == one.id),
            open_to_dissent=not published
            and rules.open_to_dissent(one.kind, one.state, voted=one.id in voted),
        )
        for one in items
    )


def dissented(room: Room) -> dict[str, str]:
    """Person → the numbers of the items on which they said that they do not agree: "3 5"."""
    found: dict[str, list[str]] = {}
    for item in room.items:
        for one in item.dissents:
            found.setdefault(one.person, []).append(str(item.no))
    return {person: " ".join(numbers) for person, numbers in found.items()}
