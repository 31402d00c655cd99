"""Row 29: some days after its result nothing of a secret vote can be opened, on any of its files.

A changed vote's first ciphertext, those of a withdrawn poll and the key files go as well. Control:
without writing log and table anew what was deleted is still found. PostgreSQL's own log keeps
ciphertexts until it is recycled: it is looked at apart, and without a key they open nothing.
"""

from __future__ import annotations

import base64
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.bad_setting import BadSettingError
from council.clock import moved_to, now
from council.commands import expire
from council.db import SafePostgres, SafeSQLite
from council.record.entry import leaf_hash, root_hash
from council.record.queries import entries
from council.settings import read
from council.voting.actions import cancel, close_poll, unsealing
from council.voting.checking import bundle
from tests.trust.secret import CHAIR, CHOICES, POSTGRES_AT_NIGHT, Disk, Secret, ciphertexts, seated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.server import Hall

DAYS = 7


async def kept_of(secret: Secret, poll: str) -> list[bytes]:
    """All that must go: ciphertexts as text and as bytes, and the key in both forms."""
    texts = await ciphertexts(poll)
    key = (secret.hall.settings.poll_keys / f"{poll}.key").read_bytes()
    return [*texts, *map(base64.b64decode, texts), key, bytes.fromhex(key.decode())]


async def life(secret: Secret) -> list[bytes]:
    """One poll to its publication with every second vote changed, and one that is withdrawn."""
    poll = await secret.poll(allow_revote=True)
    choices = {one: CHOICES[at % 3] for at, one in enumerate(secret.electors)}
    await secret.all_vote(poll, choices)
    kept = await kept_of(secret, poll)
    for person in secret.electors[::2]:
        await secret.vote(poll, person, "yes", rev=1)
    kept += await kept_of(secret, poll)
    await secret.close(poll)
    await secret.publish(poll)
    withdrawn = await secret.poll()
    await secret.all_vote(withdrawn, choices)
    kept += await kept_of(secret, withdrawn)
    await cancel(withdrawn, secret.cast.actor(CHAIR))
    return kept


async def nights(secret: Secret, days: float) -> int:
    """`council expire` so many days from now; how many keys it says went."""
    with moved_to(now() + timedelta(days=days)):
        gone = await expire._gone(secret.cast.community, secret.hall.settings)
    return gone.get("poll key", 0)


async def record_holds(community: str) -> bool:
    """Every entry is what its leaf says, none is missing, and all of them make one root."""
    told = await entries(community)
    same = all(leaf_hash(one["body"]) == one["leaf"] for one in told)
    root_hash([bytes.fromhex(one["leaf"]) for one in told])
    return same and [one["i"] for one in told] == list(range(len(told)))


def ours(disk: Disk) -> Disk:
    """Without the log of a PostgreSQL server, which is not the community's alone."""
    return disk.only("data/", "base/")


async def check(hall: Hall, electors: int) -> None:
    secret = await seated(hall, electors)
    kept = await life(secret)
    assert ours(await secret.disk()).holding(*kept), "they were there"
    assert await nights(secret, DAYS - 0.01) == 1, "the withdrawn poll is nobody's any more"
    assert [await nights(secret, DAYS + 0.01) for _ in range(2)] == [1, 0]
    left = await secret.disk()
    assert ours(left).holding(*kept) == {}
    keys = [one for one in kept if len(one) in {32, 64}]
    assert left.holding(*keys) == {}
    assert list(hall.settings.poll_keys.iterdir()) == []
    assert await record_holds(secret.cast.community)
    (poll,) = await db.rows("SELECT id FROM poll WHERE state = 'published'")
    made = (await hall.client().get(f"/polls/{poll['id']}/bundle")).json()
    assert bundle.recount(made).agrees


async def test_after_a_week_no_file_holds_a_ciphertext_or_a_key(hall: Hall) -> None:
    await check(hall, 7)


@pytest.mark.nightly
async def test_after_a_week_no_file_holds_any_of_many(hall: Hall) -> None:
    await check(hall, 60)


@POSTGRES_AT_NIGHT
async def test_control_what_is_not_scrubbed_is_found(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = await seated(hall, 7)
    kept = await life(secret)

    async def said(*_: object) -> bool:
        return True

    for engine in (SafeSQLite, SafePostgres):
        monkeypatch.setattr(engine, "scrub", said)
    assert await nights(secret, DAYS + 0.01) == 2
    assert ours(await secret.disk()).holding(*kept)


@asynccontextmanager
async def looking(engine: db.Engine) -> AsyncIterator[None]:
    """Somebody reads other rows in a long transaction, as a dump does."""
    if isinstance(engine, SafePostgres):
        connection = await engine.get_new_connection()
        async with connection.transaction(isolation="repeatable_read"):
            await connection.fetch("SELECT id FROM community")
            yield
        await connection.close()
        return
    connection = await engine.take()
    await connection.execute_fetchall("BEGIN")
    await connection.execute_fetchall("SELECT id FROM community")
    yield
    await engine.discard(connection)


async def test_while_somebody_reads_old_rows_nothing_is_said_to_be_gone(
    hall: Hall, engine: db.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot that began before holds no lock on the table, and still keeps its dead rows."""
    secret = await seated(hall, 7)
    monkeypatch.setattr(unsealing, "TRIES", 1)
    poll = await secret.poll()
    await secret.all_vote(poll, dict.fromkeys(secret.electors, "yes"))
    kept = await kept_of(secret, poll)
    async with looking(engine):
        answer = await hall.of(secret.cast, CHAIR).post(f"/polls/{poll}/closing")
        assert answer.status_code == 409
        assert "还不能开票" in answer.text.replace("<wbr>", "")
    await close_poll(poll, secret.cast.actor(CHAIR))
    await secret.publish(poll)
    async with looking(engine):
        assert await nights(secret, DAYS + 0.01) == 0
    assert await nights(secret, DAYS + 0.01) == 1
    assert ours(await secret.disk()).holding(*kept) == {}


def test_how_long_a_key_is_kept_can_be_set(tmp_path: Path) -> None:
    assert read({"COUNCIL_DATA": str(tmp_path)}).poll_key_days == DAYS
    given = {"COUNCIL_DATA": str(tmp_path), "COUNCIL_POLL_KEY_DAYS": "30"}
    assert read(given).poll_key_days == 30
    for wrong in ("0", "366", "soon", "-1", "7.5"):
        with pytest.raises(BadSettingError):
            read(given | {"COUNCIL_POLL_KEY_DAYS": wrong})
