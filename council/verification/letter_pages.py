"""The household letter: typed code or scanned address, then a password of one's own."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import codes, passwords, second_factor_way
from council.identity import queries as identity
from council.identity.actions import end_session
from council.identity.rules import SHORTEST
from council.identity.session_cookie import remember
from council.refusal import Refused, unreadable
from council.roll import queries as roll_queries
from council.verification import actions, forms, queries, rules
from council.web import forms as web_forms
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import signed_in, viewer_of
from council.web.qr import qr
from council.web.render import page
from council.web.visit import ANONYMOUS, visit_of

Asked = Request[Any, Any, Any]
NOT_FOUND = 404
LONGEST = 200  # signs of a code that are looked at


@get("/letter", opt={"open": True})
async def letter(request: Asked) -> Response[str]:
    """Both parts of the code are typed."""
    return await _form(request, "")


@get("/letter/{public:str}", opt={"open": True})
async def scanned(request: Asked, public: FromPath[str]) -> Response[str]:
    """The scanned address: its secret is in the fragment, which never reaches a server."""
    return await _form(request, codes.read(public)[: codes.PUBLIC])


@post("/letter", opt={"open": True})
async def typed(request: Asked) -> Response[Any]:
    """The same with the public part typed."""
    fields = await web_forms.read(request)
    return await _open(request, fields.get("public", "")[:LONGEST], fields)


@post("/letter/{public:str}", opt={"open": True})
async def open_scanned(request: Asked, public: FromPath[str]) -> Response[Any]:
    """Secret and password: the person is verified, has an account and is signed in."""
    return await _open(request, public, await web_forms.read(request))


async def _open(request: Asked, public: str, fields: dict[str, str]) -> Response[Any]:
    public = codes.read(public)
    agent = request.headers.get("user-agent", "")
    try:
        secret, password = _secrets(public, fields)
        opened = await actions.open_letter(
            public, secret, password, agent, device=device(request), told=forms.told(fields)
        )
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _form(request, public[:LONGEST], why)
    await _end_present(request)
    remember(request, opened.token)
    return go(await second_factor_way.onward(request, opened.token, "/account?ended=welcome"))


def device(request: Asked) -> str:
    """What names this browser: its session or its visit, never an address."""
    visit = visit_of(request)
    return visit.known.session if visit.known else visit.cookies.get(ANONYMOUS, "")


async def _end_present(request: Asked) -> None:
    """On a shared phone somebody else may still be signed in: that session ends here."""
    present = visit_of(request).known
    if present is not None:
        await end_session(present.session, present.actor)


def _secrets(public: str, fields: dict[str, str]) -> tuple[str, str]:
    secret, password = secret_of(public, fields), fields.get("password", "")
    if password != fields.get("repeat", ""):
        raise unreadable("password.repeat")
    return secret, password


def secret_of(public: str, fields: dict[str, str]) -> str:
    """The secret part as it was typed; both parts must have their length."""
    secret = fields.get("secret", "")[:LONGEST]
    if len(public) != codes.PUBLIC or len(codes.read(secret)) != codes.SECRET:
        raise unreadable("letter.code_length", public=codes.PUBLIC, secret=codes.SECRET)
    return secret


async def _form(request: Asked, public: str, why: Refused | None = None) -> Response[str]:
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    named = len(public) == codes.PUBLIC and (why is None or why.status != NOT_FOUND)
    found = await queries.letter(public) if named else None
    return page(
        request,
        "verification/letter.html",
        status=status,
        headers=headers,
        site=await identity.site_name(found["community"] if found else None),
        path=f"/letter/{public}" if named else "/letter",  # else its name can be corrected
        front=public,
        asks_facts=bool(found and found["asks_facts"]),
        told=forms.told(visit_of(request).typed),
        whom=await queries.whom_to_ask(found["community"] if found else None),
        least=SHORTEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/people/{person:str}/letter", guards=[signed_in])
async def issue(request: Asked, person: FromPath[str]) -> Response[str]:
    """Print a letter; its code is in this answer and nowhere else, so there is no way back."""
    viewer = viewer_of(request)
    rules.staff_only(viewer.offices)
    someone = await identity.person(person, viewer.community)
    fields = await web_forms.read(request)
    asks_facts = fields.get("facts") == "1"
    public, secret = await actions.issue_letter(
        person, fields.get("purpose") or "household", viewer.actor, asks_facts=asks_facts
    )
    address = f"{visit_of(request).settings.origin}/letter/{public}"
    return page(
        request,
        "verification/letter_print.html",
        path="/desk",
        site=await identity.site_name(viewer.community),
        someone=someone,
        homes=await roll_queries.homes_of(person),
        asks_facts=asks_facts,
        whom=await queries.whom_to_ask(viewer.community),
        front=public,
        secret=codes.grouped(secret),
        address=f"{visit_of(request).settings.origin}/letter",
        code=qr(f"{address}#{secret}"),
        expires=now() + rules.LETTER_LIFE,
        today=now(),
    )


ROUTES = [letter, scanned, typed, open_scanned, issue]
