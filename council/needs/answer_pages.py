"""The desk reads entries by field and by word, answers, merges and hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.needs import actions, entry_queries, rules
from council.needs.desk_pages import desk_only, own_call, shown
from council.refusal import NotThere, unreadable
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import viewer_of

if TYPE_CHECKING:
    from council.change import Actor

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40


@get("/calls/{call:str}/entries", guards=[desk_only])
async def entries(request: Asked, call: FromPath[str]) -> Response[str]:
    """What has no answer yet, all fields."""
    return await _entries(request, call, Filled({"state": "answering"}))


@post("/calls/{call:str}/entries/search", guards=[desk_only])
async def look_for(request: Asked, call: FromPath[str]) -> Response[str]:
    """Posted, because an address is kept and what somebody wrote may name people."""
    return await _entries(request, call, Filled(await web_forms.read(request)))


async def _entries(request: Asked, call: str, form: Filled) -> Response[str]:
    one = await own_call(request, call)
    field, state = form.typed("field"), form.typed("state")
    number = form.typed("page")
    found = await entry_queries.search(
        call,
        field=field if field in rules.FIELDS else "",
        state=state if state in rules.STATES else "",
        text=form.typed("text")[:LONGEST_SEARCH],
        page=max(1, int(number)) if number.isascii() and number.isdigit() else 1,
    )
    return await shown(
        request,
        "needs/entries.html",
        form,
        one=one,
        found=found,
        path=f"/calls/{call}/entries",
        fields=rules.FIELDS,
        states=rules.STATES,
        counts=await entry_queries.by_field(call),
    )


@post("/needs/{need:str}/answer", guards=[desk_only])
async def answer(request: Asked, need: FromPath[str]) -> Response[Any]:
    """`act`: adopted, wish, project, declined, or grouped with the number of the other (`into`)."""
    fields, by = await web_forms.read(request), viewer_of(request).actor
    act = web_forms.one_of(fields, "act", (*rules.ANSWERS, "grouped"))
    reason = web_forms.optional(fields, "reason", most=rules.REASON)
    if act == "grouped":
        await _merge(need, fields.get("into", ""), reason, by)
    else:
        title = web_forms.optional(fields, "title", most=rules.TEXT)
        await actions.answer(need, act, reason, by, title=title)
    return done(request, f"/needs/{need}")


async def _merge(need: str, no: str, reason: str, by: Actor) -> None:
    try:
        target = await entry_queries.by_number(by.community, no.upper())
    except NotThere:
        raise unreadable("need.target") from None
    await actions.merge(need, target.view.id, reason, by)


@post("/needs/{need:str}/hiding", guards=[desk_only])
async def hide(request: Asked, need: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    reason = web_forms.optional(fields, "reason", most=rules.REASON)
    await actions.hide(need, reason, viewer_of(request).actor)
    return done(request, f"/needs/{need}")


ROUTES = [entries, look_for, answer, hide]
