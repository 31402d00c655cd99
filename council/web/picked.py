"""Named fields of a view as plain values; what is added to a view is not public by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any


def pick(view: object, names: str) -> dict[str, Any]:
    """These fields, times and days as ISO 8601."""
    return {name: plain(getattr(view, name)) for name in names.split()}


def plain(value: Any) -> Any:
    """A time or a day as text, everything else as it is."""
    return value.isoformat() if isinstance(value, date | datetime) else value
