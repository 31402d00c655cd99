"""The process in which a stranger's file is read: `python -m council.roll.reading_apart`.

It holds no database, no network and no secret but the pepper, and has a limit of memory and time.
Orders come on standard input: a line of JSON, the bytes of the file, then the roll in lines.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from council.refusal import Refused
from council.roll import reading_work as work

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MEMORY = 768 * 1024 * 1024  # bytes of address space: many times what an honest roll takes
MOST_CPU = 90  # seconds
LATER = 10  # niceness: ballots come first
END = b"end\n"


def main(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Do one order; a refusal is an answer like any other."""
    _confine()
    order = json.loads(incoming.readline())
    content = incoming.read(order["size"])
    try:
        for answer in _answers(order, content, incoming):
            _say(outgoing, answer)
    except Refused as why:
        _say(outgoing, {"refused": why.code, "status": why.status, "values": why.values})
    except MemoryError:
        _say(outgoing, {"refused": "roll.too_large", "status": 422, "values": {"most": 5}})


def _confine() -> None:
    os.nice(LATER)
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers(order: dict[str, Any], content: bytes, incoming: IO[bytes]) -> Iterator[Any]:
    pepper = bytes.fromhex(order["pepper"])
    if order["do"] == "steps":
        yield from work.steps(content.decode(), _roll(incoming).known(), pepper)
        yield {"end": True}
        return
    understood = work.understand(content, order["mappings"])
    if understood.unclear:
        yield {"unclear": [work.as_question(one) for one in understood.found]}
        return
    yield {"ready": True}
    today = date.fromisoformat(order["today"])
    known = _roll(incoming).known()
    staged = work.stage(understood.tables, known, pepper, today, complete=order["complete"])
    yield {"preview": staged.preview, "root": staged.root}
    yield staged.rows
    yield staged.findings


def _roll(incoming: IO[bytes]) -> work.Roll:
    roll = work.Roll()
    for line in iter(incoming.readline, END):
        if not line:
            raise EOFError  # whoever asked is gone
        roll.add(json.loads(line))
    return roll


def _say(outgoing: IO[bytes], answer: Any) -> None:
    """One line; a text is sent as it is."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    outgoing.write(text.encode() + b"\n")
    outgoing.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
