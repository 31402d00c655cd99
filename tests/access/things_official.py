"""What a community of the access table holds of official notices: a draft, and one that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.contact import actions as contact
from council.contact.rules import Contact, Desk
from council.identity import codes
from council.notices import actions, rules
from council.notices.actions import Objecting
from council.notices.periods import HOLIDAY, Marked
from council.notices.rules import Terms, Wording
from council.proposals.photos import Drawn

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    """Everything through the actions."""
    by, years = side.actor("secretary"), range(now().year, now().year + 2)
    days = [Marked(date(year, 2, 17), HOLIDAY, f"{side.mark}节") for year in years]
    days.append(Marked(date(2026, 2, 17), HOLIDAY, f"{side.mark}节"))
    await actions.mark_days(days, by)
    await actions.set_terms(Terms(boards=("东门", "北门")), by)
    desk = Desk(f"{side.mark}居委会", "0512-00000001")
    await contact.settle(Contact(desk), by)
    what = _words(side)
    draft = side.things["notice.draft"] = await actions.draft(what, by)
    side.things["seen.draft"] = rules.digest(what)
    other = replace(what, title=f"{side.mark}在公示")
    running = side.things["notice.running"] = await actions.draft(other, by)
    await actions.publish(running, rules.digest(other), by)
    sheet = await actions.post(running, "东门", by, Drawn(b"no picture", 1, 1))
    side.things["posting.one"] = sheet
    found = await db.row("SELECT id FROM notice_photo WHERE posting = {}", sheet)
    assert found is not None
    side.things["picture.one"] = found["id"]
    said = Objecting(f"{side.mark}不同意", codes.new_code()[1])
    await actions.object_to(running, said, side.actor("neighbour"))
    found = await db.row("SELECT id FROM notice_objection WHERE notice = {}", running)
    assert found is not None
    assert draft != running
    side.things["objection.one"] = found["id"]


def _words(side: Side) -> Wording:
    return Wording(
        type="publicity",
        kind="project",
        title=f"{side.mark}草稿",
        text=f"{side.mark}请看",
        basis="",
        days=5,
        day_kind="working",
        office="",
        phone="",
        hotline="",
        signed=f"{side.mark}居委会",
    )
