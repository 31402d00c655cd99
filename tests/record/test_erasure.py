"""Half of all people are erased, and the record still holds: nothing in it says who they were."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.change import Actor, change
from council.clock import now
from council.commands.verify import verifier
from council.identity.tables import Community
from council.privacy.actions.erasing import _forget_in_record
from council.record import actions
from council.record import checkpoint_queries as checkpoints
from council.record.entry import canonical
from council.record.tables import RecordPersonal
from council.site import record_bundle
from tests.databases import ONE_DATABASE

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

SEED = bytes([5]) * 32
AT_ONCE = 50  # acts in one change


def personal(number: int) -> dict[str, str]:
    return {"name": f"渔火桥{number:04}号", "phone": f"1519{number:07}"}


async def _write(people: int, entries: int) -> None:
    """So many entries, each about one of so many people, with what they are called apart."""
    by = Actor("", "c1", "operator")
    for start in range(0, entries, AT_ONCE):
        async with change(by) as c:
            for at in range(start, min(start + AT_ONCE, entries)):
                number = at % people
                c.record("person.noted", {"person": f"p-x{number:04}"}, personal(number))


async def _erase(numbers: range) -> None:
    for number in numbers:
        async with change(Actor("", "c1", "operator")) as c:
            await _forget_in_record(c, f"p-x{number:04}")


def _inside(file: Path) -> bytes:
    """All that is in it, unpacked where it is packed."""
    if file.suffix != ".zip":
        return file.read_bytes()
    with zipfile.ZipFile(file) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def hits(files: list[Path], numbers: range) -> int:
    """How often any of these people is found."""
    text = b"".join(_inside(one) for one in files)
    words = [word for number in numbers for word in personal(number).values()]
    return sum(text.count(word.encode()) for word in words)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("people", "entries"),
    [
        (40, 400),
        pytest.param(1000, 10_000, marks=[pytest.mark.nightly, pytest.mark.timeout(900)]),
    ],
)
async def test_half_of_the_people_are_erased_and_the_record_holds(
    database_url: str, engine: Engine, tmp_path: Path, people: int, entries: int
) -> None:
    await Community.insert(
        Community(
            id="c1",
            name="甲",
            name_en="A",
            street="",
            district="",
            settings="{}",
            created_at=now(),
        )
    )
    signer = checkpoints.log_key("council.example.cn", "c1", SEED)
    await _write(people, entries)
    before = await actions.sign("c1", signer, tmp_path / "signed")
    assert before is not None
    files = [tmp_path / "council.sqlite", tmp_path / "council.sqlite-wal"]
    gone, kept = range(people // 2), range(people // 2, people)
    assert hits(files, gone) > 0
    witness = await _commitment_of(0)
    await _erase(gone)
    assert await db.engine().scrub("record_personal")
    await actions.sign("c1", signer, tmp_path / "signed")
    backup = tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(tmp_path / "council.sqlite")) as connection:
        connection.execute("VACUUM INTO ?", (str(backup),))
    bundle = (await record_bundle.make("c1", signer, tmp_path / "bundles")).file
    assert hits([*files, backup, bundle], gone) == 0
    assert hits([*files, backup], kept) > 0  # the search finds what is there
    report = verifier().verify(str(bundle), signer.key.text, before.body)
    assert report.holds, report.lines
    _cannot_be_confirmed(witness, personal(0))


async def _commitment_of(number: int) -> dict[str, Any]:
    payload = canonical(personal(number))
    found = await RecordPersonal.select().where(RecordPersonal.payload == payload)
    return dict(found[0])


def _cannot_be_confirmed(kept: dict[str, Any], payload: dict[str, str]) -> None:
    """Whoever knows name and phone, and not the salt, cannot tell whose commitment it is."""
    text = b"council/pd/v1%s" + canonical(payload).encode()
    committed = kept["commitment"]
    known = text.replace(b"%s", bytes.fromhex(kept["salt"]))
    assert f"sha256:{hashlib.sha256(known).hexdigest()}" == committed
    for salt in (b"", bytes(32), b"council/pd/v1"):
        guess = hashlib.sha256(text.replace(b"%s", salt)).hexdigest()
        assert f"sha256:{guess}" != committed


def test_without_a_salt_a_commitment_would_be_confirmed_by_who_knows_the_name() -> None:
    """The control: a plain hash of name and phone is a name and phone to whoever can guess."""
    plain = hashlib.sha256(canonical(personal(7)).encode()).hexdigest()
    guesses = {hashlib.sha256(canonical(personal(n)).encode()).hexdigest(): n for n in range(40)}
    assert guesses[plain] == 7
    assert json.loads(canonical(personal(7)))["name"] == "渔火桥0007号"
