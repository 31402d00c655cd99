"""The voter keeps a signed receipt and holds it against what was published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import cli
from council.voting.checking import proofs
from tests.voting.test_named_vote import cast_vote, open_poll
from tests.voting.test_sealed import cast, chair, sealed_poll

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.people import Cast
    from tests.server import Client, Hall

__all__ = ["cast", "chair"]  # fixtures


async def published(hall: Hall, chair: Client, poll: str, folder: Path) -> tuple[Path, Any]:
    """The bundle in a file, and its contents."""
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    file = folder / "bundle.json"
    file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
    return file, json.loads(file.read_text())


def kept(folder: Path, text: str) -> str:
    file = folder / "receipt.json"
    file.write_text(text)
    return str(file)


async def test_a_sealed_ballot_comes_with_its_proof_and_a_retry_with_one_as_good(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    voter = hall.of(cast, "委员01")
    first = (await cast_vote(voter, poll, "yes", "idem-of-" + cast.people["委员01"])).json()
    again = (await cast_vote(voter, poll, "yes", "idem-of-" + cast.people["委员01"])).json()
    file = await voter.get(f"/polls/{poll}/receipt")
    assert first["receipt"] == again["receipt"] == file.json()["code"]
    await the_others_vote(hall, cast, poll)
    bundle_file, found = await published(hall, chair, poll, tmp_path)
    for text in (json.dumps(first["proof"]), json.dumps(again["proof"]), file.text):
        assert proofs.holds(proofs.read(text), found["signer"])
        assert cli.main(["recount", str(bundle_file), "--receipt", kept(tmp_path, text)]) == 0
    assert "✓ 回执上的票已经计入" in capsys.readouterr().out
    assert (await voter.get(f"/polls/{poll}/receipt")).status_code == 404, "the box has no names"


async def the_others_vote(hall: Hall, cast: Cast, poll: str) -> None:
    for name in [one for one in cast.members[:6] if one != "委员01"]:
        answer = await cast_vote(hall.of(cast, name), poll, "no", f"idem-of-{cast.people[name]}")
        assert answer.status_code == 201


async def test_an_envelope_that_vanished_is_proved_by_who_kept_the_receipt(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poll = await sealed_poll(chair, cast.meeting, allow_revote="1")
    voter = hall.of(cast, "委员01")
    old = (await cast_vote(voter, poll, "no", "idem-of-the-first-one")).json()["proof"]
    await cast_vote(voter, poll, "yes", "idem-of-the-second-one", rev=1)
    await the_others_vote(hall, cast, poll)
    file, _ = await published(hall, chair, poll, tmp_path)
    receipt = kept(tmp_path, json.dumps(old))
    assert cli.main(["recount", str(file), "--receipt", receipt]) == 1
    assert "签名是真的，票却不在里面" in capsys.readouterr().out
    other_key = proofs.Signer(b"x" * 32).public
    assert cli.main(["recount", str(file), "--receipt", receipt, "--key", other_key]) == 1
    assert "签名是真的" not in capsys.readouterr().out


async def test_a_named_receipt_binds_the_choice_that_was_published(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path
) -> None:
    poll = await open_poll(chair, cast.meeting)
    voter = hall.of(cast, "委员01")
    assert (await voter.get(f"/polls/{poll}/receipt")).status_code == 404
    await cast_vote(voter, poll, "yes", "idem-of-the-first-one")
    receipt = kept(tmp_path, (await voter.get(f"/polls/{poll}/receipt")).text)
    file, found = await published(hall, chair, poll, tmp_path)
    assert cli.main(["recount", str(file), "--receipt", receipt]) == 0
    found["ballots"][0]["choice"] = "no"
    file.write_text(json.dumps(found))
    assert cli.main(["recount", str(file), "--receipt", receipt]) == 1
