"""Filed once, with a number for life; another wording is another version; five a day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from council import db
from council.ideas import actions as ideas
from council.ideas import queries as register
from council.organisations import actions as organisations
from council.proposals import actions, path_queries, queries
from council.proposals.actions import Filing
from council.proposals.rules import Terms
from council.record.queries import entries
from council.refusal import NotThere, Refused
from tests.proposals.lamp import LAMP, NEEDED, officer, state, supported

if TYPE_CHECKING:
    from tests.people import Cast


async def test_it_is_an_idea_with_a_number_and_a_parent(cast: Cast) -> None:
    need = await ideas.enter("need", "夜里太暗", cast.actor(cast.secretary))
    made = await actions.file(Filing(LAMP, parent=need), cast.actor("顾水巷"))
    found = await register.idea(made)
    assert (found.kind, found.title, found.parent) == ("proposal", LAMP.title, need)
    assert found.no.startswith("TA-")
    assert found.no.endswith("-01")
    assert await state(made) == ("filed", "open")
    assert (await queries.one(made)).wording == LAMP


async def test_the_same_form_sent_twice_is_one_proposal(cast: Cast, lamp: str) -> None:
    assert await actions.file(Filing(LAMP), cast.actor("顾水巷")) == lamp
    other = await actions.file(Filing(LAMP), cast.actor("委员01"))
    assert other != lamp


async def test_many_at_once_get_a_number_each(cast: Cast) -> None:
    people = [f"委员{number:02d}" for number in range(1, 7)]
    made = await asyncio.gather(*(actions.file(Filing(LAMP), cast.actor(one)) for one in people))
    numbers = {(await register.idea(one)).no for one in made}
    assert len(numbers) == len(people)


async def test_five_a_day_of_one_author_also_when_sent_at_once(cast: Cast) -> None:
    tried = await asyncio.gather(
        *(
            actions.file(Filing(replace(LAMP, title=f"第{n}件事")), cast.actor("顾水巷"))
            for n in range(7)
        ),
        return_exceptions=True,
    )
    refused = [one for one in tried if isinstance(one, Refused)]
    assert [one.code for one in refused] == ["proposal.too_many"] * 2
    await actions.file(Filing(LAMP), cast.actor("委员01"))


async def test_an_officer_files_in_the_name_of_somebody_at_the_desk(cast: Cast) -> None:
    made = await actions.file(Filing(LAMP, author=cast.people["顾水巷"]), officer(cast))
    found = await queries.one(made)
    assert (found.author, found.at_desk) == (cast.people["顾水巷"], True)
    assert found.by == "顾**"
    await actions.withdraw(made, "本人不提了", officer(cast))


async def test_nobody_from_next_door_is_an_author_here(cast: Cast, twin: Cast) -> None:
    asked = Filing(LAMP, author=twin.people["顾水巷"])
    with pytest.raises(NotThere):
        await actions.file(asked, officer(cast))
    await actions.file(replace(asked, author=cast.people["顾水巷"]), officer(cast))


async def test_an_organisation_speaks_through_whoever_holds_that_office(cast: Cast) -> None:
    house = await organisations.register("暖桌服务中心", "社会团体", cast.actor(cast.secretary))
    asked = Filing(LAMP, "organisation", house)
    with pytest.raises(Refused, match=r"proposal\.capacity"):
        await actions.file(asked, cast.actor("委员01"))
    await db.rows(
        "INSERT INTO appointment (id, community, person, office, scope, granted_at)"
        " SELECT 'speaks', {}, {}, 'org_member', '', granted_at FROM appointment LIMIT 1",
        cast.community,
        cast.people["委员01"],
    )
    made = await actions.file(asked, cast.actor("委员01"))
    assert (await queries.one(made)).by == "暖桌服务中心"


async def test_another_wording_asks_for_support_again_and_the_first_stays(
    cast: Cast, lamp: str
) -> None:
    await supported(cast, lamp, NEEDED - 1)
    brighter = replace(LAMP, title="装两盏感应灯", text="在3号楼门口装两盏感应灯。")
    await actions.revise(lamp, 1, brighter, cast.actor("顾水巷"))
    found = await queries.one(lamp)
    assert (found.version, found.supporters, found.state) == (2, 0, "filed")
    assert (await register.idea(lamp)).title == "装两盏感应灯"
    (old,) = await path_queries.versions_before(lamp, 2)
    assert old.wording == LAMP
    own = await path_queries.own_support(lamp, cast.people["委员01"])
    assert own is not None
    assert not own.current
    with pytest.raises(Refused, match=r"proposal\.changed"):
        await actions.support(lamp, 1, cast.actor("委员01"))
    await actions.support(lamp, 2, cast.actor("委员01"))
    assert (await queries.one(lamp)).supporters == 1


async def test_the_same_change_twice_is_once_and_an_old_page_changes_nothing(
    cast: Cast, lamp: str
) -> None:
    by, other = cast.actor("顾水巷"), replace(LAMP, place="3号楼西门")
    await actions.revise(lamp, 1, other, by)
    await actions.revise(lamp, 1, other, by)
    assert (await queries.one(lamp)).version == 2
    with pytest.raises(Refused, match=r"proposal\.changed"):
        await actions.revise(lamp, 1, replace(LAMP, place="3号楼东门"), by)
    with pytest.raises(NotThere):
        await actions.revise(lamp, 2, LAMP, cast.actor("委员01"))


async def test_once_an_answer_is_due_the_text_stands(cast: Cast, waiting: str) -> None:
    with pytest.raises(Refused, match=r"proposal\.not_now\.revise"):
        await actions.revise(waiting, 1, replace(LAMP, place="西门"), cast.actor("顾水巷"))


async def test_terms_are_for_proposals_that_come_after(cast: Cast, lamp: str) -> None:
    await actions.set_terms(Terms(0, 7), cast.actor(cast.secretary))
    assert (await queries.one(lamp)).threshold == NEEDED
    made = await actions.file(Filing(replace(LAMP, title="修台阶")), cast.actor("顾水巷"))
    assert await state(made) == ("waiting", "answering")


async def test_the_record_knows_no_words_and_no_names(cast: Cast, waiting: str) -> None:
    written = [one for one in await entries(cast.community) if "proposal" in one["act"]]
    assert [one["act"] for one in written] == [
        "proposal_terms.set", "proposal.filed", "proposal.reached",
    ]  # fmt: skip
    text = " ".join(str(one) for one in written)
    assert LAMP.title not in text
    assert "顾水巷" not in text
