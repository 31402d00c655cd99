"""Who comes off the roll loses access at once, and what two officers must agree on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

import council.roll.confirming  # noqa: F401 - as the pages do
from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.identity import actions as identity_actions
from council.identity import queries as identity
from council.identity import sessions
from council.identity.actions.founding import new_pseudonym
from council.identity.tables import Appointment
from council.ids import new_id
from council.organisations import actions as organisations
from council.refusal import NotThere, Refused
from council.roll import actions, people_queries, rules
from council.roll.actions.finding import write_keys_within
from council.verification import actions as verification
from tests.identity.test_logins import OTHER, opens, settle
from tests.roll.test_search import at_home

if TYPE_CHECKING:
    from tests.people import Cast


async def appointed(cast: Cast, name: str, office: str) -> None:
    one = Appointment(
        id=new_id(), community=cast.community, person=cast.people[name], office=office,
        granted_at=now(), scope="", acting=False,
    )  # fmt: skip
    await Appointment.insert(one)


async def state(cast: Cast, name: str) -> str:
    return (await identity.person(cast.people[name], cast.community)).state


async def waiting(cast: Cast) -> list[str]:
    found = await db.rows("SELECT id FROM confirmation WHERE answer = '' ORDER BY asked_at")
    return [one["id"] for one in found]


async def test_moving_out_ends_everything_at_once_and_suspension_only_the_sessions(
    cast: Cast, twin: Cast
) -> None:
    by = cast.actor("袁昆腔")
    person = cast.people["委员01"]
    await appointed(cast, "委员01", "social_worker")
    await organisations.seat(
        person, "社区居民代表", "委员", by, since=date(2026, 1, 1), until=date(2028, 1, 1)
    )
    assert await sessions.resolve(cast.tokens["委员01"])
    await actions.depart(person, "suspended", "本人申请", by)
    assert await sessions.resolve(cast.tokens["委员01"]) is None
    assert await identity.offices(person, cast.community) == ("social_worker",)
    with pytest.raises(Refused, match=r"person\.left"):
        await actions.depart(person, "moved_out", "搬走了", by)
    for _ in range(2):
        await actions.return_to_roll(person, by)
    assert await state(cast, "委员01") == "verified"
    for _ in range(2):
        await actions.depart(person, "moved_out", "搬走了", by)
    assert await identity.offices(person, cast.community) == ()
    assert not await db.rows("SELECT id FROM seat WHERE ended_at IS NULL")
    acts = await db.rows(
        "SELECT act FROM record_entry WHERE act IN ('person.left', 'person.returned',"
        " 'seat.ended', 'office.ended') ORDER BY i"
    )
    assert [one["act"] for one in acts] == [
        "person.left", "person.returned", "person.left", "office.ended", "seat.ended",
    ]  # fmt: skip
    for who in (cast.actor("曹评话"), cast.actor("顾水巷"), twin.actor("袁昆腔")):
        with pytest.raises(NotThere):
            await actions.return_to_roll(person, who)
    with pytest.raises(Refused, match="oneself"):
        await actions.depart(cast.people["袁昆腔"], "moved_out", "搬走了", by)
    with time_machine.travel(now() + timedelta(days=31)):
        await actions.return_to_roll(person, by)
    assert await state(cast, "委员01") == "listed"


async def test_a_death_needs_a_second_officer_and_so_does_taking_it_back(cast: Cast) -> None:
    by, second = cast.actor("袁昆腔"), cast.actor("曹评话")
    person = cast.people["顾水巷"]
    await appointed(cast, "曹评话", "secretary")
    await actions.depart(person, "deceased", "户口已注销", by)
    assert await state(cast, "顾水巷") == "verified"
    (asked,) = await waiting(cast)
    with pytest.raises(Refused, match=r"confirmation\.own"):
        await confirmations.confirm(asked, by)
    await confirmations.confirm(asked, second)
    assert await state(cast, "顾水巷") == "left"
    assert await sessions.resolve(cast.tokens["顾水巷"]) is None
    await actions.return_to_roll(person, second)
    assert await state(cast, "顾水巷") == "left"
    (asked,) = await waiting(cast)
    await confirmations.confirm(asked, by)
    assert await state(cast, "顾水巷") == "verified"


async def test_the_last_community_secretary_cannot_leave_the_community_without_one(
    cast: Cast,
) -> None:
    await appointed(cast, "曹评话", "secretary")
    by, last = cast.actor("曹评话"), cast.people["袁昆腔"]
    with pytest.raises(Refused, match=r"appointment\.last"):
        await actions.depart(last, "moved_out", "搬走了", by)
    assert await state(cast, "袁昆腔") == "verified"
    for name in ("曹评话", "委员01"):
        await appointed(cast, name, "community_secretary")
    asked = await actions.depart(last, "moved_out", "搬走了", by)
    assert await state(cast, "袁昆腔") == "verified", "two persons gave the office"
    await confirmations.confirm(asked, cast.actor("委员01"))
    assert await state(cast, "袁昆腔") == "left"


async def doubled(cast: Cast) -> str:
    """顾水巷 was entered a second time: not verified, with a number, a phone and a home."""
    twin_id = new_id()
    await db.rows(
        "INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_hash, id_last4,"
        " pseudonym, elder, state, listed_at, pinyin) VALUES ({}, {}, 'R903', '顾水香', '女', '',"
        " '15400000003', 'hash', '0463', {}, {}, 'listed', {}, '')",
        *(twin_id, cast.community, new_pseudonym(), False, now()),
    )
    cast.people["顾水香"] = twin_id
    await at_home(cast, "顾水香", "5幢", "2单元", "301室")
    async with db.write(db.engine()):
        await write_keys_within([twin_id])
    return twin_id


async def test_two_entries_become_one_when_a_second_officer_agrees(cast: Cast, twin: Cast) -> None:
    by, second = cast.actor("袁昆腔"), cast.actor("曹评话")
    await appointed(cast, "曹评话", "secretary")
    kept, gone = cast.people["顾水巷"], await doubled(cast)
    for wrong in ((kept, gone), (kept, kept)):
        with pytest.raises(Refused, match=r"merge\."):
            await actions.ask_to_merge(*wrong, "同一人", by)
    for foreign in ((gone, twin.people["顾水巷"]), (twin.people["顾水巷"], kept)):
        with pytest.raises(NotThere):
            await actions.ask_to_merge(*foreign, "同一人", by)
    asked = await actions.ask_to_merge(gone, kept, "身份证末四位相同", by)
    assert await actions.ask_to_merge(gone, kept, "身份证末四位相同", by) == asked
    assert await state(cast, "顾水香") == "listed"
    for _ in range(2):
        await confirmations.confirm(asked, second)
    assert await state(cast, "顾水香") == "left"
    one = await db.row("SELECT state, phone, id_hash, id_last4 FROM person WHERE id = {}", kept)
    assert one == {
        "state": "verified", "phone": "15400000003", "id_hash": "hash", "id_last4": "0463",
    }  # fmt: skip
    assert await db.rows("SELECT person FROM residence") == [{"person": kept}]
    left = await db.rows("SELECT person, kind, merged_into FROM departure")
    assert left == [{"person": gone, "kind": "merged", "merged_into": kept}]
    found = await people_queries.search(cast.community, "5-2-301")
    assert [person.id for person in found] == [kept]
    with pytest.raises(Refused, match=r"departure\.final"):
        await actions.return_to_roll(gone, by)


@pytest.mark.parametrize(
    ("kind", "days", "after"),
    [
        ("suspended", 400, "verified"),
        ("moved_out", 29, "verified"),
        ("moved_out", 31, "listed"),
        ("deceased", 400, "verified"),
    ],
)
def test_who_comes_back_after_a_month_is_verified_again(kind: str, days: int, after: str) -> None:
    at = now()
    assert rules.state_after(kind, "verified", at - timedelta(days=days), at) == after


async def test_after_a_merge_the_old_names_open_the_account_that_stays(cast: Cast) -> None:
    """Phone, number and code name go over; the address does not; nothing opens the entry gone."""
    by = cast.actor("袁昆腔")
    await appointed(cast, "曹评话", "secretary")
    kept, gone = cast.people["顾水巷"], await doubled(cast)
    await settle(cast, "顾水巷")
    await verification.verify_at_desk(gone, "身份证", by, OTHER)
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", gone)
    await identity_actions.add_code_name("香香的名字", cast.actor("顾水香"))
    await db.rows(
        "INSERT INTO login (key, person, kind, made_at) VALUES ({}, {}, 'email', {})",
        "x@example.cn",
        gone,
        now(),
    )
    asked = await actions.ask_to_merge(gone, kept, "同一人", by)
    await confirmations.confirm(asked, cast.actor("曹评话"))
    for name in ("r003", "15400000003", "R903", "香香的名字"):
        assert await opens(name), name
        assert not await opens(name, OTHER), name
    assert await identity.account("x@example.cn") is None
    assert await db.rows("SELECT key FROM login WHERE person = {}", gone) == []


async def test_names_of_a_merged_entry_are_free_where_nobody_has_an_account(cast: Cast) -> None:
    by = cast.actor("袁昆腔")
    await appointed(cast, "曹评话", "secretary")
    kept, gone = cast.people["顾水巷"], await doubled(cast)
    await verification.verify_at_desk(gone, "身份证", by, OTHER)
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", gone)
    asked = await actions.ask_to_merge(gone, kept, "同一人", by)
    await confirmations.confirm(asked, cast.actor("曹评话"))
    assert await db.rows("SELECT key FROM login") == []
    assert not await opens("15400000003", OTHER)
    await settle(cast, "顾水巷")
    assert await opens("15400000003"), "the phone went over to the roll's entry that stays"
