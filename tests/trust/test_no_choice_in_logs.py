"""Row 23: what is on a secret ballot stands in no log, trace or file but the database's own.

A vote on options whose names occur nowhere else, in full: without JavaScript and with it, changed,
refused, with a fault on the way and one in the database, closed, published. Every logger is heard
at DEBUG, and at night a process of its own too, to the last line that it writes when it crashes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from council import db
from council.checks.tools import CHECKOUT
from council.traces import without_words
from council.voting import forms
from council.voting.casting import ballot_box, ballot_route, batch
from council.voting.casting.ballots import Ballot
from tests.access import asking
from tests.commands.running import free_port
from tests.people import assemble
from tests.trust.secret import POSTGRES_AT_NIGHT
from tests.voting.methods.making import convene, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server import Hall

LABELS = ("金丝雀甲组", "金丝雀乙组", "金丝雀丙组", "金丝雀丁组")
# As a ballot is written: a rank of all four, which no other text has.
RANKS = ("c>a>d>b", "d>b>a>c", "a>d>c>b", "b>d>c>a", "d>c>a>b", "b>a>c>d")
OURS = re.compile(r"httpx|httpcore|websockets")  # the test's own client


@contextmanager
def everything() -> Iterator[list[str]]:
    """All that any logger says, with its traces, as text."""
    told: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not OURS.match(record.name):
                told.append(f"{record.name} {self.format(record)}")

    ear, root = Ear(logging.DEBUG), logging.getLogger()
    kept = {name: logging.getLogger(name).level for name in ("council", "uvicorn", "litestar")}
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    for name in kept:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield told
    root.removeHandler(ear)
    root.setLevel(before)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


def marks(rank: str) -> dict[str, str]:
    """A ranked ballot as its form sends it."""
    return {f"o-{code}": str(at) for at, code in enumerate(rank.split(">"), 1)}


def canaries(*more: str) -> re.Pattern[str]:
    """Names of options, ballots as they are written (also as an address would hold them)."""
    ranks = [one for rank in RANKS for one in (rank, rank.replace(">", "%3E"))]
    return re.compile("|".join(map(re.escape, [*LABELS, *ranks, *more])))


def quoting(*given: Any, **_: Any) -> Any:
    """A fault whose words hold what was sent."""
    raise ValueError(f"cannot take {given} {RANKS[0]}")


async def a_whole_life(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every way that a ballot goes, wrong ones too; the id of the poll, which is published."""
    cast = await assemble(members=8)
    meeting = await convene(hall, cast)
    poll = await meeting.opened("irv", mode="sealed", options="\n".join(LABELS), allow_revote="1")
    for name, rank in zip(meeting.present, RANKS, strict=True):
        assert (await meeting.vote(name, poll, **marks(rank))).status_code == 303
    voter = hall.of(cast, meeting.present[0])
    await voter.get("/account")
    asked = await voter.post(f"/polls/{poll}/confirmation", **marks(RANKS[1]))
    sent = {**hidden(asked.text), "idem": "canary-idem-00000001"}
    path = f"/polls/{poll}/ballots"
    changes: list[dict[str, str]] = [{}, {"choice": "a>c"}, {"rev": "7"}, {"choice": "a>x"}]
    answers = [(await voter.post(path, **sent | one)).status_code for one in changes]
    headers = {"x-csrf-token": "wrong"}
    refused = await voter.http.post(path, data=sent, headers=headers)
    with monkeypatch.context() as faulty:
        faulty.setattr(batch.Batch, "answers", quoting)
        answers.append(
            (await voter.post(path, **sent | {"idem": "canary-idem-00000002"})).status_code
        )
        faulty.setattr(forms, "ballot", quoting)
        answers.append((await voter.post(path, **sent)).status_code)
    assert refused.status_code == 403
    assert answers[0] == 303
    assert answers[-2:] == [503, 500]
    for act in ("closing", "publication"):
        assert (await meeting.chair.post(f"/polls/{poll}/{act}")).status_code == 303
    assert (await voter.get(f"/polls/{poll}")).status_code == 200
    return poll


def files_with(found: re.Pattern[str], *folders: Path) -> list[str]:
    """Files below that hold a canary, the database's own left out."""
    sought = re.compile(found.pattern.encode())
    return [
        str(file)
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and "sqlite" not in file.name and sought.search(file.read_bytes())
    ]


