"""WISH-5: one claimer at a time, approved by the desk, and back to the wall when time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.ids import new_id
from council.refusal import NotThere, Refused
from council.wishes import queries, rules
from council.wishes.actions.held import claim_of, end_claim, is_officer, locked, move, step
from council.wishes.tables import WishClaim

if TYPE_CHECKING:
    from typing import Any

    from council.change import Actor, Change
    from council.wishes.rules import Claiming


async def claim(wish: str, what: Claiming, by: Actor) -> None:
    """wish.claimed: whoever comes first has it. One's own again is once.

    Refused with wish.claimed_already (who was faster), wish.claimer, wish.organisation,
    wish.unverified, wish.own, wish.enough.
    """
    rules.must_claim(what)
    async with change(by) as c:
        found = await locked(wish, by)
        if found["state"] not in rules.SHOWN:
            raise NotThere
        there = await claim_of(wish)
        if there and there["claimer"] == by.person:
            return
        if there:
            raise Refused("wish.claimed_already", kind=there["kind"])
        await _may_claim(c, found)
        await move(c, found, "claim")
        terms = await queries.terms(by.community)
        await WishClaim.insert(
            WishClaim(
                id=new_id(),
                wish=wish,
                claimer=by.person,
                kind=what.kind,
                organisation=what.organisation,
                promise=what.promise,
                claimed_at=c.at,
                expires_on=rules.expires(local(c.at).date(), terms.claim_days),
                ended="",
            )
        )
        await step(c, wish, "claimed")
        c.record("wish.claimed", {"wish": wish, "kind": what.kind}, {"promise": what.promise})


async def _may_claim(c: Change, found: dict[str, Any]) -> None:
    """The claimer's row is held, so that the count of what they have in hand is true."""
    person = await db.held("SELECT state FROM person WHERE id = {}", c.by.person)
    in_hand = await db.row(
        "SELECT count(*) AS n FROM wish_claim WHERE claimer = {} AND ended_at IS NULL", c.by.person
    )
    rules.may_claim(
        person["state"] if person else "",
        found["wisher"],
        c.by.person,
        int(in_hand["n"]) if in_hand else 0,
    )


async def approve(wish: str, by: Actor) -> None:
    """wish.approved: from now on the claimer sees how the wisher is reached. Twice is once."""
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(by.person, (), officer=await is_officer(by))
        if found["state"] == "doing":
            return
        await move(c, found, "approve")
        await db.rows(
            "UPDATE wish_claim SET approved_at = {}, approved_by = {}"
            " WHERE wish = {} AND ended_at IS NULL",
            c.at,
            by.person,
            wish,
        )
        await step(c, wish, "approved")
        c.record("wish.approved", {"wish": wish})


async def refuse_claim(wish: str, reason: str, by: Actor) -> None:
    """wish.claim_refused: back to the wall. Refused with wish.reason."""
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(by.person, (), officer=await is_officer(by))
        await _back(c, found, "refuse", "refused")
        c.record("wish.claim_refused", {"wish": wish}, {"reason": reason})


async def release(wish: str, by: Actor) -> None:
    """wish.released: the claimer cannot do it after all; back to the wall."""
    async with change(by) as c:
        found = await locked(wish, by)
        there = await claim_of(wish)
        rules.must_be(by.person, (there["claimer"],) if there else (), officer=await is_officer(by))
        await _back(c, found, "release", "released")
        c.record("wish.released", {"wish": wish})


async def expire(wish: str, by: Actor) -> bool:
    """wish.expired: its last day has passed and it was not delivered; False where it has not."""
    async with change(by) as c:
        found = await locked(wish, by)
        there = await claim_of(wish)
        if found["state"] not in rules.LIFE["expire"] or there is None:
            return False
        if local(c.at).date() <= there["expires_on"]:
            return False
        await _back(c, found, "expire", "expired")
        c.record("wish.expired", {"wish": wish})
        return True


async def _back(c: Change, found: dict[str, Any], act: str, how: str) -> None:
    await move(c, found, act)
    await end_claim(c, found["idea"], how)
    await step(c, found["idea"], how)
