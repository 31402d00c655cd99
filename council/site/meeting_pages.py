"""A meeting in public: agenda, who may come and speak, its notices on paper, and for calendars."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.meetings import ics, notice_queries, record_queries
from council.site import as_json, where
from council.site import meeting_queries as queries
from council.site.decision_queries import decisions_on
from council.voting.life import queries as voting
from council.web import etag
from council.web.answers import wants_json
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
CALENDAR = "text/calendar"


@get("/meetings/{meeting:str}", opt=OPEN)
async def show(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """When, where, about what, who may come and speak; before, during and afterwards."""
    found = await queries.meeting(meeting)
    place = await where.choose(request, found.community)
    decisions = await decisions_on("meeting", meeting)
    if wants_json(request):
        return etag.data(request, as_json.meeting(found, decisions))
    body = page(
        request,
        "public/meeting.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="meetings",
        meeting=found,
        decisions=decisions,
        long_votes=await voting.of_meeting(meeting, drafts=_is_officer(request, found.community)),
        differs=await notice_queries.differs(meeting),
        days=(local(found.starts_at).date() - local(now()).date()).days,
        may_read_record=await record_queries.may_read(
            visit_of(request).viewer, found.community, meeting
        ),
    )
    return etag.public(request, body)


def _is_officer(request: Asked, community: str) -> bool:
    viewer = visit_of(request).viewer
    return viewer is not None and viewer.officer and viewer.community == community


@get("/meetings/{meeting:str}/notices/{no:int}", opt=OPEN)
async def notice(request: Asked, meeting: FromPath[str], no: FromPath[int]) -> Response[Any]:
    """One notice as it was given, on a sheet of its own."""
    community = await queries.community_of(meeting)
    place = await where.choose(request, community)
    body = page(
        request,
        "public/notice.html",
        public=True,
        place=place,
        site=place.title,
        nav="meetings",
        notice=await notice_queries.notice(meeting, no),
        newest=len(await notice_queries.notices_of(meeting)),
    )
    return etag.public(request, body)


@get("/meetings/{meeting:str}/calendar", opt=OPEN)
async def one_calendar(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The meeting as a file for a calendar."""
    found = await queries.event(meeting, visit_of(request).settings.origin)
    return _file(request, ics.calendar([found]), f"meeting-{meeting}.ics")


@get("/c/{community:str}/calendar", opt=OPEN)
async def calendar(request: Asked, community: FromPath[str]) -> Response[Any]:
    """Every meeting of a community, for a calendar that subscribes to it."""
    place = await where.choose(request, community)
    found = await queries.events(place.id, now(), visit_of(request).settings.origin)
    return _file(request, ics.calendar(found, place.title), "meetings.ics")


def _file(request: Asked, text: str, name: str) -> Response[Any]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return etag.public(request, Response(text, media_type=CALENDAR, headers=headers))


ROUTES = [show, notice, one_calendar, calendar]
