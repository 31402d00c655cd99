"""Wishes over HTTP: a slip to fill in, a claim, and what is done on a wish's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.refusal import NotThere, Refused
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import piece
from council.wishes import actions, desk_pages, finder, forms, queries, rules
from council.wishes.desk_pages import form_page
from council.wishes.rules import Wishing

if TYPE_CHECKING:
    from council.wishes.queries import Whole

Asked = Request[Any, Any, Any]
LEAST = 4  # characters before anything is looked for
BESIDE = {  # where a refusal of the whole is said
    "wish.value": "value",
    "wish.wanted_by": "wanted_by",
    "wish.guardian": "guardian",
    "wish.contact": "contact",
    "wish.category": "category",
    "wish.organisation": "organisation",
    "wish.reason": "promise",
}


@get("/wishes/new", guards=[signed_in])
async def new(request: Asked) -> Response[str]:
    return await _new(request, Filled({"category": "goods"}))


@post("/wishes", guards=[signed_in])
async def make(request: Asked) -> Response[Any]:
    """One's own, or at the desk somebody's: then the next slip may follow at once."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    at_desk = form.typed("desk") == "1" and queries.is_desk(viewer, viewer.community)
    what = forms.wishing(form, at_desk=at_desk)
    if not form.faults:
        try:
            made = await actions.wish(what, viewer.actor)
            return done(request, f"/wishes/desk/new?made={made}" if at_desk else f"/wishes/{made}")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "text"), why)
    return await (desk_pages.new_page(request, form) if at_desk else _new(request, form))


async def _new(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    terms = await queries.terms(viewer.community)
    return await form_page(request, "wishes/new.html", form, path="/wishes/new", terms=terms)


@post("/wishes/similar", guards=[signed_in], status_code=200)
async def similar(request: Asked) -> Response[str]:
    """What hangs there already and is like this: posted, because an address is kept."""
    community = viewer_of(request).community
    text = (await web_forms.read(request)).get("text", "")
    ids = await finder.like(community, text) if len(text) >= LEAST else []
    found = await queries.shown_among(community, ids)
    return Response(piece("wishes/similar.html", found=found), media_type="text/html")


@get("/wishes/mine", guards=[signed_in])
async def mine(request: Asked) -> Response[str]:
    """One's own, and those that one makes true."""
    own, claimed = await queries.of_person(viewer_of(request).person)
    return await form_page(request, "wishes/mine.html", Filled({}), own=own, claimed=claimed)


@get("/wishes/{wish:str}/revision", guards=[signed_in])
async def change(request: Asked, wish: FromPath[str]) -> Response[str]:
    found = await _own(request, wish)
    one = found.view
    what = Wishing(
        found.text,
        one.category,
        one.value,
        one.wanted_by,
        "",
        found.contact,
        one.age,
        one.building,
        found.guardian,
        found.may_show,
        found.may_say,
    )
    return await _revision(request, found, Filled(forms.again(what)))


@post("/wishes/{wish:str}/revision", guards=[signed_in])
async def revise(request: Asked, wish: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    found = await _own(request, wish)
    what = forms.wishing(form, at_desk=False)
    if not form.faults:
        try:
            await actions.revise(wish, what, viewer.actor)
            return go(f"/wishes/{wish}")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "text"), why)
    return await _revision(request, found, form)


async def _own(request: Asked, wish: str) -> Whole:
    """To whom it is not, its form does not exist."""
    viewer = viewer_of(request)
    found = await queries.seen_by(viewer, wish)
    officer = queries.is_desk(viewer, found.view.community)
    rules.must_be(viewer.person, (found.wisher, found.entered_by), officer=officer)
    return found


async def _revision(request: Asked, found: Whole, form: Filled) -> Response[str]:
    terms = await queries.terms(found.view.community)
    return await form_page(
        request, "wishes/revision.html", form, one=found.view, whole=found, terms=terms
    )


@post("/wishes/{wish:str}/withdrawal", guards=[signed_in])
async def withdraw(request: Asked, wish: FromPath[str]) -> Response[Any]:
    await actions.withdraw(wish, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@get("/wishes/{wish:str}/claim", guards=[signed_in])
async def claim_form(request: Asked, wish: FromPath[str]) -> Response[str]:
    """What a claim means, before it is made."""
    return await _claim(request, wish, Filled({"kind": "resident"}))


@post("/wishes/{wish:str}/claim", guards=[signed_in])
async def claim(request: Asked, wish: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    what = forms.claiming(form)
    if not form.faults:
        try:
            await actions.claim(wish, what, viewer.actor)
            return done(request, f"/wishes/{wish}")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "kind"), why)
    return await _claim(request, wish, form)


async def _claim(request: Asked, wish: str, form: Filled) -> Response[str]:
    found = await queries.seen_by(viewer_of(request), wish)
    if found.view.state not in rules.SHOWN:
        raise NotThere
    if found.view.community != viewer_of(request).community:
        raise NotThere
    terms = await queries.terms(found.view.community)
    return await form_page(request, "wishes/claim.html", form, one=found.view, terms=terms)


@post("/wishes/{wish:str}/release", guards=[signed_in])
async def release(request: Asked, wish: FromPath[str]) -> Response[Any]:
    await actions.release(wish, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/progress", guards=[signed_in])
async def tell(request: Asked, wish: FromPath[str]) -> Response[Any]:
    """`delivered`: it is there; otherwise how far it is."""
    fields = await web_forms.read(request)
    text = web_forms.optional(fields, "text", most=rules.REASON)
    act = actions.deliver if fields.get("delivered") == "1" else actions.tell
    await act(wish, text, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/confirmation", guards=[signed_in])
async def confirm(request: Asked, wish: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    thanks = web_forms.optional(fields, "thanks", most=rules.REASON)
    content = (
        web_forms.number(fields, "content", least=1, most=5) if fields.get("content") else None
    )
    await actions.confirm(wish, thanks, content, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/reopening", guards=[signed_in])
async def reopen(request: Asked, wish: FromPath[str]) -> Response[Any]:
    await actions.reopen(wish, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


ROUTES = [
    new,
    make,
    similar,
    mine,
    change,
    revise,
    withdraw,
    claim_form,
    claim,
    release,
    tell,
    confirm,
    reopen,
    *desk_pages.ROUTES,
]
