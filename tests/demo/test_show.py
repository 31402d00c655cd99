"""What the demo prints is a table, and READY is its last line."""

from __future__ import annotations

from pathlib import Path

from council.demo.access import Access, Entry
from council.demo.show import ready


def test_addresses_stand_in_one_column_and_ready_comes_last() -> None:
    roles = ("chair", "secretary", "member", "resident")
    people = [Entry(role, f"1540000000{n}", "geheim77", "m1") for n, role in enumerate(roles)]
    text = ready(Access("http://127.0.0.1:8000", "c1", "m1", None, people), Path("/x/access.json"))
    lines = text.splitlines()
    assert lines[-1] == "READY http://127.0.0.1:8000"
    assert "/meetings/m1/screen" in text
    widths = {
        len(line[: line.index("http")].encode("gb18030"))
        for line in lines[:6]
        if line.startswith("  ")
    }
    assert len(widths) == 1
