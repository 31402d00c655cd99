"""Papers and hands: sheets that officers begin and enter, blank ballots and the roll to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.refusal import NotThere
from council.voting import actions, queries
from council.voting.methods.sheet import PLAIN
from council.voting.papers import forms as paper_forms
from council.voting.papers import queries as paper_queries
from council.voting.papers import rules as paper_rules
from council.voting.papers.queries import PAGE, Person, Sheet
from council.voting.papers.rules import SPOILED, Content, Difference
from council.voting.rules import CHOICES
from council.web import forms as web_forms
from council.web.answers import go
from council.web.guards import may_see, officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters
EACH = (1, 4)  # ballots on one sheet of paper


@dataclass(frozen=True, slots=True)
class Look:
    """What of a roll an entry's page shows: one page, who is entered, or whom `text` means."""

    page: int = 1
    entered: bool = False
    text: str = ""


@get("/polls/{poll:str}/sheets", guards=[officer])
async def sheets(request: Asked, poll: FromPath[str]) -> Response[str]:
    viewer = viewer_of(request)
    found = await queries.own_poll(viewer, poll)
    return page(
        request,
        "voting/paper_sheets.html",
        site=await identity.site_name(viewer.community),
        poll=request.app.state.poll_view(found),
        meeting=found.meeting,
        sheets=await paper_queries.sheets_of(poll),
        kinds=paper_rules.kinds(found.mode, found.method),
        may_begin=found.state == "open" and "prevails" in found.rule,
        each=EACH,
        nav="meetings",
    )


@post("/polls/{poll:str}/sheets", guards=[officer])
async def begin(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """303 to the fresh sheet."""
    fields = await web_forms.read(request)
    made = await actions.begin_sheet(poll, paper_forms.kind(fields), viewer_of(request).actor)
    return go(f"/sheets/{made}")


@get("/sheets/{sheet:str}", guards=[officer])
async def show(
    request: Asked, sheet: FromPath[str], at: FromQuery[int] = 1, shown: FromQuery[str] = ""
) -> Response[str]:
    return await _entry_page(request, sheet, Look(max(1, at), shown == "entered"))


@post("/sheets/{sheet:str}/search", guards=[officer], status_code=200)
async def search(request: Asked, sheet: FromPath[str]) -> Response[str]:
    """Posted: what was typed is somebody's name, and stands in no address."""
    fields = await web_forms.read(request)
    text = fields.get("text", "")[:LONGEST_SEARCH]
    return await _entry_page(request, sheet, Look(text=text))


@post("/sheets/{sheet:str}/lines", guards=[officer])
async def lines(request: Asked, sheet: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.enter(sheet, paper_forms.lines(fields), viewer_of(request).actor)
    return go(web_forms.way_back(fields, f"/sheets/{sheet}"))


@post("/sheets/{sheet:str}/rest", guards=[officer])
async def rest(request: Asked, sheet: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.enter_rest(sheet, paper_forms.choice(fields), viewer_of(request).actor)
    return go(f"/sheets/{sheet}?shown=entered")


@post("/sheets/{sheet:str}/counts", guards=[officer])
async def counts(request: Asked, sheet: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.enter_counts(sheet, paper_forms.counts(fields), viewer_of(request).actor)
    return go(f"/sheets/{sheet}")


@post("/sheets/{sheet:str}/completion", guards=[officer])
async def completion(request: Asked, sheet: FromPath[str]) -> Response[bytes]:
    """The page says whether both say the same."""
    await web_forms.read(request)
    await actions.finish_entry(sheet, viewer_of(request).actor)
    return go(f"/sheets/{sheet}")


@post("/sheets/{sheet:str}/withdrawal", guards=[may_see("chair")])
async def withdrawal(request: Asked, sheet: FromPath[str]) -> Response[bytes]:
    await web_forms.read(request)
    await actions.withdraw_sheet(sheet, viewer_of(request).actor)
    return go(f"/sheets/{sheet}")


@get("/polls/{poll:str}/papers", guards=[officer])
async def papers(request: Asked, poll: FromPath[str], each: FromQuery[int] = 1) -> Response[str]:
    """Blank ballots, one or four on a sheet of A4."""
    found = await queries.own_poll(viewer_of(request), poll)
    if each not in EACH:
        raise NotThere
    return page(
        request,
        "voting/papers.html",
        poll=request.app.state.poll_view(found),
        community=(await identity.community(found.community))["name"],
        choices=CHOICES[PLAIN],
        each=each,
        nav="meetings",
    )


@get("/polls/{poll:str}/ticking-list", guards=[officer])
async def ticking_list(request: Asked, poll: FromPath[str]) -> Response[str]:
    """Who may vote, with a place to tick and to sign."""
    found = await queries.own_poll(viewer_of(request), poll)
    return page(
        request,
        "voting/ticking_list.html",
        poll=request.app.state.poll_view(found),
        people=await paper_queries.roll(poll),
        nav="meetings",
    )


async def _entry_page(request: Asked, sheet: str, look: Look) -> Response[str]:
    """The own entry, or only how far the two of others are."""
    viewer = viewer_of(request)
    found = await paper_queries.sheet_for(viewer, sheet)
    poll = await queries.poll_for(viewer, found.poll)
    content = await paper_queries.content_of(sheet, viewer.person)
    mine = found.entry_of(viewer.person)
    place = mine is not None or len(found.entries) < paper_rules.SIDES
    differences = await _differences(found, viewer)
    number = len(content.lines) if look.entered else poll.eligible
    return page(
        request,
        "voting/paper_sheet.html",
        site=await identity.site_name(viewer.community),
        path=f"/sheets/{sheet}",
        poll=request.app.state.poll_view(poll),
        sheet=found,
        mine=mine,
        enters=place and found.state == "entering" and poll.state == "open",
        content=content,
        people=await _people(found, viewer, look),
        look=look,
        pages=-(-number // PAGE),
        choices=paper_rules.choices(poll.mode, poll.method),
        counted=(*(CHOICES[PLAIN] if poll.sheet is None else _read(content)), SPOILED),
        unvoted=len(set(found.unvoted) - content.lines.keys()),
        differences=differences,
        names=await paper_queries.names(found.poll, [one.no for one in differences if one.no]),
        side=next((at for at, one in enumerate(found.entries) if one is mine), None),
        may_withdraw=viewer.holds("chair") and found.state == "entering",
        nav="meetings",
    )


def _read(content: Content) -> list[str]:
    """The different ballots of several options that were read from papers so far."""
    return sorted(content.counts.keys() - {SPOILED})


async def _people(sheet: Sheet, viewer: Viewer, look: Look) -> list[Person]:
    if look.text:
        return await paper_queries.searched(sheet, viewer.person, viewer.community, look.text)
    return await paper_queries.people(sheet, viewer.person, look.page, entered=look.entered)


async def _differences(sheet: Sheet, viewer: Viewer) -> list[Difference]:
    """For the two, and for the chair who settles it; to everybody else there is nothing to see."""
    if not sheet.differs or not (sheet.entry_of(viewer.person) or viewer.holds("chair")):
        return []
    first, second = [await paper_queries.content_of(sheet.id, one.officer) for one in sheet.entries]
    return paper_rules.differences(first, second)


ROUTES = [
    sheets,
    begin,
    show,
    search,
    lines,
    rest,
    counts,
    completion,
    withdrawal,
    papers,
    ticking_list,
]
