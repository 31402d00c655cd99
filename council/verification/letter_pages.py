"""The household letter: typed code or scanned address, then a password of one's own."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import codes, passwords, queries, second_factor_way
from council.identity.actions import end_session
from council.identity.rules import SHORTEST
from council.identity.session_cookie import remember
from council.refusal import Refused, unreadable
from council.roll import queries as roll_queries
from council.verification import actions, rules
from council.web import forms
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import officer, viewer_of
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

NOT_FOUND = 404
LONGEST = 200  # signs of a code that are looked at


@get("/letter", opt={"open": True})
async def letter(request: Request[Any, Any, Any]) -> Response[str]:
    """Both parts of the code are typed."""
    return await _form(request, "")


@get("/letter/{public:str}", opt={"open": True})
async def scanned(request: Request[Any, Any, Any], public: FromPath[str]) -> Response[str]:
    """The scanned address: its secret is in the fragment, which never reaches a server."""
    return await _form(request, codes.read(public)[: codes.PUBLIC])


@post("/letter", opt={"open": True})
async def typed(request: Request[Any, Any, Any]) -> Response[Any]:
    """The same with the public part typed."""
    fields = await forms.read(request)
    return await _open(request, fields.get("public", "")[:LONGEST], fields)


@post("/letter/{public:str}", opt={"open": True})
async def open_scanned(request: Request[Any, Any, Any], public: FromPath[str]) -> Response[Any]:
    """Secret and password: the person is verified, has an account and is signed in."""
    return await _open(request, public, await forms.read(request))


async def _open(
    request: Request[Any, Any, Any], public: str, fields: dict[str, str]
) -> Response[Any]:
    public = codes.read(public)
    agent = request.headers.get("user-agent", "")
    try:
        secret, password = _secrets(public, fields)
        opened = await actions.open_letter(public, secret, password, agent)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _form(request, public[:LONGEST], why)
    await _end_present(request)
    remember(request, opened.token)
    return go(await second_factor_way.onward(request, opened.token, "/account?ended=welcome"))


async def _end_present(request: Request[Any, Any, Any]) -> None:
    """On a shared phone somebody else may still be signed in: that session ends here."""
    present = visit_of(request).known
    if present is not None:
        await end_session(present.session, present.actor)


def _secrets(public: str, fields: dict[str, str]) -> tuple[str, str]:
    secret, password = fields.get("secret", "")[:LONGEST], fields.get("password", "")
    if len(public) != codes.PUBLIC or len(codes.read(secret)) != codes.SECRET:
        raise unreadable("letter.code_length", public=codes.PUBLIC, secret=codes.SECRET)
    if password != fields.get("repeat", ""):
        raise unreadable("password.repeat")
    return secret, password


async def _form(
    request: Request[Any, Any, Any], public: str, why: Refused | None = None
) -> Response[str]:
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    named = len(public) == codes.PUBLIC and (why is None or why.status != NOT_FOUND)
    return page(
        request,
        "verification/letter.html",
        status=status,
        headers=headers,
        site=await queries.site_name(None),
        path=f"/letter/{public}" if named else "/letter",  # else its name can be corrected
        front=public,
        least=SHORTEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/people/{person:str}/letter", guards=[officer])
async def issue(request: Request[Any, Any, Any], person: FromPath[str]) -> Response[str]:
    """Print a letter; its code is in this answer and nowhere else, so there is no way back."""
    viewer = viewer_of(request)
    someone = await queries.person(person, viewer.community)
    purpose = (await forms.read(request)).get("purpose") or "household"
    public, secret = await actions.issue_letter(person, purpose, viewer.actor)
    address = f"{visit_of(request).settings.origin}/letter/{public}"
    return page(
        request,
        "verification/letter_print.html",
        path="/roll",
        site=await queries.site_name(viewer.community),
        someone=someone,
        homes=await roll_queries.homes_of(person),
        front=public,
        secret=codes.grouped(secret),
        address=f"{visit_of(request).settings.origin}/letter",
        code=qr(f"{address}#{secret}"),
        expires=now() + rules.LETTER_LIFE,
        today=now(),
    )


ROUTES = [letter, scanned, typed, open_scanned, issue]
