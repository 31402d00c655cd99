"""What cannot be used of the environment."""

from __future__ import annotations


class BadSettingError(ValueError):
    """A setting that cannot be used; the message says which and what would be right."""
