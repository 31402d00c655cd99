"""The agenda before the meeting opens: points added, changed, ordered, reviewed, removed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.ideas import queries as ideas
from council.identity import queries as identity
from council.meetings import (
    actions,
    agenda_forms,
    agenda_queries,
    convening_queries,
    kinds,
    notice_queries,
    queries,
    rules,
)
from council.meetings.agenda_queries import ItemView
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINUTES = "15"  # of a point, until somebody says otherwise
NEW = "item"  # the names of the fields of one point begin with it
REVIEW_NO = 40  # characters
STEPS = {"up": -1, "down": 1}


@get("/meetings/{meeting:str}/agenda", guards=[officer])
async def agenda(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """What is on it, and until the meeting opens everything that can be done with it."""
    return await _agenda(request, meeting, Filled({f"{NEW}-minutes": MINUTES}))


@post("/meetings/{meeting:str}/agenda", guards=[officer])
async def add_to_agenda(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The next point, or those that were picked; sent twice, it is there once."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    await queries.meeting_for(viewer, meeting)
    known = await convening_queries.known(form, (NEW,), viewer.community)
    no = form.number("no", least=1, most=999)
    item = agenda_forms.item(form, NEW, no, known)
    there = {one.idea_id or None for one in await agenda_queries.items(meeting)}
    wanted = [item] if item else agenda_forms.picked(form, no, known, there)
    if not wanted and not form.faults:
        form.text(f"{NEW}-title", most=agenda_forms.TITLE)
    if not form.faults:
        try:
            for one in wanted:
                await actions.add_item(meeting, one, viewer.actor)
            return done(request, f"/meetings/{meeting}/agenda")
        except Refused as why:
            form.blame(f"{NEW}-title", why)
    return await _agenda(request, meeting, form)


async def _agenda(request: Asked, meeting: str, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    held = await queries.meeting_for(viewer, meeting)
    items = await agenda_queries.items(meeting)
    taken = {one.idea_id for one in items}
    open_ones = await ideas.open_ones(viewer.community)
    return page(
        request,
        "meetings/agenda.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        meeting=held,
        kind=kinds.of(held.kind),
        items=items,
        item_kinds=rules.ITEM_KINDS,
        notices=await notice_queries.notices_of(meeting),
        differs=await notice_queries.differs(meeting),
        ideas=[one for one in open_ones if one.id not in taken],
    )


@get("/items/{item:str}", guards=[officer])
async def show_item(request: Asked, item: FromPath[str]) -> Response[str]:
    """One point with everything that can be changed of it."""
    found = await agenda_queries.item_for(viewer_of(request), item)
    return await _item(request, found, Filled(_as_it_is(found)))


@post("/items/{item:str}", guards=[officer])
async def change_item(request: Asked, item: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    found = await agenda_queries.item_for(viewer, item)
    known = await convening_queries.known(form, (NEW,), viewer.community)
    form.text(f"{NEW}-title", most=agenda_forms.TITLE)
    wanted = agenda_forms.item(form, NEW, found.no, known)
    if wanted is not None and not form.faults:
        try:
            await actions.change_item(item, wanted, viewer.actor)
            return done(request, f"/meetings/{found.meeting}/agenda")
        except Refused as why:
            form.blame(f"{NEW}-title", why)
    return await _item(request, found, form)


async def _item(request: Asked, found: ItemView, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    held = await queries.meeting_for(viewer, found.meeting)
    return page(
        request,
        "meetings/item.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        item=found,
        meeting=held,
        kind=kinds.of(held.kind),
        item_kinds=rules.ITEM_KINDS,
    )


@post("/items/{item:str}/order", guards=[officer])
async def order(request: Asked, item: FromPath[str]) -> Response[Any]:
    """One place up or down; back to the button that was pressed."""
    step = forms.one_of(await forms.read(request), "step", tuple(STEPS))
    meeting = await actions.order_item(item, STEPS[step], viewer_of(request).actor)
    return done(request, f"/meetings/{meeting}/agenda#{step}-{item}")


@post("/items/{item:str}/removal", guards=[officer])
async def remove(request: Asked, item: FromPath[str]) -> Response[Any]:
    meeting = await actions.remove_item(item, viewer_of(request).actor)
    return done(request, f"/meetings/{meeting}/agenda")


@post("/items/{item:str}/review", guards=[officer])
async def review(request: Asked, item: FromPath[str]) -> Response[Any]:
    """RES-8: on which day, under which number."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    found = await agenda_queries.item_for(viewer, item)
    on, number = form.day("reviewed_on"), form.text("review_no", most=REVIEW_NO)
    if not form.faults:
        try:
            await actions.review_item(item, on, number, viewer.actor)
            return done(request, f"/meetings/{found.meeting}/agenda")
        except Refused as why:
            form.blame("reviewed_on", why)
    form.fields = {**_as_it_is(found), **form.fields}
    return await _item(request, found, form)


def _as_it_is(found: ItemView) -> dict[str, str]:
    """The fields of the point as it stands."""
    return {
        f"{NEW}-title": found.title,
        f"{NEW}-kind": found.kind,
        f"{NEW}-minutes": str(found.minutes),
        f"{NEW}-presenter": found.presenter_no,
        f"{NEW}-idea": found.idea_no,
        f"{NEW}-office": found.office,
        f"{NEW}-material": found.material,
        f"{NEW}-review": "1" if found.review_asked else "",
        "reviewed_on": found.reviewed_on.isoformat() if found.reviewed_on else "",
        "review_no": found.review_no,
    }


ROUTES = [agenda, add_to_agenda, show_item, change_item, order, remove, review]
