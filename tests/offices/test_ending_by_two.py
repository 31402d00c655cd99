"""What two persons gave, two persons take away: one asks, another one, not the holder, confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.confirmations import actions as confirmations
from council.confirmations import queries as asking
from council.identity import queries, sessions
from council.offices import actions as offices
from council.offices import rules
from council.refusal import Refused
from council.roll import actions as roll
from tests.residents import cast, hall, nothing_remembered

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

__all__ = ["cast", "hall", "nothing_remembered"]


@pytest.fixture
async def second(cast: Cast) -> str:
    """委员01 is a second community secretary."""
    await db.rows(
        "INSERT INTO appointment (id, community, person, office, granted_at)"
        " SELECT 'second', community, {}, 'community_secretary', granted_at FROM appointment"
        " WHERE office = 'chair'",
        cast.people["委员01"],
    )
    sessions.forget_all()
    return "委员01"


async def of(cast: Cast, name: str, office: str) -> str:
    found = await db.row(
        "SELECT id FROM appointment WHERE person = {} AND office = {} AND ended_at IS NULL",
        cast.people[name],
        office,
    )
    assert found is not None
    return str(found["id"])


async def held(cast: Cast, name: str) -> tuple[str, ...]:
    return await queries.offices(cast.people[name], cast.community)


async def test_a_powerful_office_ends_when_a_second_person_confirms(
    hall: Hall, cast: Cast, second: str
) -> None:
    leader, chair, other = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话"), hall.of(cast, second)
    path = f"/offices/{await of(cast, '曹评话', 'chair')}/end"
    assert "提出结束任职" in (await leader.get(path)).text
    where = {(await leader.post(path)).headers["location"] for _ in range(2)}
    (asked,) = [one.id for one in await asking.open_ones(cast.community, "office_end")]
    assert where == {f"/confirmations/{asked}"}
    assert await held(cast, "曹评话") == ("chair",)
    assert "结束待复核" in (await leader.get("/offices")).text
    for client in (leader, chair):
        assert (await client.post(f"/confirmations/{asked}/confirmation")).status_code >= 400
    assert (await chair.get("/meetings/new")).status_code == 200
    assert "结束曹评话的主持人职务" in (await other.get(f"/confirmations/{asked}")).text
    for _ in range(2):
        assert (await other.post(f"/confirmations/{asked}/confirmation")).status_code == 303
    assert (await chair.get("/meetings/new")).status_code == 404
    acts = await db.rows("SELECT act FROM record_entry WHERE act = 'office.ended'")
    assert len(acts) == 1


async def test_who_it_is_about_does_not_confirm_it(cast: Cast, second: str) -> None:
    asked = await offices.end_office(
        await of(cast, second, "community_secretary"), cast.actor("袁昆腔")
    )
    with pytest.raises(Refused, match=r"confirmation\.about_you"):
        await confirmations.confirm(asked, cast.actor(second))
    await confirmations.confirm_by_operator(asked, cast.community)
    assert await held(cast, second) == ()


async def test_the_last_community_secretary_is_neither_asked_nor_confirmed_away(
    cast: Cast, second: str
) -> None:
    mine = await of(cast, "袁昆腔", "community_secretary")
    asked = await offices.end_office(mine, cast.actor(second))
    own = await of(cast, second, "community_secretary")
    assert await offices.end_office(own, cast.actor(second)) == "", "one's own is laid down alone"
    with pytest.raises(Refused, match=r"appointment\.(last|not_yours_to_end)"):
        await confirmations.confirm_by_operator(asked, cast.community)
    with pytest.raises(Refused, match=r"appointment\.last"):
        await offices.end_office(mine, cast.actor("袁昆腔"))


async def test_control_an_office_that_ends_by_one_is_gone_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ends_by_two", lambda *_, **__: False)
    await offices.end_office(await of(cast, "曹评话", "chair"), cast.actor("袁昆腔"))
    assert await held(cast, "曹评话") == ()


async def test_a_departure_takes_no_powerful_office_from_anybody_alone(
    cast: Cast, second: str
) -> None:
    person = cast.people["曹评话"]
    for kind in ("moved_out", "suspended"):
        asked = await roll.depart(person, kind, "搬走了", cast.actor("袁昆腔"))
    assert await held(cast, "曹评话") == ("chair",)
    await confirmations.confirm(asked, cast.actor(second))
    someone = await queries.person(person, cast.community)
    assert someone.state == "left"
    with pytest.raises(Refused, match=r"merge\.office_holder"):
        await roll.ask_to_merge(
            cast.people[second], cast.people["顾水巷"], "同一人", cast.actor("袁昆腔")
        )
