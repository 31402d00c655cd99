"""The calendar of working days, and a community's own settings for its notices."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import queries as identity
from council.identity.in_force import today
from council.notices import actions, calendar_queries, forms, periods, rules
from council.notices.periods import Marked
from council.refusal import Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
FIRST, LAST = 2000, 2199
CALENDAR, TERMS = "/notices/calendar", "/notices/terms"


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


@get(CALENDAR, guards=[officer])
async def calendar(request: Asked) -> Response[str]:
    """The days of one year that are not as their place in the week says."""
    return await _calendar(request, Filled({}))


@post(CALENDAR, guards=[officer])
async def mark(request: Asked) -> Response[Any]:
    """One day, or many lines that were pasted."""
    form = Filled(await web_forms.read(request))
    days = _days(form)
    if form.faults:
        return await _calendar(request, form)
    await actions.mark_days(days, viewer_of(request).actor)
    return done(request, f"{CALENDAR}?year={days[0].day.year}")


def _days(form: Filled) -> tuple[Marked, ...]:
    if "lines" in form.fields:
        try:
            return periods.read(form.typed("lines"))
        except Refused as why:
            form.blame("lines", why)
            return ()
    kind = form.choice("kind", (periods.HOLIDAY, periods.WORK))
    return (Marked(form.day("day"), kind, form.optional("name", most=periods.NAME)),)


@post("/notices/calendar/removal", guards=[officer])
async def unmark(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    day = form.day("day")
    if form.faults:
        return await _calendar(request, form)
    await actions.unmark_day(day, viewer_of(request).actor)
    return done(request, f"{CALENDAR}?year={day.year}")


async def _calendar(request: Asked, form: Filled) -> Response[str]:
    asked = request.query_params.get("year", "")
    known = asked.isascii() and asked.isdigit() and FIRST <= int(asked[:9]) <= LAST
    year = int(asked) if known else today().year
    found = await calendar_queries.marked(viewer_of(request).community)
    return await _page(
        request,
        "notices/calendar.html",
        form,
        path=CALENDAR,
        year=year,
        years=sorted({one.day.year for one in found} | {year, today().year, today().year + 1}),
        days=[one for one in found if one.day.year == year],
        first=date(year, 1, 1),
    )


@get(TERMS, guards=[officer])
async def terms(request: Asked) -> Response[str]:
    found = await calendar_queries.terms(viewer_of(request).community)
    return await _terms(request, Filled(forms.terms_again(found)))


@post(TERMS, guards=[officer])
async def settle(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    said = forms.terms(form)
    if form.faults:
        return await _terms(request, form)
    await actions.set_terms(said, viewer_of(request).actor)
    return done(request, "/notices/desk")


async def _terms(request: Asked, form: Filled) -> Response[str]:
    return await _page(request, "notices/terms.html", form, path=TERMS, kinds=rules.KINDS)


ROUTES = [calendar, mark, unmark, terms, settle]
