"""The one file that others run: an honest record holds, and no change of it goes unseen."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from council.commands.verify import FILE, verifier
from council.record.entry import canonical
from council.voting.checking import bundle
from tests.record.made import NOW, STRANGER, Made, key_of, looked_at, packed, small, witness_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = key_of(NOW).text
EACH_RUN, NIGHTLY = 400, 10_000
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def honest() -> Made:
    return small()


def test_an_honest_record_holds_from_the_first_line_to_the_last(
    honest: Made, tmp_path: Path
) -> None:
    whole = verifier()
    file = tmp_path / "honest.zip"
    file.write_bytes(packed(honest.members()))
    report = whole.verify(str(file), KEY, honest.note(5), (witness_key(0).text,))
    assert report.holds, report.lines
    assert all(one.startswith("✓") for one in report.lines)
    said = "\n".join(report.lines)
    for part in ("p1", "p2", "n1-v2", "通过 / passed", "2 个见证人"):
        assert part in said
    for one in honest.polls.values():  # the application's own recount finds the same
        assert bundle.recount(json.loads(canonical(one))).agrees


def _lines(members: Members, name: str) -> list[bytes]:
    return members[name].splitlines(keepends=True)


def flip(members: Members, dice: random.Random) -> None:
    name = dice.choice(sorted(members))
    content = bytearray(members[name])
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    members[name] = bytes(content)


def drop(members: Members, dice: random.Random) -> None:
    """A line, or a file. An old checkpoint alone says nothing that the newest does not say."""
    name = dice.choice([one for one in sorted(members) if one != "bundle.json"])
    lines = _lines(members, name)
    if len(lines) == 1 or dice.random() < 0.2:
        del members[name]
        return
    del lines[-1 if name == "checkpoints.jsonl" else dice.randrange(len(lines))]
    members[name] = b"".join(lines)


def swap(members: Members, dice: random.Random) -> None:
    name = dice.choice(["entries.jsonl", "checkpoints.jsonl", "keys.txt"])
    lines = _lines(members, name)
    a, b = dice.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]
    members[name] = b"".join(lines)


def insert(members: Members, dice: random.Random) -> None:
    """One more entry that looks like the others, with all later numbers moved on."""
    entries = [json.loads(one) for one in _lines(members, "entries.jsonl")]
    at = dice.randrange(len(entries) + 1)
    entries.insert(at, copy.deepcopy(entries[min(at, len(entries) - 1)]))
    for i, one in enumerate(entries):
        one["i"] = i
    members["entries.jsonl"] = "".join(f"{canonical(one)}\n" for one in entries).encode()


def truncate(members: Members, dice: random.Random) -> None:
    name = dice.choice(sorted(members))
    members[name] = members[name][: dice.randrange(len(members[name]))]


def sign_anew(members: Members, dice: random.Random) -> None:
    """Somebody else's key under an otherwise honest record, which names that key as its own."""
    made = small()
    made.seed = STRANGER
    rotated = next(one for one in made.entries if one["act"] == "key.rotated")
    if dice.random() < 0.5:
        rotated["body"]["new"] = key_of(STRANGER).text
    for one in made.polls.values():
        one["signer"] = key_of(STRANGER).public.hex()
    members |= made.members()


def exchange(members: Members, dice: random.Random) -> None:
    """One value of a poll's bundle or of an entry, written properly."""
    name = dice.choice([one for one in sorted(members) if one.startswith(("polls/", "entries"))])
    lines = _lines(members, name)
    at = dice.randrange(len(lines))
    value = json.loads(lines[at])
    _change_one(value, dice)
    end = b"\n" if lines[at].endswith(b"\n") else b""
    lines[at] = canonical(value).encode() + end
    members[name] = b"".join(lines)


def _change_one(value: Any, dice: random.Random) -> None:
    """Walk down to a leaf and put something else there."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = dice.choice(keys)
    inner = value[key]
    if isinstance(inner, (dict, list)) and inner and dice.random() < 0.9:
        _change_one(inner, dice)
    elif isinstance(inner, bool) or inner is None:
        value[key] = 0
    elif isinstance(inner, int):
        value[key] = inner + dice.choice([-1, 1])
    elif isinstance(inner, str):
        value[key] = {"yes": "no", "no": "yes", "abstain": "yes"}.get(inner, inner + "1")
    else:
        value[key] = "x"


KINDS = (flip, drop, swap, insert, truncate, sign_anew, exchange)


def _mutants(honest: Made, number: int, seed: int) -> list[tuple[str, Members]]:
    dice, whole = random.Random(seed), honest.members()
    found: list[tuple[str, Members]] = []
    while len(found) < number:
        kind: Callable[[Members, random.Random], None] = KINDS[len(found) % len(KINDS)]
        members = dict(whole)
        kind(members, dice)
        if members != whole:
            found.append((kind.__name__, members))
    return found


def _missed(mutants: list[tuple[str, Members]], folder: Path) -> list[str]:
    return [kind for kind, members in mutants if looked_at(members, folder, KEY)]


@pytest.mark.parametrize(
    "number",
    [EACH_RUN, pytest.param(NIGHTLY, marks=[pytest.mark.nightly, pytest.mark.timeout(900)])],
)
def test_every_mutant_is_caught(honest: Made, tmp_path: Path, number: int) -> None:
    assert looked_at(honest.members(), tmp_path, KEY)
    assert _missed(_mutants(honest, number, seed=number), tmp_path) == []


def test_a_verifier_that_believes_every_signature_misses_another_key(
    honest: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: it is the signature by which `sign_anew` is found, and nothing else."""
    check = verifier()
    monkeypatch.setattr(check, "_log_keys", lambda *_: None)
    missed = _missed(_mutants(honest, 70, seed=2), tmp_path)
    assert set(missed) == {"sign_anew"}


