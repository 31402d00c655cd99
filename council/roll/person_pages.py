"""A person's page, the full view for a reason, editing, and the units they are tied to."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.identity.viewer import Viewer
from council.privacy import access, fields
from council.refusal import NotThere, Refused, unreadable
from council.roll import actions, forms, person_queries, rules, unit_queries, words
from council.roll.person_queries import PersonView
from council.roll.register_pages import reader, register_page
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in

Asked = Request[Any, Any, Any]


@get("/people/{person:str}", guards=[signed_in])
async def one(request: Asked, person: FromPath[str]) -> Response[str]:
    """Everything about one person that the work needs; numbers are masked."""
    viewer = reader(request)
    view = await person_queries.person(person, viewer.community)
    return await _person(request, viewer, view, Filled({}))


async def _person(
    request: Asked, viewer: Viewer, view: PersonView, form: Filled, why: str = ""
) -> Response[str]:
    """`why`: the reason that stands in the access log; with it numbers are shown in full."""

    def shown(field: str, value: Any, person: str = "") -> str:
        own = view.someone.id == viewer.person and person in {"", viewer.person}
        return fields.shown(field, value, viewer.offices, own=own, reason=why)

    return await register_page(
        request,
        viewer,
        "roll/person.html",
        status=form.status,
        path=f"/people/{view.someone.id}",
        view=view,
        someone=view.someone,
        may=viewer.offices,
        why=why,
        form=form.shown_to(request),
        shown=shown,
        may_ask=fields.may_ask(viewer.offices) and view.someone.id != viewer.person,
        departures=words.departures(),
        ways=words.ways(),
    )


@post("/people/{person:str}/views", guards=[signed_in], status_code=200)
async def view_in_full(request: Asked, person: FromPath[str]) -> Response[str]:
    """The same page with whole numbers; who looked and why stands in the access log first."""
    viewer, form = reader(request), Filled(await web_forms.read(request))
    if not fields.may_ask(viewer.offices):
        raise NotThere
    view = await person_queries.person(person, viewer.community)
    why = form.text("why", most=rules.GROUND)
    if not form.faults:
        try:
            await access.looked_at(viewer.actor, "person", person, why)
        except Refused as refused:
            form.blame("why", refused)
    return await _person(request, viewer, view, form, "" if form.faults else why)


def _editor(request: Asked) -> Viewer:
    viewer = reader(request)
    rules.must_edit(viewer.offices)
    return viewer


@get("/people/{person:str}/edit", guards=[signed_in])
async def edit(request: Asked, person: FromPath[str]) -> Response[str]:
    """What is known, except the numbers that need a reason: they are only replaced here."""
    viewer = _editor(request)
    view = await person_queries.person(person, viewer.community)
    known = person_queries.editable(view)
    typed = {name: known[name] for name in ("name", "gender", "hukou", "pinyin", "elder")}
    return await _edit(request, viewer, view, Filled({**typed, "seen": rules.seen(known)}))


@post("/people/{person:str}/edit", guards=[signed_in])
async def change(request: Asked, person: FromPath[str]) -> Response[Any]:
    """Write what differs; who was slower sees both texts and decides again."""
    viewer, form = _editor(request), Filled(await web_forms.read(request))
    wanted = forms.person(form, local(now()).date())
    view = await person_queries.person(person, viewer.community)
    if not form.faults:
        try:
            await actions.change_person(person, wanted, form.typed("seen"), viewer.actor)
            return done(request, f"/people/{person}")
        except Refused as why:
            form.blame("name", why)
            view = await person_queries.person(person, viewer.community)
    return await _edit(request, viewer, view, form)


async def _edit(request: Asked, viewer: Viewer, view: PersonView, form: Filled) -> Response[str]:
    known = person_queries.editable(view)
    conflict = any(why.code == "person.changed_meanwhile" for why in form.faults.values())
    shown = form.shown_to(request)
    if conflict:
        shown.fields["seen"] = rules.seen(known)
    return await register_page(
        request,
        viewer,
        "roll/person_edit.html",
        status=form.status,
        path=f"/people/{view.someone.id}",
        someone=view.someone,
        form=shown,
        known=known if conflict else None,
        columns=words.columns(),
        genders=[(one, one and words.genders()[one]) for one in rules.GENDERS],
    )


@post("/people/{person:str}/homes", guards=[signed_in])
async def add_home(request: Asked, person: FromPath[str]) -> Response[Any]:
    """Tie the person to a unit, named by its code."""
    viewer, form = _editor(request), Filled(await web_forms.read(request))
    view = await person_queries.person(person, viewer.community)
    code = form.text("unit", most=rules.NUMBER)
    tie = form.choice("tie", rules.TIES)
    unit = await unit_queries.unit_by_code(code, viewer.community) if code else None
    if unit is None:
        form.blame("unit", unreadable("roll.unit_unknown", unit=code))
    elif not form.faults:
        await actions.add_home(person, unit.id, tie, viewer.actor)
        return done(request, f"/people/{person}#homes")
    return await _person(request, viewer, view, form)


@post("/people/{person:str}/homes/{residence:str}/end", guards=[signed_in])
async def end_home(
    request: Asked, person: FromPath[str], residence: FromPath[str]
) -> Response[bytes]:
    await actions.end_home(residence, person, _editor(request).actor)
    return done(request, f"/people/{person}#homes")


ROUTES = [one, view_in_full, edit, change, add_home, end_home]
