"""Every check finds what is planted for it, and is content with what is right."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from council import checks
from council.checks import addresses, newer, old_browsers, pages, tools, translations

if TYPE_CHECKING:
    from pathlib import Path

OLD_CSS = """
@media (min-width: 600px) and (prefers-color-scheme: dark) { .a { top: 0; color: #fff } }
@supports (display: grid) { .a > .b:not(.c)::before { content: "inset: 0" } }
.start { margin-inline-start: 1em }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(2, minmax(0, 1fr)) }
.flex { display: flex; flex-wrap: wrap; width: calc(100% - 2px); transform: rotate(9deg) }
"""
OLD_JS = """
// replaceAll and structuredClone are too new
const at = (list) => list?.[0] ?? document.querySelector('main')?.dataset.at;
async function look() { const answer = await fetch(`https://${at}`); return answer.json(); }
for (const [key, value] of Object.entries({ a: 1 })) { Object.fromEntries([[key, value]]); }
"""


@pytest.mark.parametrize("feature", newer.CSS, ids=lambda one: one.example)
def test_what_is_too_new_in_a_style_sheet_is_found(feature: newer.Newer) -> None:
    assert [line for line, _ in old_browsers.in_css(f"a {{}}\n{feature.example}\n")] == [2]


@pytest.mark.parametrize("feature", newer.JS, ids=lambda one: one.example)
def test_what_is_too_new_in_a_script_is_found(feature: newer.Newer) -> None:
    assert [line for line, _ in old_browsers.in_js(f"const b = 1;\n{feature.example}\n")] == [2]


@pytest.mark.parametrize(
    "planted",
    [
        ".a { display: flex; gap: 1px }",
        ".a { display: flex; grid-gap: 1px }",
        ".a { row-gap: 1px }",
        ".a { color: red; & .b { color: blue } }",
        "@media print { .a { .b { color: blue } } }",
    ],
)
def test_gaps_outside_grids_and_nested_rules_are_found(planted: str) -> None:
    assert old_browsers.in_css(planted)


def test_what_chromium_80_knows_is_left_alone() -> None:
    assert old_browsers.in_css(OLD_CSS) == []
    assert old_browsers.in_js(OLD_JS) == []


def test_an_extra_with_its_reason_is_left_alone() -> None:
    css = "a { text-wrap: balance } /* whole without: only how a title breaks */"
    assert old_browsers.in_css(css) == []
    assert old_browsers.in_js("lock(wakeLock) // whole without: the screen may dim") == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        "<style>a {}</style>",
        '<p style="color: red">',
        '<p class="a"\n style = "color: red">',
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<div hx-on::after-request="go()">',
        '<a href="javascript:go()">',
        "<div hx-vals='js:{a: 1}'>",
        '<div hx-trigger="keyup[ctrlKey]">',
        '<img src="//example.org/a.png">',
        '<link href="https://example.org/a.css">',
        "{{ name|safe }}",
        "{{ name | safe }}",
        "{% autoescape false %}",
    ],
)
def test_what_the_content_policy_forbids_is_found(planted: str) -> None:
    assert pages.forbidden(planted)


def test_a_page_within_the_policy_is_left_alone() -> None:
    page = """{# <style> #}<script src="{{ asset('js/live.js') }}" defer></script>
    <form method="post" action="/polls/1/ballots" hx-post="/polls/1/ballots" hx-swap="none">
    {{ csrf_input | safe }}<p class="style=" data-on="1">{{ _("说明") }}</p>"""
    assert pages.forbidden(page) == []


def catalogue(**sentences: str) -> Catalog:
    made = Catalog(locale="en")
    for text, translation in sentences.items():
        made.add(text, translation)
    return made


def test_a_sentence_without_translation_is_found() -> None:
    used = [translations.Used("赞成", "a.html:1"), translations.Used("反对", "a.html:2")]
    found = translations.missing(used, catalogue(赞成="For", 反对=""), "en.po")
    assert found == ["a.html:2: “反对” is not in en.po"]


def test_a_family_of_codes_needs_one_sentence() -> None:
    used = [translations.Used("form.missing.*", "forms.py:1")]
    made = Catalog()
    assert translations.missing(used, made, "en.po")
    made.add("form.missing.login", "Please say who you are.")
    assert translations.missing(used, made, "en.po") == []
    assert translations.unused(made, used, "en.po") == []


def test_a_sentence_that_nothing_says_is_found() -> None:
    nowhere = "此句无处" + "可见"
    assert translations.unused(catalogue(**{nowhere: "Nowhere"}), [], "en.po")


def test_an_invented_placeholder_is_found() -> None:
    assert translations.altered(catalogue(**{"共%(n)s票": "%(m)s votes"}))
    assert translations.altered(catalogue(**{"共%(n)s票": "%(n)s votes"})) == []


def test_unmarked_chinese_in_a_template_is_found() -> None:
    page = '<p title="{{ _("标题") }}">{# 注 #}{% trans n=1 %}共{{ n }}票{% endtrans %}</p>\n'
    assert translations.bare_words(page) == []
    assert translations.bare_words(f"{page}<p>议程</p>") == [(2, "议程")]
    assert translations.bare_words('<img alt="议程">')
    assert translations.bare_words('<i data-key="议程"> {# untranslated: a key #}') == []


def test_a_registry_in_a_file_is_found() -> None:
    for host in ("https://py" + "pi.org/simple", "files.python" + "hosted.org", "//un" + "pkg.com"):
        assert addresses.named(f"a\nsee {host}\n")[0][0] == 2
    assert addresses.named("PyPI, a package registry, 'pip install'") == []


def test_steps_can_be_named_and_an_unknown_one_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "STEPS", {"good": list, "bad": lambda: ["a.py:1: wrong"]})
    assert checks.main(["good"]) == 0
    assert checks.main([]) == 1
    assert "a.py:1: wrong" in capsys.readouterr().out
    assert checks.main(["ugly"]) == 2


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code and its rules, to plant something in."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(tools.CHECKOUT / "council", tmp_path / "council", ignore=skip)
    shutil.copy(tools.CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("council/meetings/rules.py", "import piccolo"),
        ("council/meetings/agenda.py", "from council import clock"),
        ("council/room/snapshot.py", "import litestar"),
        ("council/meetings/actions.py", "import jinja2"),
        ("council/identity/tables.py", "from council.voting import tables"),
        ("council/web/forms.py", "from council.meetings import tables"),
        ("council/meetings/queries.py", "from council import app"),
    ],
)
def test_an_import_against_the_layers_is_found(
    copy: Path, file: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (copy / file).open("a", encoding="utf-8") as planted:
        planted.write(f"\n{line}\n")
    monkeypatch.setattr(tools, "CHECKOUT", copy)
    assert any("BROKEN" in said for said in tools.layers())


def test_a_folder_that_is_no_package_is_found(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / "council/new").mkdir()
    (copy / "council/new/rules.py").touch()
    monkeypatch.setattr(tools, "CHECKOUT", copy)
    assert any("council/new" in said for said in tools.layers())


def test_untyped_and_unformatted_code_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("def f(x): return x\n")
    config = str(tools.CHECKOUT / "pyproject.toml")
    for command in (
        ["mypy", "--config-file", config, "planted.py"],
        ["ruff", "check", "--config", config, "planted.py"],
        ["ruff", "format", "--check", "--config", config, "planted.py"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 1, command
