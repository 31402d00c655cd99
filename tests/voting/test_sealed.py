"""A secret vote: nothing ties a choice to a person, and every ballot is counted once."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from council import cli, db
from council.change import Actor
from council.clock import moved_to, now
from council.record.queries import entries
from council.voting.actions import close_poll, destroy_due, unsealing
from council.voting.checking import bundle
from council.voting.sealing import envelopes, poll_keys
from tests.people import Cast, assemble
from tests.voting.owners import owners_meeting, poll_on
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.server import Client, Hall

CHOICES = ("yes", "yes", "yes", "no", "abstain", "yes")


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Six of seven are there."""
    people = await assemble(members=7)
    await _open(hall, people, 6)
    return people


async def _open(hall: Hall, people: Cast, present: int) -> None:
    secretary = hall.of(people, "袁昆腔")
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in people.members[:present]:
        path = f"/meetings/{people.meeting}/attendances"
        await secretary.post(path, person=people.people[name], status="present")


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


async def sealed_poll(chair: Client, meeting: str, **more: str) -> str:
    made = await chair.post(
        f"/meetings/{meeting}/polls", text="选甲方案", rule="COM", mode="sealed", **more
    )
    assert made.status_code == 303, made.text
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    return poll


async def all_vote(hall: Hall, cast: Cast, poll: str) -> dict[str, str]:
    """Name → receipt."""
    receipts = {}
    for name, choice in zip(cast.members, CHOICES, strict=False):
        answer = await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
        assert answer.status_code == 201, answer.text
        receipts[name] = answer.json()["receipt"]
    return receipts


async def state(poll: str) -> str:
    found = await db.row("SELECT state FROM poll WHERE id = {}", poll)
    assert found is not None
    return str(found["state"])


