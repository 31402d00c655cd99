"""All pages of verification."""

from __future__ import annotations

from council.verification import letter_pages

ROUTES = [*letter_pages.ROUTES]
