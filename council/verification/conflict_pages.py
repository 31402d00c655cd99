"""The conflict queue: two people, one row of the roll, and somebody who decides."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.confirmations import queries as confirmations
from council.identity import queries as identity
from council.refusal import Refused
from council.roll import queries as roll_queries
from council.verification import conflict_queries, queries, rules, words
from council.verification.actions.claims import settle_claim
from council.verification.desk_pages import staff
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in
from council.web.render import page

Asked = Request[Any, Any, Any]
LIST = "/conflicts"


@get(LIST, guards=[signed_in])
async def conflicts(request: Asked) -> Response[str]:
    """Open ones first, the oldest on top."""
    viewer = staff(request)
    waiting, settled = await conflict_queries.conflicts(viewer.community)
    return page(
        request,
        "verification/conflicts.html",
        site=await identity.site_name(viewer.community),
        path=LIST,
        nav="roll",
        waiting=waiting,
        settled=settled,
        kinds=words.claims(),
        outcomes=words.outcomes(),
    )


@get("/conflicts/{conflict:str}", guards=[signed_in])
async def conflict(request: Asked, conflict: FromPath[str]) -> Response[str]:
    """What is known of both, and the three ways out."""
    return await _one(request, conflict, Filled({}))


@post("/conflicts/{conflict:str}/settlement", guards=[signed_in])
async def settle(request: Asked, conflict: FromPath[str]) -> Response[Any]:
    """Decided, or asked of a second officer."""
    viewer, form = staff(request), Filled(await web_forms.read(request))
    ground = form.text("ground", most=rules.GROUND)
    outcome = form.choice("outcome", rules.OUTCOMES)
    if not form.faults:
        try:
            await settle_claim(conflict, outcome, ground, viewer.actor)
            return done(request, f"/conflicts/{conflict}")
        except Refused as why:
            form.blame("outcome", why)
    return await _one(request, conflict, form)


async def _one(request: Asked, conflict_id: str, form: Filled) -> Response[str]:
    viewer = staff(request)
    found = await conflict_queries.conflict(conflict_id, viewer.community)
    asked = await confirmations.open_ones(viewer.community, "claim")
    return page(
        request,
        "verification/conflict.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path=f"/conflicts/{conflict_id}",
        nav="roll",
        form=form.shown_to(request),
        conflict=found,
        homes=await roll_queries.homes_of(found.person),
        history=await queries.history(found.person),
        login=await identity.login_of(found.person),
        asked=[one for one in asked if one.subject == conflict_id],
        may=viewer.holds(*rules.SETTLE) and viewer.person != found.raiser,
        own=viewer.person == found.raiser,
        kinds=words.claims(),
        ways=words.ways(),
        outcomes=words.outcomes(),
        whom=await queries.whom_to_ask(viewer.community),
    )


ROUTES = [conflicts, conflict, settle]
