"""What nobody should be able to fetch, write into the log, or make the server run.

The controls: a call of `eval` that is planted, and a log that would take a line break.
"""

from __future__ import annotations

import ast
import logging
import re
from typing import TYPE_CHECKING

import pytest

from council import settings
from council.checks import sources
from council.identity.rules import is_email
from council.web.front import security_headers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server import Hall

HIDDEN = (
    *("/.git/config", "/.git/HEAD", "/.env", "/keys.json", "/council.sqlite", "/access.json"),
    *("/static/", "/static/js/", "/static/../keys.json", "/static/%2e%2e/pyproject.toml"),
    *("/static/..%2f..%2fetc/passwd", "/static//etc/passwd", "/static/js/..%5c..%5cREADME.md"),
    *("/docs", "/schema", "/schema/openapi.json", "/openapi.json", "/redoc", "/metrics", "/debug"),
    *(
        "/templates/base.html",
        "/migrations/0001_foundation.sql",
        "/council/app.py",
        "/server-status",
    ),
)
METHODS = ("TRACE", "TRACK", "CONNECT", "PROPFIND", "PUT", "DELETE", "PATCH")
# Calls that run a text as a program, or build objects out of somebody's bytes.
DANGEROUS = {"eval", "exec", "compile", "__import__", "system", "popen", "getoutput"}
MODULES = {"pickle", "shelve", "marshal", "yaml", "dill", "xml.sax", "ctypes"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """No database is asked."""
    return sqlite_url


def dangerous(source: str) -> Iterator[str]:
    """What a module calls or imports that it should not; `re.compile` is harmless."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            bare = called.id if isinstance(called, ast.Name) else ""
            owned = called.attr if isinstance(called, ast.Attribute) else ""
            if bare in DANGEROUS or owned in DANGEROUS - {"compile", "exec", "eval"}:
                yield bare or owned
            if any(word.arg == "shell" for word in node.keywords):
                yield "shell"
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name in MODULES)


async def test_nothing_behind_the_pages_can_be_fetched(hall: Hall) -> None:
    client = hall.client().http
    found = {path: (await client.get(path)).status_code for path in HIDDEN}
    assert {path: status for path, status in found.items() if status not in {404, 400}} == {}
    for method in METHODS:
        assert (await client.request(method, "/ideas")).status_code in {400, 404, 405}, method


async def test_every_page_says_what_it_is_and_in_which_letters(hall: Hall) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/ideas?text=x", "/static/js/live.js"):
        answer = await hall.client().get(path)
        assert re.fullmatch(
            r"text/(?:html|javascript|plain); charset=utf-8", answer.headers["content-type"]
        ), path
        assert "access-control-allow-origin" not in answer.headers


async def test_nobody_writes_a_line_of_their_own_into_the_log(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for path in (
        "/x%0A2026-12-05 ERROR forged",
        "/x%0D%0Aforged",
        "/ideas/%1b[31mforged",
        "/%00forged",
    ):
        await hall.client().get(path)
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("council")]
    assert ours
    assert [line for line in ours if not line.isprintable() or "forged" in line] == []
    logging.getLogger("council.access").info("%s", "/x\nforged")
    assert "\n" in caplog.records[-1].getMessage(), "control: the log itself takes anything"


def test_no_text_is_ever_run() -> None:
    found = {
        sources.name(path): [*dangerous(path.read_text(encoding="utf-8"))]
        for path in sources.files("council", ".py")
    }
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "planted",
    ["eval(x)", "import pickle", "os.system(x)", "run(x, shell=True)", "from yaml import load"],
)
def test_control_a_planted_call_is_found(planted: str) -> None:
    assert [*dangerous(planted)]
    assert not [*dangerous("re.compile(x)\nsubprocess.run([x])\nconnection.exec(x)")]


def test_passwords_are_typed_covered_and_may_be_pasted() -> None:
    """The macro of most forms writes its name and its autocomplete as variables."""
    inputs = re.compile(r'<input[^>]*\stype="password"[^>]*>')
    named = re.compile(r'<input[^>]*\sname="(?:[a-z]+_)?password(?:_[a-z]+)?"[^>]*>')
    pages = {path: path.read_text(encoding="utf-8") for path in sources.files("templates", ".html")}
    whole = "".join(pages.values())
    assert len(inputs.findall(whole)) >= 2
    assert set(named.findall(whole)) <= set(inputs.findall(whole))
    assert [one for one in inputs.findall(whole) if "autocomplete=" not in one] == []
    asked = re.findall(r'\{\{ password\("\w+", [^,]+, "([\w-]+)"', whole)
    assert set(asked) == {"current-password", "new-password"}
    scripts = [path.read_text(encoding="utf-8") for path in sources.files("static", ".js")]
    assert not re.search(r"['\"](?:paste|copy|cut)['\"]", "".join([*scripts, whole]))


def test_scripts_keep_nothing_and_merge_nothing() -> None:
    """What a page may remember is when it was loaded anew; objects of a stranger are not copied."""
    text = "".join(path.read_text(encoding="utf-8") for path in sources.files("static", ".js"))
    kept = re.findall(r"(?:local|session)Storage\.\w+\(\s*[\"'`]([^\"'`]*)", text)
    assert set(kept) <= {"council.reload"}
    assert len(kept) == len(re.findall(r"(?:local|session)Storage\b", text))
    assert not re.search(
        r"indexedDB|document\.cookie|Object\.assign|__proto__|\bfor \(\w+ \w+ in ", text
    )


def test_behind_https_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    for origin, told in (("https://council.example.cn", True), ("http://127.0.0.1:8000", False)):
        found = settings.read({"COUNCIL_DATA": str(tmp_path), "COUNCIL_ORIGIN": origin})
        headers = dict(security_headers(found))
        says = headers.get(b"strict-transport-security", b"").decode()
        assert bool(re.fullmatch(r"max-age=(?:[3-9]\d{7}|\d{9,}); includeSubDomains", says)) == told
        assert found.cookie.startswith("__Host-") == told


@pytest.mark.parametrize(
    "typed", ["a@b.cn\nBcc: c@d.cn", "a@b.cn\r\n\r\nHello", "a@b.cn,c@d.cn", "<a@b.cn>", "a b@c.cn"]
)
def test_an_address_brings_no_header_along(typed: str) -> None:
    assert is_email("a@b.cn")
    assert not is_email(typed)
