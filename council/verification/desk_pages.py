"""The desk: find somebody, see what the roll says, tick what was seen."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.identity.rules import SHORTEST
from council.identity.second_factor_queries import office_waits
from council.identity.viewer import Viewer
from council.refusal import Refused, unreadable
from council.roll import people_queries
from council.roll import queries as roll_queries
from council.verification import conflict_queries, forms, queries, rules, words
from council.verification.actions.claims import Claim, raise_claim
from council.verification.actions.desk import check_papers
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters


def staff(request: Asked) -> Viewer:
    """Who stands at the desk; to others the page does not exist."""
    viewer = viewer_of(request)
    rules.staff_only(viewer.offices)
    return viewer


@get("/desk", guards=[signed_in])
async def desk(request: Asked) -> Response[str]:
    """Who is standing here?"""
    return await _desk(request, "")


@post("/desk", guards=[signed_in])
async def find(request: Asked) -> Response[str]:
    """Found by name, room or last digits; what was typed stands in no address."""
    fields = await web_forms.read(request)
    return await _desk(request, fields.get("who", "")[:LONGEST_SEARCH])


async def _desk(request: Asked, who: str) -> Response[str]:
    viewer = staff(request)
    found = await people_queries.search(viewer.community, who)
    shown = found[: people_queries.MOST]
    return page(
        request,
        "verification/desk.html",
        site=await identity.site_name(viewer.community),
        path="/desk",
        nav="roll",
        who=who,
        found=shown,
        more=len(found) > len(shown),
        homes={one.id: await roll_queries.homes_of(one.id) for one in shown},
        states=await queries.by_state(viewer.community),
        conflicts=await conflict_queries.waiting(viewer.community),
    )


@get("/people/{person:str}/verification", guards=[signed_in])
async def at_desk(request: Asked, person: FromPath[str]) -> Response[str]:
    """What the roll says, and the papers to tick."""
    return await _person(request, person, Filled({}))


@post("/people/{person:str}/verification", guards=[signed_in])
async def check(request: Asked, person: FromPath[str]) -> Response[Any]:
    """Verified; a refusal stands beside its field, with whom to ask."""
    viewer = staff(request)
    await identity.person(person, viewer.community)
    form = Filled(await web_forms.read(request))
    asked = forms.desk(form)
    if not form.faults:
        pepper = visit_of(request).settings.keys.pepper
        try:
            await check_papers(person, asked.papers, viewer.actor, pepper, asked.password)
            return done(request, f"/people/{person}/verification?done=1")
        except Refused as why:
            form.blame(_field(why.code), why)
    for secret in ("password", "repeat", "number"):
        form.fields.pop(secret, None)
    return await _person(request, person, form)


def _field(code: str) -> str:
    if code.startswith(("password.", "desk.office")):
        return "password"
    return "number" if code.startswith(("roll.id", "desk.number")) else "papers"


async def _person(request: Asked, person: str, form: Filled) -> Response[str]:
    viewer = staff(request)
    return page(
        request,
        "verification/person.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path=f"/people/{person}/verification",
        nav="roll",
        form=form.shown_to(request),
        someone=await identity.person(person, viewer.community),
        login=await identity.login_of(person),
        homes=await roll_queries.homes_of(person),
        history=await queries.history(person),
        letters=await queries.open_letters(person),
        refusals=await queries.refusals(viewer.community, person),
        conflicts=await conflict_queries.waiting(viewer.community, person),
        office=await office_waits(person, viewer.community),
        may_office=viewer.holds("community_secretary") and person != viewer.person,
        papers=words.papers(),
        ways=words.ways(),
        reason=words.reason,
        whom=await queries.whom_to_ask(viewer.community),
        least=SHORTEST,
        done=request.query_params.get("done") == "1",
    )


@post("/people/{person:str}/claims", guards=[signed_in])
async def told(request: Asked, person: FromPath[str]) -> Response[Any]:
    """Somebody at the desk says that this row is theirs: into the conflict queue."""
    viewer = staff(request)
    await identity.person(person, viewer.community)
    form = Filled(await web_forms.read(request))
    said = form.text("told", most=rules.TOLD)
    contact = form.optional("contact", most=rules.CONTACT)
    if not contact:
        form.blame("contact", unreadable("claim.no_contact"))
    if form.faults:
        return await _person(request, person, form)
    made = await raise_claim(Claim(person, "told", said, contact), viewer.actor)
    return go(f"/conflicts/{made}")


ROUTES = [desk, find, at_desk, check, told]
