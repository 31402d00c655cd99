"""Files that mean harm are refused soon and cheaply, in a process of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from council.demo.roll import SAMPLE
from council.roll.apart import ROOT
from tests.trust import bombs

MOST_SECONDS = 2.0  # of the processor: what else runs on the machine is not the file's doing
MOST_MORE = 64 * 1024  # kilobytes beside the process that reads the good sample
ORDER = {"do": "stage", "pepper": "00", "mappings": {}, "today": "2026-12-05", "complete": False}
# A child says its own peak: what the kernel counts for it includes the process that started it.
CAREFUL = """
import runpy, sys
try:
    runpy.run_module("council.roll.reading_apart", run_name="__main__")
finally:
"""
TOLD = """
    import re, time
    status = open("/proc/self/status").read()
    peak = re.search(r"VmHWM:\\s+(\\d+)", status)[1]
    print("peak", peak, time.process_time(), file=sys.stderr)
"""
# What a reader without limits does with the same file.
CARELESS = """
import io, json, sys
import python_calamine
try:
    order = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(order["size"])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    print(json.dumps({"ready": True}))
finally:
"""


@dataclass(frozen=True)
class Spent:
    """What one file cost: processor seconds, kilobytes at the peak, and the answer."""

    seconds: float
    peak: int
    answer: dict[str, Any]


def read_apart(content: bytes, program: str = CAREFUL) -> Spent:
    """As the application does it, with the bill."""
    child = subprocess.Popen(
        [sys.executable, "-c", program + TOLD],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    order = json.dumps({**ORDER, "size": len(content)}).encode()
    answer, told = child.communicate(order + b"\n" + content + b"end\n")
    peak = re.search(rb"peak ([0-9]+) ([0-9.]+)", told)
    assert peak is not None, told
    return Spent(float(peak[2]), int(peak[1]), json.loads(answer.partition(b"\n")[0] or b"{}"))


@cache
def usual() -> Spent:
    return read_apart(SAMPLE.read_bytes())


def harmful(spent: Spent) -> list[str]:
    """What is wrong with how a file was dealt with."""
    faults = []
    if "refused" not in spent.answer:
        faults.append(f"not refused: {str(spent.answer)[:80]}")
    if spent.seconds - usual().seconds > MOST_SECONDS:
        faults.append(f"{spent.seconds:.1f} s")
    if spent.peak - usual().peak > MOST_MORE:
        faults.append(f"+{(spent.peak - usual().peak) // 1024} MB")
    return faults


def parametrized() -> list[Any]:
    names = list(bombs.FILES)
    nightly = pytest.mark.nightly
    return [
        pytest.param(name, marks=() if at < bombs.EACH_RUN else nightly)
        for at, name in enumerate(names)
    ]


def test_there_are_twenty_five_and_the_good_file_is_read() -> None:
    assert len(bombs.FILES) == 25
    assert usual().answer == {"ready": True}


@pytest.mark.parametrize("name", parametrized())
def test_a_bomb_is_refused_soon_and_cheaply(name: str) -> None:
    assert harmful(read_apart(bombs.FILES[name]())) == []


def test_a_reader_without_limits_fails_the_same_check() -> None:
    assert harmful(read_apart(bombs.wide_row(), CARELESS)) != []
