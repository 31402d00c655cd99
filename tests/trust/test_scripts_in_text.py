"""Text stays text: hostile in every stored text, every form and every parameter.

Three polyglots and two roles each run, forty payloads and all four roles at night. What a page's
source shows is judged by a parser, what really runs by Chromium: calls of `xq()`, dialogs,
violations of the content policy. The controls plant an unescaped text in a template, once with the
policy and once without.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from jinja2 import ChoiceLoader, DictLoader

from council.paths import TEMPLATES
from council.web.render import environment
from tests.house.routes import doors
from tests.server import COOKIE, running
from tests.trust.attacked import Walk, bound, plant, visitors, words
from tests.trust.payloads import PAYLOADS, POLYGLOTS, grown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from council.web.front import Front

LOAD = """
import asyncio, sys
from council import settings
from council.demo.command import prepare
found = settings.read({"COUNCIL_DATA": sys.argv[1]}, demo=True)
asyncio.run(prepare(found, 0, fresh=False))
"""
HARMLESS_IN_HTML = {one for one in PAYLOADS if one.startswith(("{{", "&lt;"))}
SOME = ("secretary", "resident")
EACH_RUN = 12  # pages that Chromium looks at; at night all
PARAMETERS = ("text", "q", "who", "next", "choice", "screen", "since", "kind", "state", "no")
WATCH = """
window.ran = [];
window.xq = () => { window.ran.push('ran ' + location.pathname) };
document.addEventListener('securitypolicyviolation', (e) => {
    window.ran.push('refused ' + e.violatedDirective + ' ' + e.blockedURI);
});
"""
SAFELY, UNSAFELY = "{{ one.name }}", "{{ one.name|safe }}"
ORGANISATIONS = "organisations/list.html"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A community with a past, a meeting of today, and a full register."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@contextlib.asynccontextmanager
async def walk(demo: Path, folder: Path, payloads: Sequence[str]) -> AsyncIterator[Walk]:
    """A server on a copy of it in which every text is a payload."""
    data = shutil.copytree(demo, folder / "attacked")
    assert plant(data / "council.sqlite", payloads) > 100
    url = f"sqlite:///{data / 'council.sqlite'}"
    async with bound(url), running(url, data) as hall:
        yield Walk(hall, await visitors(hall), words(hall))


def turned(payloads: Sequence[str], by: int) -> Sequence[str]:
    """So that at night every text is each payload once."""
    return [*payloads[by:], *payloads[:by]]


NIGHTS = [pytest.param(by, marks=pytest.mark.nightly) for by in range(0, len(PAYLOADS), 4)]


@pytest.mark.parametrize("by", [None, *NIGHTS])
async def test_no_text_becomes_markup(demo: Path, tmp_path: Path, by: int | None) -> None:
    payloads, roles = (POLYGLOTS, SOME) if by is None else (turned(PAYLOADS, by), ())
    async with walk(demo, tmp_path, payloads) as seen:
        await seen.everywhere(*roles)
        assert len(seen.pages) > 40
        await reflected(seen, payloads)
        assert await seen.fill_in(payloads) > 20
        seen.visitors = await visitors(seen.hall)
        await seen.everywhere(*roles)
        assert sorted(set(seen.faults)) == []


async def reflected(seen: Walk, payloads: Sequence[str]) -> None:
    """Ask for every page of every route with payloads in its parameters and in its path."""
    known = {name: payloads[at % len(payloads)] for at, name in enumerate(PARAMETERS)}
    for path in {path for (role, _), path in seen.pages.items() if role == "secretary"}:
        await seen.look("secretary", path.partition("?")[0], **known)
    for door, _ in doors(seen.hall.app.app):
        method, path = door.split(" ", 1)
        if method == "GET" and "{" in path and "static" not in path:
            for name in ("text", "choice"):
                await seen.look("secretary", _filled(path, payloads[0][:40]), **{name: payloads[1]})


def _filled(path: str, word: str) -> str:
    return "/".join(quote(word, safe="") if part[:1] == "{" else part for part in path.split("/"))


async def ran(page: Page, origin: str, paths: Sequence[str]) -> list[str]:
    """Open each page and say what ran in it or was refused."""
    found: list[str] = []

    async def answered(dialog: Any) -> None:
        found.append("dialog")
        await dialog.dismiss()

    page.on("dialog", answered)
    for path in paths:
        await page.goto(origin + path, wait_until="load")
        found += [f"{one} on {path[:40]}" for one in await page.evaluate("window.ran")]
    return found


KEPT = "/account/data/"  # files to keep: a browser saves them and shows nothing


async def in_chromium(
    chromium: Browser, seen: Walk, pages: dict[tuple[str, str], str]
) -> list[str]:
    context = await chromium.new_context(viewport={"width": 375, "height": 800})
    await context.add_init_script(WATCH)
    page, found = await context.new_page(), list[str]()
    for role, visitor in seen.visitors.items():
        cookie: Any = {"name": COOKIE, "value": visitor.token, "url": seen.hall.origin}
        await context.add_cookies([cookie])
        found += await ran(
            page,
            seen.hall.origin,
            [p for (r, _), p in pages.items() if r == role and not p.startswith(KEPT)],
        )
    await context.close()
    return found


def few(pages: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """One page of each kind, spread over the roles, those that show most first."""
    kinds: dict[str, tuple[str, str]] = {}
    for role, kind in pages:
        kinds.setdefault(kind, (role, kind))
    wanted = sorted(kinds.values(), key=lambda one: (one[1].count("*") == 0, one[1]))
    return {one: pages[one] for one in wanted[:EACH_RUN]}


@pytest.mark.parametrize("by", [None, *NIGHTS])
async def test_nothing_runs_in_a_browser(
    chromium: Browser, demo: Path, tmp_path: Path, by: int | None
) -> None:
    payloads, roles = (POLYGLOTS, SOME) if by is None else (turned(PAYLOADS, by), ())
    async with walk(demo, tmp_path, payloads) as seen:
        await seen.everywhere(*roles)
        pages = few(seen.pages) if by is None else seen.pages
        assert await in_chromium(chromium, seen, pages) == []


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A copy of the templates in which one text is let through."""
    text = (TEMPLATES / ORGANISATIONS).read_text(encoding="utf-8")
    assert SAFELY in text
    jinja = environment()
    assert jinja.loader is not None
    assert jinja.cache is not None
    held = DictLoader({ORGANISATIONS: text.replace(SAFELY, UNSAFELY)})
    monkeypatch.setattr(jinja, "loader", ChoiceLoader([held, jinja.loader]))
    jinja.cache.clear()
    yield
    jinja.cache.clear()


async def test_control_an_unescaped_text_is_found(
    chromium: Browser, demo: Path, tmp_path: Path, planted: None
) -> None:
    """By the parser, by the policy's refusal, and, where there is no policy, by its running."""
    pages = {("secretary", "/organisations"): "/organisations"}
    async with walk(demo, tmp_path, PAYLOADS[3:5]) as seen:
        await seen.look("secretary", "/organisations")
        assert "secretary GET /organisations: <script>" in seen.faults
        with_policy = await in_chromium(chromium, seen, pages)
        house: Front = seen.hall.app
        house.headers = [one for one in house.headers if b"content-security" not in one[0]]
        without = await in_chromium(chromium, seen, pages)
    assert {one.split()[0] for one in with_policy} == {"refused"}
    assert {one.split()[0] for one in without} == {"ran"}


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one not in HARMLESS_IN_HTML])
def test_control_the_parser_sees_each_payload_where_it_is_not_escaped(payload: str) -> None:
    places = ("<p>{}</p>", '<a href="{}">', "<i title='{}'>", "<i title={}>", "<a href={}>")
    assert any(grown(place.replace("{}", payload)) for place in places)
