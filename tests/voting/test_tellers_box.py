"""The box of a vote with tellers: any two papers open it (row 28), all the rest does not (27)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from council import cli, db
from council.change import Actor
from council.clock import moved_to, now
from council.record.queries import entries
from council.voting.actions import destroy_due, type_share, unsealing
from council.voting.checking import box_again, bundle
from council.voting.tellers import share_text
from tests.people import Cast, assemble
from tests.server import running
from tests.voting.telling import (
    ON_SQLITE,
    TELLERS,
    boxed,
    fetched,
    made,
    name,
    opened_poll,
    papers_of,
    types,
)
from tests.voting.test_named_vote import cast_vote
from tests.voting.test_sealed import CHOICES, _open, all_vote, state

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Client, Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble(members=7)
    await _open(hall, people, 6)
    return people


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


async def opened_lines(poll: str) -> list[str]:
    found = await db.rows("SELECT choice FROM opened WHERE poll = {} ORDER BY line_no", poll)
    return [one["choice"] for one in found]


async def told(cast: Cast) -> list[str]:
    return [one["act"] for one in await entries(cast.community)]


@ON_SQLITE
async def test_every_two_of_the_three_papers_open_a_box_and_the_third_is_not_needed(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    """Row 28: one lost paper changes nothing."""
    for one, other in combinations(TELLERS, 2):
        poll, papers = await boxed(hall, cast, chair)
        assert await types(hall, cast, poll, other, papers[other]) == 303
        assert await types(hall, cast, poll, other, papers[other]) == 303
        assert await state(poll) == "sealed", "the same share twice is one share"
        assert "1/2" in (await chair.get(f"/meetings/{cast.meeting}/chair")).text
        assert await types(hall, cast, poll, one, papers[one].lower()) == 303
        assert await state(poll) == "closed"
        assert await opened_lines(poll) == sorted(CHOICES)
        assert list(hall.settings.poll_keys.glob(f"*{poll}*")) == []
        await chair.post(f"/polls/{poll}/publication")
        assert (await hall.client().json(f"/polls/{poll}"))["verdict"] == "passed"


async def test_nobody_opens_it_early_by_any_door(hall: Hall, cast: Cast, chair: Client) -> None:
    """Row 27: three right shares before the end, and whoever else may want to."""
    poll, papers = await opened_poll(hall, cast, chair)
    await all_vote(hall, cast, poll)
    for who in TELLERS:
        assert await types(hall, cast, poll, who, papers[who]) == 409
    assert (await chair.post(f"/polls/{poll}/unopened")).status_code == 409
    for who in ("曹评话", "袁昆腔", "委员04", "顾水巷"):
        assert await types(hall, cast, poll, who, papers["委员01"]) == 404
    assert (await hall.of(cast, "委员01").post(f"/polls/{poll}/closing")).status_code == 404
    assert await state(poll) == "open"
    assert await opened_lines(poll) == []
    assert list(hall.settings.poll_keys.glob(f"{poll}*")) == []


@ON_SQLITE
async def test_a_wrong_share_is_refused_without_a_reason_and_a_slip_names_its_group(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    old = " ".join(await fetched(hall, cast, poll, "委员01"))
    papers = await papers_of(hall, cast, chair, poll)
    await chair.post(f"/polls/{poll}/opening")
    await all_vote(hall, cast, poll)
    await chair.post(f"/polls/{poll}/closing")
    groups = papers["委员01"].split()
    client = hall.of(cast, "委员01")
    for secret in (old, old.replace(old.split()[0], groups[0])):
        answer = await client.post(f"/polls/{poll}/shares", secret=secret)
        assert answer.status_code == 409
        assert "这不是这次表决的份额" in answer.text.replace("<wbr>", "")
    slip = [*groups[:4], groups[4][:4] + ("0" if groups[4][4] != "0" else "1"), *groups[5:]]
    answer = await client.post(f"/polls/{poll}/shares", secret=" ".join(slip))
    assert answer.status_code == 422
    assert "第5组不对" in answer.text.replace("<wbr>", "")
    assert slip[4] in answer.text, "nobody types sixty-five characters twice"
    assert "tellers.typed" not in await told(cast)
    assert await types(hall, cast, poll, "委员01", papers["委员01"]) == 303
    assert await types(hall, cast, poll, "委员01", papers["委员02"]) == 303, "on the same phone"
    assert await state(poll) == "closed"


async def test_another_server_takes_the_second_share_and_none_has_seen_both(
    hall: Hall, cast: Cast, chair: Client, database_url: str, tmp_path: Path
) -> None:
    """What a restart between the two is, too: nothing is kept in memory."""
    poll, papers = await boxed(hall, cast, chair)
    assert await types(hall, cast, poll, "委员02", papers["委员02"]) == 303
    held = (hall.settings.poll_keys / f"{poll}.typed").read_text()
    share = share_text.read(papers["委员02"])
    assert share.value.hex() not in held
    async with running(database_url, tmp_path) as other:
        assert await types(other, cast, poll, "委员03", papers["委员03"]) == 303
        assert await state(poll) == "closed"
    assert not (hall.settings.poll_keys / f"{poll}.typed").exists()


async def test_the_record_says_that_it_is_opened_before_it_is(
    hall: Hall, cast: Cast, chair: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, papers = await boxed(hall, cast, chair)
    one, two = (share_text.read(papers[who]) for who in TELLERS[:2])
    await type_share(poll, one, cast.actor("委员01"))
    with monkeypatch.context() as broken:
        broken.setattr(unsealing, "_open_box", _power_cut)
        with pytest.raises(OSError, match="power"):
            await type_share(poll, two, cast.actor("委员02"))
    assert (await told(cast))[-2:] == ["tellers.typed", "box.opening"]
    assert (await state(poll), await opened_lines(poll)) == ("sealed", [])
    await type_share(poll, one, cast.actor("委员01"))  # either of them once more
    await type_share(poll, one, cast.actor("委员01"))
    assert (await told(cast))[-2:] == ["box.opening", "poll.result"]
    assert await opened_lines(poll) == sorted(CHOICES)


async def _power_cut(*_: Any) -> None:
    raise OSError("power")


async def test_two_lost_papers_are_recorded_and_the_vote_is_held_again(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await boxed(hall, cast, chair)
    teller = hall.of(cast, "委员01")
    assert (await teller.post(f"/polls/{poll}/losses", no="2")).status_code == 404, "another's"
    assert (await teller.post(f"/polls/{poll}/losses", no="1")).status_code == 303
    assert (await chair.post(f"/polls/{poll}/unopened")).status_code == 409
    with pytest.raises(Exception, match="never goes back"):
        await db.rows("UPDATE poll SET state = 'cancelled' WHERE id = {}", poll)
    assert (await chair.post(f"/polls/{poll}/losses", no="3")).status_code == 303
    assert (await chair.post(f"/polls/{poll}/unopened")).status_code == 303
    assert await state(poll) == "cancelled"
    assert (await told(cast))[-3:] == ["tellers.lost", "tellers.lost", "box.unopened"]
    page = (await hall.of(cast, "委员04").get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "票箱打不开" in page
    assert await types(hall, cast, poll, "委员02", papers["委员02"]) == 409
    again = await chair.post(f"/polls/{poll}/rerun")
    assert again.status_code == 303, again.text


@ON_SQLITE
async def test_a_lost_paper_that_is_found_still_opens(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await boxed(hall, cast, chair)
    for no in ("1", "2"):
        await chair.post(f"/polls/{poll}/losses", no=no)
    for who in ("委员01", "委员03"):
        assert await types(hall, cast, poll, who, papers[who]) == 303
    assert await state(poll) == "closed"


@ON_SQLITE
async def test_two_papers_count_an_exported_box_again_and_see_what_was_changed(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, taken = await published(hall, cast, chair)

    def recounted(*who: str) -> int:
        shares = [word for one in who for word in ("--share", papers[one])]
        return cli.main(["recount", str(file), *shares])

    file = tmp_path / "box.json"
    file.write_text(json.dumps(taken))
    assert recounted("委员01", "委员03") == 0
    assert "重新开箱" in capsys.readouterr().out
    assert recounted("委员03", "委员02") == 0
    assert recounted("委员02", "委员02") != 0
    shares = [papers[who] for who in TELLERS[:2]]

    def held(**changed: Any) -> list[bool]:
        other = {**taken, **changed}
        return [one.holds for one in box_again.open_again(other, shares)]

    assert held() == [True] * 3
    assert held(opened=sorted(["no", *taken["opened"][1:]])) == [True, True, False]
    box = taken["box"]
    assert held(box={**box, "ciphertexts": box["ciphertexts"][1:]}) == [True, False, False]
    assert held(box={**box, "public_key": "0" * 64}) == [False]


@ON_SQLITE
async def test_when_the_box_is_destroyed_its_bundle_still_counts_and_opens_no_more(
    hall: Hall, cast: Cast, chair: Client, tmp_path: Path
) -> None:
    papers, taken = await published(hall, cast, chair)
    shares = [papers[who] for who in TELLERS[:2]]
    with moved_to(now() + timedelta(days=31)):
        assert await destroy_due(cast.community, Actor("", cast.community, "operator")) == 1
    later = (await hall.client().get(f"/polls/{taken['poll']['id']}/bundle")).json()
    assert "ciphertexts" not in later["box"]
    assert bundle.recount(later).agrees
    with pytest.raises(bundle.NotABundleError):
        box_again.open_again(later, shares)
    file = tmp_path / "later.json"
    file.write_text(json.dumps(later))
    assert cli.main(["recount", str(file)]) == 0
    assert cli.main(["recount", str(file), "--share", shares[0], "--share", shares[1]]) != 0
    mine = (await hall.of(cast, "委员01").get(f"/polls/{taken['poll']['id']}/share")).text
    assert "请把纸撕碎" in mine.replace("<wbr>", "")


async def published(hall: Hall, cast: Cast, chair: Client) -> tuple[dict[str, str], Any]:
    """The papers of an opened box, and its bundle."""
    poll, papers = await boxed(hall, cast, chair)
    for who in TELLERS[:2]:
        await types(hall, cast, poll, who, papers[who])
    await chair.post(f"/polls/{poll}/publication")
    page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "复算包里还有箱里的密文" in page
    return papers, (await hall.client().get(f"/polls/{poll}/bundle")).json()


@ON_SQLITE
async def test_a_vote_on_several_options_is_opened_and_counted_again_by_two_papers(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    answer = await chair.post(
        f"/meetings/{cast.meeting}/polls",
        text="选两处",
        rule="COM",
        mode="tellers",
        method="approval",
        options="北门\n南门\n广场",
    )
    assert answer.status_code == 303, answer.text
    poll = str(answer.headers["location"].split("/")[-1])
    papers = await papers_of(hall, cast, chair, poll)
    await chair.post(f"/polls/{poll}/opening")
    said = ("a,c", "a,c", "b", "a", "-", "c")
    for who, choice in zip(cast.members, said, strict=False):
        voted = await cast_vote(hall.of(cast, who), poll, choice, f"idem-of-{cast.people[who]}")
        assert voted.status_code == 201, voted.text
    await chair.post(f"/polls/{poll}/closing")
    for who in TELLERS[1:]:
        assert await types(hall, cast, poll, who, papers[who]) == 303
    await chair.post(f"/polls/{poll}/publication")
    taken = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    assert sorted(taken["opened"]) == sorted(said)
    again = box_again.open_again(taken, [papers[who] for who in TELLERS[:2]])
    assert [one.holds for one in again] == [True] * 3


async def test_three_who_type_at_the_same_moment_open_it_once(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, papers = await boxed(hall, cast, chair)
    answers = await asyncio.gather(*(types(hall, cast, poll, who, papers[who]) for who in TELLERS))
    assert set(answers) <= {303, 409}, "409: somebody else is just cleaning the log"
    assert await state(poll) == "closed"
    assert await opened_lines(poll) == sorted(CHOICES)
    assert (await told(cast)).count("poll.result") == 1
    assert list(hall.settings.poll_keys.glob(f"*{poll}*")) == []
