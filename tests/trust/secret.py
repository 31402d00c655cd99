"""Secret votes as an attacker meets them: their people, and every byte that the disk holds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.voting.actions import Question, close_poll, make, open_poll, publish
from council.voting.casting.ballots import Ballot
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from council.voting.casting.ballot_box import BallotBox
    from council.voting.casting.ballots import Receipt
    from tests.server import Hall

CHAIR = "曹评话"
# A control shows that its gate can fail: on SQLite each time, on PostgreSQL at night.
POSTGRES_AT_NIGHT = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.nightly])],
    indirect=True,
)
CHOICES = ("yes", "no", "abstain")


@dataclass(slots=True)
class Secret:
    """A hall whose members are all there and vote in secret, one vote after another."""

    hall: Hall
    cast: Cast
    electors: list[str]  # persons
    since: float  # before anything of theirs was written
    stamp: int = 0

    async def disk(self) -> Disk:
        """Every file that may hold something of theirs."""
        return await disk_of(self.hall, self.since)

    async def poll(self, *, allow_revote: bool = False) -> str:
        """A sealed poll that is open to all electors."""
        by = self.cast.actor(CHAIR)
        question = Question("选甲方案", "COM", mode="sealed", allow_revote=allow_revote)
        made = await make(self.cast.meeting, question, by)
        await open_poll(made, by)
        return made

    async def cast_ballot(self, poll: str, person: str, choice: str, rev: int = 0) -> Receipt:
        """A ballot that goes through the box, as the route puts it there."""
        self.stamp += 1
        idem = f"idem-{self.stamp:06d}-{person}"
        box: BallotBox = self.hall.app.app.state["ballot_box"]
        return await box.put(Ballot(poll, person, choice, idem, rev))

    async def vote(self, poll: str, person: str, choice: str, rev: int = 0) -> str:
        """The code of its receipt."""
        return (await self.cast_ballot(poll, person, choice, rev)).code

    async def all_vote(self, poll: str, choices: Mapping[str, str]) -> None:
        """In the order of `choices`, each in a transaction of their own."""
        for person, choice in choices.items():
            await self.vote(poll, person, choice)

    async def close(self, poll: str) -> None:
        await close_poll(poll, self.cast.actor(CHAIR))

    async def publish(self, poll: str) -> None:
        await publish(poll, self.cast.actor(CHAIR))


async def seated(hall: Hall, electors: int) -> Secret:
    """A community whose `electors` are all at an open meeting."""
    since = time.time() - 1
    cast = await assemble(members=electors)
    secretary = hall.of(cast, "袁昆腔")
    assert (await secretary.post(f"/meetings/{cast.meeting}/opening")).status_code == 303
    await db.rows(
        "UPDATE called SET status = 'present' WHERE meeting = {} AND part = 'member'", cast.meeting
    )
    return Secret(hall, cast, [cast.people[name] for name in cast.members], since)


@dataclass(frozen=True, slots=True)
class Disk:
    """The bytes of files, by their place: the database, its log, and what lies beside them."""

    files: dict[str, bytes] = field(default_factory=dict)

    def holding(self, *needles: bytes) -> dict[str, int]:
        """How often any of these stands in each file; files without are left out."""
        found = {name: sum(held.count(one) for one in needles) for name, held in self.files.items()}
        return {name: n for name, n in found.items() if n}

    def only(self, *parts: str) -> Disk:
        return Disk({k: v for k, v in self.files.items() if any(part in k for part in parts)})


async def disk_of(hall: Hall, since: float) -> Disk:
    """Everything in the data folder, and with PostgreSQL the database's files and the server's log.

    A checkpoint comes first, so that nothing is in memory alone. What was last written before
    `since` is left out.
    """
    folders = {"data": hall.settings.data}
    if isinstance(db.engine(), db.SafePostgres):
        await db.rows("CHECKPOINT")
        told = await db.row(
            "SELECT current_setting('data_directory') AS at, oid FROM pg_database"
            " WHERE datname = current_database()"
        )
        assert told is not None
        server = Path(told["at"])
        folders |= {"base": server / "base" / str(told["oid"])}
        folders |= {name: server / name for name in ("pg_wal", "pg_notify", "pg_xact")}
    return Disk({k: v for name, at in folders.items() for k, v in _files(name, at, since)})


def _files(name: str, folder: Path, since: float) -> Iterable[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.stat().st_mtime >= since:
            yield f"{name}/{file.relative_to(folder)}", file.read_bytes()


async def ciphertexts(poll: str) -> list[bytes]:
    """Of an open or closed poll, wherever they lie."""
    found: Sequence[dict[str, Any]] = await db.rows(
        "SELECT ct FROM envelope WHERE poll = {} UNION ALL SELECT ct FROM box WHERE poll = {}",
        poll,
        poll,
    )
    return [one["ct"].encode() for one in found]
