"""Where templates, static files, migrations and translations lie: in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_WHEEL = PACKAGE / "_data"
DATA = _WHEEL if _WHEEL.is_dir() else PACKAGE.parent

TEMPLATES = DATA / "templates"
STATIC = DATA / "static"
MIGRATIONS = DATA / "migrations"
LOCALE = DATA / "locale"
TOOLS = DATA / "tools"
