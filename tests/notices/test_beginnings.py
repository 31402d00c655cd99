"""A draft begins with what is known: the sentence of a result and its last day, minutes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.meetings import actions as meetings
from council.notices import beginnings
from council.refusal import NotThere
from council.voting import actions as voting
from council.voting.actions import Question
from tests import people
from tests.databases import ONE_DATABASE
from tests.notices.board import at, officer

if TYPE_CHECKING:
    from tests.people import Cast

COUNTED = {"yes": 9, "no": 4, "abstain": 2, "verdict": "passed"}


@pytest.fixture
async def poll(cast: Cast) -> str:
    await meetings.open_meeting(cast.meeting, officer(cast))
    return await voting.make(cast.meeting, Question("装扶手", "COM"), officer(cast))


async def test_own_17_a_result_begins_an_announcement_with_its_last_day(
    cast: Cast, poll: str
) -> None:
    with pytest.raises(NotThere):
        await beginnings.begin(cast.community, f"poll:{poll}", "")
    await db.rows(
        "UPDATE poll SET state = 'published', result = {}, closed_at = {} WHERE id = {}",
        json.dumps(COUNTED),
        at(7),
        poll,
    )
    fields, last = await beginnings.begin(cast.community, f"poll:{poll}", "")
    assert last == date(2026, 12, 10)
    assert (fields["type"], fields["kind"]) == ("announcement", "result")
    assert "赞成9票，反对4票，弃权2票，通过。" in fields["text"]
    assert fields["about"] == f"poll:{poll}"


@ONE_DATABASE
async def test_what_is_not_public_or_of_others_begins_nothing(cast: Cast) -> None:
    twin = await people.assemble("平江二社区", members=3)
    fields, _ = await beginnings.begin(cast.community, f"meeting:{cast.meeting}", "")
    assert fields["about"] == f"meeting:{cast.meeting}"
    for subject in (f"meeting:{twin.meeting}", "minutes:none", "nothing:x"):
        with pytest.raises(NotThere):
            await beginnings.begin(cast.community, subject, "")
