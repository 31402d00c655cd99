"""The fixtures of tests about residents; the kinds that need two persons are known."""

from __future__ import annotations

from council.verification.confirming import KINDS
from tests.residents import cast, hall, nothing_remembered, twin

__all__ = ["KINDS", "cast", "hall", "nothing_remembered", "twin"]
