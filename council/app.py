"""The only place that knows all features: routes, doors, and what lives as long as the server."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from litestar import Litestar, MediaType, get
from litestar.response import Response
from litestar.static_files import create_static_files_router

from council import days_over, db, disk_room, skew
from council.identity import sessions
from council.identity.turns import Turns
from council.live import news
from council.live.hub import Hub
from council.needs import clock as calls
from council.paths import STATIC
from council.record.clock import RecordClock
from council.roll.runner import ImportRunner
from council.room.page_door import PageDoor
from council.room.pages import SocketDoor
from council.room.results import poll_view
from council.room.source import RoomSource
from council.verification import batch_work
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballot_route import BallotRoute
from council.voting.checking.proofs import Signer
from council.voting.life.clock import PollClock
from council.voting.sealing import poll_keys
from council.web import render
from council.web.display import display
from council.web.errors import HANDLERS
from council.web.forms import check_token
from council.web.front import Front
from council.web.static_files import StaticDoor
from council.wishes import clock as claims

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable

    from council.settings import Settings
    from council.web.front import App

FEATURES = (
    "site",
    "identity",
    "confirmations",
    "privacy",
    "roll",
    "verification",
    "offices",
    "organisations",
    "meetings",
    "follow_up",
    "voting",
    "proposals",
    "wishes",
    "needs",
    "minutes",
    "notices",
    "contact",
    "room",
    "printouts",
)
LARGEST = 256 * 1024  # bytes of an ordinary form; the roll's import allows more for itself
log = logging.getLogger(__name__)


@get("/health", opt={"open": True}, media_type=MediaType.JSON)
async def health() -> Response[dict[str, str]]:
    """ready, or 503 while the database does not answer."""
    try:
        await db.rows("SELECT 1 AS one")
    except Exception:
        log.exception("the database does not answer")
        return Response({"status": "starting"}, status_code=503)
    return Response({"status": "ready"})


def create_app(settings: Settings, routed: Litestar | None = None) -> Front:
    """The whole application for one process; the database is bound and migrated already.

    `routed`: routes made before by `routes()`, for whoever starts one server after another.
    """
    poll_keys.use(settings.poll_keys)
    source = RoomSource(settings)
    hub = Hub(source, sessions.offices if settings.demo else sessions.offices_in_full)
    box = BallotBox(settings.keys.receipt, Signer(settings.keys.signing))
    app = routed or routes()
    app.state.update(
        {
            "settings": settings,
            "hub": hub,
            "rooms": source,
            "ballot_box": box,
            "poll_clock": PollClock(box),
            "poll_view": poll_view,
            "record_clock": RecordClock(settings),
        }
    )
    inside = cast("App", app)  # Litestar types its ASGI messages more narrowly than ASGI does
    turns = Turns(inside, ("/sign-in", "/letter", "/letter-claims"))
    files = StaticDoor(STATIC)
    doors = (BallotRoute(box), turns, SocketDoor(hub, source), PageDoor(source, inside), files)
    return Front(inside, settings, sessions.resolve, doors)


def routes() -> Litestar:
    """Every route of every feature; what they work with is put into its state."""
    return Litestar(
        route_handlers=[health, display, *_routes(), _static()],
        lifespan=[_running],
        before_request=check_token,
        exception_handlers=HANDLERS,
        request_max_body_size=LARGEST,
        openapi_config=None,
        logging_config=None,
    )


def _routes() -> list[Any]:
    found: list[Any] = []
    for feature in FEATURES:
        found += importlib.import_module(f"council.{feature}.pages").ROUTES
    return found


def _static() -> Any:
    """What `StaticDoor` does not know."""
    return create_static_files_router(path="/static", directories=[STATIC], opt={"open": True})


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """What lives as long as the server: connections, open pages, waiting ballots, imports."""
    settings, hub, box = app.state["settings"], app.state["hub"], app.state["ballot_box"]
    engine = db.engine()
    await engine.start_connection_pool()
    hub.start()
    box.start()
    ticking = (app.state["poll_clock"], app.state["record_clock"])
    for one in ticking:
        one.start()
    imports = ImportRunner(settings.keys.pepper)
    imports.start()
    always = [asyncio.create_task(one) for one in _watching(settings)]
    if isinstance(engine, db.SafePostgres):
        ears = news.hear_postgresql(settings.database_url, _again(hub))
        always.append(asyncio.create_task(ears))
    render.warm("room/room.html")
    await app.state["rooms"].warm()
    _calm_collector()
    try:
        yield
    finally:
        for task in always:
            task.cancel()
        await asyncio.gather(*always, return_exceptions=True)
        await imports.stop()
        await batch_work.stop()
        for one in ticking:
            await one.stop()
        await box.stop()
        await hub.stop()
        await engine.close_connection_pool()


def _watching(settings: Settings) -> Iterable[Coroutine[Any, Any, None]]:
    """What is looked at now and then, as long as the server lives."""
    yield disk_room.watch(settings.data)
    yield skew.watch()
    yield days_over.watch(claims.turn, calls.turn)


def _again(hub: Hub) -> Any:
    def again() -> None:
        sessions.forget_all()
        hub.everything_may_have_moved()

    return again


@cache
def _calm_collector() -> None:
    """A full collection in a burst of ballots stops everybody for a third of a second.

    Once a process: what is frozen is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 1000, 1000)
