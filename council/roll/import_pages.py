"""The import of the roll: choose a file, explain its columns, see what it would do, ask for it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import Response

from council.i18n import gettext as _
from council.i18n import speaking
from council.identity import queries as identity
from council.identity import rules
from council.refusal import NotThere, Refused, unreadable
from council.roll import actions, headings, import_confirming, import_queries, reading, sheets
from council.roll import reading_work as work
from council.roll.import_forms import columns_said, leaving_ticked
from council.roll.words import ties
from council.web import forms, spreadsheet
from council.web.answers import done, go, is_htmx, wants_json
from council.web.guards import officer, viewer_of
from council.web.render import page, piece
from council.web.spreadsheet import Heading
from council.web.visit import visit_of
from council.web.words import sentence

if TYPE_CHECKING:
    from council.identity.viewer import Viewer

Asked = Request[Any, Any, Any]
MOST_BODY = sheets.MOST_PACKED + sheets.MEGABYTE  # the file and the form around it
AT_WORK = ("waiting", "writing")


def _staff(request: Asked) -> Viewer:
    viewer = viewer_of(request)
    rules.staff_only(viewer.offices)
    return viewer


def _may_see(viewer: Viewer) -> None:
    """Who imports, and who may be asked to confirm it."""
    if not viewer.holds(*rules.STAFF, *import_confirming.CONFIRMERS):
        raise NotThere


@get("/roll/import", guards=[officer])
async def choose(request: Asked) -> Response[str]:
    return await _choose(request)


async def _choose(request: Asked, why: Refused | None = None) -> Response[str]:
    viewer = _staff(request)
    return page(
        request,
        "roll/import.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        path="/roll/import",
        nav="roll",
        sheets={reading.UNITS: reading.UNIT_COLUMNS, reading.PEOPLE: reading.PEOPLE_COLUMNS},
        ties=(*reading.TIES, *reading.COMPANIES),
        most=sheets.MOST_PACKED // sheets.MEGABYTE,
        rows=sheets.MOST_ROWS,
        recent=await import_queries.recent(viewer.community),
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/roll/import", guards=[officer], request_max_body_size=MOST_BODY)
async def stage(request: Asked) -> Response[Any]:
    """Read the file and show what it would do; nobody on the roll is changed by it."""
    viewer = _staff(request)
    pepper = visit_of(request).settings.keys.pepper
    try:
        name, packed, complete = await _file(request)
        staged = await actions.stage_roll(
            name, packed, pepper, viewer.actor, complete=complete, apart=True
        )
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _choose(request, why)
    return go(f"/roll/import/{staged}")


async def _file(request: Asked) -> tuple[str, bytes, bool]:
    try:
        form = await request.form()
    except (HTTPException, ValueError) as error:
        raise unreadable("form.unreadable") from error
    found = form.get("file")
    if not isinstance(found, UploadFile):
        raise unreadable("roll.no_file")
    packed = await found.read(sheets.MOST_PACKED + 1)
    await found.close()
    if not packed:
        raise unreadable("roll.no_file")
    return forms.clean(found.filename or "")[:120], packed, form.get("complete") == "yes"


@get("/roll/import/{staged:str}", guards=[officer])
async def preview(request: Asked, staged: FromPath[str]) -> Response[str]:
    """Columns to explain; what would be added, changed, left and refused; afterwards, what was."""
    viewer = viewer_of(request)
    _may_see(viewer)
    found = await import_queries.roll_import(staged, viewer.community)
    if found["state"] == "read":
        return await _columns(request, viewer, found)
    return await _preview(request, viewer, found)


async def _preview(
    request: Asked, viewer: Viewer, found: dict[str, Any], why: Refused | None = None
) -> Response[str]:
    kept = json.loads(found["staged"])
    return page(
        request,
        "roll/preview.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        nav="roll",
        path=f"/roll/import/{found['id']}",
        staged=found,
        plan=kept if "effective" in kept else None,
        summary=kept.get("summary"),
        confirmation=await import_queries.confirmation(found["id"], viewer.community),
        ties=ties(),
        shown=work.SHOWN,
        staff=viewer.holds(*rules.STAFF),
        problem=why,
    )


async def _columns(
    request: Asked, viewer: Viewer, found: dict[str, Any], why: Refused | None = None
) -> Response[str]:
    _staff(request)
    asked = json.loads(await import_queries.part(found["id"], "headings") or "[]")
    known = await import_queries.mappings(viewer.community)
    return page(
        request,
        "roll/import_columns.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        nav="roll",
        path=f"/roll/import/{found['id']}",
        staged=found,
        asked=[{**one, "guess": known.get(one["key"], one["guess"])} for one in asked],
        words=headings.WORDS,
        typed=visit_of(request).typed if why else {},
        problem=why,
    )


@post("/roll/import/{staged:str}/columns", guards=[officer])
async def columns(request: Asked, staged: FromPath[str]) -> Response[Any]:
    """What the columns mean; the community's next file with these headings is not asked about."""
    viewer = _staff(request)
    found = await import_queries.roll_import(staged, viewer.community)
    typed = await forms.read(request)
    asked = json.loads(await import_queries.part(staged, "headings") or "[]")
    try:
        said = columns_said(typed, asked)
        pepper = visit_of(request).settings.keys.pepper
        await actions.explain(staged, said, pepper, viewer.actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _columns(request, viewer, found, why)
    return go(f"/roll/import/{staged}")


@post("/roll/import/{staged:str}/application", guards=[officer])
async def ask(request: Asked, staged: FromPath[str]) -> Response[Any]:
    """Ask a second officer; sent twice, it is asked once."""
    viewer = _staff(request)
    form = await request.form()
    leaving = leaving_ticked(form.getall("leaving", []))
    try:
        await actions.ask_to_apply(staged, leaving, viewer.actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        found = await import_queries.roll_import(staged, viewer.community)
        return await _preview(request, viewer, found, why)
    return done(request, f"/roll/import/{staged}")


@get("/roll/import/{staged:str}/progress", guards=[officer])
async def progress(request: Asked, staged: FromPath[str]) -> Response[str]:
    """How far it is, for the page that asks every second; the whole page when it is over."""
    viewer = viewer_of(request)
    _may_see(viewer)
    found = await import_queries.progress(staged, viewer.community)
    if found["state"] not in AT_WORK:
        headers = {"hx-refresh": "true"}
        return Response("", media_type="text/html", headers=headers)
    return Response(piece("roll/_import_progress.html", staged=found), media_type="text/html")


@get("/roll/import/{staged:str}/findings", guards=[officer])
async def findings(request: Asked, staged: FromPath[str]) -> Response[bytes]:
    """All rows that were not taken, with their reasons, to work through beside the file."""
    viewer = _staff(request)
    await import_queries.roll_import(staged, viewer.community)
    found = json.loads(await import_queries.part(staged, "findings") or "[]")
    language = visit_of(request).language
    content = await asyncio.to_thread(_findings, found, language)
    return spreadsheet.download("council-import-findings", "xlsx", content)


def _findings(found: list[dict[str, Any]], language: str) -> bytes:
    with speaking(language):
        headings = [
            Heading(_("工作表"), _("上传的文件里的哪张表")),
            Heading(_("行"), _("那张表里的第几行")),
            Heading(_("列"), _("哪一列")),
            Heading(_("原因和办法"), _("为什么没有采用，怎么改")),
        ]
        rows = (
            (one["sheet"], str(one["row"]), one["column"], sentence(one["code"], **one["values"]))
            for one in found
        )
        about = (_("列名"), _("各列的意思"))
        return spreadsheet.as_xlsx(_("不采用的行"), headings, rows, about)


ROUTES = [choose, stage, preview, columns, ask, progress, findings]
