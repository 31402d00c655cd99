"""No file may name a package registry or a content network: each machine has its own."""

from __future__ import annotations

import re

from council.checks import sources

# Written as patterns, these lines do not match themselves.
HOSTS = re.compile(
    r"\bpypi\.(?:org|python\.org)|pythonhosted\.org|registry\.(?:npmjs|npmmirror|yarnpkg)\."
    r"|\bnpmjs\.com|\bunpkg\.com|jsdelivr\.net|cdnjs\.|/simple[/]|mirrors?\.[a-z]+\.(?:com|edu)",
)
IN_LOCKS = re.compile(r"https?://\S*|^--(?:index|extra-index|find-links)\S*", re.MULTILINE)


def found() -> list[str]:
    """Each place in a committed file that names one."""
    faults: list[str] = []
    for path in sources.tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a spreadsheet
        faults += [f"{sources.name(path)}:{line}: {what}" for line, what in named(text)]
        if path.suffix == ".lock":
            places = sources.places(text, IN_LOCKS)
            faults += [f"{sources.name(path)}:{line}: {what}" for line, what in places]
    return faults


def named(text: str) -> list[tuple[int, str]]:
    """The registries that a text names, each with its line."""
    return list(sources.places(text, HOSTS))
