"""The desk of wishes: what waits, slips of paper, review, claims, and the settings."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.refusal import Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import may_see, officer, viewer_of
from council.web.render import page
from council.wishes import actions, forms, queries, rules
from council.wishes.figures import figures

Asked = Request[Any, Any, Any]
OFFICES = ("chair", "secretary", "community_secretary", "social_worker")
desk_only = may_see(*OFFICES)
TERMS = "/wishes/terms"


async def form_page(request: Asked, template: str, form: Filled, **context: Any) -> Response[str]:
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        nav="wishes",
        form=form.shown_to(request),
        lengths=rules,
        **context,
    )


@get("/wishes/desk", guards=[desk_only])
async def desk(request: Asked) -> Response[str]:
    """Review, claims to approve, deliveries to confirm, and what is late."""
    community = viewer_of(request).community
    return await form_page(
        request,
        "wishes/desk.html",
        Filled({}),
        path="/wishes/desk",
        queues=await queries.desk(community),
        sums=await figures(community),
    )


@get("/wishes/desk/new", guards=[desk_only])
async def slip(request: Asked) -> Response[str]:
    """代录: one slip after another."""
    return await new_page(request, Filled({"category": "goods"}))


async def new_page(request: Asked, form: Filled) -> Response[str]:
    community = viewer_of(request).community
    made = request.query_params.get("made", "")[:16]
    last = await queries.seen_by(viewer_of(request), made) if made else None
    return await form_page(
        request,
        "wishes/slip.html",
        form,
        path="/wishes/desk/new",
        terms=await queries.terms(community),
        last=last,
    )


@post("/wishes/{wish:str}/review", guards=[desk_only])
async def review(request: Asked, wish: FromPath[str]) -> Response[Any]:
    """`act`: show (with `shown`), return, unmet or project (with `reason`)."""
    fields, by = await web_forms.read(request), viewer_of(request).actor
    act = web_forms.one_of(fields, "act", ("show", "return", "unmet", "project"))
    reason = web_forms.optional(fields, "reason", most=rules.REASON)
    if act == "show":
        await actions.show(wish, web_forms.optional(fields, "shown", most=rules.SHOWN_TEXT), by)
    elif act == "return":
        await actions.send_back(wish, reason, by)
    elif act == "unmet":
        await actions.give_up(wish, reason, by)
    else:
        title = web_forms.required(fields, "title", most=rules.SHOWN_TEXT)
        await actions.convert(wish, title, reason, by)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/approval", guards=[desk_only])
async def approve(request: Asked, wish: FromPath[str]) -> Response[Any]:
    await actions.approve(wish, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/refusal", guards=[desk_only])
async def refuse(request: Asked, wish: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    reason = web_forms.optional(fields, "reason", most=rules.REASON)
    await actions.refuse_claim(wish, reason, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@post("/wishes/{wish:str}/expiry", guards=[desk_only])
async def expire(request: Asked, wish: FromPath[str]) -> Response[Any]:
    """Back to the wall, once its last day has passed."""
    await queries.seen_by(viewer_of(request), wish)
    await actions.expire(wish, viewer_of(request).actor)
    return done(request, f"/wishes/{wish}")


@get(TERMS, guards=[officer])
async def terms(request: Asked) -> Response[str]:
    found = await queries.terms(viewer_of(request).community)
    typed = {
        "value_limit": forms.yuan(found.value_limit),
        "claim_days": str(found.claim_days),
        "basis": found.basis,
    }
    return await form_page(request, "wishes/terms.html", Filled(typed), path=TERMS)


@post(TERMS, guards=[officer])
async def settle(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    said = forms.terms(form)
    if not form.faults:
        try:
            await actions.set_terms(said, viewer_of(request).actor)
            return done(request, "/wishes/desk")
        except Refused as why:
            form.blame("value_limit", why)
    return await form_page(request, "wishes/terms.html", form, path=TERMS)


ROUTES = [desk, slip, review, approve, refuse, expire, terms, settle]
