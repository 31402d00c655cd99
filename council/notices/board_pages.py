"""A published notice on the officers' side: its boards, the objections to it, its end."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import codes
from council.identity import queries as identity
from council.notices import actions, beginnings, calendar_queries, objection_queries, queries, rules
from council.notices.actions import Objecting
from council.proposals import photo_forms, photos
from council.refusal import NotThere, unreadable
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MOST_BODY = photos.MOST_BYTES + photos.MEGABYTE  # one photograph and the form around it


@get("/notices/{notice:str}/desk", guards=[officer])
async def show(request: Asked, notice: FromPath[str]) -> Response[str]:
    return await _show(request, notice, Filled({}))


async def _show(request: Asked, notice: str, form: Filled, receipt: str = "") -> Response[str]:
    community = viewer_of(request).community
    one = await queries.for_officer(notice, community)
    if one.state == "draft":
        raise NotThere
    hanging = await queries.postings(notice)
    up = {each.board for each in hanging if each.taken_down_at is None}
    terms = await calendar_queries.terms(community)
    return page(
        request,
        "notices/board.html",
        status=form.status,
        site=await identity.site_name(community),
        nav="today",
        form=form.shown_to(request),
        lengths=rules,
        one=one,
        postings=hanging,
        boards=[board for board in terms.boards if board not in up],
        objections=await objection_queries.of_notice(notice),
        about=await beginnings.about(one.words.about_kind, one.words.about_id, community),
        code=codes.new_code()[1],
        receipt=codes.grouped(receipt) if receipt else "",
    )


def _back(request: Asked, notice: str) -> Response[bytes]:
    return done(request, f"/notices/{notice}/desk")


@post("/notices/{notice:str}/postings", guards=[officer], request_max_body_size=MOST_BODY)
async def postings(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """It hangs on this board; the photograph now or later."""
    fields = await web_forms.read(request)
    picture = await photo_forms.one(request)
    board = fields.get("board", "")[: rules.BOARD]
    await actions.post(notice, board, viewer_of(request).actor, picture)
    return _back(request, notice)


@post("/postings/{posting:str}/removal", guards=[officer], request_max_body_size=MOST_BODY)
async def removal(request: Asked, posting: FromPath[str]) -> Response[bytes]:
    picture = await photo_forms.one(request)
    return _back(request, await actions.take_down(posting, viewer_of(request).actor, picture))


@post("/postings/{posting:str}/photo", guards=[officer], request_max_body_size=MOST_BODY)
async def photo(request: Asked, posting: FromPath[str]) -> Response[bytes]:
    picture = await photo_forms.one(request)
    if picture is None:
        raise unreadable("photo.none")
    return _back(request, await actions.add_photo(posting, picture, viewer_of(request).actor))


@post("/notices/{notice:str}/desk-objections", guards=[officer])
async def take(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """On paper or by word of mouth; the code is handed over on a slip."""
    form = Filled(await web_forms.read(request))
    what = Objecting(
        form.text("text", most=rules.WORDS),
        codes.read(form.typed("code"))[: codes.SECRET],
        form.text("name", most=rules.NAME),
        form.text("contact", most=rules.CONTACT),
        form.choice("channel", rules.CHANNELS),
    )
    if form.faults:
        return await _show(request, notice, form)
    await actions.object_to(notice, what, viewer_of(request).actor)
    return await _show(request, notice, Filled({}), receipt=what.code)


@post("/objections/{objection:str}/answer", guards=[officer])
async def answer(request: Asked, objection: FromPath[str]) -> Response[bytes]:
    fields, by = await web_forms.read(request), viewer_of(request).actor
    said = web_forms.required(fields, "answer", most=rules.ANSWER)
    shown = fields.get("shown") == "yes"
    return _back(request, await actions.answer(objection, said, by, shown=shown))


@post("/notices/{notice:str}/closing", guards=[officer])
async def closing(request: Asked, notice: FromPath[str]) -> Response[bytes]:
    await actions.close(notice, viewer_of(request).actor)
    return _back(request, notice)


ROUTES = [show, postings, removal, photo, take, answer, closing]
