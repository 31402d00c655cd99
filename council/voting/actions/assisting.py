"""What is said of a ballot that staff entered for somebody: a second person, and an objection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.refusal import NotThere
from council.voting.actions.held import locked
from council.voting.casting import channels

if TYPE_CHECKING:
    from council.change import Change


async def confirm_entered(poll: str, person: str, by: Actor) -> None:
    """poll.entry_confirmed: a second person asked the voter as well. Twice is once.

    Only in a vote by name, and never by whoever entered it; else it is not there.
    """
    async with change(by) as c:
        found, entered = await _entered(poll, person, by)
        channels.must_be_another({str(entered["person"]), person}, by.person)
        if entered["confirmed_by"] is None and found["mode"] == "named":
            await _set(entered, "confirmed_by", by.person)
            c.record("poll.entry_confirmed", {"poll": poll})


async def object_to(poll: str, by: Actor) -> None:
    """poll.entry_objected: the voter says that it is not what they asked for. Twice is once.

    Until the vote ends; of a secret one the record holds nothing of a single ballot.
    """
    async with change(by) as c:
        found, entered = await _entered(poll, by.person, by)
        channels.must_be_open(found["state"])
        if not entered["objected"]:
            await _set(entered, "objected", value=True)
            _note(c, found)


def _note(c: Change, poll: dict[str, Any]) -> None:
    if poll["mode"] == "named":
        c.record("poll.entry_objected", {"poll": poll["id"]})


async def _entered(poll: str, person: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """The poll, held, and through whom the ballot of this elector came, if by assistance."""
    found = await locked(poll, by)
    entered = await db.row(
        "SELECT c.* FROM cast_by c JOIN elector e ON e.poll = c.poll"
        " AND e.elector_no = c.elector_no"
        " WHERE c.poll = {} AND e.person = {} AND c.channel = 'assisted'",
        poll,
        person,
    )
    if entered is None:
        raise NotThere
    return found, entered


async def _set(entered: dict[str, Any], column: str, value: Any) -> None:
    await db.rows(
        f"UPDATE cast_by SET {column} = {{}} WHERE poll = {{}} AND elector_no = {{}}",  # noqa: S608 - names of ours
        value,
        entered["poll"],
        entered["elector_no"],
    )
