"""The register for those who keep it: people with a search, units, households, buildings."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.i18n import gettext as _
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import fields
from council.refusal import NotThere
from council.roll import actions, register_queries, rules, unit_queries, words
from council.roll.register_queries import Filter
from council.web import forms as web_forms
from council.web.answers import done, is_htmx
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page, piece
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters


def reader(request: Asked) -> Viewer:
    """Who may see the register; to others it does not exist."""
    viewer = viewer_of(request)
    rules.must_read(viewer.offices)
    return viewer


def tabs() -> list[tuple[str, str, str]]:
    return [
        ("people", "/roll", _("居民")),
        ("units", "/roll/units", _("单元")),
        ("households", "/roll/households", _("户")),
        ("buildings", "/roll/buildings", _("楼幢")),
    ]


def sighted(viewer: Viewer) -> Any:
    """How this viewer sees a field of others: a function for templates."""

    def shown(field: str, value: Any, person: str = "") -> str:
        return fields.shown(field, value, viewer.offices, own=person == viewer.person)

    return shown


def context(viewer: Viewer) -> dict[str, Any]:
    """What every page and piece of the register is given."""
    return {
        "shown": sighted(viewer),
        "ties": words.ties(),
        "states": words.states(),
        "hukou": words.hukou(),
        "staff": bool(set(viewer.offices) & set(rules.STAFF)),
        "keeper": bool(set(viewer.offices) & set(rules.KEEPERS)),
    }


async def register_page(
    request: Asked, viewer: Viewer, template: str, status: int = 200, **more: Any
) -> Response[str]:
    site = await identity.site_name(viewer.community)
    return page(
        request,
        template,
        status=status,
        site=site,
        nav="roll",
        tabs=tabs(),
        **{**context(viewer), **more},
    )


def _number(request: Asked) -> int:
    text = request.query_params.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= 4 else 1  # noqa: PLR2004 - digits of a page number


def _choice(request: Asked, name: str, allowed: tuple[str, ...]) -> str:
    text = request.query_params.get(name, "")
    return text if text in allowed else ""


@get("/roll", guards=[signed_in])
async def people(request: Asked) -> Response[str]:
    """People, fifty on a page; the filters stand in the address, no name ever does."""
    return await _people(request, "")


async def _people(request: Asked, text: str) -> Response[str]:
    viewer = reader(request)
    names = await register_queries.building_names(viewer.community)
    counts = await register_queries.counts(viewer.community)
    wanted = Filter(
        _choice(request, "building", names),
        _choice(request, "state", register_queries.STATES),
        _choice(request, "hukou", rules.HUKOU),
    )
    lines, more = await register_queries.search(viewer.community, text)
    shown = None
    if not text:
        page_no = _number(request)
        shown = await register_queries.people(viewer.community, wanted, page_no, counts.here)
    return await register_page(
        request,
        viewer,
        "roll/register.html",
        tab="people",
        path="/roll",
        counts=counts,
        buildings=names,
        wanted=wanted,
        text=text,
        found=lines,
        more=more,
        people=shown,
    )


@post("/roll/search", guards=[signed_in], status_code=200)
async def search(request: Asked) -> Response[str]:
    """Whom the text can mean. A form, not an address: what is searched for is a name."""
    viewer = reader(request)
    text = (await web_forms.read(request)).get("text", "")[:LONGEST_SEARCH]
    if not is_htmx(request):
        return await _people(request, text)
    lines, more = await register_queries.search(viewer.community, text)
    found = piece(
        "roll/_found.html",
        **context(viewer),
        text=text,
        found=lines,
        more=more,
        viewer=viewer,
        csrf=visit_of(request).csrf,
    )
    return Response(found, media_type="text/html")


@get("/roll/units", guards=[signed_in])
async def units(request: Asked) -> Response[str]:
    return await _units(request, "units", lived_in=False)


@get("/roll/households", guards=[signed_in])
async def households(request: Asked) -> Response[str]:
    """Unit by unit who lives together, and who speaks for them."""
    return await _units(request, "households", lived_in=True)


async def _units(request: Asked, tab: str, *, lived_in: bool) -> Response[str]:
    viewer = reader(request)
    names = await register_queries.building_names(viewer.community)
    building = _choice(request, "building", names)
    found = await unit_queries.units(
        viewer.community, building, _number(request), lived_in=lived_in
    )
    return await register_page(
        request,
        viewer,
        f"roll/{tab}.html",
        tab=tab,
        path=f"/roll/{tab}",
        buildings=names,
        building=building,
        units=found,
    )


@get("/roll/buildings", guards=[signed_in])
async def buildings(request: Asked) -> Response[str]:
    return await _building_list(request, reader(request), Filled({}))


@post("/roll/buildings", guards=[signed_in])
async def place(request: Asked) -> Response[Any]:
    """The address of one building."""
    viewer, form = reader(request), Filled(await web_forms.read(request))
    address = form.optional("address", most=rules.ADDRESS)
    if not form.faults:
        await actions.place_building(form.typed("building"), address, viewer.actor)
        return done(request, "/roll/buildings")
    return await _building_list(request, viewer, form)


async def _building_list(request: Asked, viewer: Viewer, form: Filled) -> Response[str]:
    found = await register_queries.buildings(viewer.community)
    if form.fields and form.typed("building") not in {one["name"] for one in found}:
        raise NotThere
    return await register_page(
        request,
        viewer,
        "roll/buildings.html",
        status=form.status,
        tab="buildings",
        path="/roll/buildings",
        buildings=found,
        form=form.shown_to(request),
    )


ROUTES = [people, search, units, households, buildings, place]
