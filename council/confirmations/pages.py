"""All pages of confirmations."""

from __future__ import annotations

ROUTES: list[object] = []
