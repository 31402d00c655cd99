"""One's own data: everything is shown and handed out, corrected on request, and deleted by two."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from council import db
from council.change import change
from council.clock import moved_to, now
from council.confirmations import actions as confirmations
from council.identity import sessions
from council.identity.tables import Account, Appointment, Login, Person
from council.meetings.actions import open_meeting
from council.privacy import access, actions, data_queries, data_words, rules
from council.record.entry import leaf_hash
from council.record.queries import entries
from council.refusal import NotThere, Refused
from council.roll.tables import Residence, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.people import Cast
    from tests.server import Hall

WHO = "顾水巷"


@pytest.mark.parametrize(
    ("asked", "holidays", "due"),
    [
        (date(2026, 11, 2), (), date(2026, 11, 23)),  # a Monday
        (date(2026, 11, 7), (), date(2026, 11, 27)),  # a Saturday
        (date(2026, 9, 30), ("2026-10-01", "2026-10-02", "2026-10-05"), date(2026, 10, 26)),
        (date(2026, 11, 2), ("2026-11-07",), date(2026, 11, 23)),  # a Saturday is none anyway
    ],
)
def test_an_answer_is_due_after_fifteen_working_days(
    asked: date, holidays: tuple[str, ...], due: date
) -> None:
    assert rules.due(asked, {date.fromisoformat(day) for day in holidays}) == due


async def settle(cast: Cast) -> str:
    """A person about whom something stands in every class."""
    person = cast.people[WHO]
    await Person.update(
        {Person.phone: "15412345678", Person.id_last4: "002X", Person.id_hash: "f" * 64}
    ).where(Person.id == person)
    unit = Unit(
        id="u1",
        community=cast.community,
        code="3-1-502",
        building="3",
        entrance="1",
        room="502",
        area=8850,
        area_source="不动产权证",
    )
    await Unit.insert(unit)
    await Residence.insert(Residence(id="r1", person=person, unit="u1", tie="业主"))
    account = Account(
        person=person, login="15412345678", password_hash="secret", changed_at=now(), email="g@x.cn"
    )
    await Account.insert(account)
    await Login.insert(Login(key="15412345678", person=person, kind="phone", made_at=now()))
    await access.looked_at(cast.actor("袁昆腔"), "person", person, "核对电话")
    return person


async def test_everything_about_me_is_shown_and_handed_out_to_me_alone(
    hall: Hall, cast: Cast
) -> None:
    await settle(cast)
    client = hall.of(cast, WHO)
    page = (await client.get("/account/data")).text
    for told in ("15412345678", "3-1-502", "002X", "g@x.cn", "核对电话", "业主"):
        assert told in page, told
    for proof in ("f" * 64, "secret", "委员01"):
        assert proof not in page, proof
    assert "15412345678" not in (await hall.of(cast, "委员01").get("/account/data")).text
    data = json.loads((await client.get("/account/data/json")).text)["data"]
    assert set(data) == set(data_queries.CLASSES)
    assert data["homes"]["residence"][0]["code"] == "3-1-502"
    book = CalamineWorkbook.from_filelike(
        io.BytesIO((await client.get("/account/data/xlsx")).content)
    )
    cells = [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert len(book.sheet_names) == len(data_queries.CLASSES)
    assert {"15412345678", "3-1-502", "核对电话"} <= set(cells)
    assert (await hall.client().get("/account/data/json")).status_code == 303


async def test_a_request_is_answered_by_staff_and_late_ones_are_marked(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    client, desk = hall.of(cast, WHO), hall.of(cast, "袁昆腔")
    answer = await client.post("/account/data/requests", kind="sell", text="")
    assert (answer.status_code, answer.text.count('class="error"')) == (422, 2)
    asked = {"kind": "correct", "text": "电话错了，应该是 15400000009"}
    for _ in range(2):
        assert (await client.post("/account/data/requests", **asked)).status_code == 303
    (stored,) = await db.rows("SELECT id, due, asked_at FROM data_request")
    path = f"/data-requests/{stored['id']}"
    assert 'class="late"' not in (await desk.get("/data-requests")).text
    await db.rows("UPDATE data_request SET due = {}", date(2026, 1, 5))
    assert 'class="late"' in (await desk.get("/data-requests")).text
    for stranger in (client, hall.of(twin, "袁昆腔"), hall.of(cast, "曹评话")):
        assert (await stranger.get(path)).status_code == 404
        assert (
            await stranger.post(f"{path}/answer", outcome="done", answer="好了")
        ).status_code == 404
    answer = await desk.post(f"{path}/answer", outcome="done", answer="")
    assert (answer.status_code, 'id="answer-error"' in answer.text) == (422, True)
    for _ in range(2):
        answer = await desk.post(f"{path}/answer", outcome="done", answer="已经改好")
        assert answer.status_code == 303
    assert "已经改好" in (await client.get("/account/data")).text
    withdrawal = f"/account/data/requests/{stored['id']}/withdrawal"
    assert (await client.post(withdrawal)).status_code == 409
    own = await actions.ask("explain", "存了我什么", cast.actor("袁昆腔"))
    answer = await desk.post(f"/data-requests/{own}/answer", outcome="refused", answer="不行")
    assert answer.status_code == 409


async def test_staff_enter_what_was_said_at_the_desk_and_its_person_takes_it_back(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    client, desk = hall.of(cast, WHO), hall.of(cast, "袁昆腔")
    theirs = f"/people/{cast.people[WHO]}/data-requests"
    for _ in range(2):
        assert (await desk.post(theirs, kind="delete", text="已经搬走")).status_code == 303
    assert "已经搬走" in (await desk.get(theirs)).text
    assert (await client.get(theirs)).status_code == 404
    assert (
        await hall.of(twin, "袁昆腔").post(theirs, kind="delete", text="搬走")
    ).status_code == 404
    page = (await client.get("/account/data")).text
    found = re.search(r"/account/data/requests/\w+/withdrawal", page)
    assert found
    assert (await hall.of(cast, "委员01").post(found[0])).status_code == 404
    assert (await client.post(found[0])).status_code == 303


async def erase(cast: Cast, request: str) -> None:
    """The secretary asks, a second secretary confirms."""
    waits = await actions.ask_erasure(request, "本人要求，已搬走", cast.actor("袁昆腔"))
    with pytest.raises(Refused):
        await confirmations.confirm(waits, cast.actor("袁昆腔"))
    row = Appointment(
        id="second",
        community=cast.community,
        person=cast.people["委员02"],
        office="secretary",
        granted_at=now(),
        scope="",
        acting=False,
    )
    await Appointment.insert(row)
    for _ in range(2):
        await confirmations.confirm(waits, cast.actor("委员02"))


async def dumped() -> Iterator[str]:
    """Every cell of every table as text."""
    found = []
    for table in db.conf.all_tables():
        for row in await table.select():
            found += [str(value) for value in row.values()]
    return iter(found)


async def test_a_deletion_by_two_leaves_numbers_and_a_record_that_verifies(
    hall: Hall, cast: Cast
) -> None:
    person, by = await settle(cast), cast.actor("袁昆腔")
    await db.rows("UPDATE person SET name = {} WHERE id = {}", "金丝雀", person)
    await actions.give("contact_sms", 1, cast.actor(WHO))
    await db.rows(
        "INSERT INTO called (meeting, person, part, sector, title, place, status, way, status_at)"
        " VALUES ({}, {}, 'member', '', '', 99, 'present', '', {})",
        cast.meeting,
        person,
        now(),
    )
    await open_meeting(cast.meeting, by)
    async with change(by) as act:
        act.record("note.kept", {"person": cast.actor(WHO).pseudonym}, {"phone": "15412345678"})
    before = await entries(cast.community)
    request = await actions.ask("delete", "请删除金丝雀", cast.actor(WHO))
    with pytest.raises(Refused, match="by_two"):
        await actions.answer(request, "done", "删了", by)
    client = hall.of(cast, WHO)
    assert (await client.get("/account/data")).status_code == 200
    await erase(cast, request)
    assert (await client.get("/account/data")).status_code == 303
    told = list(await dumped())
    for trace in ("金丝雀", "15412345678", "002X", "f" * 64, "g@x.cn", cast.tokens[WHO]):
        assert not [cell for cell in told if trace in cell], trace
    (row,) = await db.rows("SELECT name, state, pseudonym FROM person WHERE id = {}", person)
    assert (row["name"], row["state"]) == ("已删除", "left")
    assert row["pseudonym"] != cast.actor(WHO).pseudonym
    assert await db.row("SELECT person FROM called WHERE person = {}", person)
    after = await entries(cast.community)
    assert after[: len(before)] == before
    assert all(leaf_hash(one["body"]) == one["leaf"] for one in after)
    assert "pd.erased" in [one["act"] for one in after]
    assert await db.rows("SELECT payload FROM record_personal") == []
    assert "已删除" in (await hall.of(cast, "委员02").get("/confirmations")).text


async def test_who_holds_an_office_or_is_called_to_an_open_vote_is_not_deleted_yet(
    cast: Cast, twin: Cast
) -> None:
    by = cast.actor("袁昆腔")
    chair = await actions.ask("delete", "我要走了", cast.actor("曹评话"))
    with pytest.raises(Refused, match="in_office"):
        await actions.ask_erasure(chair, "本人要求", by)
    with pytest.raises(NotThere):
        await actions.ask_erasure(chair, "本人要求", twin.actor("袁昆腔"))
    wish = await actions.ask("explain", "存了什么", cast.actor(WHO))
    with pytest.raises(Refused, match="not_deletion"):
        await actions.ask_erasure(wish, "顺手", by)
    request = await actions.ask("delete", "我要走了", cast.actor(WHO))
    await db.rows(
        "INSERT INTO poll (id, community, meeting, text, rule_code, rule, mode, method,"
        " allow_revote, state, called, present, turnout, electorate_root, result, made_by, made_at)"
        " VALUES ('poll', {}, {}, '', '', '', 'named', '', {}, 'open', 1, 1, 0, '', '', {}, {})",
        cast.community,
        cast.meeting,
        False,
        by.person,
        now(),
    )
    await db.rows(
        "INSERT INTO elector (poll, elector_no, person) VALUES ('poll', 1, {})", cast.people[WHO]
    )
    with pytest.raises(Refused, match="poll_open"):
        await actions.ask_erasure(request, "本人要求", by)
    await db.rows(
        "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
        " VALUES ('poll', 1, 'yes', 1, 'i', 'r', {})",
        now(),
    )
    await db.rows("UPDATE poll SET state = 'published' WHERE id = 'poll'")
    with moved_to(now() + timedelta(hours=1)):
        await erase(cast, request)
    assert await db.rows("SELECT elector_no, choice FROM named_vote") == [
        {"elector_no": 1, "choice": "yes"}
    ]
    assert await sessions.resolve(cast.tokens[WHO]) is None


async def test_every_class_and_column_of_my_data_has_its_word(cast: Cast) -> None:
    titles, tables, columns = data_words.classes(), data_words.tables(), data_words.columns()
    assert set(titles) == set(data_queries.CLASSES)
    for queries in data_queries.QUERIES.values():
        for table, sql in queries.items():
            assert table in tables
            chosen = sql.partition("SELECT ")[2].partition(" FROM ")[0]
            names = re.sub(r"CASE .* END AS", "", chosen).split(",")
            assert {re.split(r"[ .]", name.strip())[-1] for name in names} <= set(columns), table
