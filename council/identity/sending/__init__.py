"""How a text reaches a phone or a mailbox: console, file, SMTP, or no way at all.

A provider is one function of three texts. For SMS there are console and file only: a
provider's gateway is one more function here, and one more word that COUNCIL_SMS may have.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from council.identity.sending import local, smtp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from council.settings import Settings

    Provider = Callable[[str, str, str], Awaitable[None]]  # to, subject, text

log = logging.getLogger(__name__)

_going: set[asyncio.Task[None]] = set()


def ways(settings: Settings) -> tuple[str, ...]:
    """How this installation can reach people: sms, email, both or none."""
    switches = (("sms", settings.sms), ("email", settings.mail))
    return tuple(way for way, how in switches if how != "off")


def provider(settings: Settings, way: str) -> Provider:
    """The function that sends this way; only for one of `ways`."""
    how = settings.sms if way == "sms" else settings.mail
    if how == "console":
        return local.to_console
    if how == "file":
        return local.to_file(settings.data / local.OUTBOX)
    return smtp.server(how, settings.mail_from or f"council@{smtp.host_of(settings.origin)}")


def send_soon(settings: Settings, way: str, to: str, subject: str, text: str) -> None:
    """Send behind the answer's back: how long it takes tells nobody whether an address is known.

    A failure is in the log, without the address and the text.
    """
    task = asyncio.create_task(_send(provider(settings, way), way, to, subject, text))
    _going.add(task)
    task.add_done_callback(_going.discard)


async def _send(by: Provider, way: str, to: str, subject: str, text: str) -> None:
    try:
        await by(to, subject, text)
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the site goes on
        log.error("a message by %s could not be sent: %s", way, type(error).__name__)  # noqa: TRY400 - its trace holds the address


async def finished() -> None:
    """Wait until everything that is on its way has left (shut-down, tests)."""
    await asyncio.gather(*_going)
