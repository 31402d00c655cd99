"""Who holds which office until when: giving, renewing, ending; and what ended."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.confirmations import queries as confirmations
from council.identity import queries as identity
from council.identity.in_force import today
from council.identity.rules import POWERFUL
from council.identity.viewer import OFFICES, Viewer
from council.offices import actions, forms, queries, rules
from council.offices.confirming import OFFICE, OFFICE_END
from council.offices.queries import Held
from council.refusal import NotThere, Refused
from council.roll import people_queries
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import may_see, proved, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
BACK = {"back": "/offices"}  # where a proof of who one is leads to
LONGEST_SEARCH = 40  # characters
# Who runs the community, who watches over it, and the street office, which only reads.
SEE_OFFICES = (
    "chair",
    "secretary",
    "community_secretary",
    "admin",
    "supervisor",
    "auditor",
    "street_office",
)
may_see_offices = may_see(*SEE_OFFICES)


@get("/offices", guards=[may_see_offices])
async def offices(request: Asked) -> Response[str]:
    """Every office with who holds it; below, who may appoint finds a person."""
    return await _list(request, _usual(""))


@post("/offices/search", guards=[may_see_offices], status_code=200)
async def find(request: Asked) -> Response[str]:
    """Whom to appoint. A form, not an address: what is searched for is a name."""
    who = (await web_forms.read(request)).get("who", "")[:LONGEST_SEARCH]
    return await _list(request, _usual(who))


def _usual(who: str) -> Filled:
    """The form for whoever is found, with the usual term."""
    term = rules.usual_term(today())
    return Filled({"who": who, "since": term.since.isoformat(), "until": term.until.isoformat()})


@post("/offices", guards=[may_see_offices, proved], opt=BACK)
async def appoint(request: Asked) -> Response[Any]:
    """Held at once, or asked for: then the request is shown, with who can confirm it."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    wanted = forms.office(form)
    if not form.faults:
        try:
            asked = await actions.appoint(
                wanted.person,
                wanted.office,
                viewer.actor,
                term=wanted.term,
                scope=wanted.scope,
                acting=wanted.acting,
            )
            return done(
                request, f"/confirmations/{asked}" if asked else f"/offices#{wanted.office}"
            )
        except NotThere:
            form.blame("person", people_queries.must_choose(wanted.person))
        except Refused as why:
            forms.blame(form, why)
    return await _list(request, form)


async def _list(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    held = await queries.in_force(viewer.community)
    return page(
        request,
        "offices/offices.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path="/offices",
        nav="offices",
        form=form.shown_to(request),
        found=await people_queries.search(viewer.community, form.typed("who")),
        most=people_queries.MOST,
        offices={code: [one for one in held if one.office == code] for code in OFFICES},
        asked=await confirmations.open_to(viewer, OFFICE.code),
        ending=[one.subject for one in await confirmations.open_to(viewer, OFFICE_END.code)],
        may_name=rules.may_name(viewer.offices),
        may_write=viewer.holds("community_secretary"),
        letters=[one for one in held if one.waits_for_letter],
        powerful=POWERFUL,
        of_a_part=rules.OF_A_PART,
        buildings=await queries.buildings(viewer.community),
        today=today(),
    )


@get("/offices/past", guards=[may_see_offices])
async def past(request: Asked) -> Response[str]:
    """Offices that ended or whose term is over."""
    viewer = viewer_of(request)
    return page(
        request,
        "offices/past.html",
        site=await identity.site_name(viewer.community),
        nav="offices",
        over=await queries.over(viewer.community),
        most=queries.MANY,
    )


@get("/offices/{appointment:str}/end", guards=[may_see_offices, proved])
async def ask_to_end(request: Asked, appointment: FromPath[str]) -> Response[str]:
    """Whose office it is, and what ending it means."""
    holder = await _living(viewer_of(request), appointment)
    return await _about(request, "offices/office_end.html", holder)


@post("/offices/{appointment:str}/end", guards=[may_see_offices, proved], opt=BACK)
async def end(request: Asked, appointment: FromPath[str]) -> Response[bytes]:
    """At once, or asked for; whose own last office it was goes to the front page."""
    viewer = viewer_of(request)
    asked = await actions.end_office(appointment, viewer.actor)
    if asked:
        return done(request, f"/confirmations/{asked}")
    left = await identity.offices(viewer.person, viewer.community)
    return done(request, "/offices" if set(left) & set(SEE_OFFICES) else "/")


@get("/offices/{appointment:str}/renewal", guards=[may_see_offices, proved])
async def ask_to_renew(request: Asked, appointment: FromPath[str]) -> Response[str]:
    """Whose office it is, and until when from now on."""
    holder = await _living(viewer_of(request), appointment)
    until = rules.usual_term(today()).until.isoformat()
    return await _about(request, "offices/office_renew.html", holder, form=Filled({"until": until}))


@post("/offices/{appointment:str}/renewal", guards=[may_see_offices, proved], opt=BACK)
async def renew(request: Asked, appointment: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    until = forms.until(form)
    if not form.faults:
        try:
            asked = await actions.renew(appointment, until, viewer.actor)
            return done(request, f"/confirmations/{asked}" if asked else "/offices")
        except Refused as why:
            form.blame("until", why)
    holder = await _living(viewer, appointment)
    return await _about(request, "offices/office_renew.html", holder, form=form)


async def _living(viewer: Viewer, appointment: str) -> Held:
    """One that was not ended, also when its term is over: that is when it is renewed."""
    holder = await queries.one(appointment, viewer.community)
    if holder.ended_at is not None:
        raise NotThere
    return holder


async def _about(
    request: Asked, template: str, holder: Held, *, form: Filled | None = None
) -> Response[str]:
    form = (form or Filled({})).shown_to(request)
    site = await identity.site_name(viewer_of(request).community)
    powerful = holder.office in POWERFUL
    return page(
        request,
        template,
        status=form.status,
        site=site,
        nav="offices",
        holder=holder,
        form=form,
        powerful=powerful,
        two=rules.ends_by_two(holder.office, oneself=holder.person == viewer_of(request).person),
    )


ROUTES = [offices, find, appoint, past, ask_to_end, end, ask_to_renew, renew]
