"""On the way to the wisher: what was told, delivered, and confirmed with thanks (WISH-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.wishes import rules
from council.wishes.actions.held import claim_of, end_claim, is_officer, locked, move, step

if TYPE_CHECKING:
    from typing import Any

    from council.change import Actor


async def _by_claimer(found: dict[str, Any], by: Actor) -> None:
    there = await claim_of(found["idea"])
    rules.must_be(by.person, (there["claimer"],) if there else (), officer=await is_officer(by))


async def tell(wish: str, text: str, by: Actor) -> None:
    """wish.told: how far it is; everybody may read it. Refused with wish.reason."""
    rules.must_have_reason(text)
    async with change(by) as c:
        found = await locked(wish, by)
        await _by_claimer(found, by)
        await move(c, found, "tell")
        await step(c, wish, "told", text)
        c.record("wish.told", {"wish": wish}, {"text": text})


async def deliver(wish: str, text: str, by: Actor) -> None:
    """wish.delivered: when and how, for the wisher to confirm. Refused with wish.reason."""
    rules.must_have_reason(text)
    async with change(by) as c:
        found = await locked(wish, by)
        await _by_claimer(found, by)
        await move(c, found, "deliver")
        await step(c, wish, "delivered", text)
        c.record("wish.delivered", {"wish": wish}, {"text": text})


async def confirm(wish: str, thanks: str, content: int | None, by: Actor) -> None:
    """wish.fulfilled: the wisher has it, with words of thanks if they like; or the desk says so.

    `content`: 1 to 5, or nothing said. Twice is once.
    """
    rules.must_be_content(content)
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(by.person, (found["wisher"],), officer=await is_officer(by))
        if found["state"] == "fulfilled":
            return
        await move(c, found, "confirm")
        await db.rows(
            "UPDATE wish SET thanks = {}, content = {} WHERE idea = {}",
            thanks[: rules.REASON],
            content,
            wish,
        )
        await end_claim(c, wish, "fulfilled")
        await step(c, wish, "fulfilled", thanks[: rules.REASON])
        c.record("wish.fulfilled", {"wish": wish, "content": content}, {"thanks": thanks})


async def reopen(wish: str, by: Actor) -> None:
    """wish.reopened: the wisher has not got it."""
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(by.person, (found["wisher"],), officer=await is_officer(by))
        await move(c, found, "reopen")
        await step(c, wish, "reopened")
        c.record("wish.reopened", {"wish": wish})
