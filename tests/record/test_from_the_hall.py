"""From the hall to the neighbour: votes are held, the record is signed, witnessed and checked."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from council.commands.verify import verifier
from council.record import checkpoint_queries as checkpoints
from council.record.clock import RecordClock
from tests.people import Cast, assemble
from tests.record.test_tree import climbed
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    import pytest

    from tests.server import Client, Hall

CHOICES = ("yes", "yes", "yes", "no", "abstain", "yes")


async def _evening(hall: Hall) -> tuple[Cast, Client]:
    """One vote by name and one in secret, both published; a third is called off."""
    people = await assemble(members=7)
    secretary, chair = hall.of(people, people.secretary), hall.of(people, people.chair)
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in people.members[:6]:
        path = f"/meetings/{people.meeting}/attendances"
        await secretary.post(path, person=people.people[name], status="present")
    for mode in ("named", "sealed"):
        made = await chair.post(
            f"/meetings/{people.meeting}/polls", text="选甲方案", rule="COM", mode=mode
        )
        poll = made.headers["location"].split("/")[-1]
        await chair.post(f"/polls/{poll}/opening")
        for name, choice in zip(people.members[:6], CHOICES, strict=True):
            idem = f"{poll}{people.people[name]}"
            answer = await cast_vote(hall.of(people, name), poll, choice, idem)
            assert answer.status_code == 201, answer.text
        for act in ("closing", "publication"):
            assert (await chair.post(f"/polls/{poll}/{act}")).status_code == 303
    made = await chair.post(
        f"/meetings/{people.meeting}/polls", text="别的", rule="COM", mode="named"
    )
    await chair.post(made.headers["location"] + "/cancellation")
    await RecordClock(hall.settings).turn()
    return people, secretary


async def test_a_neighbour_checks_the_evening_with_nothing_of_ours(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people, secretary = await _evening(hall)
    at = f"/c/{people.community}/record"
    visitor = hall.client()
    told = await visitor.json(f"{at}/checkpoint")
    page = (await visitor.get("/record")).text
    assert told["vkey"] in page
    assert f"/c/{people.community}/record/bundle" in page
    await _proofs_hold(visitor, at, told)
    answer = await visitor.get(f"{at}/bundle")
    tag = {"if-none-match": answer.headers["etag"]}
    assert (await visitor.get(f"{at}/bundle", headers=tag)).status_code == 304
    file, old = tmp_path / "record.zip", tmp_path / "old.txt"
    file.write_bytes(answer.content)
    old.write_text(told["note"])
    run = verifier().main
    assert run([str(file), "--vkey", told["vkey"], "--since", str(old)]) == 0
    assert capsys.readouterr().out.count("通过 / passed") == 2
    await _is_witnessed(hall, secretary, at, told, tmp_path)
    file.write_bytes((await visitor.get(f"{at}/bundle")).content)
    capsys.readouterr()
    assert run([str(file), "--vkey", told["vkey"]]) == 0
    assert "1 witnesses" in capsys.readouterr().out
    with zipfile.ZipFile(file) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist())
    assert "选甲方案".encode() in inside
    for name, person in people.people.items():
        assert name.encode() not in inside
        assert f'"{person}"'.encode() not in inside


async def _proofs_hold(visitor: Client, at: str, told: dict[str, Any]) -> None:
    """Every few entries are inside, and every earlier size is the beginning."""
    check, root = verifier(), bytes.fromhex(told["root"])
    for i in range(0, told["size"], 7):
        one = await visitor.json(f"{at}/inclusion?i={i}")
        leaf = check.leaf_hash(one["entry"].encode())
        path = [bytes.fromhex(part) for part in one["path"]]
        assert leaf.hex() == one["leaf"]
        assert climbed(leaf, i, told["size"], path) == root
    beyond = await visitor.get(f"{at}/inclusion?i={told['size']}")
    assert beyond.status_code == 404
    assert (await visitor.get(f"{at}/inclusion?i=x")).status_code == 422


async def _is_witnessed(
    hall: Hall, secretary: Client, at: str, told: dict[str, Any], folder: Path
) -> None:
    """A witness with the single file alone; an officer names them; they hand their line in."""
    run, own, source = verifier().main, str(folder / "witness.json"), hall.origin + at
    assert run(["witness", own, "--new", "ngo", "--log", told["vkey"]]) == 0
    assert await asyncio.to_thread(run, ["witness", own, source, "--post"]) == 1  # nobody knows it
    key = verifier().Keeper(own).key.text
    await secretary.post("/record/witnesses", name="社会组织", vkey=key)
    assert await asyncio.to_thread(run, ["witness", own, source, "--post"]) == 0
    community = at.split("/")[2]
    (one,) = await checkpoints.witnesses(community)
    assert one.size == told["size"]
    assert "1位见证人里，1位签了最新的检查点" in (await hall.client().get("/record")).text
    await _a_second_history_is_not_signed(own, source)


async def _a_second_history_is_not_signed(own: str, source: str) -> None:
    """What the witness remembers is not the beginning of what is offered; shorter is no better."""
    file = Path(own)
    kept = json.loads(file.read_text())
    lines = kept["seen"].split("\n")
    for size, root in (("5", "A" * 43 + "="), ("9999999", lines[2])):
        forged = json.dumps(kept | {"seen": "\n".join([lines[0], size, root, *lines[3:]])})
        file.write_text(forged)
        assert await asyncio.to_thread(verifier().main, ["witness", own, source]) == 1
        assert file.read_text() == forged  # nothing was signed and nothing kept


async def test_officers_read_that_an_old_backup_is_back_and_say_so(hall: Hall) -> None:
    people, secretary = await _evening(hall)
    file = hall.settings.signed / f"{people.community}.txt"
    note = file.read_text().split("\n")
    file.write_text("\n".join([note[0], str(int(note[1]) + 50), *note[2:]]))
    assert "没有签新的检查点" in (await secretary.get("/record")).text
    assert "存证不能签名" in (await secretary.get("/")).text
    assert "没有签新的检查点" not in (await hall.client().get("/record")).text
    assert (await secretary.post("/record/restorations")).status_code == 303
    await RecordClock(hall.settings).turn()
    assert "没有签新的检查点" not in (await secretary.get("/record")).text
    assert (await secretary.post("/record/restorations")).status_code == 409
