"""Reading notices: those that run, one of them, where it hangs, what officers have to see to."""

from __future__ import annotations

from typing import Any

from council import db
from council.clock import local
from council.identity.in_force import today
from council.notices import periods
from council.notices.rules import Wording
from council.notices.views import NoticeView, Photo, Posting, Waiting
from council.refusal import NotThere

PAGE = 20  # ended notices on one page of the list
FEW = 5  # on the front page
_WORDS = (
    *("type", "kind", "title", "text", "basis", "days", "day_kind", "office", "phone"),
    *("hotline", "signed", "about_kind", "about_id"),
)
_REST = (
    *("id", "community", "state", "year", "no", "posted_on", "ends_on", "sha256"),
    *("published_at", "outcome", "closed_at", "objections", "unanswered"),
)
_SELECT = (
    "SELECT n.*, (SELECT count(*) FROM notice_objection o WHERE o.notice = n.id) AS objections,"
    " (SELECT count(*) FROM notice_objection o WHERE o.notice = n.id AND o.answered_at IS NULL)"
    " AS unanswered FROM notice n"
)


def words_of(row: dict[str, Any]) -> Wording:
    """What stands on the sheet, out of a row of `notice`."""
    return Wording(**{name: row[name] for name in _WORDS}, corrects=row["corrects"] or "")


async def _views(where: str, *values: Any) -> tuple[NoticeView, ...]:
    day = today()
    return tuple(
        NoticeView(words=words_of(row), today=day, **{name: row[name] for name in _REST})
        for row in await db.rows(f"{_SELECT} WHERE {where}", *values)
    )


async def running(community: str) -> tuple[NoticeView, ...]:
    """Those whose last day has not passed; the one that ends first on top."""
    return await _views(
        "n.community = {} AND n.state = 'running' AND n.ends_on >= {} ORDER BY n.ends_on, n.no",
        community,
        today(),
    )


async def ended(community: str, page: int = 1) -> tuple[tuple[NoticeView, ...], int]:
    """One page of the others that were published, the newest first, and how many there are."""
    where = "n.community = {} AND n.state <> 'draft' AND (n.state = 'closed' OR n.ends_on < {})"
    values = (community, today())
    counted = await db.row(f"SELECT count(*) AS n FROM notice n WHERE {where}", *values)  # noqa: S608 - fixed words
    found = await _views(
        f"{where} ORDER BY n.year DESC, n.no DESC LIMIT {{}} OFFSET {{}}",
        *values,
        PAGE,
        (page - 1) * PAGE,
    )
    return found, int(counted["n"]) if counted else 0


async def public(notice: str) -> NoticeView:
    """One that was published; of a draft nobody hears."""
    found = await _views("n.id = {} AND n.state <> 'draft'", notice)
    if not found:
        raise NotThere
    return found[0]


async def for_officer(notice: str, community: str) -> NoticeView:
    """Any one of this community."""
    found = await _views("n.id = {} AND n.community = {}", notice, community)
    if not found:
        raise NotThere
    return found[0]


async def on_desk(community: str) -> tuple[NoticeView, ...]:
    """Drafts, and everything published that is not closed yet."""
    return await _views(
        "n.community = {} AND n.state <> 'closed'"
        " ORDER BY CASE n.state WHEN 'draft' THEN 1 ELSE 0 END, n.ends_on, n.made_at",
        community,
    )


async def corrections(notice: str) -> tuple[NoticeView, ...]:
    """The published notices that correct this one, in their order."""
    return await _views(
        "n.corrects = {} AND n.state <> 'draft' ORDER BY n.published_at, n.no", notice
    )


async def postings(notice: str) -> tuple[Posting, ...]:
    """Where it hangs and hung, with photographs."""
    found = await db.rows(
        "SELECT s.id, s.board, s.posted_at, s.hangs_until, s.taken_down_at, p.name AS by"
        " FROM notice_posting s JOIN person p ON p.id = s.posted_by"
        " WHERE s.notice = {} ORDER BY s.posted_at, s.id",
        notice,
    )
    photos = await _photos(notice)
    day = today()
    return tuple(
        Posting(
            **one,
            may_come_down=periods.may_come_down(one["hangs_until"], day),
            photos=photos.get(one["id"], ()),
        )
        for one in found
    )


async def _photos(notice: str) -> dict[str, tuple[Photo, ...]]:
    found = await db.rows(
        "SELECT f.id, f.posting, f.shows, f.width, f.height FROM notice_photo f"
        " JOIN notice_posting s ON s.id = f.posting WHERE s.notice = {} ORDER BY f.shows DESC",
        notice,
    )
    photos: dict[str, tuple[Photo, ...]] = {}
    for one in found:
        posting = one.pop("posting")
        photos[posting] = (*photos.get(posting, ()), Photo(**one))
    return photos


async def photo(picture: str) -> bytes:
    found = await db.row("SELECT content FROM notice_photo WHERE id = {}", picture)
    if found is None:
        raise NotThere
    return bytes(found["content"])


async def open_objections(notice: str) -> int:
    """How many of this notice wait for an answer."""
    found = await db.row(
        "SELECT count(*) AS n FROM notice_objection WHERE notice = {} AND answered_at IS NULL",
        notice,
    )
    return int(found["n"]) if found else 0


async def waiting(community: str) -> Waiting:
    """What an officer of this community is reminded of on the front page."""
    day = today()
    ending = await db.row(
        "SELECT count(*) AS n FROM notice WHERE community = {} AND state = 'running'"
        " AND ends_on = {}",
        community,
        day,
    )
    objected = await db.rows(
        "SELECT o.received_at FROM notice_objection o JOIN notice n ON n.id = o.notice"
        " WHERE n.community = {} AND o.answered_at IS NULL ORDER BY o.received_at",
        community,
    )
    bare = await db.row(
        "SELECT count(*) AS n FROM notice_posting s JOIN notice n ON n.id = s.notice"
        " WHERE n.community = {} AND NOT EXISTS (SELECT 1 FROM notice_photo f WHERE"
        " f.posting = s.id AND f.shows = CASE WHEN s.taken_down_at IS NULL THEN 'up'"
        " ELSE 'down' END)",
        community,
    )
    days = (day - local(objected[0]["received_at"]).date()).days if objected else 0
    return Waiting(_n(ending), len(objected), days, _n(bare))


def _n(counted: dict[str, Any] | None) -> int:
    return int(counted["n"]) if counted else 0
