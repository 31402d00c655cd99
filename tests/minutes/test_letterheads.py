"""A community's letterhead: seen before it counts, never changed for what was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from council import db
from council.documents.letterhead import PLAIN, Letterhead
from council.minutes import actions as minutes
from council.minutes import paper, queries
from council.minutes.letterheads import actions, rules
from council.minutes.letterheads import queries as letterheads
from council.minutes.letterheads.rules import Wanted
from council.refusal import Refused
from tests.minutes.evening import approved, held
from tests.minutes.sheets import text_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall

LOOK = Letterhead(programme="“三社联动”项目", places=("签发人",))


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


async def issued(cast: Cast) -> str:
    by, chair = cast.actor(cast.secretary), cast.actor(cast.chair)
    made = await minutes.draft_from(cast.meeting, by)
    await approved(made, cast.meeting, by)
    await minutes.sign(made, "recorder", None, by)
    await minutes.sign(made, "chair", None, chair)
    await minutes.publish(made, by)
    return made


async def entries(act: str) -> int:
    found = await db.row("SELECT count(*) AS n FROM record_entry WHERE act = {}", act)
    return int(found["n"]) if found else 0


async def test_issued_minutes_keep_the_letterhead_under_which_they_were_issued(
    hall: Hall, cast: Cast
) -> None:
    by = cast.actor(cast.secretary)
    await actions.settle_letterhead(Wanted(LOOK), by)
    made = await issued(cast)
    before = await hall.client().get(f"/minutes/{made}/pdf")
    assert "签发人（签名）" in text_of(before.content)
    await actions.settle_letterhead(Wanted(replace(LOOK, programme="别的项目", places=())), by)
    after = await hall.client().get(f"/minutes/{made}/pdf")
    assert after.content == before.content
    row = await queries.minutes_for(None, made)
    assert (await paper.printed(row, "")).letterhead == replace(LOOK, version=1)
    assert (await letterheads.newest(cast.community)).programme == "别的项目"
    assert [one.issued for one in await letterheads.versions(cast.community)] == [0, 1]


async def test_minutes_from_before_any_letterhead_stay_plain(hall: Hall, cast: Cast) -> None:
    made = await issued(cast)
    await actions.settle_letterhead(Wanted(LOOK), cast.actor(cast.secretary))
    row = await queries.minutes_for(None, made)
    assert (await paper.printed(row, "")).letterhead == PLAIN


async def test_a_draft_follows_the_letterhead_in_force(hall: Hall, cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    at = f"/minutes/{await minutes.draft_from(cast.meeting, by)}"
    officer = hall.of(cast, cast.secretary)
    assert "三社联动”项目" not in (await officer.get(at)).text
    await actions.settle_letterhead(Wanted(LOOK), by)
    assert "三社联动”项目" in (await officer.get(at)).text.replace("<wbr>", "")


async def test_the_same_again_is_no_new_version_and_no_entry(cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    assert await actions.settle_letterhead(Wanted(LOOK, "街道"), by) == 1
    assert await actions.settle_letterhead(Wanted(LOOK, "街道"), by) == 1
    assert await entries("letterhead.settled") == 1
    assert await actions.settle_letterhead(Wanted(LOOK, "居委会"), by) == 1  # words, not the look
    assert await entries("letterhead.settled") == 2
    assert await actions.settle_letterhead(Wanted(PLAIN, "居委会"), by) == 2


async def test_issuer_and_copies_come_into_the_next_draft(hall: Hall, cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    await actions.settle_letterhead(Wanted(PLAIN, "苏锦街道办事处", "区民政局"), by)
    made = await minutes.draft_from(cast.meeting, by)
    page = (await hall.of(cast, cast.secretary).get(f"/minutes/{made}")).text
    assert "<span>苏锦街道办事处</span>" in page
    assert "抄送：区民政局" in page


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PLAIN, head=""),
        replace(PLAIN, head="纪" * 13),
        replace(PLAIN, programme="目" * 41),
        replace(PLAIN, places=("一", "二", "三", "四", "五")),
        replace(PLAIN, places=("签发人\n第二行",)),
    ],
)
def test_words_that_no_line_has_room_for_are_refused(wrong: Letterhead) -> None:
    rules.must_fit(Wanted(replace(PLAIN, head="纪" * 12, places=("签发人",) * 4)))
    with pytest.raises(Refused):
        rules.must_fit(Wanted(wrong))
