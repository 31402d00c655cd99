"""One secret vote, lived twice from the same files: what everybody else is told both times.

Ids, tokens and times are the same in both lives, since both begin with copies of one database and
one folder of keys, under a clock that is moved by hand. What is left to differ are nonces.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import shutil
import zipfile
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

import pytest

from council import app as application
from council import clock, db, disk_room, settings, skew
from council.identity import sessions
from council.live import hub, topics
from council.refusal import Refused
from council.room import source
from council.voting.actions import Question, close_poll, make, open_poll
from council.voting.life import clock as poll_clock
from council.voting.sealing import poll_keys
from tests.access import asking
from tests.access.stage import _living
from tests.people import Cast, assemble
from tests.server import ROUTED
from tests.trust.attacked import LEAVE, Page, shape
from tests.trust.linkage import dump

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from litestar import Litestar

CHAIR, SECRETARY, OUTSIDE = "曹评话", "袁昆腔", "顾水巷"
START = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
# Receipts, hashes and keys; the record's newest hash as people read it out.
NONCES = re.compile(rb"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}|[0-9a-f]{32,}|[0-9a-f]{4}(?: [0-9a-f]{4}){3}")
TOOK = re.compile(r"[0-9]+ms$")
# Not yet opened; its length is compared all the same.
SECRET = {(table, column) for table in ("envelope", "box") for column in ("ct", "ct_hash")}
MADE_AT = "docProps/core.xml"  # in a spreadsheet, by the machine's clock
PHYSICAL = {"_rowid", "_ctid", "_xmin"}  # those are test_linkage.py's


class Frozen(datetime):
    """The clock of `council.clock`; it stands until it is moved."""

    at = START

    @classmethod
    def now(cls, _: Any = None) -> Self:
        return cls.at  # type: ignore[return-value]  # who asks only reckons with it


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time but ours; a push follows every ballot at once, and no heartbeat comes between.

    Who looks at the machine's own clock and disk, or closes polls by it, does not look.
    """

    async def never(*_: Any) -> None:
        await asyncio.Event().wait()

    Frozen.at = START
    monkeypatch.setattr(clock, "datetime", Frozen)
    monkeypatch.setattr(hub, "HEARTBEAT", 3600.0)
    monkeypatch.setattr(poll_clock.PollClock, "turn", never)
    for watcher in (skew, disk_room):
        monkeypatch.setattr(watcher, "watch", never)
    monkeypatch.setattr(source, "SLOWLY", 0.0)
    monkeypatch.setattr(source, "left_of_period", lambda _: 3600.0)  # of the door's code


@dataclass(slots=True)
class Begun:
    """A poll that is open, and where its files are."""

    url: str
    data: Path
    cast: Cast
    poll: str
    copy: Callable[[], str]  # a database like it
    routed: Litestar


async def begin(
    url: str, data: Path, copy: Callable[[], str], electors: int, *, allow_revote: bool = False
) -> Begun:
    """Everything up to the moment before the first ballot."""
    found = settings.read({"COUNCIL_DATA": str(data), "DATABASE_URL": url})
    poll_keys.use(found.poll_keys)
    engine = db.make_engine(url)
    db.bind(engine)
    await engine.start_connection_pool()
    cast = await assemble(members=electors)
    await db.rows("UPDATE meeting SET state = 'open', opened_at = {}", clock.now())
    await db.rows("UPDATE called SET status = 'present' WHERE part = 'member'")
    by = cast.actor(CHAIR)
    question = Question("选甲方案", "COM", mode="sealed", allow_revote=allow_revote)
    poll = await make(cast.meeting, question, by)
    await open_poll(poll, by)
    await engine.close_connection_pool()
    return Begun(url, data, cast, poll, copy, ROUTED.pop() if ROUTED else application.routes())


