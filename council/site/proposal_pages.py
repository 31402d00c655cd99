"""The public pages of proposals: all of them, and one with its whole path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.ideas import queries as ideas
from council.proposals import path_queries, queries, rules
from council.refusal import NotThere
from council.site import as_json, where
from council.web import etag
from council.web.answers import wants_json
from council.web.forms import clean
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.proposals.queries import ProposalView

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
LONGEST_SEARCH = 40  # characters


@get("/proposals", opt=OPEN)
async def proposals(request: Asked) -> Response[Any]:
    """Every proposal, by where it stands, searched by number or words."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    shown = request.query_params.get("state", "")
    shown = shown if shown in queries.SHOWN else ""
    text = clean(request.query_params.get("text", ""))[:LONGEST_SEARCH]
    found = await queries.search(place.id, shown=shown, text=text, page=where.page_number(request))
    if wants_json(request):
        listed = map(as_json.proposal, found.proposals)
        return etag.data(request, where.page_of("proposals", found, listed))
    answer = page(
        request,
        "proposals/list.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="proposals",
        found=found,
        shown=shown,
        text=text,
        choices=tuple(queries.SHOWN),
        terms=await queries.terms(place.id),
    )
    return etag.public(request, answer)


@get("/proposals/{proposal:str}", opt=OPEN)
async def proposal(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    """What is proposed, who stands behind it, and everything that came of it so far."""
    one = await queries.one(proposal)
    place = await where.choose(request, one.community)
    if wants_json(request):
        return etag.data(request, as_json.proposal(one))
    viewer = visit_of(request).viewer
    here = viewer if viewer is not None and viewer.community == one.community else None
    chain = await ideas.chain(proposal)
    answer = page(
        request,
        "proposals/one.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="proposals",
        one=one,
        acts=_acts(one, here),
        support=await path_queries.support(proposal, one.version),
        own=await path_queries.own_support(proposal, here.person) if here else None,
        photos=await path_queries.photos(proposal),
        before=await path_queries.versions_before(proposal, one.version),
        way=await path_queries.path(proposal),
        asked=await _asked(one),
        target=await queries.one(one.merged_into) if one.merged_into else None,
        chain=chain,
        lengths=rules,
    )
    return etag.public(request, answer)


async def _asked(one: ProposalView) -> tuple[queries.MergeAsked, ProposalView] | None:
    """The open question whether it may be merged, and into which one."""
    asked = await queries.merge_asked(one.id)
    if asked is None or one.state not in rules.LIFE["merge"]:
        return None
    return asked, await queries.one(asked.target)


def _acts(one: ProposalView, viewer: Viewer | None) -> frozenset[str]:
    """What this reader may do with it now; every action asks again."""
    if viewer is None:
        return frozenset()
    possible = {act for act, states in rules.LIFE.items() if one.state in states}
    held: set[str] = set()
    if viewer.person != one.author:
        held |= {"support", "unsupport"}
    if _speaks(one, viewer):
        held |= {"revise", "withdraw", "merge", "photos"}
    if viewer.officer:
        held |= {"accept", "answer", "ask_merge", "schedule", "decide"}
    acts = held & possible
    if one.outcome not in {"adopted", "agenda"}:
        acts -= {"schedule"}
    return frozenset(acts | ({"photos"} if viewer.officer or "photos" in held else set()))


def _speaks(one: ProposalView, viewer: Viewer) -> bool:
    try:
        rules.may_speak_for(one.author, one.entered_by, viewer.person, viewer.actor.office)
    except NotThere:
        return False
    return True


ROUTES = [proposals, proposal]
