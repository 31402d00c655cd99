"""The tellers' pages: who they are, how far they are, their share once, and the opening."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.refusal import NotThere, Refused
from council.voting import actions, queries
from council.voting.queries import PollRow
from council.voting.tellers import forms as teller_forms
from council.voting.tellers import queries as teller_queries
from council.voting.tellers import rules as teller_rules
from council.voting.tellers import share_text
from council.voting.tellers.queries import TellerRow
from council.voting.tellers.shares import NEEDED, Share
from council.web import forms as web_forms
from council.web.answers import done, is_htmx, wants_json
from council.web.guards import officer, signed_in, viewer_of
from council.web.qr import qr
from council.web.render import page

Asked = Request[Any, Any, Any]


@get("/secret-votes", opt={"open": True})
async def explained(request: Asked) -> Response[str]:
    """Who can learn what of a secret vote, in short words."""
    return page(request, "voting/secret_votes.html", public=True, nav="meetings")


@get("/polls/{poll:str}/tellers", guards=[officer])
async def ceremony(request: Asked, poll: FromPath[str]) -> Response[str]:
    """For who runs the vote: name three, see how far they are, begin again."""
    return await _ceremony(request, poll)


@post("/polls/{poll:str}/tellers", guards=[officer])
async def name(request: Asked, poll: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    try:
        await actions.begin_ceremony(poll, teller_forms.three(fields), viewer_of(request).actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _ceremony(request, poll, fields, why)
    return done(request, f"/polls/{poll}/tellers")


async def _ceremony(
    request: Asked, poll: str, fields: dict[str, str] | None = None, why: Refused | None = None
) -> Response[str]:
    viewer = viewer_of(request)
    found = await _poll(viewer, poll)
    tellers = await teller_queries.tellers_of(poll)
    chosen = [one.person for one in tellers] or ["", "", ""]
    fit = await teller_queries.fit(found.meeting, viewer.community)
    return page(
        request,
        "voting/tellers.html",
        site=await identity.site_name(viewer.community),
        status=why.status if why else 200,
        poll=request.app.state.poll_view(found),
        meeting=found.meeting,
        tellers=tellers,
        fit={one: fit[one] for one in fit if one != viewer.person},
        chosen=[(fields or {}).get(f"teller{at}", chosen[at - 1]) for at in (1, 2, 3)],
        problem=why.code if why else "",
        nav="meetings",
    )


@get("/polls/{poll:str}/share", guards=[signed_in])
async def share(request: Asked, poll: FromPath[str]) -> Response[str]:
    """A teller's own page: what to do now."""
    return await _share(request, poll)


@post("/polls/{poll:str}/share", guards=[signed_in])
async def fetch(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """The share itself: it is in this answer and nowhere else."""
    try:
        teller_rules.must_be_own_device(viewer_of(request).terminal)
        found = await actions.fetch_share(poll, viewer_of(request).actor)
    except Refused as why:
        return await _again(request, poll, why)
    return await _share(request, poll, shown=found)


@post("/polls/{poll:str}/share/proof", guards=[signed_in])
async def prove(request: Asked, poll: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    try:
        typed = teller_forms.groups(fields)
        await actions.confirm_share(poll, typed, viewer_of(request).actor)
    except Refused as why:
        return await _again(request, poll, why, typed=fields)
    return done(request, f"/polls/{poll}/share")


@post("/polls/{poll:str}/shares", guards=[signed_in])
async def enter(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """A whole share is typed; the second one opens the box."""
    viewer, fields = viewer_of(request), await web_forms.read(request)
    await _mine(await _poll(viewer, poll), viewer)
    try:
        await actions.type_share(poll, teller_forms.share(fields), viewer.actor)
    except Refused as why:
        return await _again(request, poll, why, typed=fields)
    return done(request, f"/polls/{poll}/share")


@post("/polls/{poll:str}/losses", guards=[signed_in])
async def lose(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """A share is gone: its teller says so, or an officer for them."""
    viewer, fields = viewer_of(request), await web_forms.read(request)
    found = await _poll(viewer, poll)
    if not viewer.officer:
        await _mine(found, viewer)
    await actions.report_loss(
        poll, teller_forms.number(fields), viewer.actor, officer=viewer.officer
    )
    where = "tellers" if viewer.officer else "share"
    return done(request, f"/polls/{poll}/{where}")


@post("/polls/{poll:str}/unopened", guards=[officer])
async def give_up(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """Nobody can open this box any more: it counts nothing, and the vote is held again."""
    fields = await web_forms.read(request)
    await _poll(viewer_of(request), poll)
    await actions.give_up(poll, viewer_of(request).actor)
    return done(request, web_forms.way_back(fields, f"/polls/{poll}"))


async def _again(
    request: Asked, poll: str, why: Refused, typed: dict[str, str] | None = None
) -> Response[Any]:
    """The page once more, with what is wrong and what was typed: nobody types it all twice."""
    if wants_json(request) or is_htmx(request):
        raise why
    return await _share(request, poll, why=why, typed=typed)


async def _share(
    request: Asked,
    poll: str,
    *,
    shown: Share | None = None,
    why: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    viewer = viewer_of(request)
    found = await _poll(viewer, poll)
    mine = await _mine(found, viewer)
    tellers = await teller_queries.tellers_of(poll)
    groups = share_text.written(shown) if shown else ()
    return page(
        request,
        "voting/share.html",
        site=await identity.site_name(viewer.community),
        status=why.status if why else 200,
        poll=request.app.state.poll_view(found),
        meeting=found.meeting,
        mine=mine,
        stands="show" if shown else mine.stands(found.state),
        typed_in=sum(1 for one in tellers if one.typed_at),
        needed=NEEDED,
        groups=groups,
        code=qr(" ".join(groups)) if groups else "",
        asked=[at + 1 for at in share_text.asked(mine.share_key)],
        typed=typed or {},
        problem=why.code if why else "",
        values=why.values if why else {},
        nav="meetings",
    )


async def _poll(viewer: Viewer, poll: str) -> PollRow:
    found = await queries.own_poll(viewer, poll)
    if found.mode != "tellers":
        raise NotThere
    return found


async def _mine(poll: PollRow, viewer: Viewer) -> TellerRow:
    found = await teller_queries.tellers_of(poll.id)
    mine = next((one for one in found if one.person == viewer.person), None)
    if mine is None:
        raise NotThere
    return mine


ROUTES = [explained, ceremony, name, share, fetch, prove, enter, lose, give_up]
