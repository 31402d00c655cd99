from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.identity import queries
from council.offices import actions as office_actions
from council.refusal import NotThere, Refused
from council.verification import actions as verification_actions
from council.verification.actions import DeskCheck
from tests.appointing import given

if TYPE_CHECKING:
    from tests.people import Cast


async def test_an_office_is_given_once_and_recorded_without_a_name(cast: Cast) -> None:
    for _ in range(2):
        await given(cast, "顾水巷", "supervisor")
    assert await queries.offices(cast.people["顾水巷"], cast.community) == ("supervisor",)
    acts = await db.rows("SELECT body FROM record_entry WHERE act = 'office.granted'")
    assert sum("supervisor" in one["body"] for one in acts) == 1
    assert "顾水巷" not in str(acts)


async def test_only_who_may_gives_offices(cast: Cast, twin: Cast) -> None:
    person = cast.people["顾水巷"]
    with pytest.raises(Refused, match="not_yours"):
        await office_actions.appoint(person, "chair", cast.actor("曹评话"))
    with pytest.raises(Refused, match="not_yours"):
        await office_actions.appoint(cast.people["袁昆腔"], "chair", cast.actor("袁昆腔"))
    with pytest.raises(Refused, match="not_yours"):
        await office_actions.appoint(person, "admin", cast.actor("袁昆腔"))
    with pytest.raises(NotThere):
        await office_actions.appoint(person, "chair", twin.actor("袁昆腔"))
    assert await queries.offices(person, cast.community) == ()


async def test_the_desk_verifies_once_and_says_who_did(cast: Cast) -> None:
    person, by = cast.people["顾水巷"], cast.actor("袁昆腔")
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", person)
    for _ in range(2):
        await verification_actions.verify_at_desk(person, "身份证", by)
    seen = await db.rows("SELECT person, way, ground, by_person FROM verification")
    assert seen == [
        {"person": person, "way": "desk", "ground": "身份证", "by_person": cast.people["袁昆腔"]}
    ]
    assert await queries.login_of(person) == ""


async def test_a_list_from_the_desk_is_all_or_nothing(cast: Cast, twin: Cast) -> None:
    checks = [
        DeskCheck(cast.people["顾水巷"], "一个真的很长的密码"),
        DeskCheck(twin.people["顾水巷"]),
    ]
    await db.rows("UPDATE person SET state = 'listed'")
    with pytest.raises(NotThere):
        await verification_actions.verify_many_at_desk(checks, "身份证", cast.actor("袁昆腔"))
    assert not await db.rows("SELECT id FROM verification")
    assert not await db.rows("SELECT person FROM account")


async def test_only_staff_sit_at_the_desk(cast: Cast) -> None:
    for name in ("曹评话", "委员01"):
        with pytest.raises(NotThere):
            await verification_actions.verify_at_desk(
                cast.people["顾水巷"], "身份证", cast.actor(name)
            )


async def test_who_moved_away_cannot_be_verified(cast: Cast) -> None:
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET state = 'left' WHERE id = {}", person)
    with pytest.raises(Refused, match="left"):
        await verification_actions.verify_at_desk(person, "身份证", cast.actor("袁昆腔"))
    with pytest.raises(Refused, match="left"):
        await verification_actions.issue_letter(person, "household", cast.actor("袁昆腔"))


async def test_people_are_fetched_through_their_community(cast: Cast, twin: Cast) -> None:
    with pytest.raises(NotThere):
        await queries.person(cast.people["顾水巷"], twin.community)
    ours = {one.id for one in await queries.people(cast.community)}
    theirs = {one.id for one in await queries.people(twin.community)}
    assert ours == set(cast.people.values())
    assert not ours & theirs
