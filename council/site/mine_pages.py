"""我提的怎么样了: everything of who is signed in, or one idea by the code on its receipt."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.clock import now
from council.ideas import receipts
from council.identity import queries as identity
from council.refusal import Refused
from council.site import mine
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.render import page
from council.web.visit import ANONYMOUS, visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}


@get("/mine", opt=OPEN)
async def own(request: Asked) -> Response[str]:
    return await _page(request, Filled({}))


@post("/mine", opt=OPEN)
async def by_code(request: Asked) -> Response[Any]:
    """The code comes in the form and not in the address, which logs and histories keep."""
    form = Filled(await web_forms.read(request))
    try:
        found = await receipts.opened(form.typed("code")[:40], _browser(request), now())
    except Refused as why:
        form.blame("code", why)
        return await _page(request, form)
    return await _page(request, Filled({}), await mine.story(found))


def _browser(request: Asked) -> str:
    """Its session, or the cookie that its token is bound to."""
    visit = visit_of(request)
    return visit.viewer.session if visit.viewer else visit.cookies.get(ANONYMOUS, "")


async def _page(request: Asked, form: Filled, story: mine.Story | None = None) -> Response[str]:
    viewer = visit_of(request).viewer
    community = story.idea.community if story else (viewer.community if viewer else None)
    return page(
        request,
        "public/mine.html",
        status=form.status,
        site=await identity.site_name(community),
        nav="today",
        path="/mine",
        form=form.shown_to(request),
        story=story,
        entries=await mine.of_person(viewer.person, viewer.community) if viewer else (),
    )


ROUTES = [own, by_code]
