"""How verification goes: numbers by way, what waits, what was refused."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Response

from council.confirmations import queries as confirmations
from council.identity import queries as identity
from council.verification import conflict_queries, queries, rules, words
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]


@get("/verification", guards=[signed_in])
async def overview(request: Asked) -> Response[str]:
    """For officers and the desk."""
    viewer = viewer_of(request)
    if not viewer.officer:
        rules.staff_only(viewer.offices)
    asked = await confirmations.open_ones(viewer.community)
    return page(
        request,
        "verification/overview.html",
        site=await identity.site_name(viewer.community),
        path="/verification",
        nav="roll",
        states=await queries.by_state(viewer.community),
        by_way=await queries.by_way(viewer.community),
        ways=words.ways(),
        reason=words.reason,
        asked={
            kind: sum(one.kind == kind for one in asked)
            for kind in ("newcomer", "vouching", "claim")
        },
        conflicts=await conflict_queries.waiting(viewer.community),
        refusals=await queries.refusals(viewer.community),
        staff=viewer.holds(*rules.STAFF),
        whom=await queries.whom_to_ask(viewer.community),
    )


ROUTES = [overview]
