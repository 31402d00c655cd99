"""All pages of verification."""

from __future__ import annotations

from council.verification import (
    batch_pages,
    conflict_pages,
    desk_pages,
    letter_claim_pages,
    letter_pages,
    newcomer_pages,
    overview_pages,
    vouching_pages,
)
from council.verification.confirming import KINDS

ROUTES = [
    *letter_pages.ROUTES,
    *letter_claim_pages.ROUTES,
    *batch_pages.ROUTES,
    *desk_pages.ROUTES,
    *newcomer_pages.ROUTES,
    *vouching_pages.ROUTES,
    *conflict_pages.ROUTES,
    *overview_pages.ROUTES,
]

__all__ = ["KINDS", "ROUTES"]
