"""The officers' desk of notices, and a draft: written, looked at, confirmed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.notices import actions, beginnings, calendar_queries, forms, periods, queries, rules
from council.notices.views import NoticeView
from council.refusal import NotThere, Refused, unreadable
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
HASH = 64


async def _page(request: Asked, template: str, form: Filled, **context: Any) -> Response[str]:
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        nav="today",
        form=form.shown_to(request),
        lengths=rules,
        **context,
    )


@get("/notices/desk", guards=[officer])
async def desk(request: Asked) -> Response[str]:
    """What runs, what has ended and waits, drafts; and what is still to be seen to."""
    community = viewer_of(request).community
    found = await queries.on_desk(community)
    return await _page(
        request,
        "notices/desk.html",
        Filled({}),
        published=[one for one in found if one.state != "draft"],
        drafts=[one for one in found if one.state == "draft"],
        waiting=await queries.waiting(community),
    )


@get("/notices/new", guards=[officer])
async def new(request: Asked) -> Response[str]:
    """Empty, or begun: `about=poll:ID` and the like, `corrects=ID`."""
    asked = request.query_params
    fields, last = await beginnings.begin(
        viewer_of(request).community, asked.get("about", "")[:40], asked.get("corrects", "")[:16]
    )
    return await _form(request, Filled(fields), last=last)


@post("/notices", guards=[officer])
async def write(request: Asked) -> Response[Any]:
    """A draft; then how it will look."""
    form, viewer = Filled(await web_forms.read(request)), viewer_of(request)
    what = forms.wording(form, await calendar_queries.terms(viewer.community))
    if form.faults:
        return await _form(request, form)
    made = await actions.draft(what, viewer.actor)
    return done(request, f"/notices/{made}/preview")


@get("/notices/{notice:str}/draft", guards=[officer])
async def change(request: Asked, notice: FromPath[str]) -> Response[str]:
    found = await _draft(request, notice)
    return await _form(request, Filled(forms.typed_again(found.words)), notice=found)


@post("/notices/{notice:str}/draft", guards=[officer])
async def rewrite(request: Asked, notice: FromPath[str]) -> Response[Any]:
    form, viewer = Filled(await web_forms.read(request)), viewer_of(request)
    found = await queries.for_officer(notice, viewer.community)
    form.fields["corrects"] = found.words.corrects
    what = forms.wording(form, await calendar_queries.terms(viewer.community))
    if form.faults:
        return await _form(request, form, notice=found)
    await actions.redraft(notice, what, viewer.actor)
    return done(request, f"/notices/{notice}/preview")


async def _form(
    request: Asked, form: Filled, *, notice: NoticeView | None = None, last: Any = None
) -> Response[str]:
    community = viewer_of(request).community
    kind, _, id_ = form.typed("about").partition(":")
    corrects = form.typed("corrects")[:16]
    return await _page(
        request,
        "notices/draft.html",
        form,
        notice=notice,
        last=last,
        terms=await calendar_queries.terms(community),
        about=await beginnings.about(kind, id_[:16], community),
        corrected=await queries.for_officer(corrects, community) if corrects else None,
        types=rules.TYPES,
        kinds=tuple(rules.KINDS),
    )


async def _draft(request: Asked, notice: str) -> NoticeView:
    found = await queries.for_officer(notice, viewer_of(request).community)
    if found.state != "draft":
        raise NotThere
    return found


@get("/notices/{notice:str}/preview", guards=[officer])
async def preview(request: Asked, notice: FromPath[str]) -> Response[str]:
    """The sheet with the last day that it would have if it were published today."""
    return await _preview(request, notice, Filled({}))


@post("/notices/{notice:str}/publication", guards=[officer])
async def publication(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """For good: the box is ticked, and the words are those that the preview showed."""
    form = Filled(await web_forms.read(request))
    await queries.for_officer(notice, viewer_of(request).community)
    if form.typed("sure") != "yes":
        form.blame("sure", unreadable("notice.sure"))
        return await _preview(request, notice, form)
    await actions.publish(notice, form.typed("seen")[:HASH], viewer_of(request).actor)
    return done(request, f"/notices/{notice}/desk")


async def _preview(request: Asked, notice: str, form: Filled) -> Response[str]:
    found = await _draft(request, notice)
    last, why = None, None
    try:
        known = await calendar_queries.calendar(found.community)
        last = periods.ends(found.today, found.words.days, found.words.day_kind, known)
    except Refused as error:
        why = error
    corrects = found.words.corrects
    return await _page(
        request,
        "notices/preview.html",
        form,
        one=found,
        last=last,
        why=why,
        seen=rules.digest(found.words),
        corrected=await queries.public(corrects) if corrects else None,
    )


@post("/notices/{notice:str}/discarding", guards=[officer])
async def discarding(request: Asked, notice: FromPath[str]) -> Response[bytes]:
    await actions.discard(notice, viewer_of(request).actor)
    return done(request, "/notices/desk")


ROUTES = [desk, new, write, change, rewrite, preview, publication, discarding]
