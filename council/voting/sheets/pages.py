"""A poll on several options: made step by step by an officer, filled in by a voter, in two steps.

Nothing of a ballot stands in an address: what was marked goes by POST, and comes back for the
confirmation as one hidden field.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.identity import queries as identity
from council.meetings import agenda_queries, kinds
from council.meetings import queries as meetings
from council.refusal import Refused
from council.voting import poll_page, queries
from council.voting.methods.parameters import SPECS, Whole
from council.voting.methods.sheet import METHODS, MOST, Sheet
from council.voting.rules import PRESETS, is_choice
from council.voting.sheets import forms as sheet_forms
from council.voting.sheets.views import sheet_view
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]


@get("/meetings/{meeting:str}/polls/new", guards=[officer])
async def ask(request: Asked, meeting: FromPath[str], method: FromQuery[str] = "") -> Response[Any]:
    """First the method, then what is put to the vote by it."""
    return await _form(request, meeting, method, Filled({}))


@post("/meetings/{meeting:str}/polls/new", guards=[officer], status_code=200)
async def preview(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The ballot as voters will see it, and how it will count; nothing is made yet."""
    form = Filled(await web_forms.read(request))
    method = form.typed("method")
    held = await meetings.meeting_for(viewer_of(request), meeting)
    if method not in METHODS or form.typed("edit"):
        return await _form(request, meeting, method, form)
    question = sheet_forms.question(form, method, held.rule)
    if form.faults:
        return await _form(request, meeting, method, form.shown_to(request))
    sheet = Sheet(method, question.options, dict(question.parameters))
    return page(
        request,
        "voting/preview.html",
        site=await identity.site_name(viewer_of(request).community),
        held=held,
        question=question,
        sheet=sheet_view(sheet, PRESETS[question.rule].base),
        typed=sheet_forms.carried(form),
        nav="meetings",
    )


async def filled(
    request: Asked, found: queries.PollRow, sheet: Sheet, form: Filled
) -> Response[Any]:
    """What was marked, to be confirmed; with `edit` the form again, with a fault too."""
    if found.state != "open":
        raise Refused("poll.closed")
    if form.typed("edit"):
        if is_choice(sheet, form.typed("choice")):
            sheet_forms.refill(form, sheet, form.typed("choice"))
        return await poll_page.shown(request, found, form=form)
    choice = sheet_forms.ballot(form, sheet)
    return await poll_page.shown(request, found, form=form.shown_to(request), choice=choice)


async def _form(request: Asked, meeting: str, method: str, form: Filled) -> Response[Any]:
    held = await meetings.meeting_for(viewer_of(request), meeting)
    kinds.must_count_by(held.kind, "COM")  # of owners area counts, and only yes or no
    if method not in METHODS:
        method = ""
    for spec in SPECS.get(method, ()):
        default = spec.default if isinstance(spec, Whole) else spec.words[0]
        form.fields.setdefault(spec.name, str(default))
    items = await agenda_queries.items(meeting)
    return page(
        request,
        "voting/new.html",
        site=await identity.site_name(viewer_of(request).community),
        status=form.status,
        held=held,
        method=method,
        methods=METHODS,
        form=form,
        specs=SPECS.get(method, ()),
        most=MOST,
        item=next((one for one in items if one.id == held.current_item), None),
        nav="meetings",
    )


ROUTES = [ask, preview]