async def said_by_the_server() -> list[Path]:
    """Where a PostgreSQL server writes what it has to say."""
    if not isinstance(db.engine(), db.SafePostgres):
        return []
    (told,) = await db.rows("SELECT current_setting('data_directory') AS at")
    tables = {"base", "global", "pg_wal", "pg_notify", "pg_xact"}
    return [one for one in Path(told["at"]).iterdir() if one.is_dir() and one.name not in tables]


async def test_no_logger_and_no_file_holds_a_choice_or_an_option(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with everything() as told:
        await a_whole_life(hall, monkeypatch)
    log, found = "\n".join(told), canaries("canary-idem")
    assert "POST /polls/" in log
    assert "error " in log
    assert "1 ballots were not written" in log
    assert {line.split(" ")[0].split(".")[0] for line in told} >= {"council", "uvicorn"}
    assert set(found.findall(log)) == set()
    assert files_with(found, tmp_path, *await said_by_the_server()) == []
    assert await db.rows("SELECT 1 AS one FROM opened WHERE choice = {}", RANKS[1]), "it was cast"


@POSTGRES_AT_NIGHT
async def test_control_a_trace_with_its_words_is_found(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_of_it(error: BaseException) -> str:
        return "".join(traceback.format_exception(error))

    for module in (ballot_box, ballot_route):
        monkeypatch.setattr(module, "without_words", all_of_it)
    with everything() as told:
        await a_whole_life(hall, monkeypatch)
    assert canaries().search("\n".join(told))


def test_a_ballot_that_is_shown_by_accident_shows_no_choice() -> None:
    assert "a>b" not in repr(Ballot("p", "x", "a>b", "i" * 16, 0))


def test_a_trace_without_words_says_where_and_what_kind() -> None:
    try:
        try:
            quoting()
        except ValueError as error:
            raise OSError(RANKS[0]) from error
    except OSError as error:
        told = without_words(error)
    assert "quoting" in told
    assert told.count("Error\n") == 2
    assert not canaries().search(told)


LOUD = """
import faulthandler, logging, sys
faulthandler.enable()
basic = logging.basicConfig
logging.basicConfig = lambda **given: basic(**{**given, "level": logging.DEBUG})
from council.cli import main
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def loud(url: str, data: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """`council serve` at DEBUG, with a folder of its own for temporary files."""
    out, temporary = data / "said.txt", data / "temporary"
    temporary.mkdir()
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "COUNCIL_DATA": str(data),
        "COUNCIL_ORIGIN": f"http://127.0.0.1:{port}",
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(CHECKOUT),
    }
    words = [sys.executable, "-c", LOUD, "serve", "--port", str(port)]
    with out.open("wb") as told:
        process = subprocess.Popen(words, env=env, cwd=temporary, stdout=told, stderr=told)
        try:
            yield process, out
        finally:
            process.kill()
            process.wait()


@pytest.mark.nightly
async def test_nor_does_a_process_of_its_own_to_its_last_line(
    hall: Hall, database_url: str, tmp_path: Path
) -> None:
    """It crashes with a ballot in its memory: neither its dump nor a core file shows it."""
    cast = await assemble(members=8)
    meeting = await convene(hall, cast)
    poll = await meeting.opened("irv", mode="sealed", options="\n".join(LABELS))
    port = free_port()
    with loud(database_url, tmp_path, port) as (process, out):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            while True:
                with suppress(httpx.TransportError):
                    await http.get("/health")
                    break
                await asyncio.sleep(0.2)
            for at, (name, rank) in enumerate(zip(meeting.present, RANKS, strict=True)):
                token = cast.tokens[name]
                fields = {"choice": rank, "idem": f"canary-idem-{at:08}", "rev": "0"}
                headers = {
                    "cookie": f"{hall.settings.cookie}={token}",
                    "x-csrf-token": asking.csrf_of(hall.settings, token),
                    "accept": "application/json",
                }
                answer = await http.post(f"/polls/{poll}/ballots", data=fields, headers=headers)
                assert answer.status_code == 201, answer.text
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        process.send_signal(signal.SIGABRT)
        await asyncio.to_thread(process.wait, 20)
        assert process.returncode == -signal.SIGABRT
    said = out.read_text()
    assert "POST /polls/" in said
    assert "Fatal Python error: Aborted" in said
    assert re.search(r"Max core file size\s+0 ", limits)
    found = canaries("canary-idem")
    assert files_with(found, tmp_path) == []
    everywhere = [one for one in tmp_path.rglob("*") if one.is_file()]
    ranks = re.compile("|".join(map(re.escape, RANKS)).encode())
    assert not [one for one in everywhere if ranks.search(one.read_bytes())], "it is sealed"
