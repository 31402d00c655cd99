"""People whom the roll does not know yet."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import queries as identity
from council.refusal import NotThere, Refused, unreadable
from council.roll import queries as roll_queries
from council.verification import forms, queries, rules, words
from council.verification.actions.newcomers import Known, ask_newcomer
from council.verification.desk_pages import staff
from council.web import forms as web_forms
from council.web.answers import go
from council.web.filled import Filled
from council.web.guards import signed_in
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
NEW = "/newcomers/new"


@get("/not-listed", opt={"open": True})
async def not_listed(request: Asked) -> Response[str]:
    """For whoever is not on the roll: what to bring, and where."""
    there = await identity.communities()
    return page(
        request,
        "verification/not_listed.html",
        site=await identity.site_name(None),
        path="/not-listed",
        places=[
            {"name": one["name"], "whom": await queries.whom_to_ask(str(one["id"]))}
            for one in there
        ],
    )


@get(NEW, guards=[signed_in])
async def form(request: Asked) -> Response[str]:
    """Name, home, and what proves it."""
    return await _form(request, Filled({"hukou": "非户籍", "tie": "租户"}))


@post("/newcomers", guards=[signed_in])
async def ask(request: Asked) -> Response[Any]:
    """Asked for; a second officer confirms. Whoever may be the same person is shown."""
    viewer, filled = staff(request), Filled(await web_forms.read(request))
    await _find_unit(filled, viewer.community)
    newcomer = forms.newcomer(filled, visit_of(request).settings.keys.pepper)
    known: list[str] = []
    if not filled.faults:
        try:
            asked = await ask_newcomer(newcomer, viewer.actor)
            return go(f"/confirmations/{asked}")
        except Known as why:
            known = why.people
            filled.blame("number" if why.code == "newcomer.same_number" else "name", why)
        except NotThere:
            filled.blame("code", unreadable("newcomer.unit"))
        except Refused as why:
            filled.blame("name", why)
    filled.fields.pop("number", None)
    return await _form(request, filled, known)


async def _find_unit(filled: Filled, community: str) -> None:
    """The home is written as the roll writes its code: 3-2-502."""
    codes = await roll_queries.unit_ids(community)
    unit = codes.get(filled.typed("code"))
    if unit is None:
        filled.blame("code", unreadable("newcomer.unit"))
    filled.fields["unit"] = unit or "-"


async def _form(request: Asked, filled: Filled, known: list[str] | None = None) -> Response[str]:
    viewer = staff(request)
    return page(
        request,
        "verification/newcomer.html",
        status=filled.status,
        site=await identity.site_name(viewer.community),
        path=NEW,
        nav="roll",
        form=filled.shown_to(request),
        known=[await identity.person(one, viewer.community) for one in known or []],
        papers=words.papers(),
        ties=rules.TIES,
        whom=await queries.whom_to_ask(viewer.community),
    )


ROUTES = [not_listed, form, ask]
