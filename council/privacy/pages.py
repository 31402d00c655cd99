"""All pages of privacy."""

from __future__ import annotations

ROUTES: list[object] = []
