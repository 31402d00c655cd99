"""Chinese first, English complete. The Chinese sentence is the key; codes have both.

`locale/en.po` translates every Chinese sentence; `locale/zh_CN.po` holds the sentences of
reason codes. Both are read once, at start: no compiled files, no build step.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from council.paths import LOCALE

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("zh", "en")
_FILES = {"zh": "zh_CN.po", "en": "en.po"}

_language: ContextVar[str] = ContextVar("language", default="zh")


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """msgid → its forms; Chinese has one form, English two."""
    with (LOCALE / _FILES[language]).open("rb") as file:
        messages = read_po(file, locale="zh_CN" if language == "zh" else language)
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if not message.id or not message.string:
            continue
        single = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if all(forms):
            found[single] = forms
    return found


def language() -> str:
    """The language of this request or render: zh or en."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use `language` inside the block."""
    token = _language.set(language if language in LANGUAGES else "zh")
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """The sentence in the reader's language; an untranslated one stays as it is."""
    found = catalogue(_language.get()).get(message)
    return found[0] if found else message


def ngettext(message: str, plural: str, number: int) -> str:
    """The form for `number`; only English distinguishes one from many."""
    found = catalogue(_language.get()).get(message)
    if not found:
        return message if number == 1 else plural
    return found[0] if number == 1 or len(found) == 1 else found[1]
