"""Writing in a draft over HTTP: paragraphs are saved, others' come in, a new record is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.minutes import actions, evidence, forms, queries, rules
from council.minutes.changes import differences, merged, woven, written_since
from council.minutes.marks import shown
from council.web.answers import go, is_htmx, wants_json
from council.web.forms import read, way_back
from council.web.guards import officer, viewer_of
from council.web.render import page

if TYPE_CHECKING:
    from council.minutes.queries import MinutesRow

Asked = Request[Any, Any, Any]
CONFLICT = 409
NOTHING_NEW = 204


@post("/minutes/{minutes:str}/paragraphs", guards=[officer])
async def revise(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """Other words in one paragraph; a conflict shows both texts and loses neither."""
    fields = await read(request)
    wanted = forms.revision(fields)
    try:
        await actions.revise(
            minutes, wanted.key, wanted.text, wanted.version, viewer_of(request).actor
        )
    except rules.Conflict as conflict:
        if is_htmx(request):
            return await _said(request, minutes, wanted, late=True)
        return await _both_texts(request, minutes, conflict)
    if is_htmx(request):
        return await _said(request, minutes, wanted)
    return go(way_back(fields, f"/minutes/{minutes}#{wanted.key}"))


async def _said(
    request: Asked, minutes: str, wanted: forms.Revision, *, late: bool = False
) -> Response[Any]:
    """A form that saved itself stays as it is, and tells what became of it."""
    row = await queries.minutes_for(viewer_of(request), minutes)
    place = {"HX-Retarget": f"[id='state-{wanted.key}']", "HX-Reswap": "outerHTML"}
    return page(
        request,
        "minutes/saved.html",
        status=CONFLICT if late else 200,
        headers=place if late else None,
        conflict=late,
        block=_block(row, wanted.key),
        minutes=row,
        version=wanted.version,
    )


def _block(row: MinutesRow, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in shown(row.body)["blocks"] if one["key"] == key)
    return found


async def _both_texts(request: Asked, minutes: str, conflict: rules.Conflict) -> Response[Any]:
    if wants_json(request):
        answer = {
            "reason": conflict.code,
            "key": conflict.key,
            "yours": conflict.yours,
            "theirs": conflict.theirs,
            "version": conflict.version,
        }
        return Response(answer, status_code=CONFLICT)
    row = await queries.minutes_for(viewer_of(request), minutes)
    return page(
        request,
        "minutes/conflict.html",
        status=CONFLICT,
        site=await identity.site_name(row.community),
        nav="meetings",
        minutes=row,
        conflict=conflict,
        parts=woven(conflict.theirs, conflict.yours),
        longest=rules.LONGEST,
    )


@get("/minutes/{minutes:str}/paragraphs", guards=[officer])
async def news(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """What was done since the page was made: 204, or the paragraphs, and who signed or issued.

    `since` is the version that the page shows, `signed` how many had signed it; without `signed`
    only paragraphs are told.
    """
    since = forms.number_in(request.query_params.get("since"))
    known = request.query_params.get("signed")
    row = await queries.minutes_for(viewer_of(request), minutes)
    signed = await queries.signed(row)
    more = known is not None and (row.published or len(signed) > forms.number_in(known))
    if not more and (row.published or since >= row.version):
        return Response(b"", status_code=NOTHING_NEW)
    before = row.body if row.published else await queries.body_at(minutes, since)
    keys = written_since(before, row.body)
    return page(
        request,
        "minutes/news.html",
        minutes=row,
        signed=len(signed),
        more=more,
        written=[one for one in shown(row.body)["blocks"] if one["key"] in keys],
        names="、".join(await queries.writers(minutes, since)),
        changed={one.key for one in differences(row.generated, row.body)},
        longest=rules.LONGEST,
    )


@get("/minutes/{minutes:str}/merge", guards=[officer])
async def merge(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The record has moved on: what will change, and where somebody's words stand against it."""
    row = await queries.minutes_for(viewer_of(request), minutes)
    if row.published or row.corrects:  # what corrects follows what was issued, not the record
        return go(f"/minutes/{minutes}")
    anew = await evidence.draft(row.meeting)
    if anew == row.generated:
        return go(f"/minutes/{minutes}")
    found = merged(row.generated, row.body, anew)
    return page(
        request,
        "minutes/merge.html",
        site=await identity.site_name(row.community),
        nav="meetings",
        minutes=row,
        choices=[one for one in found if one.mine is not None],
        follows=[one for one in found if one.mine is None],
    )


ROUTES = [revise, news, merge]
