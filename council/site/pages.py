"""The public pages: open to everybody, the same for everybody, never sent twice unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.follow_up import queries as follow_up
from council.ideas import queries as ideas
from council.ideas import rules
from council.meetings import attendance_queries as attendance
from council.minutes import review_queries as reviews
from council.needs import entry_queries as entries
from council.needs import queries as needs
from council.notices import queries as notices
from council.organisations import queries as organisations
from council.proposals import queries as proposals
from council.site import (
    as_json,
    call_pages,
    contact_pages,
    desk_queries,
    export_pages,
    meeting_pages,
    mine_pages,
    notice_pages,
    outcome_pages,
    proposal_pages,
    published_pages,
    queries,
    record_pages,
    where,
    wish_pages,
)
from council.site.decision_queries import decisions
from council.voting.life import queries as voting
from council.web import etag
from council.web.answers import wants_json
from council.web.forms import clean
from council.web.render import page
from council.web.visit import visit_of
from council.wishes import queries as wishes

if TYPE_CHECKING:
    from council.follow_up.views import TaskView
    from council.identity.viewer import Viewer
    from council.site.queries import Place

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
LONGEST_SEARCH = 40  # characters
ONLY_PAGES = {"public/front.html"}  # no data behind it that is not elsewhere


def _public(request: Asked, template: str, place: Place, **context: Any) -> Response[Any]:
    """A page of one community."""
    context.update(place=place, site=place.title, data=template not in ONLY_PAGES)
    return etag.public(request, page(request, template, public=True, **context))


@get("/", opt=OPEN)
async def front(request: Asked) -> Response[Any]:
    """The only community's page, one's own, or the list of all communities."""
    place = await where.here(request)
    return await (where.ask_which(request) if place is None else _front(request, place))


@get("/c/{community:str}", opt=OPEN)
async def one_community(request: Asked, community: FromPath[str]) -> Response[Any]:
    """One of several communities."""
    return await _front(request, await where.choose(request, community))


async def _front(request: Asked, place: Place) -> Response[Any]:
    at, visit = now(), visit_of(request)
    return _public(
        request,
        "public/front.html",
        place,
        nav="today",
        open_now=await queries.open_meetings(place.id),
        long_votes=await voting.running(place.id),
        coming=await queries.coming_meetings(place.id, at),
        again=await queries.agreed(place.id, "again"),
        decisions=await decisions(place.id),
        tasks=await _tasks(place.id),
        chains=await ideas.lately(place.id),
        past=[one for one in await queries.all_meetings(place.id) if one.state == "closed"][:5],
        proposals=await proposals.lately(place.id),
        wishes=await wishes.lately(place.id),
        calls=await needs.running(place.id),
        sectors=await _sectors(place.id),
        to_read=await _to_read(visit.viewer, place),
        notices=(await notices.running(place.id))[: notices.FEW],
        **await desk_queries.waiting(visit.viewer, place.id, visit.settings),
    )


async def _tasks(community: str) -> tuple[TaskView, ...]:
    """Every overdue one, and the first few of the others."""
    found = await follow_up.public(community)
    late = [one for one in found if one.standing == "overdue"]
    others = [one for one in found if one.standing != "overdue" and one.kind != "explain"]
    return (*late, *others[: queries.FEW])


async def _sectors(community: str) -> tuple[organisations.Sector, ...]:
    """The parties that somebody sits for, or that have seats to fill; none without a committee."""
    found = await organisations.composition(community)
    if not any(one.holders for one in found):
        return ()
    return tuple(one for one in found if one.holders or one.seats)


async def _to_read(viewer: Viewer | None, place: Place) -> list[dict[str, Any]]:
    """Drafts of minutes that somebody who attended is asked about."""
    if viewer is None or viewer.community != place.id:
        return []
    return await reviews.waiting(viewer)


@get("/meetings", opt=OPEN)
async def meetings(request: Asked) -> Response[Any]:
    """Every meeting: when, where, how far, and its published minutes."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    found = await queries.all_meetings(place.id)
    if wants_json(request):
        return etag.data(request, as_json.meetings(found))
    return _public(request, "public/meetings.html", place, nav="meetings", meetings=found)


@get("/minutes", opt=OPEN)
async def minutes(request: Asked) -> Response[Any]:
    """Every issued 会议纪要, also what was corrected or recalled."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    found = await queries.issued_minutes(place.id)
    if wants_json(request):
        return etag.data(request, as_json.issued(found))
    return _public(request, "public/minutes.html", place, nav="meetings", issued=found)


@get("/organisations", opt=OPEN)
async def committee(request: Asked) -> Response[Any]:
    """The committee by sector, and the organisations of the community."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    sectors = await _sectors(place.id)
    societies = await organisations.organisations(place.id)
    if wants_json(request):
        return etag.data(request, as_json.organisations(sectors, societies))
    rates = await attendance.committee(place.id)
    return _public(
        request,
        "organisations/list.html",
        place,
        nav="organisations",
        sectors=sectors,
        seats=sum(len(one.holders) for one in sectors),
        rates=rates,
        rate_of={
            one.code: attendance.together((h.person for h in one.holders), rates) for one in sectors
        },
        today=local(now()).date(),
        organisations=societies,
    )


@get("/ideas", opt=OPEN)
async def register(request: Asked) -> Response[Any]:
    """The register of numbers, by kind, searched by number or title."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    kind = request.query_params.get("kind", "")
    kind = kind if kind in rules.KINDS else ""
    text = clean(request.query_params.get("text", ""))[:LONGEST_SEARCH]
    found = await ideas.search(place.id, kind=kind, text=text, page=where.page_number(request))
    if wants_json(request):
        return etag.data(request, where.page_of("ideas", found, map(as_json.idea, found.ideas)))
    return _public(
        request,
        "ideas/list.html",
        place,
        nav="ideas",
        found=found,
        kind=kind,
        text=text,
        kinds=rules.KINDS,
    )


@get("/ideas/{idea:str}", opt=OPEN)
async def life(request: Asked, idea: FromPath[str]) -> Response[Any]:
    """One idea from the first slip of paper to what became of it."""
    chain = await ideas.chain(idea)
    place = await where.choose(request, chain.here.community)
    if wants_json(request):
        return etag.data(request, as_json.chain(chain))
    numbers = [one.id for one in (*chain.above, chain.here)]
    numbers += [branch.idea.id for branch in chain.below]
    return _public(
        request,
        "ideas/chain.html",
        place,
        nav="ideas",
        chain=chain,
        stops=await queries.stops(numbers),
        tasks=await follow_up.of_ideas(numbers, place.id),
        proposals=await proposals.among(numbers),
        wishes=await wishes.among(numbers),
        needs=await entries.among(numbers),
        calls=await needs.calls_among(numbers),
    )


ROUTES = [
    front,
    one_community,
    meetings,
    committee,
    minutes,
    register,
    life,
    *call_pages.ROUTES,
    *contact_pages.ROUTES,
    *export_pages.ROUTES,
    *meeting_pages.ROUTES,
    *mine_pages.ROUTES,
    *notice_pages.ROUTES,
    *outcome_pages.ROUTES,
    *proposal_pages.ROUTES,
    *published_pages.ROUTES,
    *record_pages.ROUTES,
    *wish_pages.ROUTES,
]
