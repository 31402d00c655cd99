"""One task: for officers, for who sees to it, and for whom it explains."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.follow_up import actions, forms, queries
from council.follow_up.views import TaskView
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.refusal import NotThere
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]


async def _for(viewer: Viewer, task: str, *, reader: bool = False) -> TaskView:
    """Officers and who sees to it; to read also whom it explains. To others it is not there."""
    found = await queries.task(task, viewer.community)
    theirs = (found.person, found.dissenter) if reader else (found.person,)
    if not viewer.officer and viewer.person not in theirs:
        raise NotThere
    return found


@get("/tasks/{task:str}", guards=[signed_in])
async def one(request: Asked, task: FromPath[str]) -> Response[str]:
    viewer = viewer_of(request)
    found = await _for(viewer, task, reader=True)
    return page(
        request,
        "follow_up/task.html",
        site=await identity.site_name(viewer.community),
        nav="account" if not viewer.officer else "today",
        task=found,
        mine=viewer.person == found.person,
        today=queries.today(),
    )


@post("/tasks/{task:str}/reports", guards=[signed_in])
async def reports(request: Asked, task: FromPath[str]) -> Response[bytes]:
    """By who sees to it, from their own account, or by an officer."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await _for(viewer, task)
    text = web_forms.required(fields, "text", most=forms.TEXT)
    await actions.report(task, text, viewer.actor, corrects=forms.corrects(fields))
    return _back(request, fields, task)


@post("/tasks/{task:str}/completion", guards=[officer])
async def completion(request: Asked, task: FromPath[str]) -> Response[bytes]:
    """What was done; of a dissent, the explanation."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    text = web_forms.required(fields, "text", most=forms.TEXT)
    await actions.finish(task, text, viewer.actor)
    return _back(request, fields, task)


@post("/tasks/{task:str}/abandonment", guards=[officer])
async def abandonment(request: Asked, task: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    reason = web_forms.required(fields, "reason", most=forms.REASON)
    await actions.drop(task, reason, viewer.actor)
    return _back(request, fields, task)


@post("/tasks/{task:str}/due-dates", guards=[officer])
async def due_dates(request: Asked, task: FromPath[str]) -> Response[bytes]:
    """Another last day with the reason."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    reason = web_forms.required(fields, "reason", most=forms.REASON)
    await actions.move_due(task, forms.due(fields), reason, viewer.actor)
    return _back(request, fields, task)


def _back(request: Asked, fields: dict[str, str], task: str) -> Response[bytes]:
    return done(request, web_forms.way_back(fields, f"/tasks/{task}"))


ROUTES = [one, reports, completion, abandonment, due_dates]
