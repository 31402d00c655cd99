"""The access log for those who watch: numbers at once, lines by a look that is logged itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.clock import ZONE, local, now
from council.i18n import gettext as _
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import access, log_queries, queries, rules
from council.refusal import Refused, unreadable
from council.web import forms
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LOG = "/access-log"
SPAN = timedelta(days=30)
MOST_PAGES = 9999
FIRST_YEAR, LAST_YEAR = 2000, 2200


def looks() -> dict[str, str]:
    """What was looked at, in the reader's language."""
    return {
        "person": _("一个人的完整资料"),
        "people": _("居民名册"),
        "units": _("房屋名册"),
        "register": _("一份台账"),
        "letters": _("一批入户信"),
        "access_log": _("这份访问记录"),
        "data_request": _("关于个人信息的请求"),
    }


def _watcher(request: Asked) -> Viewer:
    viewer = viewer_of(request)
    rules.only(viewer.offices, rules.WATCHERS)
    return viewer


@get(LOG, guards=[signed_in])
async def access_log(request: Asked) -> Response[str]:
    """Who looked how often in the last thirty days, and what to look up."""
    since = local(now() - SPAN).date().isoformat()
    form = Filled({"since": since, "until": local(now()).date().isoformat()})
    return await _page(request, _watcher(request), form)


@post(LOG, guards=[signed_in])
async def look_up(request: Asked) -> Response[str]:
    """The lines that were asked for. Who asks stands in the log like everybody else."""
    viewer, form = _watcher(request), Filled(await forms.read(request))
    wanted = await _wanted(viewer, form)
    if form.faults:
        return await _page(request, viewer, form.shown_to(request))
    number = int(form.typed("page") or 1)
    found, total = await log_queries.lines(viewer.community, wanted, number)
    why = form.typed("why") or "例行监督"
    await access.looked_at(viewer.actor, "access_log", None, why, len(found))
    pages = max(-(-total // log_queries.PAGE), 1)
    return await _page(request, viewer, form, lines=found, total=total, number=number, pages=pages)


async def _wanted(viewer: Viewer, form: Filled) -> log_queries.Wanted:
    since, until = (_day(form, name) for name in ("since", "until"))
    form.optional("why", most=rules.WHY)
    if form.typed("page"):
        form.number("page", least=1, most=MOST_PAGES)
    person = ""
    if form.typed("who"):
        try:
            person = (await queries.named(viewer.community, form.typed("who"))).id
        except Refused as why:
            form.blame("who", why)
    if form.faults:
        return log_queries.Wanted("", "", now(), now())
    begins, ends = (
        datetime.combine(day, time(), ZONE).astimezone(UTC)
        for day in (since, until + timedelta(days=1))
    )
    return log_queries.Wanted(form.typed("viewer")[:16], person, begins, ends)


def _day(form: Filled, name: str) -> date:
    """A day that a clock can stand for, with the day after it."""
    day = form.day(name)
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        form.blame(name, unreadable("form.date"))
    return day


async def _page(request: Asked, viewer: Viewer, form: Filled, **found: Any) -> Response[str]:
    community = await identity.community(viewer.community)
    return page(
        request,
        "privacy/access_log.html",
        status=form.status,
        site=community["name"],
        nav="access_log",
        path=LOG,
        form=form,
        tally=await log_queries.tally(viewer.community, now() - SPAN),
        looks=looks(),
        kept=rules.kept(queries.setting(community, "log_days")),
        **{"lines": None, "total": 0, "number": 1, "pages": 1, **found},
    )


ROUTES = [access_log, look_up]
