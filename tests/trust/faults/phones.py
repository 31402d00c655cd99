"""Phones that send a ballot again, with the same idem, until they have an answer."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.trust.faults.town import Sending

LOST = (OSError, EOFError)  # refused, reset, or ended in the middle of an answer
BUSY = 503
PAUSE = 0.02  # seconds before a phone tries again
SEVERAL = 20  # phones that send at one moment


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


async def ask(port: int, request: bytes, patience: float = 30) -> Answer:
    """One request on a connection of its own. Raises one of LOST when no answer comes back."""
    async with asyncio.timeout(patience):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            return await _answer(reader)
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.lower(): text.strip() for name, _, text in (one.partition(":") for one in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, body)


class Crowd:
    """Several phones at a time until every ballot has its answer; keeps what each was told."""

    def __init__(self, port: int, sendings: Iterable[Sending], several: int = SEVERAL) -> None:
        self.answers: dict[tuple[str, str], Answer] = {}
        self.seen: list[Answer] = []  # every answer that came, also to earlier tries
        self.progress = asyncio.Event()
        self.lost = 0  # requests that had no answer
        self._port = port
        self.sent = list(sendings)
        self._left = iter(self.sent)
        self._several = several

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(self._several):
                group.create_task(self._phone())

    async def _phone(self) -> None:
        for one in self._left:
            self.answers[one.poll, one.person] = await self._until_answered(one.request)
            self.progress.set()

    async def _until_answered(self, request: bytes) -> Answer:
        """Lost connections and 503 are tried again, as the page's script does, only sooner."""
        while True:
            try:
                answer = await ask(self._port, request)
            except LOST:
                self.lost += 1
            else:
                self.seen.append(answer)
                if answer.status != BUSY:
                    return answer
            await asyncio.sleep(PAUSE)

    async def until(self, answers: int) -> None:
        """As soon as so many are answered, or all."""
        while len(self.answers) < min(answers, len(self.sent)):
            self.progress.clear()
            await self.progress.wait()

    def statuses(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for one in self.seen:
            found[one.status] = found.get(one.status, 0) + 1
        return found
