"""From the door of building 3 to the vote and what became of it: the path is read, not copied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from council import clock, db
from council.follow_up import actions as follow_up
from council.follow_up.actions import Conclusion
from council.ideas import queries as register
from council.meetings import actions as meetings
from council.meetings import queries as agendas
from council.meetings.actions import Moved
from council.proposals import actions, path_queries, queries
from council.proposals.actions import Place
from council.refusal import NotThere, Refused
from council.voting import actions as voting
from council.voting.actions import Question
from tests.proposals.lamp import LAMP, answered, officer, state

if TYPE_CHECKING:
    from tests.people import Cast


async def scheduled(cast: Cast, proposal: str) -> str:
    """On the agenda of the meeting of the cast; the point."""
    await answered(cast, proposal)
    await actions.schedule(proposal, Place(cast.meeting, "vote", 20), officer(cast))
    found = await db.row("SELECT id FROM agenda_item WHERE idea = {}", proposal)
    assert found is not None
    return str(found["id"])


async def voted(cast: Cast, item: str) -> str:
    """The meeting opens, hears the motion in the proposal's words and votes; nobody says yes."""
    by, chair = cast.actor(cast.secretary), cast.people[cast.chair]
    await meetings.open_meeting(cast.meeting, by)
    for name in cast.members:
        await meetings.mark(cast.meeting, cast.people[name], "present", by)
    await meetings.go_to_item(cast.meeting, item, by)
    motion = await meetings.move(
        cast.meeting,
        Moved(item, LAMP.text, cast.people["委员01"], chair, doer="物业", by_when="年底前"),
        by,
    )
    poll = await voting.make(cast.meeting, Question(LAMP.text, "COM", motion=motion), by)
    await voting.open_poll(poll, by)
    await voting.close_poll(poll, by)
    return poll


async def test_it_is_the_next_point_of_an_announced_meeting_once(cast: Cast, waiting: str) -> None:
    await scheduled(cast, waiting)
    await actions.schedule(waiting, Place(cast.meeting, "vote", 20), officer(cast))
    points = await agendas.agenda_of(cast.meeting)
    assert [(one["no"], one["idea_id"]) for one in points][2:] == [(3, waiting)]
    assert points[2]["title"] == LAMP.title
    assert await state(waiting) == ("scheduled", "deliberated")


async def test_an_agenda_is_not_for_what_has_no_answer_or_a_no(cast: Cast, waiting: str) -> None:
    where = Place(cast.meeting, "vote", 20)
    with pytest.raises(Refused, match=r"proposal\.not_now\.schedule"):
        await actions.schedule(waiting, where, officer(cast))
    await answered(cast, waiting, "declined")
    assert await state(waiting) == ("decided", "declined")
    with pytest.raises(Refused, match=r"proposal\.not_now\.schedule"):
        await actions.schedule(waiting, where, officer(cast))


async def test_not_on_the_agenda_of_an_open_meeting_or_of_one_next_door(
    cast: Cast, twin: Cast, waiting: str
) -> None:
    await answered(cast, waiting)
    with pytest.raises(NotThere):
        await actions.schedule(waiting, Place(twin.meeting, "vote", 20), officer(cast))
    await meetings.open_meeting(cast.meeting, cast.actor(cast.secretary))
    with pytest.raises(Refused, match=r"agenda\.fixed"):
        await actions.schedule(waiting, Place(cast.meeting, "vote", 20), officer(cast))


async def test_what_is_on_a_table_is_not_decided_elsewhere_nor_taken_back(
    cast: Cast, waiting: str
) -> None:
    await scheduled(cast, waiting)
    with pytest.raises(Refused, match=r"proposal\.on_a_table"):
        await actions.decide(waiting, "adopted", "好", officer(cast))
    with pytest.raises(Refused, match=r"proposal\.not_now\.withdraw"):
        await actions.withdraw(waiting, "", cast.actor("顾水巷"))


async def test_the_vote_stands_on_the_path_once_it_is_published(cast: Cast, waiting: str) -> None:
    item = await scheduled(cast, waiting)
    poll = await voted(cast, item)
    (point,) = await path_queries.points(waiting)
    assert point.results == ()
    await voting.publish(poll, cast.actor(cast.secretary))
    (point,) = await path_queries.points(waiting)
    (result,) = point.results
    assert (result.poll, result.verdict, result.text) == (poll, "failed", LAMP.text)
    assert result.yes == 0


async def test_what_was_agreed_is_told_with_the_minutes_and_not_before(
    cast: Cast, waiting: str
) -> None:
    item = await scheduled(cast, waiting)
    await voting.publish(await voted(cast, item), cast.actor(cast.secretary))
    agreed = Conclusion("物业先换灯泡。", "implement", "物业", date(2031, 1, 1))
    await follow_up.conclude(item, agreed, cast.actor(cast.secretary))
    (point,) = await path_queries.points(waiting)
    assert (point.outcome, point.next_step) == ("", "")
    await meetings.close_meeting(cast.meeting, cast.actor(cast.secretary))
    await db.rows(
        "INSERT INTO minutes (id, community, meeting, number, state, version, body, generated,"
        " sha256, made_by, made_at)"
        " VALUES ('m', {}, {}, '1号', 'published', 1, '', '', '', {}, {})",
        cast.community,
        cast.meeting,
        cast.people[cast.secretary],
        clock.now(),
    )
    (point,) = await path_queries.points(waiting)
    assert (point.outcome, point.next_step, point.minutes) == ("物业先换灯泡。", "implement", "m")


async def test_a_project_grows_out_of_it_with_its_own_number(cast: Cast, waiting: str) -> None:
    await answered(cast, waiting, "adopted")
    grown = await actions.decide(waiting, "project", "列入今年的项目。", officer(cast))
    assert await actions.decide(waiting, "project", "列入今年的项目。", officer(cast)) == grown
    found = await register.idea(grown)
    assert (found.kind, found.parent, found.title) == ("project", waiting, LAMP.title)
    assert await state(waiting) == ("decided", "project")
    last = (await path_queries.steps(waiting))[-1]
    assert (last.step, last.outcome, last.other) == ("decided", "project", grown)


async def test_every_answer_has_a_reason(cast: Cast, waiting: str) -> None:
    for reason in ("", "长" * 1001):
        with pytest.raises(Refused, match=r"proposal\.reason"):
            await actions.answer(waiting, "adopted", reason, officer(cast))
    await actions.answer(waiting, "adopted", "照办。", officer(cast))
    await actions.answer(waiting, "adopted", "照办。", officer(cast))
    assert [one.step for one in await path_queries.steps(waiting)].count("answered") == 1


async def test_a_late_answer_stands_first(cast: Cast, waiting: str) -> None:
    assert await queries.late_and_waiting(cast.community) == (0, 1)
    with clock.moved_to(clock.now() + timedelta(days=17)):
        assert await queries.late_and_waiting(cast.community) == (1, 1)
        assert (await queries.one(waiting)).late == 2
        assert (await queries.lately(cast.community))[0].id == waiting
