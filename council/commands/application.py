"""The application as a server process makes it: from the environment alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import settings
from council.app import create_app
from council.db import bind, make_engine

if TYPE_CHECKING:
    from council.web.front import Front


def make() -> Front:
    """A real installation's application on its own database."""
    found = settings.read()
    bind(make_engine(found.database_url))
    return create_app(found)
