"""E-mail by somebody's mail server, encrypted on the way; in the clear only to this machine."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiosmtplib

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE = 20  # seconds for the whole conversation
SMTP, SMTPS = 587, 465
OWN = ("localhost", "127.0.0.1", "::1")


def host_of(origin: str) -> str:
    return urlsplit(origin).hostname or "localhost"


def server(url: str, sender: str) -> Callable[[str, str, str], Awaitable[None]]:
    """Sends through smtp://user:password@host:port (STARTTLS demanded) or smtps:// (TLS)."""
    parts = urlsplit(url)
    host, implicit = parts.hostname or "", parts.scheme == "smtps"

    async def send(to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message.set_content(text)
        await aiosmtplib.send(
            message,
            hostname=host,
            port=parts.port or (SMTPS if implicit else SMTP),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=implicit,
            start_tls=None if host in OWN else not implicit,
            timeout=PATIENCE,
        )

    return send
