"""What is done on a proposal's own page; the page itself is public and stands in `site/`."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.proposals import actions, filing_pages, office_pages, queries, rules
from council.web import forms
from council.web.answers import done
from council.web.guards import signed_in, viewer_of

Asked = Request[Any, Any, Any]


def _back(request: Asked, proposal: str) -> Response[bytes]:
    return done(request, f"/proposals/{proposal}")


@post("/proposals/{proposal:str}/support", guards=[signed_in])
async def support(request: Asked, proposal: FromPath[str]) -> Response[bytes]:
    fields = await forms.read(request)
    version = forms.number(fields, "version", least=1, most=9999)
    shown = fields.get("shown") == "yes"
    await actions.support(proposal, version, viewer_of(request).actor, shown=shown)
    return _back(request, proposal)


@post("/proposals/{proposal:str}/support-withdrawal", guards=[signed_in])
async def withdraw_support(request: Asked, proposal: FromPath[str]) -> Response[bytes]:
    await actions.withdraw_support(proposal, viewer_of(request).actor)
    return _back(request, proposal)


@post("/proposals/{proposal:str}/withdrawal", guards=[signed_in])
async def withdrawal(request: Asked, proposal: FromPath[str]) -> Response[bytes]:
    """Its author, or an officer for whom the desk took it down."""
    fields = await forms.read(request)
    reason = forms.optional(fields, "reason", most=rules.REASON)
    await actions.withdraw(proposal, reason, viewer_of(request).actor)
    return _back(request, proposal)


@post("/proposals/{proposal:str}/merge-answer", guards=[signed_in])
async def merge_answer(request: Asked, proposal: FromPath[str]) -> Response[bytes]:
    fields = await forms.read(request)
    agreed = forms.one_of(fields, "answer", ("agreed", "refused")) == "agreed"
    said = forms.optional(fields, "said", most=rules.REASON)
    await actions.answer_merge(proposal, viewer_of(request).actor, agreed=agreed, said=said)
    return _back(request, proposal)


@get("/proposal-photos/{photo:str}", opt={"open": True})
async def photo(photo: FromPath[str]) -> Response[bytes]:
    """A JPEG that was drawn here; kept nowhere, so that it is gone when it was taken down."""
    headers = {"content-disposition": "inline"}
    return Response(await queries.photo(photo), media_type="image/jpeg", headers=headers)


@post("/proposal-photos/{photo:str}/removal", guards=[signed_in])
async def removal(request: Asked, photo: FromPath[str]) -> Response[bytes]:
    fields = await forms.read(request)
    why = forms.optional(fields, "why", most=rules.LONGEST_PHOTO_NOTE)
    return _back(request, await actions.take_down_photo(photo, why, viewer_of(request).actor))


ROUTES = [
    support,
    withdraw_support,
    withdrawal,
    merge_answer,
    photo,
    removal,
    *filing_pages.ROUTES,
    *office_pages.ROUTES,
]
