"""Reading forms: the token first, then plain text fields, then typed values."""

from __future__ import annotations

import hmac
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from litestar.exceptions import HTTPException

from council.refusal import Refused, unreadable
from council.web.origin import from_elsewhere
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request

TOKEN_FIELD = "_csrf_token"  # noqa: S105 - a name, not a secret
TOKEN_HEADER = "x-csrf-token"  # noqa: S105 - a name, not a secret
SAFE = {"GET", "HEAD", "OPTIONS"}
SECRETS = {"password", "repeat"}  # compared exactly as they were typed (ASVS 6.2.8)
FORBIDDEN = 403
TOO_LARGE = 413


async def check_token(request: Request[Any, Any, Any]) -> None:
    """Before every unsafe request: the token of this session, in a header or in the form.

    Refused with form.elsewhere when the browser says that another site sent it.
    """
    if request.method in SAFE:
        return
    if from_elsewhere(request.scope["headers"], visit_of(request).settings.origin):
        raise Refused("form.elsewhere", FORBIDDEN)
    given = request.headers.get(TOKEN_HEADER)
    if given is None:
        given = (await read(request)).get(TOKEN_FIELD, "")
    if not hmac.compare_digest(given.encode(), visit_of(request).csrf.encode()):
        raise Refused("form.stale", FORBIDDEN)


async def read(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The text fields of a form, normalised; the last one of a name wins; files are left out."""
    try:
        data = await request.form()
    except (HTTPException, ValueError, UnicodeDecodeError) as error:
        if isinstance(error, HTTPException) and error.status_code == TOO_LARGE:
            raise
        raise unreadable("form.unreadable") from error
    fields = {
        name: value if name in SECRETS else clean(value)
        for name, value in data.multi_items()
        if isinstance(value, str)
    }
    visit_of(request).typed = fields
    return fields


def clean(text: str) -> str:
    """NFC, no control characters but line breaks, no space at the ends."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(c for c in normal if c == "\n" or unicodedata.category(c)[0] != "C").strip()


def required(fields: dict[str, str], name: str, *, most: int) -> str:
    """A text that must be there and not longer than `most` characters."""
    text = fields.get(name, "")
    if not text:
        raise unreadable(f"form.missing.{name}")
    return within(text, name, most)


def optional(fields: dict[str, str], name: str, *, most: int) -> str:
    return within(fields.get(name, ""), name, most)


def within(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise unreadable("form.too_long", field=name, most=most, length=len(text))
    return text


def one_of(fields: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """A choice; anything else is refused."""
    value = fields.get(name, "")
    if value not in allowed:
        raise unreadable("form.choice", field=name)
    return value


def number(fields: dict[str, str], name: str, *, least: int, most: int) -> int:
    """A whole number in Arabic digits within limits."""
    value = fields.get(name, "")
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise unreadable("form.number", field=name, least=least, most=most)
    return int(value)


def way_back(fields: dict[str, str], otherwise: str) -> str:
    """Where to go afterwards: a path of ours only, never another site."""
    path = fields.get("next", "")
    return path if re.fullmatch(r"/(?![/\\])[\w/.~#?=&%-]*", path) else otherwise
