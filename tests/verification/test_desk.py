from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.identity import actions, id_number
from council.refusal import NotThere, Refused
from council.verification.actions.desk import Papers, check_papers
from tests.verification.neighbourhood import (
    ID,
    PEPPER,
    home,
    id_number_of,
    listed,
    refusals,
    state,
    unverify,
)

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

PASSWORD = "桂花树下的第三家"


async def test_the_desk_from_the_search_to_the_first_sign_in(hall: Hall, cast: Cast) -> None:
    person = await unverify(cast, "顾水巷")
    await home(cast, "3-2-502", "顾水巷")
    desk = hall.of(cast, "袁昆腔")
    assert (await desk.get("/desk")).status_code == 200
    found = await desk.post("/desk", who="顾水巷")
    assert f"/people/{person}/verification" in found.text
    url = f"/people/{person}/verification"
    empty = await desk.post(url, note="", password="", number=ID)
    assert empty.status_code == 422
    assert ID not in empty.text, "a number is never echoed"
    done = await desk.post(
        url,
        paper_id_card="1",
        paper_lease="1",
        number=ID.lower(),
        password=PASSWORD,
        repeat=PASSWORD,
    )
    assert done.status_code == 303, done.text
    assert await state(cast, "顾水巷") == "verified"
    row = await db.row("SELECT id_hash, id_last4, birth_date FROM person WHERE id = {}", person)
    assert row is not None
    pepper = hall.settings.keys.pepper
    assert row["id_hash"] == id_number.keyed_hash(ID, pepper)
    assert row["id_last4"] == ID[-4:]
    assert await actions.sign_in("R003", PASSWORD, "")
    seen = await db.rows("SELECT way, ground, evidence, by_person FROM verification")
    assert seen == [
        {
            "way": "desk",
            "ground": "居民身份证、租赁合同",
            "evidence": "id_card",
            "by_person": cast.people["袁昆腔"],
        }
    ]
    page = (await desk.get(url)).text
    assert "居民身份证、租赁合同" in page
    assert not await db.rows("SELECT 1 AS x FROM record_entry WHERE body LIKE '%顾水巷%'")


async def test_what_does_not_fit_is_refused_kept_and_told_whom_to_ask(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    by = cast.actor("袁昆腔")
    first, second = await listed(cast, "甲"), await listed(cast, "乙")
    await check_papers(first, Papers(("id_card",), number=ID), by, hall.settings.keys.pepper)
    desk = hall.of(cast, "袁昆腔")
    taken = await desk.post(f"/people/{second}/verification", paper_id_card="1", number=ID)
    assert taken.status_code == 409
    assert "社区工作站" in taken.text
    other = id_number_of("1990-03-06")
    for number, status in (
        (other, 409),
        (ID[:-1] + ("1" if ID[-1] != "1" else "2"), 422),
        ("1" * 18, 422),
    ):
        answer = await desk.post(f"/people/{first}/verification", paper_permit="1", number=number)
        assert answer.status_code == status, number
    assert await state(cast, "乙") == "listed"
    assert await refusals() == ["desk.number_taken", "desk.number_differs"]
    (conflict,) = await db.rows("SELECT person, other, way, raised_by FROM claim_conflict")
    assert conflict == {
        "person": first, "other": second, "way": "desk", "raised_by": by.person
    }  # fmt: skip
    with pytest.raises(NotThere):
        await check_papers(second, Papers(("lease",)), twin.actor("袁昆腔"), PEPPER)
    for name in ("曹评话", "委员01"):
        closed = hall.of(cast, name)
        assert (await closed.get("/desk")).status_code == 404
        assert (await closed.post(f"/people/{second}/verification")).status_code == 404


async def test_the_desk_gives_no_officer_a_password(cast: Cast) -> None:
    """An officer opens an office letter; any other resident gets a password at the desk."""
    by = cast.actor("袁昆腔")
    with pytest.raises(Refused, match=r"desk\.office_holder"):
        await check_papers(cast.people["曹评话"], Papers(("id_card",)), by, PEPPER, PASSWORD)
    assert not await actions.sign_in("R031", PASSWORD, "")
    await check_papers(cast.people["委员01"], Papers(("id_card",)), by, PEPPER, PASSWORD)
    assert await actions.sign_in("R101", PASSWORD, "")


async def test_a_password_of_the_desk_ends_what_was_open(hall: Hall, cast: Cast) -> None:
    phone = hall.of(cast, "委员01")
    assert (await phone.get("/account")).status_code == 200
    desk = hall.of(cast, "袁昆腔")
    url = f"/people/{cast.people['委员01']}/verification"
    await desk.post(url, paper_id_card="1", password=PASSWORD, repeat=PASSWORD)
    assert (await phone.get("/account")).status_code == 303
    assert re.search("居民身份证", (await desk.get(url)).text)
