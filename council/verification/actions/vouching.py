"""A group leader answers for a neighbour of their own building; a second person confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.change import Actor, Change, change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.refusal import NotThere, Refused, unreadable
from council.verification import queries, rules
from council.verification.actions.refusals import kept
from council.verification.actions.verifying import verify_within

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked
    from council.identity.queries import Someone


async def vouch(person: str, ground: str, by: Actor) -> str:
    """Ask that `person` be verified on the word of `by`; returns the confirmation's id.

    Raises vouching.not_your_building, vouching.oneself, vouching.verified, person.left, and
    vouching.no_ground. To whoever leads no building nothing is there.
    """
    if not ground:
        raise unreadable("vouching.no_ground")
    if not await queries.buildings_led(by.person, by.community):
        raise NotThere
    async with kept(by.community, person, "vouching", by.person), change(by) as act:
        someone = await _may_vouch(person, by.person, by.community)
        body = {"ground": ground[: rules.GROUND], "name": someone.name}
        return await ask_within(act, "vouching", person, body)


async def _may_vouch(person: str, leader: str, community: str) -> Someone:
    someone = await identity.person(person, community)
    if person == leader:
        raise Refused("vouching.oneself", 403)
    if someone.state == "left":
        raise Refused("person.left")
    if someone.state == "verified":
        raise Refused("vouching.verified")
    if not await queries.lives_in(person, await queries.buildings_led(leader, community)):
        raise Refused("vouching.not_your_building", 403)
    return someone


async def apply_vouching(act: Change, asked: Asked) -> None:
    """The second person agrees; leader and neighbour are what they were when it was asked."""
    someone = await _may_vouch(asked.subject, asked.asker, act.by.community)
    ground = str(asked.body["ground"])
    await verify_within(act, someone, "vouching", ground, asked.asker, confirmed_by=act.by.person)
