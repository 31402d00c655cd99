"""What a community of the access table holds of needs: a draft, a call, an entry and a card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.clock import local, now
from council.ideas import receipts
from council.needs import actions
from council.needs.rules import Calling, Entry

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    """Everything through the actions."""
    by = side.actor("secretary")
    last = local(now()).date() + timedelta(days=20)
    for state in ("draft", "open"):
        what = Calling(f"{side.mark}征集", f"{side.mark}请提", "扫码", "居委会", last)
        side.things[f"call.{state}"] = await actions.draft(what, by)
    call = side.things["call.open"]
    await actions.publish(call, by)
    own = Entry("safety", f"{side.mark}扶手", receipts.drawn())
    side.things["need.one"] = await actions.enter(call, own, side.actor("resident"))
    card = Entry("service", f"{side.mark}长椅", receipts.drawn(), name="许", channel="paper")
    side.things["need.card"] = await actions.enter(call, card, by)