def test_a_verifier_that_looks_at_no_poll_misses_changed_ballots(
    honest: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = verifier()
    monkeypatch.setattr(check, "_polls", lambda *_: None)
    missed = _missed(_mutants(honest, 140, seed=3), tmp_path)
    assert {"exchange", "flip"} <= set(missed)


def test_history_that_the_owner_of_the_key_wrote_anew_is_found_by_an_older_checkpoint(
    honest: Made, tmp_path: Path
) -> None:
    """All of it is signed properly, so the key alone finds nothing: that is the control."""
    old = [honest.note(size, cosigned=True) for size in range(3, len(honest.entries) + 1)]
    for at in range(len(honest.entries)):
        forged = copy.deepcopy(honest)
        forged.entries[at]["actor"] = "p-2"
        members = forged.members()
        assert looked_at(members, tmp_path, KEY)
        since = old[-1 - at % 5] if at < len(honest.entries) - 5 else old[-1]
        assert not looked_at(members, tmp_path, KEY, since)
        assert looked_at(honest.members(), tmp_path, KEY, since) or at < 0


def test_three_lines_from_paper_are_enough_to_find_it(honest: Made, tmp_path: Path) -> None:
    paper = honest.note(9).partition("\n\n")[0]
    assert looked_at(honest.members(), tmp_path, KEY, paper)
    honest_root = paper.splitlines()[2]
    assert not looked_at(honest.members(), tmp_path, KEY, paper.replace(honest_root[:3], "AAA"))
    shorter = Made(honest.entries[:8], {}, {}, (2,))
    assert not looked_at(shorter.members(), tmp_path, key_of(NOW).text, paper)


def test_it_runs_alone_and_says_all_in_its_exit_code(honest: Made, tmp_path: Path) -> None:
    """Without the application, from another folder, isolated from this environment's modules."""
    alone = tmp_path / "council_verify.py"
    alone.write_bytes(FILE.read_bytes())
    assert "council." not in _imports(alone.read_text())
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(packed(honest.members()))
    bad.write_bytes(packed(honest.members() | {"keys.txt": b"log x\n"}))
    run = [sys.executable, "-I", str(alone)]
    for file, code in ((good, 0), (bad, 1), (tmp_path / "none.zip", 1), (alone, 1)):
        done = subprocess.run(
            [*run, str(file)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (code, "")
    assert subprocess.run(run, capture_output=True, check=False).returncode == 2


def test_a_text_is_withheld_only_where_the_record_says_recalled(tmp_path: Path) -> None:
    for recalled, holds in (("n2", True), ("n1", False)):
        made = small()
        made.add("minutes.published", {"minutes": "n2", "version": 3, "sha256": "0" * 64})
        made.add("minutes.recalled", {"minutes": recalled})
        assert looked_at(made.members(), tmp_path, KEY) is holds


def _imports(source: str) -> str:
    lines = [one.strip() for one in source.splitlines()]
    return "\n".join(one for one in lines if one.startswith(("import ", "from ")))


@pytest.mark.nightly
@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", [10_000, 100_000])
def test_a_long_record_costs_less_than_thirty_times_its_hashing(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, check = small(), verifier()
    while len(made.entries) < number:
        body = {"person": f"p-{len(made.entries):010}", "columns": ["phone"], "ground": "核对"}
        made.add("person.changed", body)
    lines = made.lines
    data = [one.encode() for one in lines]
    leaves = [check.leaf_hash(one) for one in data]
    monkeypatch.setattr(Made, "lines", lines)
    monkeypatch.setattr(Made, "root", lambda _, size: check.root_of(leaves[:size]))
    file = tmp_path / "long.zip"
    file.write_bytes(packed(made.members()))
    ratios = []
    for _ in range(3):
        start = time.process_time()
        for one in data:
            hashlib.sha256(b"\x00" + one).digest()
        base = time.process_time() - start
        assert check.verify(str(file), KEY).holds
        ratios.append((time.process_time() - start - base) / base)
    assert sorted(ratios)[1] <= 30, ratios