@dataclass(slots=True)
class Life:
    """What was told, in order, each with a name; nonces are masked, lengths are not."""

    told: list[tuple[str, bytes]] = field(default_factory=list)

    def hear(self, name: str, what: bytes | str) -> None:
        raw = what.encode() if isinstance(what, str) else what
        self.told.append((name, NONCES.sub(lambda one: b"#" * len(one[0]), raw)))

    def answer(self, name: str, answer: asking.Answer) -> None:
        body, headers = answer.body, dict(answer.headers)
        if body.startswith(b"PK"):
            body = _unpacked(body)
            headers["content-length"] = str(len(body))
        head = "\n".join(f"{key}: {value}" for key, value in headers.items())
        self.hear(name, f"{answer.status}\n{head}\n".encode() + body)

    @property
    def size(self) -> int:
        return sum(len(one) for _, one in self.told)


def _unpacked(sheet: bytes) -> bytes:
    """A spreadsheet's parts without the moment of its making."""
    with zipfile.ZipFile(io.BytesIO(sheet)) as parts:
        names = sorted(set(parts.namelist()) - {MADE_AT})
        return b"\n".join(name.encode() + b"\n" + parts.read(name) for name in names)


def differing(one: Life, other: Life) -> list[str]:
    """The names of what differs in a byte or in its length."""
    found = [
        name
        for (name, first), (also, second) in zip(one.told, other.told, strict=False)
        if name != also or first != second
    ]
    return found + [f"{abs(len(one.told) - len(other.told))} more"] * (
        len(one.told) != len(other.told)
    )


@dataclass(slots=True)
class Ear:
    """One open page's socket."""

    name: str
    person: str = ""
    frames: list[str] = field(default_factory=list)
    said: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            self.frames.append(message["text"])
            self.heard.set()

    async def until(self, seq: int) -> None:
        async with asyncio.timeout(10):
            while not self.frames or json.loads(self.frames[-1])["seq"] < seq:
                self.heard.clear()
                await self.heard.wait()


