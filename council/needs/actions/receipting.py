"""A receipt on paper for somebody without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.change import change
from council.ideas import receipts
from council.needs.actions.held import DESK, held_need, must_hold

if TYPE_CHECKING:
    from council.change import Actor


async def issue_receipt(need: str, by: Actor) -> str:
    """need.receipt_issued: a new code, told once; the one before opens nothing any more."""
    await must_hold(by, DESK)
    async with change(by) as c:
        await held_need(c, need)
        code = await receipts.issue_within(c, need)
        c.record("need.receipt_issued", {"need": need})
    return code
