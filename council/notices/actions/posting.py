"""A sheet on a board: when it went up and came down, each with a photograph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.ids import new_id
from council.notices import calendar_queries, periods, queries, rules
from council.notices.actions.held import locked, locked_posting
from council.notices.tables import NoticePhoto, NoticePosting
from council.refusal import unreadable

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.proposals.photos import Drawn


async def post(notice: str, board: str, by: Actor, photo: Drawn | None = None) -> str:
    """notice.posted: it hangs on this board now, as long as the notice says, counted from today.

    Twice is once; returns the sheet's id. Refused with notice.not_running, notice.board,
    notice.no_calendar.
    """
    async with change(by) as c:
        found = await locked(notice, by)
        rules.must_run(found["state"])
        if board not in (await calendar_queries.terms(by.community)).boards:
            raise unreadable("notice.board")
        there = await db.row(
            "SELECT id FROM notice_posting WHERE notice = {} AND board = {}"
            " AND taken_down_at IS NULL",
            notice,
            board,
        )
        if there:
            return str(there["id"])
        known = await calendar_queries.calendar(by.community)
        until = periods.ends(local(c.at).date(), found["days"], found["day_kind"], known)
        made = new_id()
        row = NoticePosting(
            id=made,
            notice=notice,
            board=board,
            posted_at=c.at,
            posted_by=by.person,
            hangs_until=until,
        )
        await NoticePosting.insert(row)
        await _photograph(made, "up", photo)
        body = {"notice": notice, "posting": made, "until": until.isoformat()}
        c.record("notice.posted", body | _proof(photo), {"board": board})
    return made


async def take_down(posting: str, by: Actor, photo: Drawn | None = None) -> str:
    """notice.taken_down: from the day after its last one. Twice is once; returns the notice.

    Refused with notice.still_up, notice.objections_open.
    """
    async with change(by) as c:
        notice, found = await locked_posting(posting, by)
        if found["taken_down_at"] is None:
            rules.must_be_over(found["hangs_until"], local(c.at).date())
            rules.must_be_answered(await queries.open_objections(notice["id"]))
            await _take_down(c, posting, photo)
            body = {"notice": notice["id"], "posting": posting}
            c.record("notice.taken_down", body | _proof(photo))
    return str(notice["id"])


async def _take_down(c: Change, posting: str, photo: Drawn | None) -> None:
    await db.rows(
        "UPDATE notice_posting SET taken_down_at = {}, taken_down_by = {} WHERE id = {}",
        c.at,
        c.by.person,
        posting,
    )
    await _photograph(posting, "down", photo)


async def add_photo(posting: str, photo: Drawn, by: Actor) -> str:
    """notice.photographed: the one that is missing, of the sheet or of the board without it.

    The first one stays; returns the notice.
    """
    async with change(by) as c:
        notice, found = await locked_posting(posting, by)
        shows = "up" if found["taken_down_at"] is None else "down"
        there = await db.row(
            "SELECT id FROM notice_photo WHERE posting = {} AND shows = {}", posting, shows
        )
        if there is None:
            await _photograph(posting, shows, photo)
            c.record("notice.photographed", {"posting": posting, "shows": shows} | _proof(photo))
    return str(notice["id"])


async def _photograph(posting: str, shows: str, photo: Drawn | None) -> None:
    if photo is not None:
        row = NoticePhoto(
            id=new_id(),
            posting=posting,
            shows=shows,
            width=photo.width,
            height=photo.height,
            sha256=photo.sha256,
            content=photo.content,
        )
        await NoticePhoto.insert(row)


def _proof(photo: Drawn | None) -> dict[str, str]:
    return {"photo": photo.sha256} if photo else {}
