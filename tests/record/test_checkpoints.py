"""Checkpoints: made cheaply, never of two histories, by one key that may change openly."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import Actor, change
from council.clock import now
from council.db import bind, make_engine
from council.record import actions, last_signed, notes, tree_queries
from council.record import checkpoint_queries as queries
from council.record.entry import root_hash
from council.record.tree import CHUNK
from council.refusal import Refused
from tests.databases import ONE_DATABASE
from tests.record.made import witness_key

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

SEED, OTHER = bytes([7]) * 32, bytes([8]) * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "signed"


def signer(seed: bytes = SEED) -> notes.Signer:
    return queries.log_key("council.example.cn", "c1", seed)


async def act(by: Actor, number: int = 1, what: str = "done") -> None:
    async with change(by) as c:
        for n in range(number):
            c.record(f"test.{what}", {"n": n})


async def stored_root(size: int) -> bytes:
    found = await db.rows("SELECT leaf FROM record_entry ORDER BY i")
    return root_hash([bytes.fromhex(one["leaf"]) for one in found[:size]])


async def test_a_checkpoint_is_a_signed_note_over_all_entries(by: Actor, folder: Path) -> None:
    assert await actions.sign("c1", signer(), folder) is None
    await act(by, 3)
    made = await actions.sign("c1", signer(), folder)
    assert made is not None
    assert (made.origin, made.size) == ("council.example.cn/c/c1", 3)
    assert made.root == await stored_root(3)
    signed = await queries.newest("c1")
    assert signed is not None
    line = signed.note.splitlines()[-1]
    assert notes.is_signed(made, line, signer().key)
    assert not notes.is_signed(made, line, signer(OTHER).key)
    assert last_signed.read(folder, "c1") == made
    assert await actions.sign("c1", signer(), folder) == made  # nothing new: the same one
    assert len(await queries.all_of("c1")) == 1


async def test_no_checkpoint_and_no_whole_chunk_is_ever_changed(by: Actor, folder: Path) -> None:
    await act(by, CHUNK)
    await actions.sign("c1", signer(), folder)
    for attack in (
        "UPDATE record_checkpoint SET size = 1",
        "DELETE FROM record_checkpoint",
        "DELETE FROM record_chunk",
    ):
        with pytest.raises(Exception, match=r"append-only|never"):
            await db.rows(attack)


async def test_whole_chunks_are_hashed_once_and_not_again(by: Actor, folder: Path) -> None:
    """The second checkpoint reads the leaves of the last chunk alone: the others are not there."""
    await act(by, 3 * CHUNK + 5)
    first = await actions.sign("c1", signer(), folder)
    assert first is not None
    assert first.root == await stored_root(3 * CHUNK + 5)
    assert await tree_queries.kept("c1") == 3
    asked: list[int] = []
    known = tree_queries.leaves

    async def watched(community: str, chunk: int) -> list[bytes]:
        asked.append(chunk)
        return await known(community, chunk)

    await act(by, 2)
    tree_queries.leaves = watched
    try:
        second = await actions.sign("c1", signer(), folder)
    finally:
        tree_queries.leaves = known
    assert second is not None
    assert second.root == await stored_root(3 * CHUNK + 7)
    assert set(asked) <= {0, 3}


@ONE_DATABASE
async def test_an_old_backup_is_refused_and_taken_up_again_by_a_recorded_act(
    database_url: str, by: Actor, engine: Engine, folder: Path, tmp_path: Path
) -> None:
    await act(by, 5)
    await actions.sign("c1", signer(), folder)
    backup = tmp_path / "backup.sqlite"
    await db.rows(f"VACUUM INTO '{backup}'")
    await act(by, 4)
    lost = await actions.sign("c1", signer(), folder)
    assert lost is not None
    assert await queries.trouble("c1", folder) is None
    with pytest.raises(Refused, match=r"record\.nothing_lost"):
        await actions.restored(by, folder)
    old = make_engine(f"sqlite:///{shutil.copy(backup, tmp_path / 'restored.sqlite')}")
    bind(old)
    await old.start_connection_pool()
    try:
        await _is_refused("record.behind", folder)
        await act(by, 9, "other")  # life goes on, and so the tree is larger, and another one
        await _is_refused("record.differs", folder)
        await actions.restored(by, folder)
        again = await actions.sign("c1", signer(), folder)
        assert again is not None
        assert again.size == 15
        assert await queries.trouble("c1", folder) is None
        said = await db.rows("SELECT body FROM record_entry WHERE act = 'backup.restored'")
        assert lost.root.hex() in said[0]["body"]
    finally:
        await old.close_connection_pool()
        bind(engine)


async def _is_refused(code: str, folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(Refused, match=code.replace(".", r"\.")):
            await actions.sign("c1", signer(), folder)
    why = await queries.trouble("c1", folder)
    assert why is not None
    assert why.code == code


@ONE_DATABASE
async def test_without_the_second_file_the_old_backup_would_be_signed(
    database_url: str, by: Actor, engine: Engine, folder: Path, tmp_path: Path
) -> None:
    """The control: it is this file that knows, and nothing in the database."""
    await act(by, 5)
    backup = tmp_path / "backup.sqlite"
    await db.rows(f"VACUUM INTO '{backup}'")
    await act(by, 4)
    await actions.sign("c1", signer(), folder)
    old = make_engine(f"sqlite:///{backup}")
    bind(old)
    await old.start_connection_pool()
    try:
        await act(by, 9)
        made = await actions.sign("c1", signer(), tmp_path / "elsewhere")
        assert made is not None
        assert made.size == 14
    finally:
        await old.close_connection_pool()
        bind(engine)


@ONE_DATABASE
async def test_a_damaged_second_file_stops_everything(
    database_url: str, by: Actor, folder: Path
) -> None:
    await act(by)
    await actions.sign("c1", signer(), folder)
    (folder / "c1.txt").write_text("x\n1\n")
    await act(by)
    with pytest.raises(Refused, match=r"record\.file_damaged"):
        await actions.sign("c1", signer(), folder)


async def test_another_key_is_told_in_the_record_before_it_signs(by: Actor, folder: Path) -> None:
    await act(by)
    await actions.sign("c1", signer(), folder)
    made = await actions.sign("c1", signer(OTHER), folder)
    assert made is not None
    assert made.size == 2
    assert await actions.sign("c1", signer(OTHER), folder) == made
    newest = await queries.newest("c1")
    assert newest is not None
    assert newest.vkey == signer(OTHER).key.text
    assert await queries.last_rotation("c1") == signer(OTHER).key.text


async def test_two_that_sign_at_once_sign_one_history(by: Actor, folder: Path) -> None:
    """Ten at a time while entries come; they meet in the database, then at the file."""
    for _ in range(4):
        await act(by)
        made = await asyncio.gather(
            *(actions.sign("c1", signer(), folder) for _ in range(5)),
            *(act(by) for _ in range(3)),
            *(actions.sign("c1", signer(), folder) for _ in range(5)),
        )
        for one in made:
            if isinstance(one, notes.Checkpoint):
                assert one.root == await stored_root(one.size)
    sizes = [one.what.size for one in await queries.all_of("c1")]
    assert sizes == sorted(set(sizes))


async def test_a_witness_signs_what_is_there_and_nobody_else_does(by: Actor, folder: Path) -> None:
    await act(by)
    made = await actions.sign("c1", signer(), folder)
    assert made is not None
    key = witness_key(0)
    line = notes.cosign(made, key, bytes([11]) * 32, now())
    with pytest.raises(Refused, match=r"record\.not_witnessed"):
        await actions.cosign("c1", line)
    person = await _person(by)
    witness = await actions.add_witness("社会组织", key.text, person)
    for _ in range(2):  # twice is once
        assert await actions.cosign("c1", line) == made.size
    (kept,) = await queries.witnesses("c1")
    assert (kept.id, kept.size) == (witness, made.size)
    newest = await queries.newest("c1")
    assert newest is not None
    assert (await queries.note_of("c1", newest)).endswith(f"{line}\n")
    late = notes.cosign(made, key, bytes([12]) * 32, now() + timedelta(hours=1))
    with pytest.raises(Refused, match=r"record\.not_witnessed"):
        await actions.cosign("c1", late)
    await actions.end_witness(witness, person)
    assert await queries.witnesses("c1") == []
    acts = [one["act"] for one in await db.rows("SELECT act FROM record_entry ORDER BY i")]
    assert acts.count("checkpoint.witnessed") == 1


async def _person(by: Actor) -> Actor:
    await db.rows(
        "INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_last4,"
        " pseudonym, elder, state, listed_at, pinyin) VALUES"
        " ('someone', 'c1', 'R1', '甲', '', '', '', '', 'p-1', {}, 'verified', {}, '')",
        False,
        now(),
    )
    return by
