"""Row 19: databases of earlier versions, with a whole evening in them, brought forward.

`earlier/NNNN.sql.gz` is what `council demo` of the version with that last migration had written.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.commands.verify import verifier
from council.db.migrate import migrate, on_disk
from council.record import notes
from council.record.checkpoint_queries import log_key
from council.record.clock import RecordClock
from council.record.entry import root_hash
from council.voting.checking import bundle
from tests.trust.faults.town import record_is_whole

if TYPE_CHECKING:
    from tests.databases import Postgres
    from tests.server import Hall

EARLIER = Path(__file__).parent / "earlier"
VERSIONS = sorted(file.name.removesuffix(".sql.gz") for file in EARLIER.glob("*.gz"))
EVIDENCE = {  # what nobody may find changed afterwards
    "record": "SELECT community, i, act, body, leaf FROM record_entry ORDER BY community, i",
    "results": "SELECT id, state, turnout, result FROM poll ORDER BY id",
    "ballots": "SELECT poll, elector_no, choice FROM named_vote ORDER BY poll, elector_no",
    "minutes": "SELECT id, state, number, sha256, body FROM minutes ORDER BY id",
    "people": "SELECT id, name, state FROM person ORDER BY id",
    "numbers": "SELECT id, no, kind FROM idea ORDER BY id",
}


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, version: str, tmp_path: Path) -> str:
    """A database as that version left it."""
    landed = [one.name for one in on_disk() if one.name[:4] <= version]
    rows = gzip.decompress((EARLIER / f"{version}.sql.gz").read_bytes()).decode()
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create()
        await migrate(server.named(name), among=landed)
        server.write(name, rows)
        return server.named(name)
    file = tmp_path / "council.sqlite"
    await migrate(f"sqlite:///{file}", among=landed)
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript(f"BEGIN; {rows} COMMIT;")
    return f"sqlite:///{file}"


async def evidence() -> dict[str, Any]:
    return {what: await db.rows(sql) for what, sql in EVIDENCE.items()}


@pytest.fixture
async def before(database_url: str) -> dict[str, Any]:
    """The evidence as that version left it; the database is brought forward since."""
    db.bind(db.make_engine(database_url))
    (place,) = await db.rows("SELECT id FROM community")
    assert await record_is_whole(place["id"]) > 100
    found = await evidence()
    assert await migrate(database_url)
    return found


async def test_what_an_earlier_version_left_is_the_same_and_can_be_checked(
    before: dict[str, Any], hall: Hall, tmp_path: Path
) -> None:
    assert await evidence() == before
    (place,) = await db.rows("SELECT id FROM community")
    assert await record_is_whole(place["id"]) == len(before["record"])
    anybody = hall.client()
    for poll in (one for one in before["results"] if one["state"] == "published"):
        assert (await anybody.get(f"/polls/{poll['id']}")).status_code == 200
        again = bundle.recount(await anybody.json(f"/polls/{poll['id']}/bundle"))
        assert again.agrees, again.checks
        assert again.outcome is not None
        assert again.outcome.as_data()["verdict"] == json.loads(poll["result"])["verdict"]
    for minutes in before["minutes"]:
        page = await anybody.get(f"/minutes/{minutes['id']}")
        assert minutes["sha256"][:8] in page.text
    assert (await anybody.get("/")).status_code == 200
    await the_verifier_is_green(hall, place["id"], before["record"], tmp_path)


async def the_verifier_is_green(
    hall: Hall, community: str, earlier: list[dict[str, Any]], folder: Path
) -> None:
    """With what the earlier version's record came to as the beginning of ours."""
    signer = log_key(hall.settings.site, community, hall.settings.keys.signing)
    root = root_hash([bytes.fromhex(one["leaf"]) for one in earlier])
    old, file = folder / "old.txt", folder / "record.zip"
    old.write_text(signer.sign(notes.Checkpoint(signer.key.name, len(earlier), root)))
    await RecordClock(hall.settings).turn()
    answer = await hall.client().get(f"/c/{community}/record/bundle")
    file.write_bytes(answer.content)
    run = verifier().main
    assert run([str(file), "--vkey", signer.key.text, "--since", str(old)]) == 0


@pytest.mark.parametrize("version", VERSIONS[-1:], indirect=True)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_control_an_entry_that_was_touched_is_found(database_url: str) -> None:
    db.bind(db.make_engine(database_url))
    await db.rows("DROP TRIGGER record_entry_no_update")
    await db.rows(
        "UPDATE record_entry SET body = replace(body, '12', '13') WHERE act = 'poll.result'"
    )
    (place,) = await db.rows("SELECT id FROM community")
    with pytest.raises(AssertionError):
        await record_is_whole(place["id"])


def shape(file: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {(kind, name, " ".join((text or "").split())) for kind, name, text in found}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_its_tables_are_those_of_a_new_database(
    before: dict[str, Any], database_url: str, sqlite_template: Path
) -> None:
    assert shape(Path(database_url.removeprefix("sqlite:///"))) == shape(sqlite_template)
