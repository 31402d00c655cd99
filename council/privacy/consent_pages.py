"""Consents: one's own, and those that staff enter for people at the desk."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.i18n import gettext as _
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import actions, consents, queries, rules
from council.privacy.consent_texts import CURRENT, PURPOSES, ConsentText
from council.refusal import Refused, unreadable
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINE = "/account/consents"


def channels() -> dict[str, str]:
    """How a consent was given, in the reader's language."""
    return {"online": _("在网上"), "paper": _("书面"), "oral": _("口头")}


@get(MINE, guards=[signed_in])
async def my_consents(request: Asked) -> Response[str]:
    """Every purpose with its words and what was agreed; nothing is ticked beforehand."""
    return await _mine(request, Filled({}))


@post(MINE, guards=[signed_in])
async def give(request: Asked) -> Response[Any]:
    """Agree to one purpose; without the tick nothing is agreed."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    purpose = form.choice("purpose", PURPOSES)
    version = form.number("version", least=1, most=9999)
    if form.typed("agree") != "yes":
        form.blame(f"agree-{purpose}", unreadable("consent.tick"))
    if not form.faults:
        try:
            await actions.give(purpose, version, viewer.actor)
            return done(request, f"{MINE}#{purpose}")
        except Refused as why:
            form.blame(f"agree-{purpose}", why)
    return await _mine(request, form)


@post(f"{MINE}/{{consent:str}}/withdrawal", guards=[signed_in])
async def withdraw(request: Asked, consent: FromPath[str]) -> Response[bytes]:
    """As easy as giving: one button, no reason."""
    await actions.withdraw(consent, viewer_of(request).actor)
    return done(request, MINE)


async def _mine(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    given = await consents.of(viewer.person, viewer.community)
    return await _page(
        request,
        viewer,
        "privacy/consents.html",
        status=form.status,
        path=MINE,
        form=form.shown_to(request),
        purposes=purposes(given),
        over=[one for one in given if one.withdrawn_at],
    )


def purposes(given: list[consents.Given]) -> list[tuple[ConsentText, consents.Given | None]]:
    """Each purpose with the consent that holds, if any."""
    held = {one.purpose: one for one in given if one.withdrawn_at is None}
    return [(words, held.get(words.purpose)) for words in CURRENT.values()]


def _staff(request: Asked) -> Viewer:
    viewer = viewer_of(request)
    rules.only(viewer.offices, rules.STAFF)
    return viewer


@get("/people/{person:str}/consents", guards=[signed_in])
async def consents_of(request: Asked, person: FromPath[str]) -> Response[str]:
    """What a person agreed to, for staff; with the form to enter paper and words."""
    return await _theirs(request, person, Filled({}))


@post("/people/{person:str}/consents", guards=[signed_in])
async def enter(request: Asked, person: FromPath[str]) -> Response[Any]:
    viewer, form = _staff(request), Filled(await forms.read(request))
    purpose = form.choice("purpose", PURPOSES)
    channel = form.choice("channel", ("paper", "oral"))
    try:
        witness = await _witness(viewer, form, channel)
        if not form.faults:
            await actions.enter(person, purpose, channel, witness, viewer.actor)
            return done(request, f"/people/{person}/consents")
    except Refused as why:
        form.blame("witness" if why.code != "consent.yourself" else "purpose", why)
    return await _theirs(request, person, form)


async def _witness(viewer: Viewer, form: Filled, channel: str) -> str | None:
    """Who heard it, by name or number; whoever wrote a name for a paper is asked to mend it."""
    text = form.optional("witness", most=60)
    if not text and channel == "oral":
        form.blame("witness", unreadable("consent.witness"))
    return (await queries.named(viewer.community, text)).id if text else None


@post("/people/{person:str}/consents/{consent:str}/withdrawal", guards=[signed_in])
async def withdraw_for(
    request: Asked, person: FromPath[str], consent: FromPath[str]
) -> Response[bytes]:
    await actions.withdraw_for(person, consent, _staff(request).actor)
    return done(request, f"/people/{person}/consents")


async def _theirs(request: Asked, person: str, form: Filled) -> Response[str]:
    viewer = _staff(request)
    someone = await queries.person(person, viewer.community)
    given = await consents.of(person, viewer.community)
    return await _page(
        request,
        viewer,
        "privacy/consents_of.html",
        status=form.status,
        path=f"/people/{person}/consents",
        form=form.shown_to(request),
        someone=someone,
        purposes=purposes(given),
        given=given,
        titles=CURRENT,
    )


async def _page(request: Asked, viewer: Viewer, template: str, **context: Any) -> Response[str]:
    site = await identity.site_name(viewer.community)
    nav = "roll" if "someone" in context else "account"
    return page(request, template, site=site, nav=nav, channels=channels(), **context)


ROUTES = [my_consents, give, withdraw, consents_of, enter, withdraw_for]
