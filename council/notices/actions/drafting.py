"""Writing a notice: a draft that officers alone see, changed and thrown away as they like."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.notices import beginnings, queries, rules
from council.notices.actions.held import locked
from council.notices.tables import Notice
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor
    from council.notices.rules import Wording


async def draft(what: Wording, by: Actor) -> str:
    """notice.drafted: returns its id.

    Refused with notice.wording, notice.days, notice.too_short.
    """
    rules.must_word(what)
    async with change(by) as c:
        await _must_be_possible(what, by.community)
        made = new_id()
        words = asdict(what) | {"corrects": what.corrects or None}
        row = Notice(
            id=made,
            community=by.community,
            state="draft",
            made_by=by.person,
            made_at=c.at,
            sha256="",
            outcome="",
            **words,
        )
        await Notice.insert(row)
        c.record("notice.drafted", {"notice": made})
    return made


async def redraft(notice: str, what: Wording, by: Actor) -> None:
    """notice.redrafted: other words. Refused with notice.published and what a draft is."""
    rules.must_word(what)
    async with change(by) as c:
        found = await locked(notice, by)
        rules.must_be_draft(found["state"])
        await _must_be_possible(what, by.community)
        if queries.words_of(found) == what:
            return
        words = asdict(what) | {"corrects": what.corrects or None}
        await Notice.update(words).where(Notice.id == notice)  # type: ignore[arg-type]  # names of columns
        c.record("notice.redrafted", {"notice": notice})


async def _must_be_possible(what: Wording, community: str) -> None:
    """What it is about is public, and what it corrects was published."""
    await beginnings.about(what.about_kind, what.about_id, community)
    if what.corrects:
        old = await queries.for_officer(what.corrects, community)
        if old.state == "draft":
            raise NotThere


async def discard(notice: str, by: Actor) -> None:
    """notice.discarded: a draft goes as if it had never been. Refused with notice.published."""
    async with change(by) as c:
        rules.must_be_draft((await locked(notice, by))["state"])
        await db.rows("DELETE FROM notice WHERE id = {}", notice)
        c.record("notice.discarded", {"notice": notice})
