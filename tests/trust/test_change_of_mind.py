"""Row 26: who was pressed votes again until the end; the earlier ballot and receipt count nothing.

From the button that the chair presses, since a promise that no button keeps is none. Control: a
closing that opens what the voter had sealed first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import cli, db
from council.voting.sealing import envelopes
from tests.people import Cast, assemble
from tests.trust.secret import POSTGRES_AT_NIGHT
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Client, Hall

PRESENT, CHANGES = 6, 5


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Six are there, and a motion is before the meeting."""
    people = await assemble(members=7)
    secretary, base = hall.of(people, "袁昆腔"), f"/meetings/{people.meeting}"
    await secretary.post(f"{base}/opening")
    for name in people.members[:PRESENT]:
        await secretary.post(f"{base}/attendances", person=people.people[name], status="present")
    items = await db.rows("SELECT id FROM agenda_item WHERE kind = 'vote'")
    await secretary.post(f"{base}/current-item", item=items[0]["id"])
    mover, seconder = (people.people[name] for name in people.members[2:4])
    motion = {"text": "先试半年", "mover": mover, "seconder": seconder}
    motion |= {"item": items[0]["id"], "doer": "物业", "by_when": "年底前"}
    moved = await secretary.post(f"{base}/motions", **motion)
    assert moved.status_code == 303, moved.text
    return people


async def pressed(chair: Client, meeting: str) -> str:
    """The poll that the button of the secret vote makes."""
    page = (await chair.get(f"/meetings/{meeting}/chair")).text
    (form,) = (one for one in page.split("<form")[1:] if 'id="control-poll-sealed' in one)
    fields = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form))
    made = await chair.post(f"/meetings/{meeting}/polls", **{**fields, "next": ""})
    assert made.status_code == 303, made.text
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def changed_minds(hall: Hall, cast: Cast, poll: str) -> tuple[list[str], str]:
    """One says no under pressure, again and again, and yes at last: (earlier receipts, last)."""
    voter, receipts = hall.of(cast, "委员01"), list[str]()
    for rev in range(CHANGES):
        choice = "yes" if rev == CHANGES - 1 else "no"
        answer = await cast_vote(voter, poll, choice, f"idem-number-{rev:06d}", rev=rev)
        assert answer.status_code == 201, answer.text
        receipts.append(answer.json()["receipt"])
    for name in [one for one in cast.members[:PRESENT] if one != "委员01"]:
        await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
    return receipts[:-1], receipts[-1]


async def test_the_last_vote_counts_and_of_the_earlier_ones_the_program_says_that_they_do_not(
    hall: Hall, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chair = hall.of(cast, "曹评话")
    poll = await pressed(chair, cast.meeting)
    earlier, last = await changed_minds(hall, cast, poll)
    page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    assert last in page
    assert not any(one in page for one in earlier)
    assert "更改我的选择" in page
    for act in ("closing", "publication"):
        assert (await chair.post(f"/polls/{poll}/{act}")).status_code == 303
    late = await cast_vote(hall.of(cast, "委员01"), poll, "no", "idem-after-the-end", rev=CHANGES)
    assert (late.status_code, late.json()["reason"]) == (409, "closed")
    assert (await chair.json(f"/polls/{poll}"))["counts"] == {"yes": 6, "no": 0, "abstain": 0}
    file = tmp_path / "bundle.json"
    file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
    for receipt in earlier:
        assert cli.main(["recount", str(file), "--receipt", receipt]) == 1
        assert "没有这个回执号的票" in capsys.readouterr().out
    assert cli.main(["recount", str(file), "--receipt", last]) == 0


@POSTGRES_AT_NIGHT
async def test_control_a_box_that_holds_the_first_ballot_is_found(
    hall: Hall, cast: Cast, tmp_path: Path
) -> None:
    """Somebody with access to the database puts the earlier ballot back."""
    chair = hall.of(cast, "曹评话")
    poll = await pressed(chair, cast.meeting)
    first = await cast_vote(hall.of(cast, "委员01"), poll, "no", "idem-of-the-first-one")
    (kept,) = await db.rows("SELECT elector_no, ct, ct_hash FROM envelope")
    assert envelopes.receipt(kept["ct_hash"]) == first.json()["receipt"]
    last = await cast_vote(hall.of(cast, "委员01"), poll, "yes", "idem-of-the-second-one", rev=1)
    for name in [one for one in cast.members[:PRESENT] if one != "委员01"]:
        await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
    await db.rows(
        "UPDATE envelope SET ct = {}, ct_hash = {} WHERE poll = {} AND elector_no = {}",
        kept["ct"],
        kept["ct_hash"],
        poll,
        kept["elector_no"],
    )
    for act in ("closing", "publication"):
        await chair.post(f"/polls/{poll}/{act}")
    file = tmp_path / "bundle.json"
    file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
    assert cli.main(["recount", str(file), "--receipt", last.json()["receipt"]]) == 1
