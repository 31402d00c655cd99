"""Row 20: everything on the disk but the key does not tell who chose what.

Copies of all files and rows are taken while people vote and after closing; tests/trust/linkage.py
guesses each elector's choice from them. On ours it must do no better than naming the winner for
everybody, the margin being what chance does to one order out of the hundreds that it tries. On
naive schemas the same attack is right for 60 of 60: ballots without names written beside marks of
who voted, a box that is opened in its own order, and a key that was kept.
"""

from __future__ import annotations

import logging
import random
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import Actor
from council.clock import moved_to, now
from council.voting.actions import destroy_due, unsealing
from tests.trust.linkage import Attacker, Score, dump, with_the_key
from tests.trust.secret import POSTGRES_AT_NIGHT, Disk, Secret, ciphertexts, seated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.server import Hall

    Cast = Callable[[Secret, str, str, str], Awaitable[object]]

ELECTORS = 60
SPLIT = ("yes",) * 25 + ("no",) * 20 + ("abstain",) * 15
SIGMAS = 5  # one order in a million goes beyond by chance; hundreds are tried
POLLS = 20


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@pytest.fixture
def log() -> Iterator[Lines]:
    lines, council = Lines(), logging.getLogger("council")
    before = council.level
    council.addHandler(lines)
    council.setLevel(logging.DEBUG)
    yield lines
    council.removeHandler(lines)
    council.setLevel(before)


@pytest.fixture
async def secret(hall: Hall) -> Secret:
    return await seated(hall, ELECTORS)


def shuffled(secret: Secret, dice: random.Random) -> dict[str, str]:
    """Person → choice, in the order in which they come to vote."""
    electors = dice.sample(secret.electors, ELECTORS)
    return dict(zip(electors, dice.sample(SPLIT, ELECTORS), strict=True))


def without_keys(disk: Disk) -> Disk:
    return Disk({name: held for name, held in disk.files.items() if "poll-keys" not in name})


async def as_ours(secret: Secret, poll: str, person: str, choice: str) -> None:
    await secret.vote(poll, person, choice)


async def attacked(
    secret: Secret,
    truth: dict[str, str],
    log: Lines,
    *,
    every: int,
    cast: Cast = as_ours,
    keyless: Callable[[Disk], Disk] = without_keys,
) -> tuple[Attacker, str]:
    """One poll with copies every so many ballots and after closing; the attacker and the poll."""
    poll = await secret.poll()
    attacker = Attacker(poll, frozenset(secret.electors))
    for at, (person, choice) in enumerate(truth.items(), 1):
        await cast(secret, poll, person, choice)
        if at % every == 0:
            attacker.see(await dump(), keyless(await secret.disk()), log.told)
    await secret.close(poll)
    await secret.publish(poll)
    attacker.see(await dump(), keyless(await secret.disk()), log.told)
    return attacker, poll


async def public_of(poll: str) -> str:
    found = await db.row("SELECT public_key FROM poll WHERE id = {}", poll)
    assert found is not None
    return str(found["public_key"])


async def score(secret: Secret, log: Lines, polls: int, every: int) -> Score:
    dice, found = random.Random(), Score()
    for _ in range(polls):
        truth = shuffled(secret, dice)
        attacker, poll = await attacked(secret, truth, log, every=every)
        assert len(attacker.sealed) == ELECTORS, "who sealed what is known from the copies"
        found.add(attacker, truth, await public_of(poll))
    return found


def judged(found: Score) -> None:
    name, best = found.best
    kind = type(db.engine()).__name__
    print(  # noqa: T201 - a figure
        f"row 20, {kind}: {len(found.right)} guesses in {found.polls} polls, the best right"
        f" {best:.2f} of {ELECTORS} times ({name}); the winner for everybody"
        f" {found.mean_constant:.0f}; a blind order {found.blind:.2f} ± {found.margin(1):.2f}"
    )
    assert len(found.right) > 100
    assert best <= max(found.mean_constant, found.blind + found.margin(SIGMAS))


async def test_one_vote_cannot_be_linked(secret: Secret, log: Lines) -> None:
    judged(await score(secret, log, 1, every=60))


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_twenty_votes_cannot_be_linked(secret: Secret, log: Lines) -> None:
    judged(await score(secret, log, POLLS, every=10))


@POSTGRES_AT_NIGHT
async def test_control_marks_beside_ballots_without_names_are_linked(
    secret: Secret, log: Lines
) -> None:
    """As others do: random ids, no times, one transaction; on SQLite even without row numbers."""
    ending = " WITHOUT ROWID" if isinstance(db.engine(), db.SafeSQLite) else ""
    await db.rows(f"CREATE TABLE naive_mark (person VARCHAR(16) PRIMARY KEY){ending}")
    await db.rows(f"CREATE TABLE naive_ballot (id VARCHAR(40) PRIMARY KEY, choice TEXT){ending}")

    async def naively(secret: Secret, poll: str, person: str, choice: str) -> None:
        await secret.vote(poll, person, choice)
        async with db.write(db.engine()):
            await db.rows("INSERT INTO naive_mark VALUES ({})", person)
            mark = f"nv-{secrets.token_hex(16)}"
            await db.rows("INSERT INTO naive_ballot VALUES ({}, {})", mark, choice)

    truth, found = shuffled(secret, random.Random()), Score()
    attacker, poll = await attacked(secret, truth, log, every=60, cast=naively)
    found.add(attacker, truth, await public_of(poll))
    assert found.best[1] == ELECTORS


@POSTGRES_AT_NIGHT
async def test_control_a_box_opened_in_its_own_order_is_linked(
    secret: Secret, log: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its order is that of the hashes, and copies made before know whose hash is whose."""
    monkeypatch.setattr(unsealing, "sorted", list, raising=False)
    truth, found = shuffled(secret, random.Random()), Score()
    attacker, poll = await attacked(secret, truth, log, every=60)
    found.add(attacker, truth, await public_of(poll))
    assert found.best[1] == ELECTORS


@POSTGRES_AT_NIGHT
async def test_once_its_key_is_destroyed_nobody_can_link_it_with_the_whole_disk_either(
    secret: Secret, log: Lines
) -> None:
    """And the control: as long as the key lies there, old copies and it are enough."""
    truth, found, after = shuffled(secret, random.Random()), Score(), Score()
    attacker, poll = await attacked(secret, truth, log, every=60)
    public, operator = await public_of(poll), Actor("", secret.cast.community, "operator")
    with moved_to(now() + timedelta(days=8)):
        assert await destroy_due(secret.cast.community, operator) == 1
    attacker.see(await dump(), await secret.disk(), log.told)  # nothing is held back
    after.add(attacker, truth, public)
    assert after.best[1] <= max(after.mean_constant, after.blind + after.margin(SIGMAS))

    attacker, poll = await attacked(secret, truth, log, every=60, keyless=lambda disk: disk)
    found.add(attacker, truth, await public_of(poll))
    assert found.best == ("a key that was left", ELECTORS)


async def test_after_closing_even_the_key_opens_nobodys_vote(secret: Secret) -> None:
    """Without copies made before. PostgreSQL's own log is shown apart: it is its operator's."""
    poll = await secret.poll()
    truth = shuffled(secret, random.Random())
    await secret.all_vote(poll, truth)
    box = [one.decode() for one in await ciphertexts(poll)]
    assert max(with_the_key(await secret.disk(), poll, box).values()) == ELECTORS
    await secret.close(poll)
    left = with_the_key(await secret.disk(), poll, box)
    print(f"row 20, with the key after closing: {dict(left)}")  # noqa: T201 - a figure
    assert not set(left) - {"pg_wal"}