async def test_while_it_is_open_there_is_an_envelope_for_each_and_no_choice_anywhere(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    receipts = await all_vote(hall, cast, poll)
    assert not await db.rows("SELECT 1 AS one FROM named_vote")
    found = await db.rows("SELECT ct, ct_hash FROM envelope WHERE poll = {}", poll)
    assert len({len(one["ct"]) for one in found}) == 1, "a length would tell"
    assert len({one["ct"] for one in found}) == 6, "equal choices look different"
    assert {envelopes.receipt(one["ct_hash"]) for one in found} == set(receipts.values())
    assert await chair.json(f"/polls/{poll}") == {"state": "open", "eligible": 6, "turnout": 6}
    page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    assert receipts["委员01"] in page
    assert "您的选择：" not in page


async def test_the_box_is_opened_without_names_and_everybody_finds_their_receipt_in_it(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    receipts = await all_vote(hall, cast, poll)
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    assert not await db.rows("SELECT 1 AS one FROM envelope")
    lines = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll)
    assert [one["choice"] for one in lines] == sorted(CHOICES)
    await chair.post(f"/polls/{poll}/publication")
    result = await hall.client().json(f"/polls/{poll}")
    assert result["counts"] == {"yes": 4, "no": 1, "abstain": 1}
    assert (result["numerator"], result["denominator"], result["verdict"]) == (4, 6, "passed")
    page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    assert "没有人知道您投的是什么" in page.replace("<wbr>", "")
    assert "也看不出谁投了什么" in page.replace("<wbr>", "")
    file = tmp_path / "sealed.json"
    file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
    for receipt in receipts.values():
        assert cli.main(["recount", str(file), "--receipt", receipt]) == 0
    told = capsys.readouterr().out
    assert "在箱子里 / it was in the box" in told
    assert "赞成 / yes: 4" in told


async def test_the_record_tells_the_steps_and_binds_roll_box_and_those_who_took_part(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    await chair.post(f"/polls/{poll}/closing")
    told = [one for one in await entries(cast.community) if one["act"].startswith("poll.")]
    assert [one["act"] for one in told] == [
        "poll.made",
        "poll.opened",
        "poll.closing",
        "poll.box_sealed",
        "poll.result",
    ]
    box = json.loads(told[3]["body"])["body"]
    assert box["n"] == 6
    assert all(len(box[name]) == 64 for name in ("box_root", "participants_root"))
    for name, person in cast.people.items():
        assert not any(name in one["body"] or person in one["body"] for one in told)


async def test_a_retry_gets_the_same_receipt_and_a_second_vote_is_refused(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    member = hall.of(cast, "委员01")
    first = await cast_vote(member, poll, "yes", "0123456789abcdef")
    again = await cast_vote(member, poll, "yes", "0123456789abcdef")
    other = await cast_vote(member, poll, "no", "fedcba9876543210")
    strange = await cast_vote(hall.of(cast, "委员02"), poll, "maybe", "fedcba9876543210")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["reason"]) == (409, "voted")
    assert (strange.status_code, strange.json()["reason"]) == (422, "choice_unknown")


async def test_a_changed_vote_replaces_the_envelope_and_is_counted_once(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting, allow_revote="1")
    receipts = await all_vote(hall, cast, poll)
    member = hall.of(cast, cast.members[3])
    changed = await cast_vote(member, poll, "yes", "another-idem-of-4", rev=1)
    assert changed.status_code == 201
    assert changed.json()["receipt"] != receipts[cast.members[3]]
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    result = await hall.client().json(f"/polls/{poll}")
    assert result["counts"] == {"yes": 5, "no": 0, "abstain": 1}
    made = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    assert bundle.find(made, changed.json()["receipt"]) is not None
    assert bundle.find(made, receipts[cast.members[3]]) is None


async def test_of_four_no_secret_is_made(hall: Hall) -> None:
    people = await assemble(members=5)
    await _open(hall, people, 4)
    answer = await hall.of(people, "曹评话").post(
        f"/meetings/{people.meeting}/polls", text="选甲方案", rule="COM", mode="sealed"
    )
    assert answer.status_code == 409
    assert "不到5人" in answer.text.replace("<wbr>", "")


async def test_who_left_before_the_opening_can_make_it_too_few(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    made = await chair.post(
        f"/meetings/{cast.meeting}/polls", text="选甲方案", rule="COM", mode="sealed"
    )
    poll = made.headers["location"].split("/")[-1]
    for name in cast.members[:2]:
        path = f"/meetings/{cast.meeting}/attendances"
        await hall.of(cast, "袁昆腔").post(path, person=cast.people[name], status="left")
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 409
    assert await state(poll) == "created"


@pytest.mark.parametrize("ballots", [0, 4])
async def test_of_fewer_than_five_ballots_only_the_verdict_is_said(
    hall: Hall, cast: Cast, chair: Client, ballots: int
) -> None:
    """The box stays shut: "passed" by three of three would name all three choices."""
    poll = await sealed_poll(chair, cast.meeting)
    for name in cast.members[:ballots]:
        await cast_vote(hall.of(cast, name), poll, "yes", f"idem-of-{cast.people[name]}")
    controls = (await chair.get(f"/meetings/{cast.meeting}/chair")).text
    assert "现在结束，票箱不打开" in controls.replace("<wbr>", "")
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    assert not await db.rows("SELECT 1 AS one FROM opened")
    assert not [one for one in await db.rows("SELECT ct FROM box") if one["ct"]]
    assert not (hall.settings.poll_keys / f"{poll}.key").exists()
    await chair.post(f"/polls/{poll}/publication")
    assert await hall.client().json(f"/polls/{poll}") == {
        "state": "published",
        "eligible": 6,
        "turnout": ballots,
        "verdict": "invalid",
        "rule": "COM",
    }
    await chair.post(f"/meetings/{cast.meeting}/closing")
    minutes = (await chair.post(f"/meetings/{cast.meeting}/minutes")).headers["location"]
    meeting = f"/meetings/{cast.meeting}"
    for place in (f"/polls/{poll}", f"{meeting}/screen", f"{meeting}/chair", meeting, "/", minutes):
        answer = await chair.get(place)
        text = re.sub("<[^>]+>", "", answer.text)
        assert answer.status_code == 200, place
        assert not re.search("(赞成|反对|弃权)\\s*[0-9]", text), place
    assert "票箱没有打开" in (await chair.get(minutes)).text
    made = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    assert (made["opened"], made["result"]["verdict"]) == ([], "invalid")
    assert bundle.recount(made).agrees
    made["result"] |= {"yes": 4}
    made["opened"] = ["yes"] * 4
    failing = {one.code for one in bundle.recount(made).checks if not one.holds}
    assert failing == {"shut", "result"}


async def test_owners_are_not_counted_by_area_in_secret(hall: Hall) -> None:
    people = await assemble(members=6)
    meeting = await owners_meeting(people)
    chair = hall.of(people, "曹评话")
    await poll_on(chair, meeting, 1, "OWN-ORD")  # its item is on the table
    answer = await chair.post(
        f"/meetings/{meeting}/polls", text="同意", rule="OWN-ORD", mode="sealed"
    )
    assert answer.status_code == 409
    assert "认出是哪一户" in answer.text.replace("<wbr>", "")


async def test_the_key_lies_in_a_file_of_its_own_that_only_the_owner_reads(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    file = hall.settings.poll_keys / f"{poll}.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = file.read_text()
    assert private not in str(await db.rows("SELECT * FROM poll"))
    assert private not in str(await db.rows("SELECT * FROM record_entry"))


async def test_without_its_key_the_box_stays_shut_and_opens_once_the_key_is_back(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    file = hall.settings.poll_keys / f"{poll}.key"
    kept = file.read_text()
    for wrong in ("", "ff" * 32):
        file.write_text(wrong)
        answer = await chair.post(f"/polls/{poll}/closing")
        assert answer.status_code == 409
        assert "密钥文件" in answer.text.replace("<wbr>", "")
        assert await state(poll) == "sealed"
    late = await cast_vote(hall.of(cast, cast.members[5]), poll, "yes", "too-late-for-this")
    assert (late.status_code, late.json()["reason"]) == (409, "closed")
    file.write_text(kept)
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    assert await state(poll) == "closed"


@pytest.mark.parametrize("step", ["_fill_box", "_clean", "_open_box"])
async def test_who_closes_again_after_an_interruption_goes_on_where_it_was(
    hall: Hall, cast: Cast, chair: Client, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    with monkeypatch.context() as broken:
        broken.setattr(unsealing, step, _power_cut)
        with pytest.raises(OSError, match="power"):
            await close_poll(poll, cast.actor("曹评话"))
    assert await state(poll) == ("closing" if step == "_fill_box" else "sealed")
    page = (await chair.get(f"/meetings/{cast.meeting}/chair")).text
    assert "继续开票" in page.replace("<wbr>", "")
    await close_poll(poll, cast.actor("曹评话"))
    await close_poll(poll, cast.actor("曹评话"))  # twice is once
    lines = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll)
    assert [one["choice"] for one in lines] == sorted(CHOICES)


async def _power_cut(*_: Any) -> None:
    raise OSError("power")


async def test_what_was_not_sealed_for_this_poll_is_invalid_and_not_dropped(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    (one, *_) = await db.rows("SELECT elector_no, ct FROM envelope ORDER BY elector_no")
    found = await db.row("SELECT public_key FROM poll WHERE id = {}", poll)
    assert found is not None
    foreign = envelopes.seal(found["public_key"], "another", "yes", ("yes", "no", "abstain"))
    await db.rows(
        "UPDATE envelope SET ct = {}, ct_hash = {} WHERE elector_no = {}",
        foreign,
        envelopes.digest(foreign),
        one["elector_no"],
    )
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    made = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    assert made["result"]["invalid"] == 1
    assert len(made["opened"]) == 6
    assert bundle.recount(made).agrees
    made["opened"].remove("")
    assert {one.code for one in bundle.recount(made).checks if not one.holds} == {
        "as_many",
        "result",
    }


async def test_a_withdrawn_vote_leaves_neither_envelopes_nor_a_key(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    await chair.post(f"/polls/{poll}/cancellation")
    assert not await db.rows("SELECT 1 AS one FROM envelope")
    assert not (hall.settings.poll_keys / f"{poll}.key").exists()


async def test_a_week_after_its_result_the_key_goes_and_the_recount_stays(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    receipts = await all_vote(hall, cast, poll)
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    operator = Actor("", cast.community, "operator")
    assert await destroy_due(cast.community, operator) == 0
    with moved_to(now() + timedelta(days=7, seconds=1)):
        assert [await destroy_due(cast.community, operator) for _ in range(2)] == [1, 0]
    assert not (hall.settings.poll_keys / f"{poll}.key").exists()
    assert {one["ct"] for one in await db.rows("SELECT ct FROM box")} == {""}
    made = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    assert bundle.recount(made).agrees
    assert bundle.find(made, receipts["委员01"]) is not None
    assert (await entries(cast.community))[-1]["act"] == "poll.key_destroyed"


@pytest.fixture
def untidy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody empties the log."""

    async def nothing() -> None:
        return

    monkeypatch.setattr(unsealing, "_clean", nothing)


async def _left(idem: str) -> int:
    """How much of an envelope is still in the files of the database."""
    engine = db.engine()
    if isinstance(engine, db.SafeSQLite):
        file = Path(engine.path)
        names = (file, file.with_name(f"{file.name}-wal"))
        return sum(one.read_bytes().count(idem.encode()) for one in names if one.exists())
    found = await db.row("SELECT pg_relation_size('envelope') AS size")
    assert found is not None
    return int(found["size"])


async def _after_closing(hall: Hall, cast: Cast, chair: Client) -> int:
    """`idem` stands beside the elector's number and the ciphertext, and nowhere else."""
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    (one, *_) = await db.rows("SELECT idem FROM envelope ORDER BY elector_no")
    assert await _left(one["idem"]) > 0
    await chair.post(f"/polls/{poll}/closing")
    return await _left(one["idem"])


async def test_no_file_of_the_database_holds_an_envelope_after_closing(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    assert await _after_closing(hall, cast, chair) == 0


async def test_files_that_are_not_cleaned_still_hold_them(
    hall: Hall, cast: Cast, chair: Client, untidy: None
) -> None:
    """The control: without that step the log, or the table, ties a ciphertext to its elector."""
    assert await _after_closing(hall, cast, chair) > 0


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """Another program looks at the envelopes; its view, or its lock, lasts as long as it does."""
    engine, look = db.engine(), "SELECT count(*) AS n FROM envelope"
    if isinstance(engine, db.SafeSQLite):
        with closing(sqlite3.connect(engine.path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute(look).fetchone()
            yield
        return
    async with engine.transaction():
        await db.rows(look)
        yield


async def test_a_box_is_not_opened_while_somebody_still_reads_the_old_log(
    hall: Hall, cast: Cast, chair: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await sealed_poll(chair, cast.meeting)
    await all_vote(hall, cast, poll)
    with monkeypatch.context() as hasty:
        hasty.setattr(unsealing, "TRIES", 1)
        async with reading():
            answer = await chair.post(f"/polls/{poll}/closing")
    assert answer.status_code == 409
    assert "还不能开票" in answer.text.replace("<wbr>", "")
    assert await state(poll) == "sealed"
    assert (await chair.post(f"/polls/{poll}/closing")).status_code == 303
    assert await state(poll) == "closed"


def test_a_key_opens_only_what_was_sealed_for_it() -> None:
    (private, public), (other, _) = envelopes.new_key(), envelopes.new_key()
    sealed = envelopes.seal(public, "p1", "no", ("yes", "no", "abstain"))
    assert envelopes.opened(private, "p1", sealed) == "no"
    assert envelopes.opened(private, "p2", sealed) == ""
    assert envelopes.opened(other, "p1", sealed) == ""
    assert envelopes.opened(private, "p1", "AAAA" + sealed[4:]) == ""
    assert envelopes.opened(private, "p1", "nonsense") == ""


def test_keys_are_kept_where_it_was_said(tmp_path: Path) -> None:
    keys = poll_keys.PollKeys(tmp_path / "a" / "b")
    public = keys.create("p1")
    assert envelopes.public_of(keys.private("p1", public)) == public
    keys.destroy("p1")
    assert list((tmp_path / "a" / "b").iterdir()) == []
