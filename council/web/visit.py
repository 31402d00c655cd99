"""One request's circumstances: who, in which language, and the token that proves intent."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.settings import Settings

ANONYMOUS = "council_visit"
LANGUAGE = "council_language"
ELDER = "council_elder"
DEVICE = "council_device"  # this login succeeded here before
TERMINAL = "council_terminal"  # the token of a terminal of the office


@dataclass(slots=True)
class Visit:
    settings: Settings
    viewer: Viewer | None
    cookies: dict[str, str]
    pending: Viewer | None = None  # the password was right, the second factor is still to come
    set_cookies: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # what the form held, for an error page

    @property
    def language(self) -> str:
        return "en" if self.cookies.get(LANGUAGE) == "en" else "zh"

    @property
    def known(self) -> Viewer | None:
        """Whose session it is, whether or not it counts yet: for ending it or completing it."""
        return self.viewer or self.pending

    @property
    def terminal(self) -> bool:
        """On a shared terminal of the office: what pages look like; sessions ask the database."""
        return bool(self.cookies.get(TERMINAL)) or bool(self.known and self.known.terminal)

    @property
    def elder(self) -> bool:
        """长辈版: the cookie of this device decides, else what the roll says of the person."""
        chosen = self.cookies.get(ELDER)
        if chosen is not None:
            return chosen == "1"
        return self.known is not None and self.known.elder

    @property
    def csrf(self) -> str:
        """Constant within a session; for the anonymous bound to a cookie of their own."""
        if self.known is not None:
            return csrf_token(self.settings.keys.csrf, f"session:{self.known.session}")
        if ANONYMOUS not in self.cookies:
            self.cookies[ANONYMOUS] = secrets.token_urlsafe(24)
            self.set_cookie(ANONYMOUS, self.cookies[ANONYMOUS])
        return csrf_token(self.settings.keys.csrf, f"visit:{self.cookies[ANONYMOUS]}")

    def set_cookie(self, name: str, value: str, age: int | None = None) -> None:
        """Queue a cookie: HttpOnly, Lax, the whole site; Secure behind HTTPS."""
        text = f"{name}={value}; Path=/; HttpOnly; SameSite=Lax"
        if age is not None:
            text += f"; Max-Age={age}"
        if self.settings.secure:
            text += "; Secure"
        self.set_cookies.append(text)


@lru_cache(maxsize=10_000)
def csrf_token(key: bytes, bound_to: str) -> str:
    """Remembered: OpenSSL takes longer to begin a digest than the rest of a page takes."""
    return hmac.digest(key, bound_to.encode(), "sha256").hex()[:40]


def cookies_of(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """All cookies of a request; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, text = part.strip().partition("=")
                found.setdefault(key, text)
    return found


def visit_of(connection: Any) -> Visit:
    """The visit of a Litestar request (the front door put it there)."""
    visit: Visit = connection.scope["state"]["visit"]
    return visit
