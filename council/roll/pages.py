"""The roll for officers, and its import: choose a file, see what it would do, take it over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import Response

from council.i18n import gettext as _
from council.identity import queries as identity
from council.identity import rules
from council.refusal import Refused, unreadable
from council.roll import actions, changes, queries, reading, workbook
from council.web import forms
from council.web.answers import done, go, is_htmx, wants_json
from council.web.guards import officer, viewer_of
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.identity.viewer import Viewer

SHOWN = 200  # lines of a list in the preview; the numbers above it count all
MOST_BODY = workbook.MOST_PACKED + workbook.MEGABYTE  # the file and the form around it


def _staff(request: Request[Any, Any, Any]) -> Viewer:
    viewer = viewer_of(request)
    rules.staff_only(viewer.offices)
    return viewer


def _ties() -> dict[str, str]:
    """The file's words for ties, in the reader's language."""
    words = (_("业主"), _("家属"), _("租户"), _("代表"), _("其他"))
    return dict(zip(reading.TIES, words, strict=True))


@get("/roll", guards=[officer])
async def the_roll(request: Request[Any, Any, Any]) -> Response[str]:
    """Units and people; phones are masked."""
    viewer = viewer_of(request)
    return page(
        request,
        "roll/register.html",
        site=await identity.site_name(viewer.community),
        nav="roll",
        units=await queries.units(viewer.community),
        people=await identity.people(viewer.community),
        homes=await queries.homes(viewer.community),
        ties=_ties(),
        staff=viewer.holds(*rules.STAFF),
    )


@get("/roll/import", guards=[officer])
async def choose(request: Request[Any, Any, Any]) -> Response[str]:
    return await _choose(request)


async def _choose(request: Request[Any, Any, Any], why: Refused | None = None) -> Response[str]:
    viewer = _staff(request)
    return page(
        request,
        "roll/import.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        path="/roll/import",
        nav="roll",
        sheets={reading.UNITS: reading.UNIT_COLUMNS, reading.PEOPLE: reading.PEOPLE_COLUMNS},
        ties=reading.TIES,
        most=workbook.MOST_PACKED // workbook.MEGABYTE,
        rows=workbook.MOST_ROWS,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/roll/import", guards=[officer], request_max_body_size=MOST_BODY)
async def stage(request: Request[Any, Any, Any]) -> Response[Any]:
    """Read the file and show what it would do; nobody on the roll is changed by it."""
    viewer = _staff(request)
    pepper = visit_of(request).settings.keys.pepper
    try:
        name, packed = await _file(request)
        staged = await actions.stage_roll(name, packed, pepper, viewer.actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _choose(request, why)
    return go(f"/roll/import/{staged}")


async def _file(request: Request[Any, Any, Any]) -> tuple[str, bytes]:
    try:
        found = (await request.form()).get("file")
    except (HTTPException, ValueError) as error:
        raise unreadable("form.unreadable") from error
    if not isinstance(found, UploadFile):
        raise unreadable("roll.no_file")
    packed = await found.read(workbook.MOST_PACKED + 1)
    await found.close()
    if not packed:
        raise unreadable("roll.no_file")
    return forms.clean(found.filename or "")[:120], packed


@get("/roll/import/{staged:str}", guards=[officer])
async def preview(request: Request[Any, Any, Any], staged: FromPath[str]) -> Response[str]:
    """What would be added, changed, left and refused; afterwards, what was."""
    viewer = _staff(request)
    found = await queries.roll_import(staged, viewer.community)
    kept = json.loads(found["staged"])
    plan = None
    if found["applied_at"] is None:
        known = await queries.roll_now(viewer.community)
        plan = changes.plan(reading.from_plain(kept), known)
    return page(
        request,
        "roll/preview.html",
        site=await identity.site_name(viewer.community),
        nav="roll",
        staged=found,
        plan=plan,
        summary=plan.summary() if plan else kept["summary"],
        ties=_ties(),
        shown=SHOWN,
    )


@post("/roll/import/{staged:str}/application", guards=[officer])
async def take_over(request: Request[Any, Any, Any], staged: FromPath[str]) -> Response[bytes]:
    """Take over the good rows; sent twice, the second time only shows what the first did."""
    viewer = _staff(request)
    await actions.apply_roll(staged, visit_of(request).settings.keys.pepper, viewer.actor)
    return done(request, f"/roll/import/{staged}")


ROUTES = [the_roll, choose, stage, preview, take_over]
