"""How SMS and e-mail leave this installation: COUNCIL_SMS, COUNCIL_MAIL, COUNCIL_MAIL_FROM.

What cannot be read is refused aloud; no message repeats a value, which may hold a password.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from council.bad_setting import BadSettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = ("console", "file", "off")


def sms(env: Mapping[str, str], *, demo: bool) -> str:
    """console, file or off."""
    value = env.get("COUNCIL_SMS") or _usual(demo=demo)
    if value not in LOCAL:
        raise BadSettingError("COUNCIL_SMS must be console, file or off")
    return value


def mail(env: Mapping[str, str], *, demo: bool) -> str:
    """console, file, off, or the address of a mail server with its user and password."""
    value, file = env.get("COUNCIL_MAIL") or "", env.get("COUNCIL_MAIL_FILE") or ""
    if value and file:
        raise BadSettingError("set COUNCIL_MAIL or COUNCIL_MAIL_FILE, not both")
    value = _text_of(file) if file else value or _usual(demo=demo)
    if value not in LOCAL and not _is_smtp(value):
        raise BadSettingError(
            "COUNCIL_MAIL must be smtp://user:password@host:587, smtps://…, console, file or off"
        )
    return value


def sender(env: Mapping[str, str]) -> str:
    """Whom e-mail comes from; empty: council@ the host of this installation."""
    address = env.get("COUNCIL_MAIL_FROM") or ""
    if address and not re.fullmatch(r"[\w.+-]+@[\w.-]+", address, re.ASCII):
        raise BadSettingError("COUNCIL_MAIL_FROM must be one address such as council@example.cn")
    return address


def _usual(*, demo: bool) -> str:
    """A demonstration prints its codes; a real installation sends none until it is told how."""
    return "console" if demo else "off"


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettingError("the file that COUNCIL_MAIL_FILE names cannot be read") from error


def _is_smtp(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