@dataclass(slots=True)
class Twin:
    """A life under way."""

    app: Any
    begun: Begun
    life: Life
    found: settings.Settings
    ears: list[Ear] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def jar(self, name: str) -> dict[str, str]:
        return asking.cookies(self.found, self.begun.cast.tokens[name] if name else "")

    async def cast(self, name: str, choice: str, at: int, rev: int = 0) -> None:
        """By the route, as a page sends it; then everybody's pages are told."""
        await self.send(name, choice, at, rev)
        await self._heard()

    async def send(self, name: str, choice: str, at: int, rev: int = 0) -> None:
        Frozen.at += timedelta(seconds=7)
        fields = {"choice": choice, "idem": f"{at:032x}", "rev": str(rev)}
        token = asking.csrf_of(self.found, self.begun.cast.tokens[name])
        answer = await asking.ask(
            self.app,
            "POST",
            f"/polls/{self.begun.poll}/ballots",
            cookies=self.jar(name),
            headers={
                "accept": "application/json" if at % 2 else "text/html",
                "x-csrf-token": token,
                "content-type": "application/x-www-form-urlencoded",
            },
            body=asking.form(fields)[0],
        )
        assert answer.status in {201, 303}, answer.text
        self.life.answer(f"the answer to {name}", answer)

    async def look(
        self, when: str, roles: Mapping[str, str], starts: Sequence[str], *, far: bool
    ) -> None:
        """These pages, or every page they lead to, for each of them; and all that is stored."""
        for role, name in roles.items():
            await self._walk(f"{when}, {role}", name, starts, far=far)
        for table, rows in sorted((await dump()).items()):
            told = [
                {
                    key: len(str(value)) if (table, key) in SECRET else str(value)
                    for key, value in row.items()
                    if key not in PHYSICAL
                }
                for row in rows
            ]
            self.life.hear(f"{when}, table {table}", "\n".join(sorted(map(str, told))))

    async def _walk(self, when: str, name: str, starts: Sequence[str], *, far: bool) -> None:
        ahead, seen = list(starts), set(map(_shape, starts))
        while ahead:
            path = ahead.pop(0)
            answer = await asking.ask(self.app, "GET", path, cookies=self.jar(name))
            self.life.answer(f"{when}: {path}", answer)
            if not far or not answer.header("content-type").startswith("text/html"):
                continue
            for link in map(unquote, Page(answer.text).links):
                path = link.partition("?")[0]
                known = _shape(link) in seen or LEAVE.search(path)
                if link.startswith("/") and not known:
                    seen.add(_shape(link))
                    ahead.append(link)

    @asynccontextmanager
    async def listening(self, pages: Mapping[str, tuple[str, str]]) -> AsyncIterator[None]:
        """Pages that stay open: screen and person of each."""
        tasks = []
        for name, (screen, person) in pages.items():
            ear = Ear(name, self.begun.cast.people.get(person, ""))
            await ear.said.put({"type": "websocket.connect"})
            self.ears.append(ear)
            tasks.append(
                asyncio.create_task(self.app(self._scope(screen, person), ear.said.get, ear.send))
            )
        seq = await topics.seq(topics.room(self.begun.cast.meeting))
        for ear in self.ears:
            await ear.until(seq)
        yield
        for ear in self.ears:
            await ear.said.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.gather(*tasks)
        self.ears = []

    def _scope(self, screen: str, person: str) -> dict[str, Any]:
        jar = "; ".join(f"{key}={value}" for key, value in self.jar(person).items())
        return {
            "type": "websocket",
            "path": f"/meetings/{self.begun.cast.meeting}/socket",
            "raw_path": b"",
            "query_string": f"screen={screen}".encode(),
            "headers": [
                (b"host", asking.HOST.encode()),
                (b"origin", self.found.origin.encode()),
                (b"cookie", jar.encode()),
            ],
            "scheme": "ws",
            "client": ("127.0.0.1", 1),
            "server": (asking.HOST, 80),
            "subprotocols": [],
            "root_path": "",
            "state": {},
        }

    async def stop_before_opening(self) -> None:
        """Closed up to the sealed box: its key is not there, so nothing is opened.

        The two pushes of closing may become one: of each page its last state is compared.
        """
        self._frames()
        Frozen.at += timedelta(seconds=60)
        (self.found.poll_keys / f"{self.begun.poll}.key").unlink()
        with pytest.raises(Refused, match="key_missing"):
            await close_poll(self.begun.poll, self.begun.cast.actor(CHAIR))
        await self._heard()
        for ear in self.ears:
            pieces: dict[str, str] = {}
            for frame in ear.frames:
                pieces |= json.loads(frame).get("pieces", {})
            self.life.hear(f"frames of closing to {ear.name}", json.dumps(pieces, sort_keys=True))

    async def _heard(self) -> None:
        """Every page is where the meeting is."""
        seq = await topics.seq(topics.room(self.begun.cast.meeting))
        for ear in self.ears:
            await ear.until(seq)

    def _frames(self) -> None:
        for ear in self.ears:
            for at, frame in enumerate(ear.frames):
                self.life.hear(f"frame {at} to {ear.name}", frame)


def _shape(path: str) -> str:
    return shape(path, set(path.split("/")))


class _Lines(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(TOOK.sub("ms", record.getMessage()))


@asynccontextmanager
async def living(begun: Begun, data: Path) -> AsyncIterator[Twin]:
    """The application on copies of database and folder."""
    shutil.copytree(begun.data, data)
    url = begun.copy()
    env = {
        "DATABASE_URL": url,
        "COUNCIL_DATA": str(data),
        "COUNCIL_ORIGIN": f"http://{asking.HOST}",
    }
    found = settings.read(env)
    engine = db.make_engine(url)
    db.bind(engine)
    sessions.forget_all()
    Frozen.at = START + timedelta(minutes=5)
    twin = Twin(application.create_app(found, begun.routed), begun, Life(), found)
    with _logging(twin.log):
        async with _living(twin.app):
            yield twin
        await engine.close_connection_pool()
    ROUTED[:] = [begun.routed]
    for at, line in enumerate(twin.log):
        twin.life.hear(f"line {at} of the log", line)


@contextmanager
def _logging(told: list[str]) -> Iterator[None]:
    handler, council = _Lines(told), logging.getLogger("council")
    before = council.level
    council.addHandler(handler)
    council.setLevel(logging.DEBUG)
    yield
    council.removeHandler(handler)
    council.setLevel(before)
