"""Sheets to print over HTTP: each as a page to look at and as a PDF to hang up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.documents.filenames import attachment
from council.i18n import speaking
from council.identity import queries as identity
from council.minutes import paper as minutes_paper
from council.minutes import queries as minutes_queries
from council.minutes.letterheads import queries as letterheads
from council.printouts import attending, call_pages, decided, paper, posted, record_pages, voted
from council.printouts.sheets import List, Poster
from council.record import foot
from council.refusal import NotThere
from council.site import meeting_queries as meetings
from council.site import where
from council.voting.queries import PollRow
from council.web import etag, files
from council.web.guards import officer, viewer_of
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
PAPERS = ("a4", "a3")
CHINESE = "zh"  # sheets on paper exist in Chinese alone


@get("/meetings/{meeting:str}/sign-in-sheet", guards=[officer])
async def sign_in_sheet(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """Who was called, who came and went when; on paper empty or filled."""
    viewer = viewer_of(request)
    found = await attending.attended(viewer, meeting)
    return page(
        request,
        "printouts/sign_in.html",
        site=await identity.site_name(viewer.community),
        nav="meetings",
        found=found,
        word=attending.status_word,
    )


@get("/meetings/{meeting:str}/sign-in-sheet/pdf", guards=[officer])
async def sign_in_paper(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """`blank` to be signed by hand; before the meeting there is no other."""
    viewer = viewer_of(request)
    found = await attending.attended(viewer, meeting)
    blank = "blank" in request.query_params or found.meeting.opened_at is None
    community, programme = await _of(viewer.community)
    sheet = attending.sheet(found, community, programme, blank=blank)
    return await _paper(request, sheet, f"sign-in-sheet-{meeting}", public=False)


@get("/meetings/{meeting:str}/vote-table", opt=OPEN)
async def vote_table(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """Every published vote of this meeting in one table."""
    found = await meetings.meeting(meeting)
    place = await where.choose(request, found.community)
    made = page(
        request,
        "printouts/votes.html",
        public=True,
        place=place,
        site=place.title,
        nav="meetings",
        meeting=found,
        votes=await voted.votes_of(meeting),
    )
    return etag.public(request, made)


@get("/meetings/{meeting:str}/vote-table/pdf", opt=OPEN)
async def vote_paper(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    found = await meetings.meeting(meeting)
    community, programme = await _of(found.community)
    with speaking(CHINESE):
        votes = await voted.votes_of(meeting)
    sheet = voted.sheet(
        votes,
        community=community,
        programme=programme,
        subject=f"{found.series}{found.session}",
        starts_at=found.starts_at,
        address=f"{visit_of(request).settings.origin}/meetings/{meeting}/vote-table",
    )
    return await _paper(request, sheet, f"vote-table-{meeting}", public=True)


@get("/minutes/{minutes:str}/decisions", opt=OPEN)
async def decision_sheet(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """What these minutes say was decided; of a draft for officers alone, like the draft."""
    row = await minutes_queries.minutes_for(visit_of(request).viewer, minutes)
    what = await minutes_paper.printed(row, visit_of(request).settings.origin)
    made = page(
        request,
        "printouts/decisions.html",
        public=row.published,
        site=await identity.site_name(row.community),
        nav="meetings",
        minutes=row,
        printed=what,
        rows=decided.decisions(what),
    )
    return etag.public(request, made) if row.published else made


@get("/minutes/{minutes:str}/decisions/pdf", opt=OPEN)
async def decision_paper(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    row = await minutes_queries.minutes_for(visit_of(request).viewer, minutes)
    what = await minutes_paper.printed(row, visit_of(request).settings.origin)
    community, _ = await _of(row.community)
    sheet = decided.sheet(what, community)
    return await _paper(request, sheet, f"decisions-{minutes}", public=row.published)


@get("/polls/{poll:str}/poster", opt=OPEN)
async def poster(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """The result of a published vote as it will hang; the way to the paper."""
    found, made = await _poster(request, poll)
    shown = page(
        request,
        "printouts/poster.html",
        public=True,
        site=await identity.site_name(found.community),
        nav="meetings",
        poll=found,
        poster=made,
        code=qr(made.address),
        papers=PAPERS,
    )
    return etag.public(request, shown)


@get("/polls/{poll:str}/poster/{size:str}", opt=OPEN)
async def poster_paper(request: Asked, poll: FromPath[str], size: FromPath[str]) -> Response[Any]:
    """a4 or a3, in Chinese."""
    if size not in PAPERS:
        raise NotThere
    with speaking(CHINESE):
        _, made = await _poster(request, poll, size)
    return await _paper(request, made, f"poster-{poll}-{size}", public=True)


async def _poster(request: Asked, poll: str, size: str = "a4") -> tuple[Any, Poster]:
    found = await posted.published(visit_of(request).viewer, poll)
    community, programme = await _of(found.community)
    origin = visit_of(request).settings.origin
    made = posted.poster(found, community=community, programme=programme, origin=origin, paper=size)
    return found, replace(made, checkpoint=await _checkpoint(found))


async def _checkpoint(poll: PollRow) -> tuple[str, ...]:
    """The first signed state of the record in which the result stands."""
    if poll.published_at is None:
        return ()
    subject = ("poll", poll.id)
    there = await foot.covering(poll.community, "poll.published", subject, poll.published_at)
    return there.printed if there else ()


async def _of(community: str) -> tuple[str, str]:
    """What a community is called, and its programme as its letterhead says."""
    name = str((await identity.community(community))["name"])
    return name, (await letterheads.newest(community)).programme


async def _paper(
    request: Asked, sheet: List | Poster, plain: str, *, public: bool
) -> Response[Any]:
    if isinstance(sheet, Poster):
        name = f"{sheet.head} {sheet.text[:40]}"
    else:
        name = f"{sheet.title} {sheet.subject}"
    named = attachment(plain, name, "pdf")
    return files.file(request, await paper.make(sheet), files.PDF, named, public=public)


ROUTES = [
    sign_in_sheet,
    sign_in_paper,
    vote_table,
    vote_paper,
    decision_sheet,
    decision_paper,
    poster,
    poster_paper,
    *call_pages.ROUTES,
    *record_pages.ROUTES,
]
