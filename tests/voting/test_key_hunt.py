"""Row 27: all files, all rows and one share open nothing; the same hunt finds what is there."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from council import db
from council.voting.tellers import share_text
from council.voting.tellers.shares import Share, combine
from tests.people import Cast, assemble
from tests.voting.key_hunt import candidates, hunted, readable
from tests.voting.telling import ON_SQLITE, TELLERS, boxed, made, name, opened_poll, types
from tests.voting.test_sealed import _open, all_vote, sealed_poll

if TYPE_CHECKING:
    from tests.server import Client, Hall

TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble(members=7)
    await _open(hall, people, 6)
    return people


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


async def everything(hall: Hall) -> list[bytes]:
    """Every file of the data folder, the database of SQLite with its log too, and every row."""
    held = [path.read_bytes() for path in hall.settings.data.rglob("*") if path.is_file()]
    names = await db.rows(TABLES[isinstance(db.engine(), db.SafeSQLite)])
    for one in names:
        rows = await db.rows(f'SELECT * FROM "{one["name"]}"')  # noqa: S608 - a name of the schema
        held += [str(value).encode() for row in rows for value in row.values()]
    return held


async def ballots(poll: str) -> list[str]:
    """Ciphertexts, wherever they lie."""
    cast_ = await db.rows("SELECT ct FROM envelope WHERE poll = {}", poll)
    boxed_ = await db.rows("SELECT ct FROM box WHERE poll = {}", poll)
    return [one["ct"] for one in cast_ + boxed_]


async def test_with_every_file_every_row_and_one_share_no_ballot_is_read(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await opened_poll(hall, cast, chair)
    await all_vote(hall, cast, poll)
    ciphertexts = await ballots(poll)
    held = candidates(await everything(hall))
    shares = [share_text.read(papers[who]) for who in TELLERS]
    private = combine(*shares[:2])
    assert len(held) > 100
    print(f"row 27: {len(held)} candidates on {type(db.engine()).__name__}")  # noqa: T201 - a figure
    for share in shares:
        key = hunted(held, [share], private)
        assert readable(key, poll, ciphertexts) == 0
    for two in combinations(shares, 2):  # the control: the hunt knows what to do with a second one
        key = hunted(held | candidates([two[1].value]), [two[0]], private)
        assert readable(key, poll, ciphertexts) == 6
    on_paper = hunted(held | candidates([papers["委员03"].encode()]), [shares[0]], private)
    assert readable(on_paper, poll, ciphertexts) == 6


@ON_SQLITE
async def test_control_in_an_ordinary_secret_vote_the_same_hunt_reads_all(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    ciphertexts = await ballots(poll)
    private = bytes.fromhex((hall.settings.poll_keys / f"{poll}.key").read_text())
    key = hunted(candidates(await everything(hall)), [], private)
    assert readable(key, poll, ciphertexts) == 6


@ON_SQLITE
async def test_while_the_first_share_waits_for_the_second_it_opens_nothing_either(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await boxed(hall, cast, chair)
    assert await types(hall, cast, poll, "委员01", papers["委员01"]) == 303
    ciphertexts = await ballots(poll)
    private = combine(*(share_text.read(papers[who]) for who in TELLERS[1:]))
    held = candidates(await everything(hall))
    for known in ([], [share_text.read(papers["委员01"])]):
        assert readable(hunted(held, known, private), poll, ciphertexts) == 0


@ON_SQLITE
async def test_control_while_shares_still_wait_in_files_the_hunt_finds_the_key(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    """Which is why no vote begins before these files are gone."""
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    files = sorted(hall.settings.poll_keys.glob(f"{poll}.share*"))
    first, second = (Share(no, bytes.fromhex(files[no - 1].read_text())) for no in (1, 2))
    private = combine(first, second)
    assert hunted(candidates(await everything(hall)), [first], private) == private
