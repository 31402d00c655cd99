"""A vote with tellers: who they are, and how their shares come onto three papers."""

from __future__ import annotations

import json
import logging
import re
import stat
from typing import TYPE_CHECKING

import pytest

from council import db
from council.record.queries import entries
from council.voting.tables import Teller
from council.voting.tellers import queries as teller_queries
from council.voting.tellers import share_text
from council.voting.tellers.shares import Share, combine
from tests.people import Cast, assemble
from tests.voting.telling import (
    ON_SQLITE,
    TELLERS,
    fetched,
    made,
    name,
    opened_poll,
    papers_of,
    proved,
)
from tests.voting.test_sealed import _open, state

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Client, Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Six of eight are there: chair, secretary, four members."""
    people = await assemble(members=8)
    await _open(hall, people, 7)
    return people


@pytest.fixture
def chair(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "曹评话")


def waiting(hall: Hall, poll: str) -> list[Path]:
    return sorted(hall.settings.poll_keys.glob(f"{poll}.share*"))


@ON_SQLITE
async def test_tellers_are_three_who_are_there_and_run_nothing(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    page = (await chair.get(f"/polls/{poll}/tellers")).text
    listed = set(re.findall(r'<option value="(\w+)"', page))
    absent = cast.members[-1]
    assert listed == {cast.people[one] for one in cast.members[2:-1]}
    for unfit in ("曹评话", "袁昆腔", absent, "顾水巷", "委员01", "nobody", ""):
        assert await name(chair, cast, poll, "委员01", "委员02", unfit) == 422, unfit
    assert await name(hall.of(cast, "委员04"), cast, poll, *TELLERS) == 404
    assert not await db.rows("SELECT 1 AS one FROM ceremony")
    assert waiting(hall, poll) == []
    assert await name(chair, cast, poll, *TELLERS) == 303
    named = await teller_queries.tellers_of(poll)
    assert [one.name for one in named] == list(TELLERS)


async def test_the_database_keeps_one_person_from_two_shares_and_one_share_from_two_persons(
    cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    await db.rows("DELETE FROM teller WHERE poll = {} AND no = 3", poll)
    for no, who in ((3, "委员01"), (1, "委员04"), (4, "委员04")):
        row = Teller(poll=poll, round=1, no=no, person=cast.people[who], share_key="0" * 64)
        with pytest.raises((*db.UNIQUE_ERRORS, Exception), match=r"(?i)unique|check"):
            await Teller.insert(row)
    await Teller.insert(
        Teller(poll=poll, round=1, no=3, person=cast.people["委员04"], share_key="0" * 64)
    )


@ON_SQLITE
async def test_a_share_is_shown_once_to_its_teller_and_its_file_goes_when_it_was_typed_back(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    files = waiting(hall, poll)
    assert [stat.S_IMODE(one.stat().st_mode) for one in files] == [0o600] * 3
    assert (await hall.of(cast, "委员04").post(f"/polls/{poll}/share")).status_code == 404
    assert (await chair.post(f"/polls/{poll}/share")).status_code == 404
    early = await hall.of(cast, "委员01").post(f"/polls/{poll}/share/proof")
    assert early.status_code == 409
    groups = await fetched(hall, cast, poll, "委员01")
    assert share_text.read(" ".join(groups)).value.hex() == files[0].read_text()
    again = await hall.of(cast, "委员01").post(f"/polls/{poll}/share")
    assert again.status_code == 409
    assert "已经显示过了" in again.text.replace("<wbr>", "")
    assert not any(group in again.text for group in groups)
    later = (await hall.of(cast, "委员01").get(f"/polls/{poll}/share")).text
    assert not any(group in later for group in groups)
    assert await proved(hall, cast, poll, "委员01", ["00000"] * 13) == 422
    assert waiting(hall, poll) == files, "nothing goes before it is on paper"
    assert await proved(hall, cast, poll, "委员01", [one.lower() for one in groups]) == 303
    assert waiting(hall, poll) == files[1:]
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 409
    assert "1/3" in (await chair.get(f"/polls/{poll}/tellers")).text


@ON_SQLITE
async def test_who_types_back_wrongly_hears_which_group_and_types_only_that_again(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    groups = await fetched(hall, cast, poll, "委员02")
    client = hall.of(cast, "委员02")
    page = (await client.get(f"/polls/{poll}/share")).text
    first, second, third = (int(one) for one in re.findall(r'for="secret-\d">第(\d+)组', page))
    answer = await client.post(
        f"/polls/{poll}/share/proof",
        **{"secret-1": groups[first - 1], "secret-2": "ZZZZZ", "secret-3": groups[third - 1]},
    )
    assert answer.status_code == 422
    assert f"第{second}组不对" in answer.text.replace("<wbr>", "")
    assert groups[first - 1] in answer.text, "what was right is still there"


async def test_no_vote_begins_before_three_papers_hold_what_no_file_holds(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 409
    papers = await papers_of(hall, cast, chair, poll)
    left = hall.settings.poll_keys / f"{poll}.share9"
    left.write_text("a share that somebody put back")
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 409
    left.unlink()
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    late = await chair.post(
        f"/polls/{poll}/tellers",
        **{f"teller{at}": cast.people[who] for at, who in enumerate(TELLERS, 1)},
    )
    assert late.status_code == 409
    stored = str(
        [
            await db.rows("SELECT * FROM poll"),
            await db.rows("SELECT * FROM teller"),
            await db.rows("SELECT * FROM ceremony"),
            await db.rows("SELECT * FROM record_entry"),
            await db.rows("SELECT * FROM log_line"),
        ]
    )
    for text in papers.values():
        share = share_text.read(text)
        assert share.value.hex() not in stored
        assert text not in stored


@ON_SQLITE
async def test_a_ceremony_that_failed_is_begun_again_with_a_new_key_and_both_are_recorded(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    old = await fetched(hall, cast, poll, "委员01")
    assert await name(chair, cast, poll, "委员04", "委员01", "委员02") == 303
    assert len(waiting(hall, poll)) == 3
    new = await fetched(hall, cast, poll, "委员01")
    assert share_text.read(" ".join(new)).value != share_text.read(" ".join(old)).value
    assert (await hall.of(cast, "委员03").get(f"/polls/{poll}/share")).status_code == 404
    told = [json.loads(one["body"])["body"] for one in await entries(cast.community)
            if one["act"] == "tellers.named"]  # fmt: skip
    assert [one["round"] for one in told] == [1, 2]
    assert told[0]["public_key"] != told[1]["public_key"]


@ON_SQLITE
async def test_the_private_key_is_in_no_file_while_its_shares_wait(
    hall: Hall, cast: Cast, chair: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    one, two = (Share(no, bytes.fromhex(file.read_text()))
                for no, file in enumerate(waiting(hall, poll)[:2], 1))  # fmt: skip
    private = combine(one, two)
    files = [path for path in hall.settings.data.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        held = path.read_bytes()
        assert private not in held
        assert private.hex().encode() not in held
    groups = await fetched(hall, cast, poll, "委员01")
    await proved(hall, cast, poll, "委员01", groups)
    assert not any(group in caplog.text for group in groups)
    assert one.value.hex() not in caplog.text


@ON_SQLITE
async def test_a_withdrawn_vote_leaves_no_share(hall: Hall, cast: Cast, chair: Client) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    assert len(waiting(hall, poll)) == 3
    await chair.post(f"/polls/{poll}/cancellation")
    assert await state(poll) == "cancelled"
    assert waiting(hall, poll) == []


@ON_SQLITE
async def test_everybody_sees_the_mode_and_the_tellers_and_only_tellers_their_card(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll, _ = await opened_poll(hall, cast, chair)
    voter, teller = hall.of(cast, "委员04"), hall.of(cast, "委员01")
    for path in (f"/polls/{poll}", f"/meetings/{cast.meeting}/room"):
        page = (await voter.get(path)).text.replace("<wbr>", "")
        assert "无记名表决，监票人开箱" in page
        assert "监票人：委员01、委员02、委员03。" in page
        assert 'href="/secret-votes"' in page
        assert f"/polls/{poll}/share" not in page
        assert f"/polls/{poll}/share" in (await teller.get(path)).text
    open_page = await hall.client().get("/secret-votes")
    assert open_page.status_code == 200
    assert "两名监票人串通" in open_page.text
    english = await hall.client().get("/secret-votes", headers={"cookie": "lang=en"})
    assert english.status_code == 200


@ON_SQLITE
async def test_the_chair_reads_how_far_they_are_and_a_card_leads_each_of_them_on(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", cast.meeting)
    assert item is not None
    at = f"/meetings/{cast.meeting}"
    await hall.of(cast, "袁昆腔").post(f"{at}/current-item", item=item["id"])
    poll = await made(chair, cast)

    async def pages() -> tuple[str, str]:
        seen = [await chair.get(f"{at}/chair"), await hall.of(cast, "委员01").get(f"{at}/room")]
        return seen[0].text.replace("<wbr>", ""), seen[1].text

    assert "点名监票人" in (await pages())[0]
    await name(chair, cast, poll, *TELLERS)
    for count, card in ((0, "取我的份额"), (1, "我的监票页")):
        of_chair, of_teller = await pages()
        assert f"监票人 {count}/3 已确认" in of_chair
        assert 'id="control-poll-opening"' not in of_chair
        assert card in of_teller
        if not count:
            groups = await fetched(hall, cast, poll, "委员01")
            assert "去确认" in (await pages())[1]
            await proved(hall, cast, poll, "委员01", groups)
    for who in TELLERS[1:]:
        groups = await fetched(hall, cast, poll, who)
        await proved(hall, cast, poll, who, groups)
    assert 'id="control-poll-opening"' in (await pages())[0]


@ON_SQLITE
async def test_a_share_is_not_shown_on_a_terminal_of_the_office(
    hall: Hall, cast: Cast, chair: Client
) -> None:
    poll = await made(chair, cast)
    await name(chair, cast, poll, *TELLERS)
    clerk = hall.of(cast, "袁昆腔")
    assert (await clerk.post("/terminals", name="大厅平板")).status_code == 303
    await db.rows(
        "UPDATE session SET terminal = (SELECT max(id) FROM terminal) WHERE person = {}",
        cast.people["委员01"],
    )
    answer = await hall.of(cast, "委员01").post(f"/polls/{poll}/share")
    assert answer.status_code == 409
    assert "自己的手机" in answer.text.replace("<wbr>", "")
    assert len(waiting(hall, poll)) == 3
    await db.rows("UPDATE session SET terminal = NULL WHERE person = {}", cast.people["委员02"])
    assert len(await fetched(hall, cast, poll, "委员02")) == 13
