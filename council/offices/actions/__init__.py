"""What can be done: give an office, renew its term, end it."""

from __future__ import annotations

from council.offices import confirming
from council.offices.actions.ending import end_office
from council.offices.actions.giving import appoint, renew

__all__ = ["appoint", "confirming", "end_office", "renew"]
