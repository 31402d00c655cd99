"""Taking registers along: which, as what kind of file, and why."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.i18n import gettext as _
from council.i18n import speaking
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import access
from council.refusal import NotThere, Refused
from council.site import exports
from council.site.exports import Register
from council.web import forms, spreadsheet
from council.web.answers import is_htmx, wants_json
from council.web.guards import signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
WHY = 200  # characters


def _registers(viewer: Viewer) -> list[Register]:
    """To whom no register is open, the page does not exist."""
    found = exports.for_offices(viewer.offices)
    if not found:
        raise NotThere
    return found


@get("/exports", guards=[signed_in])
async def choose(request: Asked) -> Response[str]:
    """The registers that the reader may take along."""
    return await _choose(request)


async def _choose(request: Asked, why: Refused | None = None, code: str = "") -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "exports/list.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        path="/exports",
        nav="roll",
        registers=_registers(viewer),
        most=WHY,
        problem=why,
        blamed=code,
        typed=visit_of(request).typed if why else {},
    )


@post("/exports/{code:str}", guards=[signed_in])
async def export(request: Asked, code: FromPath[str]) -> Response[Any]:
    """The file; what others' data are in it stands in the access log, with the reason."""
    viewer = viewer_of(request)
    register = next((one for one in _registers(viewer) if one.code == code), None)
    if register is None:
        raise NotThere
    try:
        typed = await forms.read(request)
        kind = forms.one_of(typed, "kind", tuple(spreadsheet.KINDS))
        why = forms.optional(typed, "why", most=WHY)
        rows = [row async for row in register.rows(viewer.community)]
        if register.look:
            await access.looked_at(viewer.actor, register.look, None, why, len(rows))
    except Refused as refused:
        if wants_json(request) or is_htmx(request):
            raise
        return await _choose(request, refused, code)
    reason = why if register.look and typed.get("full") == "yes" else ""
    language = visit_of(request).language
    content = await asyncio.to_thread(
        _content, register, rows, kind, viewer.offices, reason, language
    )
    return spreadsheet.download(f"council-{code}", kind, content)


def _content(
    register: Register,
    rows: list[dict[str, Any]],
    kind: str,
    offices: tuple[str, ...],
    reason: str,
    language: str,
) -> bytes:
    with speaking(language):
        headings = [column.heading for column in register.columns]
        table = (exports.cells(register, row, offices, reason) for row in rows)
        if kind == "csv":
            return spreadsheet.as_csv(headings, table)
        about = (_("列名"), _("各列的意思"))
        return spreadsheet.as_xlsx(_(register.title), headings, table, about)


ROUTES = [choose, export]
