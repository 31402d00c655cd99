"""The desk looks at a wish: onto the wall, back to the wisher, into a project, or not possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ideas import actions as ideas
from council.refusal import NotThere
from council.wishes import queries, rules
from council.wishes.actions.held import end_claim, is_officer, locked, move, step

if TYPE_CHECKING:
    from council.change import Actor


async def _officers_only(by: Actor) -> None:
    if not await is_officer(by):
        raise NotThere


async def show(wish: str, shown: str, by: Actor) -> None:
    """wish.shown: on the wall in these words (WISH-4); waiting for a claimer. Twice is once.

    Refused with wish.no_consent, wish.over_limit, wish.shown, wish.sensitive, wish.not_now.
    """
    await _officers_only(by)
    async with change(by) as c:
        found = await locked(wish, by)
        if found["state"] == "wall" and found["shown"] == shown:
            return
        terms = await queries.terms(by.community)
        rules.may_show(
            shown,
            found["value"],
            terms.value_limit,
            consent=found["may_show"],
            about_health=bool(rules.sensitive(shown)),
            agreed=found["may_say"],
        )
        await move(c, found, "show", title=shown)
        await db.rows(
            "UPDATE wish SET shown = {}, shown_at = {} WHERE idea = {}", shown, c.at, wish
        )
        await step(c, wish, "shown")
        c.record("wish.shown", {"wish": wish}, {"shown": shown})


async def send_back(wish: str, reason: str, by: Actor) -> None:
    """wish.returned: what is missing stands in the reason, for the wisher. Refused: wish.reason."""
    await _officers_only(by)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await locked(wish, by)
        await move(c, found, "return", reason=reason)
        await step(c, wish, "returned")
        c.record("wish.returned", {"wish": wish}, {"reason": reason})


async def give_up(wish: str, reason: str, by: Actor) -> None:
    """wish.unmet: it cannot be done; everybody may read why. Refused with wish.reason."""
    await _officers_only(by)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await locked(wish, by)
        await move(c, found, "give_up", note=reason, reason=reason)
        await end_claim(c, wish, "over")
        await step(c, wish, "unmet", reason)
        c.record("wish.unmet", {"wish": wish}, {"reason": reason})


async def convert(wish: str, title: str, reason: str, by: Actor, *, no: str = "") -> str:
    """wish.converted: becomes the need of a service project, linked both ways; returns its id.

    Refused with wish.reason, idea.title, wish.not_now.
    """
    await _officers_only(by)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await locked(wish, by)
        await move(c, found, "convert", note=reason, reason=reason, title=found["shown"] or title)
        made = await ideas.enter_within(c, "project", title, no=no, parent=wish)
        await step(c, wish, "project", reason)
        c.record("wish.converted", {"wish": wish, "into": made}, {"reason": reason})
        return made
