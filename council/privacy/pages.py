"""All pages of privacy."""

from __future__ import annotations

from council.privacy import (
    confirming,  # noqa: F401 - its import registers what two persons do
    consent_pages,
    data_pages,
    log_pages,
    request_pages,
    terms_pages,
)

ROUTES = [
    *consent_pages.ROUTES,
    *data_pages.ROUTES,
    *log_pages.ROUTES,
    *request_pages.ROUTES,
    *terms_pages.ROUTES,
]
