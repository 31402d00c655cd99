"""The officers' side: what waits for an answer, the answer, the agenda, the fate, the terms."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.meetings import queries as meetings
from council.proposals import actions, forms, path_queries, queries, rules
from council.refusal import NotThere, Refused, unreadable
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINUTES = "20"  # of a point, until somebody says otherwise
BOARD = "/proposals/board"
NUMBER = 24  # characters of a number of the register


async def _page(request: Asked, template: str, form: Filled, **context: Any) -> Response[str]:
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        nav="proposals",
        form=form.shown_to(request),
        lengths=rules,
        **context,
    )


async def _one(request: Asked, proposal: str) -> queries.ProposalView:
    return await queries.one_of(proposal, viewer_of(request).community)


@get(BOARD, guards=[officer])
async def board(request: Asked) -> Response[str]:
    """Late answers first; then what still has to be put on an agenda, or has no fate yet."""
    community = viewer_of(request).community
    scheduled = await queries.in_states(community, ("scheduled",))
    return await _page(
        request,
        "proposals/board.html",
        Filled({}),
        waiting=await queries.in_states(community, ("waiting",)),
        answered=await queries.in_states(community, ("answered",)),
        ahead=[one for one in scheduled if await queries.on_a_table(one.id)],
        heard=[one for one in scheduled if not await queries.on_a_table(one.id)],
        young=await queries.in_states(community, rules.OPEN),
    )


@post("/proposals/{proposal:str}/acceptance", guards=[officer])
async def acceptance(request: Asked, proposal: FromPath[str]) -> Response[bytes]:
    """It will be answered, whether or not more people support it."""
    await actions.accept(proposal, viewer_of(request).actor)
    return done(request, f"/proposals/{proposal}")


@get("/proposals/{proposal:str}/answer", guards=[officer])
async def ask_answer(request: Asked, proposal: FromPath[str]) -> Response[str]:
    return await _answer(request, proposal, Filled({}))


@post("/proposals/{proposal:str}/answer", guards=[officer])
async def answer(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    """With reasons; an answer that leads to an agenda goes on to choosing one."""
    form = Filled(await web_forms.read(request))
    outcome = form.choice("outcome", rules.ANSWERS)
    reason = form.text("reason", most=rules.REASON)
    if not form.faults:
        try:
            await actions.answer(proposal, outcome, reason, viewer_of(request).actor)
            onward = "/agenda" if outcome == "agenda" else ""
            return done(request, f"/proposals/{proposal}{onward}")
        except Refused as why:
            form.blame("outcome", why)
    return await _answer(request, proposal, form)


async def _answer(request: Asked, proposal: str, form: Filled) -> Response[str]:
    one = await _one(request, proposal)
    return await _page(request, "proposals/answer.html", form, one=one, answers=rules.ANSWERS)


@get("/proposals/{proposal:str}/merging", guards=[officer])
async def ask_merging(request: Asked, proposal: FromPath[str]) -> Response[str]:
    return await _merging(request, proposal, Filled({}))


@post("/proposals/{proposal:str}/merging", guards=[officer])
async def merging(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    """Ask the author whether it may be merged into the one with this number."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    no = form.text("into", most=NUMBER).upper()
    reason = form.text("reason", most=rules.REASON)
    target = await queries.by_number(viewer.community, no)
    if "into" not in form.faults and not target:
        form.blame("into", unreadable("agenda.idea_unknown", no=no))
    if not form.faults:
        try:
            await actions.ask_merge(proposal, target, reason, viewer.actor)
            return done(request, f"/proposals/{proposal}")
        except Refused as why:
            form.blame("into", why)
    return await _merging(request, proposal, form)


async def _merging(request: Asked, proposal: str, form: Filled) -> Response[str]:
    one = await _one(request, proposal)
    alive = await queries.in_states(one.community, rules.TARGETS)
    others = [other for other in alive if other.id != proposal]
    return await _page(request, "proposals/merging.html", form, one=one, others=others)


@get("/proposals/{proposal:str}/agenda", guards=[officer])
async def ask_agenda(request: Asked, proposal: FromPath[str]) -> Response[str]:
    return await _agenda(request, proposal, Filled({"minutes": MINUTES, "kind": "vote"}))


@post("/proposals/{proposal:str}/agenda", guards=[officer])
async def agenda(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    """The next point of a meeting that is announced; then that meeting's agenda."""
    form = Filled(await web_forms.read(request))
    where = forms.place(form)
    if not form.faults:
        try:
            await actions.schedule(proposal, where, viewer_of(request).actor)
            return done(request, f"/meetings/{where.meeting}/agenda")
        except NotThere:
            await _one(request, proposal)
            form.blame("meeting", unreadable("form.choice", field="meeting"))
        except Refused as why:
            form.blame("meeting", why)
    return await _agenda(request, proposal, form)


async def _agenda(request: Asked, proposal: str, form: Filled) -> Response[str]:
    one = await _one(request, proposal)
    announced = [m for m in await meetings.meetings_of(one.community) if m.state == "announced"]
    return await _page(
        request,
        "proposals/agenda.html",
        form,
        one=one,
        meetings=announced[::-1],
        kinds=forms.ITEM_KINDS,
    )


@get("/proposals/{proposal:str}/fate", guards=[officer])
async def ask_fate(request: Asked, proposal: FromPath[str]) -> Response[str]:
    """What the last meeting said about it stands in the form already."""
    points = await path_queries.points(proposal)
    form = Filled({})
    results = [result for point in points for result in point.results if not result.amends]
    if results and results[-1].winners is None:  # who won among several says nothing of this one
        form.fields["fate"] = "adopted" if results[-1].verdict == "passed" else "declined"
    if points and points[-1].outcome:
        form.fields["reason"] = points[-1].outcome
    return await _fate(request, proposal, form)


@post("/proposals/{proposal:str}/fate", guards=[officer])
async def fate(request: Asked, proposal: FromPath[str]) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    chosen = form.choice("fate", rules.FATES)
    reason = form.text("reason", most=rules.REASON)
    if not form.faults:
        try:
            await actions.decide(proposal, chosen, reason, viewer_of(request).actor)
            return done(request, f"/proposals/{proposal}")
        except Refused as why:
            form.blame("fate", why)
    return await _fate(request, proposal, form)


async def _fate(request: Asked, proposal: str, form: Filled) -> Response[str]:
    one = await _one(request, proposal)
    return await _page(
        request,
        "proposals/fate.html",
        form,
        one=one,
        fates=rules.FATES,
        points=await path_queries.points(proposal),
    )


@get("/proposals/terms", guards=[officer])
async def ask_terms(request: Asked) -> Response[str]:
    found = asdict(await queries.terms(viewer_of(request).community))
    return await _terms(request, Filled({name: str(value) for name, value in found.items()}))


@post("/proposals/terms", guards=[officer])
async def set_terms(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    chosen = forms.terms(form)
    if not form.faults:
        await actions.set_terms(chosen, viewer_of(request).actor)
        return done(request, BOARD)
    return await _terms(request, form)


async def _terms(request: Asked, form: Filled) -> Response[str]:
    return await _page(request, "proposals/terms.html", form, path="/proposals/terms")


ROUTES = [
    board,
    acceptance,
    ask_answer,
    answer,
    ask_merging,
    merging,
    ask_agenda,
    agenda,
    ask_fate,
    fate,
    ask_terms,
    set_terms,
]
