"""Who looked at whose data stands where the supervisors see it, and nobody can take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import local, now
from council.identity import sessions
from council.identity.tables import Appointment, Person
from council.ids import new_id
from council.privacy import access
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall


async def supervise(cast: Cast, name: str, office: str = "supervisor") -> None:
    """The office as the database keeps it; a session of the new rights."""
    row = Appointment(
        id=new_id(),
        community=cast.community,
        person=cast.people[name],
        office=office,
        granted_at=now(),
        scope="",
        acting=False,
    )
    await Appointment.insert(row)
    cast.tokens[name] = await sessions.start(cast.people[name], "test", second_factor=True)


def period(**more: str) -> dict[str, str]:
    today = local(now()).date().isoformat()
    return {"since": today, "until": today, **more}


async def look_up(client: Client, **more: str) -> str:
    answer = await client.post("/access-log", **period(**more))
    assert answer.status_code == 200
    return answer.text.partition('id="lines"')[2]


async def test_a_look_at_a_resident_is_seen_by_the_supervisor_with_office_and_reason(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    await supervise(cast, "委员01")
    await supervise(twin, "委员01")
    secretary, chair = cast.actor("袁昆腔"), cast.actor("曹评话")
    neighbour = cast.people["顾水巷"]
    await access.looked_at(secretary, "person", neighbour, "核对电话")
    await access.looked_at(secretary, "people", None, "印签到表", 37)
    await access.looked_at(chair, "person", cast.people["委员02"], "联系委员")
    await access.looked_at(secretary, "person", cast.people["袁昆腔"], "看自己的")
    supervisor = hall.of(cast, "委员01")
    tally = (await supervisor.get("/access-log")).text
    assert "核对电话" not in tally
    assert '<td class="number">38</td>' in tally
    lines = await look_up(supervisor)
    for told in ("袁昆腔", "顾**", "核对电话", "37", "联系委员"):
        assert told in lines, told
    for hidden in ("顾水巷", "看自己的", cast.people["顾水巷"]):
        assert hidden not in lines, hidden
    assert "联系委员" not in await look_up(supervisor, viewer=cast.people["袁昆腔"])
    only = await look_up(supervisor, who="顾水巷")
    assert ("核对电话" in only, "印签到表" in only) == (True, False)
    assert "核对电话" not in await look_up(supervisor, since="2020-01-01", until="2020-02-01")
    assert "例行监督" in await look_up(supervisor, viewer=cast.people["委员01"])
    assert "核对电话" not in await look_up(hall.of(twin, "委员01"))
    found = await db.rows("SELECT office FROM access_log WHERE viewer = {}", cast.people["曹评话"])
    assert found == [{"office": "chair"}]


async def test_to_others_the_log_does_not_exist_and_without_a_reason_nobody_looks(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    for name in ("顾水巷", "曹评话"):
        client = hall.of(cast, name)
        assert (await client.get("/access-log")).status_code == 404
        assert (await client.post("/access-log", **period())).status_code == 404
    desk = hall.of(cast, "袁昆腔")
    answer = await desk.post("/access-log", since="", until="9999-12-31", who="谁也不是", page="no")
    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 3
    by = cast.actor("袁昆腔")
    with pytest.raises(Refused, match="why"):
        await access.looked_at(by, "person", cast.people["顾水巷"], "")
    with pytest.raises(NotThere):
        await access.looked_at(by, "person", twin.people["顾水巷"], "看看隔壁")
    assert await db.rows("SELECT id FROM access_log") == []


async def test_the_database_lets_nobody_change_a_line_or_delete_a_young_one(cast: Cast) -> None:
    person = (await Person.select(Person.id).where(Person.name == "顾水巷"))[0]["id"]
    await access.looked_at(cast.actor("袁昆腔"), "person", person, "核对电话")
    insert = (
        "INSERT INTO access_log (id, community, viewer, office, person, what, why, rows_seen, at)"
        " SELECT 'old', community, viewer, office, person, what, why, rows_seen, {} FROM access_log"
    )
    await db.rows(insert, now() - timedelta(days=184))
    for statement in (
        "UPDATE access_log SET why = 'x'",
        "DELETE FROM access_log",
        "DELETE FROM access_log WHERE id <> 'old'",
    ):
        with pytest.raises(Exception, match=r"append-only|six months"):
            await db.rows(statement)
    await db.rows("DELETE FROM access_log WHERE id = 'old'")
    assert len(await db.rows("SELECT id FROM access_log")) == 1
