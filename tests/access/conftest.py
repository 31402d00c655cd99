"""The two communities of the access table, with the application before them."""

from __future__ import annotations

from tests.access.stage import stage, stage_of_each, stage_on_postgres

__all__ = ["stage", "stage_of_each", "stage_on_postgres"]
