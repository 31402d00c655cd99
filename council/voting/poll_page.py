"""The page of one poll, as whoever looks may see it; its ballot and what was wrong with it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from council.identity import queries as identity
from council.voting.casting import own_queries
from council.voting.delivery import queries as delivery_queries
from council.voting.electors import queries as roll_queries
from council.voting.life.view import life_of
from council.voting.methods.turning import turned
from council.voting.proxies import queries as proxy_queries
from council.voting.results import breakdown_queries
from council.voting.sheets import forms as sheet_forms
from council.voting.tellers import queries as teller_queries
from council.web.filled import Filled
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request
    from litestar.response import Response

    from council.identity.viewer import Viewer
    from council.voting import queries

INSPECTORS = ("supervisor", "auditor")


async def shown(
    request: Request[Any, Any, Any],
    poll: queries.PollRow,
    *,
    choice: str = "",
    form: Filled | None = None,
) -> Response[Any]:
    """With `choice` the confirmation of a vote; `form`: the ballot as it was filled in so far."""
    viewer = visit_of(request).viewer
    own = await own_queries.mine(poll.id, viewer.person) if viewer else None
    held = await proxy_queries.held_in(poll.id, viewer.person) if viewer else []
    return page(
        request,
        "voting/poll.html",
        public=viewer is None,  # a published result is the same for everybody
        data=poll.state == "published",
        status=form.status if form else 200,
        site=await identity.site_name(poll.community),
        poll=request.app.state.poll_view(poll),
        meeting=poll.meeting,
        community=poll.community,
        life=await life_of(poll, viewer),
        delivered=await delivery_queries.told(poll),
        mine=own,
        held=held,
        idems=[secrets.token_hex(16) for _ in held],
        elector=await is_elector(viewer, poll),
        may_recount=await may_recount(viewer, poll),
        sectors=await breakdown_queries.of(poll, viewer),
        changes=await roll_queries.changes(poll.id) if poll.roll_changes else (),
        struck=viewer is not None and await roll_queries.was_struck(poll.id, viewer.person),
        reasons=viewer is not None and (viewer.officer or viewer.holds(*INSPECTORS)),
        choice=choice,
        form=form or _as_before(poll, own),
        tellers=await teller_queries.tellers_of(poll.id) if poll.mode == "tellers" else [],
        options=_options(request, poll, viewer),
        screen="poll",
        path=f"/polls/{poll.id}",  # not the confirmation's, which is posted
        idem=secrets.token_hex(16),
        nav="meetings",
    )


def _as_before(poll: queries.PollRow, own: own_queries.Mine | None) -> Filled:
    """The ballot that counts now, where its voter may change it; of a sealed one nobody knows."""
    form = Filled({})
    if poll.sheet is not None and own is not None and own.choice:
        sheet_forms.refill(form, poll.sheet, own.choice)
    return form


async def is_elector(viewer: Viewer | None, poll: queries.PollRow) -> bool:
    return viewer is not None and await own_queries.has_voice(poll.id, viewer.person)


async def may_recount(viewer: Viewer | None, poll: queries.PollRow) -> bool:
    """Who gets the bundle: of an area-weighted vote only its electors and those who inspect."""
    if poll.state != "published":
        return False
    if not poll.rule.get("by_area"):
        return True
    if viewer is None or viewer.community != poll.community:
        return False
    return viewer.officer or viewer.holds(*INSPECTORS) or await is_elector(viewer, poll)


def _options(
    request: Request[Any, Any, Any], poll: queries.PollRow, viewer: Viewer | None
) -> tuple[Any, ...]:
    """In the order of this voter, where the poll asks for that."""
    if poll.sheet is None:
        return ()
    if viewer is None or not poll.shuffle:
        return poll.sheet.options
    key = visit_of(request).settings.keys.receipt
    return turned(poll.sheet.options, key, poll.id, viewer.person)
