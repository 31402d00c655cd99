"""A powerful office waits for an office letter: paper from the door leads nobody into it.

袁昆腔, the secretary, prints a household letter for a neighbour without an account and opens it;
later the neighbour becomes chair. The control is the house without the wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.confirmations import actions as confirmations
from council.identity import queries, sessions
from council.identity import rules as identity_rules
from council.identity.actions import add_code_name
from council.identity.tables import Passkey
from council.offices import actions as offices
from council.refusal import Refused
from council.verification.actions import issue_letter, verify_at_desk
from council.verification.actions.desk import Papers, check_papers
from council.verification.actions.opening import open_letter
from tests.appointing import came_by_office_letter
from tests.residents import cast, hall, nothing_remembered

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

__all__ = ["cast", "hall", "nothing_remembered"]
STOLEN, OWN = "我替别人开的信封", "桂花树下的第三家"
PEPPER = b"p" * 32


async def broken_in(cast: Cast) -> str:
    """A member of staff opens the neighbour's letter and signs in as the neighbour; the token."""
    code = await issue_letter(cast.people["顾水巷"], "household", cast.actor("袁昆腔"))
    return (await open_letter(*code, STOLEN, "")).token


async def made_chair(cast: Cast) -> None:
    asked = await offices.appoint(cast.people["顾水巷"], "chair", cast.actor("袁昆腔"))
    await confirmations.confirm_by_operator(asked, cast.community)


async def held(cast: Cast) -> tuple[str, ...]:
    return await queries.offices(cast.people["顾水巷"], cast.community)


async def test_a_powerful_office_begins_with_the_office_letter(cast: Cast) -> None:
    stolen = await broken_in(cast)
    await made_chair(cast)
    viewer = await sessions.resolve(stolen)
    assert viewer is not None
    assert (viewer.offices, viewer.pending) == ((), False)
    with pytest.raises(Refused, match=r"letter\.office_holder"):
        await issue_letter(cast.people["顾水巷"], "household", cast.actor("袁昆腔"))
    code = await issue_letter(cast.people["顾水巷"], "office", cast.actor("袁昆腔"))
    assert await held(cast) == ()
    opened = await open_letter(*code, OWN, "")
    assert await held(cast) == ("chair",)
    assert await sessions.resolve(stolen) is None
    viewer = await sessions.resolve(opened.token)
    assert viewer is not None
    assert viewer.pending, "the second factor is set up next"
    acts = await db.rows("SELECT act FROM record_entry WHERE act = 'office.begun'")
    assert len(acts) == 1


async def test_control_without_the_wait_whoever_opened_the_letter_is_chair(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_rules, "waits_for_letter", lambda *_, **__: False)
    stolen = await broken_in(cast)
    await made_chair(cast)
    viewer = await sessions.resolve(stolen)
    assert viewer is not None
    assert viewer.offices == ("chair",)


async def test_nothing_that_was_planted_before_survives_the_office_letter(cast: Cast) -> None:
    await broken_in(cast)
    person = cast.people["顾水巷"]
    await db.rows(
        "INSERT INTO login (key, person, kind, made_at) SELECT 'x@example.cn', {}, 'email', made_at"
        " FROM login WHERE person = {} LIMIT 1",
        person,
        person,
    )
    await db.rows("UPDATE account SET email = 'x@example.cn' WHERE person = {}", person)
    await Passkey.insert(
        Passkey(
            id="planted", person=person, public_key="", sign_count=0, label="",
            made_at=(await db.rows("SELECT made_at FROM login"))[0]["made_at"],
        )
    )  # fmt: skip
    await add_code_name("巷子口", cast.actor("顾水巷"))
    await made_chair(cast)
    await came_by_office_letter(cast, "顾水巷")
    assert {one["kind"] for one in await queries.logins_of(person)} == {"roll_no", "code_name"}
    assert await db.rows("SELECT id FROM passkey") == []
    assert await queries.account("x@example.cn") is None


async def test_who_came_in_another_way_since_opens_another_letter(cast: Cast) -> None:
    """An office letter of earlier years is worth nothing after a password from the desk."""
    await came_by_office_letter(cast, "顾水巷")
    papers, by = Papers(("id_card",)), cast.actor("袁昆腔")
    await check_papers(cast.people["顾水巷"], papers, by, PEPPER, STOLEN)
    await made_chair(cast)
    assert await held(cast) == ()
    with pytest.raises(Refused, match=r"desk\.office_holder"):
        await check_papers(cast.people["顾水巷"], papers, by, PEPPER, STOLEN)
    await came_by_office_letter(cast, "顾水巷")
    assert await held(cast) == ("chair",)


async def test_an_officer_without_an_account_gets_no_password_at_the_desk(cast: Cast) -> None:
    papers, by = Papers(("id_card",)), cast.actor("袁昆腔")
    with pytest.raises(Refused, match=r"desk\.office_holder"):
        await check_papers(cast.people["曹评话"], papers, by, PEPPER, STOLEN)


async def test_who_opened_one_before_holds_the_office_at_once_and_after_renewal(cast: Cast) -> None:
    await came_by_office_letter(cast, "顾水巷")
    await made_chair(cast)
    assert await held(cast) == ("chair",)


async def test_an_office_that_one_person_gives_does_not_wait(cast: Cast) -> None:
    await verify_at_desk(cast.people["顾水巷"], "身份证", cast.actor("袁昆腔"), OWN)
    await offices.appoint(cast.people["顾水巷"], "street_office", cast.actor("袁昆腔"))
    assert await held(cast) == ("street_office",)


async def test_the_page_that_confirms_leads_to_the_letter(hall: Hall, cast: Cast) -> None:
    await db.rows(
        "INSERT INTO appointment (id, community, person, office, granted_at)"
        " SELECT 'second', community, {}, 'community_secretary', granted_at FROM appointment"
        " WHERE office = 'chair'",
        cast.people["委员01"],
    )
    sessions.forget_all()
    asked = await offices.appoint(cast.people["顾水巷"], "chair", cast.actor("袁昆腔"))
    second = hall.of(cast, "委员01")
    answer = await second.post(f"/confirmations/{asked}/confirmation")
    assert answer.headers["location"] == "/offices#letters"
    page = (await second.get("/offices")).text
    assert "等公职信" in page
    assert f'action="/people/{cast.people["顾水巷"]}/letter"' in page
    printed = await second.post(f"/people/{cast.people['顾水巷']}/letter", purpose="office")
    assert printed.status_code == 200
    assert 'id="letters"' not in (await hall.of(cast, "顾水巷").get("/")).text


async def test_whoever_works_here_finds_the_desk_before_the_news(hall: Hall, cast: Cast) -> None:
    """In the order in which a phone shows it and a screen reader reads it."""
    page = (await hall.of(cast, "袁昆腔").get("/")).text
    assert page.index('id="desk"') < page.index("现在在议什么")
    assert 'id="desk"' not in (await hall.of(cast, "顾水巷").get("/")).text
