"""The two communities of the access table, with the application before them."""

from __future__ import annotations

from tests.access.stage import stage

__all__ = ["stage"]
