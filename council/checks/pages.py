"""Templates: each must compile, and none may need what the content security policy forbids."""

from __future__ import annotations

import re

from jinja2 import TemplateSyntaxError

from council.checks import sources
from council.paths import TEMPLATES
from council.web.render import environment

COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "script inside the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "style inside the page": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\s(?:hx-)?on[a-z:-]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that needs eval": re.compile(
        r"hx-(?:vals|headers|vars)\s*=\s*[\"']\s*js:|hx-trigger\s*=\s*\"[^\"]*\[", re.IGNORECASE
    ),
    "absolute address": re.compile(r"(?:href|src|action|hx-[a-z]+)\s*=\s*\"(?:https?:)?//"),
    "unescaped text": re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false"),
}
# Text that is markup by its origin, never by what somebody typed.
ALLOWED = {
    "unescaped text": {
        "csrf_input|safe": "Litestar makes the whole <input> itself",
        "door.qr|safe": "the drawing of a QR code, made from modules and numbers alone",
    }
}


def broken() -> list[str]:
    """Templates that Jinja cannot compile."""
    faults: list[str] = []
    jinja = environment()
    for path in sources.files("templates", ".html", ".txt", ".xml", ".svg"):
        try:
            jinja.get_template(path.relative_to(TEMPLATES).as_posix())
        except TemplateSyntaxError as error:
            faults.append(f"{sources.name(path)}:{error.lineno}: {error.message}")
    return faults


def against_policy() -> list[str]:
    """Each place in a template that a browser would refuse, or that lets text in unescaped."""
    return [
        f"{sources.name(path)}:{line}: {fault}"
        for path in sources.files("templates", ".html", ".svg")
        for line, fault in forbidden(path.read_text(encoding="utf-8"))
    ]


def forbidden(template: str) -> list[tuple[int, str]]:
    """What a template may not hold, each with its line."""
    text = sources.blank(template, COMMENT)
    return [
        (line, f"{fault}: {what}")
        for fault, pattern in FORBIDDEN.items()
        for line, what in sources.places(text, pattern)
        if not _is_allowed(fault, text.splitlines()[line - 1])
    ]


def _is_allowed(fault: str, line: str) -> bool:
    return any(words in line.replace(" ", "") for words in ALLOWED.get(fault, {}))
