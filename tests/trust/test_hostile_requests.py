"""Generated requests over all routes and roles: 0 × 5xx, none over two seconds.

Five hundred each run, twenty thousand at night; the fields are those of the templates' forms. The
control is a handler that fails and one that dawdles: the same crawl must find both.
"""

from __future__ import annotations

import asyncio
import random
import re
import string
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from litestar import Litestar, get

from council.checks import sources
from council.identity import sessions
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Client, Hall

WORDS = (
    "",
    "0",
    "-1",
    "999999999999999999999",
    "yes",
    "NaN",
    "../../etc/passwd",
    "%00",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{7*7}}",
    "{}",
    "x" * 3000,
    "沈石桥",
    "\u202e",
    "\ud7ff",
    "2026-13-45",
    "http://evil.example/",
    "//evil.example",
)
# Names that no template carries: ballots, pushes, and the roll's file.
MORE_FIELDS = ("idem", "rev", "since", "screen", "file", "elder", "lang")
NAME = re.compile(r'\sname="([a-z_]+)"')
TOO_SLOW = 2.0  # seconds
PLANTED = [("GET", "/broken"), ("GET", "/late")]


def fields() -> list[str]:
    """What any form of ours may be asked for."""
    texts = [path.read_text(encoding="utf-8") for path in sources.files("templates", ".html")]
    return sorted({*MORE_FIELDS, *NAME.findall("".join(texts))} - {"viewport"})


FIELDS = fields()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough here: what differs between them is below the routes."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await hall.of(people, "袁昆腔").post(f"/meetings/{people.meeting}/opening")
    return people


def routes(app: Any) -> list[tuple[str, str]]:
    """Every method and path of the application, and the two doors beside it."""
    inside: Litestar = app.app
    found = [
        (method, route.path_format)
        for route in inside.routes
        for method in getattr(route, "http_methods", ("GET",))
    ]
    return [*found, ("POST", "/polls/{poll}/ballots"), ("GET", "/meetings/{meeting}/socket")]


def request(rng: random.Random, known: list[tuple[str, str]], ids: list[str]) -> dict[str, Any]:
    """One request that no browser would send."""
    method, path = rng.choice(known)
    if rng.random() < 0.1:
        method = rng.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST", "GET"])
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        word = rng.choice([*ids, *WORDS[:-2], "".join(rng.choices(string.printable, k=8))])
        path = path[:start] + word.replace("{", "").replace("}", "") + path[end + 1 :]
    fields = {rng.choice(FIELDS): rng.choice([*WORDS, *ids]) for _ in range(rng.randrange(5))}
    headers = {"accept": rng.choice(["*/*", "application/json", "text/html", "a;b,c"])}
    if rng.random() < 0.3:
        headers["hx-request"] = "true"
    body = _body(rng, fields, headers)
    return {"method": method, "url": _url(path), "params": fields, "headers": headers, **body}


def _url(path: str) -> str:
    clean = "".join(c if c.isprintable() and c not in " ?#\\" else "%20" for c in path)
    return "/" + clean.replace("%00", "%2500").lstrip("/")


def _body(rng: random.Random, fields: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    kind = rng.randrange(5)
    if kind == 0:
        return {"data": {**fields, "_csrf_token": "TOKEN"}}
    if kind == 1:
        headers["content-type"] = rng.choice(
            ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "a/b"]
        )
        return {"content": rng.randbytes(200)}
    if kind == 2:
        headers["content-type"] = "application/x-www-form-urlencoded"
        return {"content": b"a=%ff&b=%zz&_csrf_token=" + rng.randbytes(20)}
    return {}


async def everybody(hall: Hall, cast: Cast) -> list[Client]:
    """A stranger, a resident, the secretary and the chair, freshly signed in."""
    names = ("顾水巷", "袁昆腔", "曹评话")
    for name in names:
        cast.tokens[name] = await sessions.start(cast.people[name], "test", second_factor=True)
    visitors = [hall.client(), *(hall.of(cast, name) for name in names)]
    for one in visitors[1:]:
        await one.post("/nowhere")
    return visitors


async def timed(visitor: Client, made: dict[str, Any]) -> tuple[Any, float]:
    """The answer, and after how many seconds it was there."""
    began = time.perf_counter()
    answer = await visitor.http.request(**made)
    return answer, time.perf_counter() - began


async def crawl(hall: Hall, cast: Cast, requests: int) -> list[str]:
    """Send them as anonymous, resident, secretary and chair; what answered 5xx or too late."""
    rng = random.Random(20261205)
    visitors = await everybody(hall, cast)
    known, ids = routes(hall.app), [cast.meeting, cast.community, *cast.people.values()]
    failed: list[str] = []
    for number in range(requests):
        if number % 500 == 499:  # what was tried may have ended their sessions
            visitors = await everybody(hall, cast)
        visitor = rng.choice(visitors)
        made = request(rng, known, ids)
        if made["url"] == "/sign-out":
            continue
        if rng.random() < 0.8:
            made["headers"]["x-csrf-token"] = visitor.csrf or "none"
        answer, took = await timed(visitor, made)
        if took > TOO_SLOW:  # once may be the machine's fault
            answer, took = await timed(visitor, made)
        if answer.status_code >= 500 or took > TOO_SLOW:
            failed.append(f"{made['method']} {made['url'][:80]} {answer.status_code} {took:.1f} s")
        assert "Traceback" not in answer.text
    return failed


@pytest.mark.parametrize(
    "requests", [500, pytest.param(20_000, marks=[pytest.mark.nightly, pytest.mark.timeout(1200)])]
)
async def test_no_generated_request_breaks_the_server(
    hall: Hall, cast: Cast, requests: int
) -> None:
    assert await crawl(hall, cast, requests) == []
    assert (await hall.client().json("/health")) == {"status": "ready"}


async def test_control_a_route_that_fails_and_one_that_dawdles_are_found(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    @get("/broken", opt={"open": True})
    async def broken() -> str:
        raise ZeroDivisionError

    @get("/late", opt={"open": True})
    async def late() -> str:
        await asyncio.sleep(0.01)
        return ""

    hall.app.app.register(broken)
    hall.app.app.register(late)
    answer = await hall.client().get("/broken")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    monkeypatch.setattr(sys.modules[__name__], "TOO_SLOW", 0.01)
    monkeypatch.setattr(sys.modules[__name__], "routes", lambda _: PLANTED)
    found = "".join(await crawl(hall, cast, 20))
    assert "/broken 500" in found
    assert "/late 200" in found
