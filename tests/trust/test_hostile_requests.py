"""Two thousand generated requests over all routes and roles: 0 × 5xx, and the server still works.

The control is a handler that fails: the same crawl must find it.
"""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING, Any

import pytest
from litestar import Litestar, get

from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Client, Hall

REQUESTS = 2000
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
FIELDS = (
    "login",
    "password",
    "next",
    "code",
    "person",
    "status",
    "item",
    "text",
    "mover",
    "seconder",
    "amends",
    "line",
    "kind",
    "side",
    "rule",
    "mode",
    "method",
    "motion",
    "minutes",
    "choice",
    "idem",
    "rev",
    "outcome",
    "next_step",
    "responsible",
    "due",
    "key",
    "version",
    "as",
    "secret",
    "repeat",
    "file",
    "q",
    "no",
    "title",
    "since",
    "screen",
    "elder",
    "lang",
)


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


async def crawl(hall: Hall, cast: Cast, requests: int) -> list[str]:
    """Send them as anonymous, resident, secretary and chair; what answered 5xx."""
    rng = random.Random(20261205)
    visitors: list[Client] = [hall.client()]
    visitors += [hall.of(cast, name) for name in ("顾水巷", "袁昆腔", "曹评话")]
    for one in visitors[1:]:
        await one.post("/nowhere")
    known, ids = routes(hall.app), [cast.meeting, cast.community, *cast.people.values()]
    failed: list[str] = []
    for _ in range(requests):
        visitor = rng.choice(visitors)
        made = request(rng, known, ids)
        if made["url"] == "/sign-out":
            continue
        if rng.random() < 0.8:
            made["headers"]["x-csrf-token"] = visitor.csrf or "none"
        answer = await visitor.http.request(**made)
        if answer.status_code >= 500:
            failed.append(f"{made['method']} {made['url'][:80]} {answer.status_code}")
        assert "Traceback" not in answer.text
    return failed


async def test_no_generated_request_breaks_the_server(hall: Hall, cast: Cast) -> None:
    assert await crawl(hall, cast, REQUESTS) == []
    assert (await hall.client().json("/health")) == {"status": "ready"}


async def test_control_a_route_that_fails_is_found(hall: Hall, cast: Cast) -> None:
    @get("/broken", opt={"open": True})
    async def broken() -> str:
        raise ZeroDivisionError

    hall.app.app.register(broken)
    answer = await hall.client().get("/broken")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert any("/broken" in one for one in await crawl(hall, cast, 600))
