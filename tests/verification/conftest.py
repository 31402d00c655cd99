"""The fixtures of tests about residents."""

from __future__ import annotations

from tests.residents import cast, hall, nothing_remembered, twin

__all__ = ["cast", "hall", "nothing_remembered", "twin"]
