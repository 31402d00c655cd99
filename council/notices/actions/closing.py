"""What came of it: 无异议 or 已处理, once its last day has passed and nothing waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.live import topics
from council.notices import queries, rules
from council.notices.actions.held import locked

if TYPE_CHECKING:
    from council.change import Actor


async def close(notice: str, by: Actor) -> None:
    """notice.closed: with its outcome, which the objections say. Twice is once.

    Refused with notice.not_running, notice.still_up, notice.objections_open.
    """
    async with change(by) as c:
        found = await locked(notice, by)
        if found["state"] == "closed":
            return
        rules.must_run(found["state"])
        rules.must_be_over(found["ends_on"], local(c.at).date())
        rules.must_be_answered(await queries.open_objections(notice))
        said = await queries.for_officer(notice, by.community)
        outcome = rules.outcome(said.objections)
        await db.rows(
            "UPDATE notice SET state = 'closed', outcome = {}, closed_by = {}, closed_at = {}"
            " WHERE id = {}",
            outcome,
            by.person,
            c.at,
            notice,
        )
        c.record("notice.closed", {"notice": notice, "outcome": outcome})
        c.tell(topics.notices(by.community), "notice.closed", notice)
