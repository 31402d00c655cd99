"""The frozen roll of a poll: officers find somebody and ask a second officer for a change."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.confirmations import queries as confirmations
from council.identity import queries as identity
from council.refusal import Refused
from council.roll import people_queries
from council.voting import queries
from council.voting.actions import changing_roll
from council.voting.electors import confirming
from council.voting.electors import queries as roll_queries
from council.voting.electors import rules as roll_rules
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters
ACTS = ("never_eligible", "moved_away", "left_out")


@get("/polls/{poll:str}/roll", guards=[officer])
async def roll(request: Asked, poll: FromPath[str]) -> Response[str]:
    """How large it is, its root, what was changed of it, and the way to a change."""
    return await _roll(request, poll, Filled({}))


@post("/polls/{poll:str}/roll", guards=[officer], status_code=200)
async def change(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """First a search; then, with `person`, the request that a second officer has to confirm."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    if form.typed("step") == "ask":
        act, person = form.choice("act", ACTS), form.typed("person")
        reason = form.text("reason", most=roll_rules.REASON)
        if not person:
            form.blame("person", people_queries.must_choose(""))
        if not form.faults:
            try:
                if act == "left_out":
                    await changing_roll.ask_to_add(poll, person, reason, viewer.actor)
                else:
                    await changing_roll.ask_to_strike(poll, person, act, reason, viewer.actor)
                return done(request, "/confirmations")
            except Refused as why:
                form.blame("act", why)
    return await _roll(request, poll, form)


async def _roll(request: Asked, poll: str, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    found = await queries.own_poll(viewer, poll)
    who = form.typed("who")[:LONGEST_SEARCH]
    people = await people_queries.search(viewer.community, who)
    waiting = await confirmations.open_to(viewer, confirming.ROLL.code)
    return page(
        request,
        "voting/roll.html",
        site=await identity.site_name(viewer.community),
        status=form.status,
        poll=request.app.state.poll_view(found),
        root=found.electorate_root,
        root_now=found.roll_root,
        changes=await roll_queries.changes(poll),
        waiting=[one for one in waiting if one.body["poll"] == poll],
        people=people[: people_queries.MOST],
        there=await roll_queries.on_roll(poll, [one.id for one in people]),
        form=form.shown_to(request),
        reasons=True,
        screen="roll",
        path=f"/polls/{poll}/roll",
        nav="meetings",
    )


ROUTES = [roll, change]
