"""A wish is made, for oneself or for somebody else at the desk; put in other words; taken back."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import ZONE, local
from council.ideas import actions as ideas
from council.ideas import authors
from council.refusal import NotThere
from council.wishes import rules
from council.wishes.actions.held import end_claim, is_officer, locked, move, step
from council.wishes.tables import Wish

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.wishes.rules import Wishing


async def wish(what: Wishing, by: Actor, *, wisher: str = "", no: str = "") -> str:
    """wish.made: it has its number for life and waits for review; returns its id.

    With a `name` it is somebody's whom the roll may not know, written down by an officer; with
    `wisher` it is of that person of the roll. `no`: the number that its slip carries already.
    Refused with wish.text, wish.category, wish.value, wish.wanted_by, wish.guardian,
    wish.contact, wish.unverified, wish.too_many.
    """
    async with change(by) as c:
        rules.must_wish(what, local(c.at).date())
        for_other = bool(what.name or wisher)
        if for_other and not await is_officer(by):
            raise NotThere
        person = wisher or ("" if what.name else by.person)
        await _may_wish(c, person or by.person, desk=for_other)
        made = await ideas.enter_within(c, "wish", rules.UNSEEN, no=no)
        await Wish.insert(_row(c, made, what, person))
        if person:
            await authors.brought_within(c, made, person)
        await step(c, made, "made")
        body = {"wish": made, "category": what.category, "at_desk": for_other}
        c.record("wish.made", body, {"text": what.text})
        return made


async def _may_wish(c: Change, person: str, *, desk: bool) -> None:
    """The row is held, so that the count of a day is true; an officer may write down many."""
    found = await db.held(
        "SELECT state FROM person WHERE id = {} AND community = {}", person, c.by.community
    )
    if found is None:
        raise NotThere
    midnight = datetime.combine(local(c.at).date(), time(), ZONE)
    counted = await db.row(
        "SELECT count(*) AS n FROM wish WHERE wisher = {} AND made_at >= {}", person, midnight
    )
    rules.may_wish("verified" if desk else found["state"], int(counted["n"]) if counted else 0)


def _row(c: Change, made: str, what: Wishing, person: str) -> Wish:
    return Wish(
        idea=made,
        community=c.by.community,
        state="review",
        category=what.category,
        text=what.text,
        shown="",
        value=what.value,
        wanted_by=what.wanted_by,
        wisher=person or None,
        name=what.name,
        contact=what.contact,
        age=what.age,
        building=what.building,
        guardian=what.guardian,
        may_show=what.may_show,
        may_say=what.may_say,
        entered_by=c.by.person,
        made_at=c.at,
        reason="",
        thanks="",
    )


async def revise(wish: str, what: Wishing, by: Actor) -> None:
    """wish.revised: other words, back to review. Refused as `wish`, and with wish.not_now."""
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(
            by.person, (found["wisher"], found["entered_by"]), officer=await is_officer(by)
        )
        rules.must_wish(what, local(c.at).date())
        await move(c, found, "revise")
        await db.rows(
            "UPDATE wish SET text = {}, category = {}, value = {}, wanted_by = {}, contact = {},"
            " age = {}, building = {}, guardian = {}, may_show = {}, may_say = {} WHERE idea = {}",
            *(what.text, what.category, what.value, what.wanted_by, what.contact, what.age),
            *(what.building, what.guardian, what.may_show, what.may_say, wish),
        )
        await step(c, wish, "revised")
        c.record("wish.revised", {"wish": wish}, {"text": what.text})


async def withdraw(wish: str, by: Actor) -> None:
    """wish.withdrawn: by the wisher, or by officers for who has no account. Twice is once."""
    async with change(by) as c:
        found = await locked(wish, by)
        rules.must_be(by.person, (found["wisher"],), officer=await is_officer(by))
        if found["state"] == "withdrawn":
            return
        await move(c, found, "withdraw")
        await end_claim(c, wish, "over")
        await step(c, wish, "withdrawn")
        c.record("wish.withdrawn", {"wish": wish})
