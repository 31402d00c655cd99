from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from council.commands.running import InUTC

if TYPE_CHECKING:
    import pytest

NOON_IN_SUZHOU = 1_795_406_400.5  # 2026-11-23 12:00:00.5 there, four in the morning in UTC


def test_a_line_says_when_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        line = logging.LogRecord("council", logging.WARNING, "", 1, "slow", None, None)
        line.created, line.msecs = NOON_IN_SUZHOU, 500.0
        assert InUTC().format(line) == "2026-11-23T04:00:00.500Z WARNING slow"
        plain = logging.Formatter("%(asctime)s").format(line)
        assert "12:00:00" in plain, "control"
    finally:
        monkeypatch.undo()
        time.tzset()
