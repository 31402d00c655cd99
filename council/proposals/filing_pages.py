"""Filing a proposal, changing its wording, and one's own: phone first, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.ideas import queries as ideas
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.organisations import queries as organisations
from council.proposals import actions, forms, path_queries, photo_forms, queries, rules
from council.proposals.actions import Filing
from council.refusal import NotThere, Refused, unreadable
from council.roll import people_queries
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
BESIDE = {  # where a refusal of the whole is said
    "proposal.capacity": "as",
    "proposal.photos": "photo",
    "proposal.cost": "cost",
    "idea.backwards": "from",
}
NUMBER = 24  # characters of a number of the register


async def _page(request: Asked, template: str, form: Filled, **context: Any) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="proposals",
        form=form.shown_to(request),
        lengths=rules,
        **context,
    )


@get("/proposals/new", guards=[signed_in])
async def new(request: Asked) -> Response[str]:
    """An empty form; `from` names what it grows out of."""
    begun = request.query_params.get("from", "")[:NUMBER]
    return await _form(request, Filled({"as": "resident", "from": web_forms.clean(begun)}))


@post("/proposals", guards=[signed_in], request_max_body_size=photo_forms.MOST_BODY)
async def file(request: Asked) -> Response[Any]:
    """File it; then its own page."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    made = await _file(request, viewer, form, author="")
    return done(request, f"/proposals/{made}") if made else await _form(request, form)


async def _file(request: Asked, viewer: Viewer, form: Filled, author: str) -> str:
    """Its id, or nothing and the faults in the form."""
    what, (capacity, organisation) = forms.wording(form), forms.capacity(form)
    parent = await _parent(form, viewer.community)
    photos = await photo_forms.read(request, form)
    if form.faults:
        return ""
    asked = Filing(what, capacity, organisation, author, parent, photos)
    try:
        return await actions.file(asked, viewer.actor)
    except Refused as why:
        form.blame(BESIDE.get(why.code, "title"), why)
        return ""


async def _parent(form: Filled, community: str) -> str:
    no = form.optional("from", most=NUMBER).upper()
    if not no:
        return ""
    found = (await ideas.by_numbers(community, [no])).get(no)
    if found is None:
        form.blame("from", unreadable("agenda.idea_unknown", no=no))
    return found.id if found else ""


async def _form(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return await _page(
        request,
        "proposals/new.html",
        form,
        path="/proposals/new",
        terms=await queries.terms(viewer.community),
        seated=await organisations.seat_of(viewer.person, viewer.community) is not None,
        organisations=await organisations.organisations(viewer.community)
        if viewer.holds("org_member")
        else (),
    )


@get("/proposals/mine", guards=[signed_in])
async def mine(request: Asked) -> Response[str]:
    """One's own, and those that one supports."""
    viewer = viewer_of(request)
    return await _page(
        request,
        "proposals/mine.html",
        Filled({}),
        filed=await queries.of_author(viewer.person, viewer.community),
        supported=await queries.supported_by(viewer.person, viewer.community),
    )


@get("/proposals/desk", guards=[officer])
async def desk(request: Asked) -> Response[str]:
    """代录: first whose proposal it is."""
    return await _desk(request, Filled({}))


@post("/proposals/desk", guards=[officer], request_max_body_size=photo_forms.MOST_BODY)
async def take_down(request: Asked) -> Response[Any]:
    """Look for the person; with somebody chosen and a wording, file it in that name."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    if "title" not in form.fields:
        return await _desk(request, form)
    if not form.typed("person"):
        form.blame("person", people_queries.must_choose(""))
    try:
        made = await _file(request, viewer, form, form.typed("person")[:16])
    except NotThere:
        form.blame("person", people_queries.must_choose(form.typed("person")))
        made = ""
    return done(request, f"/proposals/{made}") if made else await _desk(request, form)


async def _desk(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return await _page(
        request,
        "proposals/desk.html",
        form,
        path="/proposals/desk",
        found=await people_queries.search(viewer.community, form.typed("who")[:40]),
        most=people_queries.MOST,
    )


@get("/proposals/{proposal:str}/revision", guards=[signed_in])
async def change(request: Asked, proposal: FromPath[str]) -> Response[str]:
    """The wording in force, to be changed."""
    found = await queries.one_of(proposal, viewer_of(request).community)
    typed = {**forms.typed_again(found.wording), "version": str(found.version)}
    return await _revision(request, proposal, Filled(typed))


@post(
    "/proposals/{proposal:str}/revision",
    guards=[signed_in],
    request_max_body_size=photo_forms.MOST_BODY,
)
async def revise(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    await _own(viewer, proposal)
    what, version = forms.wording(form), form.number("version", least=1, most=9999)
    photos = await photo_forms.read(request, form, await queries.photos_up(proposal))
    if not form.faults:
        try:
            await actions.revise(proposal, version, what, viewer.actor, photos)
            return go(f"/proposals/{proposal}")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "title"), why)
    return await _revision(request, proposal, form)


async def _own(viewer: Viewer, proposal: str) -> queries.ProposalView:
    """To whom it is not, its form does not exist."""
    found = await queries.one_of(proposal, viewer.community)
    rules.may_speak_for(found.author, found.entered_by, viewer.person, viewer.actor.office)
    return found


async def _revision(request: Asked, proposal: str, form: Filled) -> Response[str]:
    found = await _own(viewer_of(request), proposal)
    up = [one for one in await path_queries.photos(proposal) if not one.taken_down_why]
    return await _page(request, "proposals/revision.html", form, one=found, photos=up)


ROUTES = [new, file, mine, desk, take_down, change, revise]
