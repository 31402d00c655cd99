"""No search puts a name into an address: addresses are kept in histories, logs and referrers."""

from __future__ import annotations

import re

import pytest

from council.checks import sources
from council.checks.pages import COMMENT

FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
BY_ADDRESS = re.compile(r"""<form\b(?![^>]*\bmethod\s*=\s*["']post)[^>]*>""", re.IGNORECASE)
TYPED = re.compile(
    r"<input\b(?![^>]*\btype\s*=\s*[\"'](?:hidden|radio|checkbox|submit|number|date))[^>]*"
    r"\bname\s*=\s*[\"']([^\"']+)|<textarea\b[^>]*\bname\s*=\s*[\"']([^\"']+)"
    r"|\{\{\s*(text|area)\(",
    re.IGNORECASE,
)
NO_PERSON = {  # what is typed there and stands in the address, because nobody's name is asked for
    ("templates/ideas/list.html", "text"): "words of ideas, which are public",
    ("templates/public/ask.html", "text"): "words of what is public",
    ("templates/public/published.html", "text"): "words of what is public",
    ("templates/proposals/list.html", "text"): "words of proposals, which are public",
    ("templates/verification/letters.html", "units"): "codes of homes",
}


def typed_by_address(template: str) -> list[str]:
    """What somebody can type in a form whose fields go into the address."""
    text = sources.blank(template, COMMENT)
    return [
        next(filter(None, field.groups()))
        for form in FORM.finditer(text)
        if BY_ADDRESS.match(form[0])
        for field in TYPED.finditer(form[0])
    ]


def test_no_form_puts_a_person_into_the_address() -> None:
    found = {
        (sources.name(path), field)
        for path in sources.files("templates", ".html")
        for field in typed_by_address(path.read_text(encoding="utf-8"))
    }
    assert found == set(NO_PERSON)


@pytest.mark.parametrize(
    "planted",
    [
        '<form method="get" action="/offices"><input name="who" type="search"></form>',
        '<form action="/x"><input type="text" name="who"></form>',
        '<form action="/x" method="get"><textarea name="who"></textarea></form>',
        '<form role="search" method="get">{{ text(form, "who", _("找人")) }}</form>',
    ],
)
def test_control_a_search_by_address_is_found(planted: str) -> None:
    assert typed_by_address(planted)


def test_what_is_only_chosen_or_sent_as_a_form_is_left_alone() -> None:
    kept = '<form method="get"><input type="radio" name="state"></form>'
    sent = '<form class="a" method="post"><input name="who" type="search"></form>'
    assert typed_by_address(kept + sent) == []
