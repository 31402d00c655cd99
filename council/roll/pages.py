"""The roll's pages: the register, its people and units, departures, and the import."""

from __future__ import annotations

import council.roll.confirming  # noqa: F401 - makes known what a second officer confirms
from council.roll import departure_pages, import_pages, person_pages, register_pages, unit_pages

ROUTES = [
    *register_pages.ROUTES,
    *person_pages.ROUTES,
    *departure_pages.ROUTES,
    *unit_pages.ROUTES,
    *import_pages.ROUTES,
]
