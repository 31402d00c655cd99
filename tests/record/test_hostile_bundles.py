"""A stranger's file ends in one line and exit code 1, whatever is in it, and soon."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from council.commands.verify import verifier
from council.record.entry import canonical
from tests.record.made import packed, small

if TYPE_CHECKING:
    from pathlib import Path

HONEST = small().members()
FIRST = json.loads(HONEST["entries.jsonl"].splitlines()[0])


def _entry(**more: object) -> bytes:
    return (json.dumps(FIRST | more, sort_keys=True, separators=(",", ":")) + "\n").encode()


def _twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("bundle.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("bundle.json", "{}")
    return out.getvalue()


def _with(name: str, content: bytes) -> bytes:
    return packed(HONEST | {name: content})


HOSTILE = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 and no more",
    "half of it": packed(HONEST)[: len(packed(HONEST)) // 2],
    "a bomb in one line": _with("entries.jsonl", b"0" * 80_000_000),
    "a bomb in one file": _with("polls/p1.json", b" " * 80_000_000),
    "a bomb of checkpoints": _with("checkpoints.jsonl", b'"x"\n' * 100_000),
    "a way out": packed(HONEST | {"../../etc/passwd": b"x"}),
    "a strange file": packed(HONEST | {"run.py": b"x"}),
    "one file twice": _twice(),
    "a hundred thousand deep": _with("entries.jsonl", b"[" * 100_000 + b"]" * 100_000 + b"\n"),
    "deep in a poll": _with("polls/p1.json", b'{"a":' * 90_000 + b"1" + b"}" * 90_000),
    "a number without end": _with("entries.jsonl", _entry(i=0)[:-2] + b"9" * 5000 + b"}\n"),
    "not a number": _with("entries.jsonl", _entry(v=float("nan"))),
    "a fraction": _with("entries.jsonl", _entry(v=1.0)),
    "a list for an entry": _with("entries.jsonl", b"[]\n"),
    "no body": _with("entries.jsonl", _entry(body=[])),
    "true for one": _with("entries.jsonl", _entry(v=True)),
    "not UTF-8": _with("entries.jsonl", b"\xff\xfe\n"),
    "half a letter": _with("entries.jsonl", _entry(actor="\ud800")),
    "orders to a terminal": _with("keys.txt", b"log \x1b]0;owned\x07\x1b[2J+00+AA\n"),
    "lists for keys of a poll": _with("polls/p1.json", b"[]"),
    "numbers for ballots": _with("polls/p1.json", canonical({"ballots": 3}).encode()),
    "a checkpoint that is none": _with("checkpoints.jsonl", b"[1]\n"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_it_is_refused_in_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hostile.zip"
    file.write_bytes(HOSTILE[name])
    start = time.process_time()
    assert verifier().main([str(file)]) == 1
    assert time.process_time() - start < 5
    said = capsys.readouterr().out
    assert said.count("✗") >= 1
    assert "NOT" in said
    assert all(c.isprintable() or c == "\n" for c in said)
    assert max(len(line) for line in said.splitlines()) < 400


def test_the_honest_one_beside_them_holds(tmp_path: Path) -> None:
    file = tmp_path / "honest.zip"
    file.write_bytes(packed(HONEST))
    assert verifier().main([str(file)]) == 0
