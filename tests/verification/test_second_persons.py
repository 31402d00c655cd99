"""Vouching, newcomers and claims: what one officer asks for, another one confirms."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from typing import TYPE_CHECKING

import asyncpg
import pytest

from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.identity import actions as identity_actions
from council.identity import queries as identity
from council.identity import sessions
from council.refusal import NotThere, Refused
from council.roll import people_queries
from council.verification import actions, queries
from council.verification.actions.claims import Claim, raise_claim, settle_claim
from council.verification.actions.vouching import vouch
from tests.server import token_in
from tests.verification.neighbourhood import ID, home, leads, listed, refusals, state

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

PASSWORD = "桂花树下的第三家"


async def test_a_group_leader_answers_for_the_own_building_and_another_confirms(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    near, far = await listed(cast, "近邻"), await listed(cast, "远邻")
    await home(cast, "3-2-502", "近邻")
    await home(cast, "5-1-101", "远邻")
    await leads(cast, "委员01", "3幢")
    leader = hall.of(cast, "委员01")
    page = (await leader.get("/vouching")).text
    assert "近邻" in page
    assert "远邻" not in page
    refused = await leader.post(f"/people/{far}/vouching", ground="认得")
    assert refused.status_code == 403
    assert (await leader.post(f"/people/{near}/vouching", ground="")).status_code == 422
    assert (await leader.post(f"/people/{near}/vouching", ground="同楼八年")).status_code == 303
    assert await state(cast, "近邻") == "listed", "one word is not enough"
    (asked,) = await db.rows("SELECT id FROM confirmation")
    with pytest.raises(Refused):
        await confirmations.confirm(asked["id"], cast.actor("委员01"))
    with pytest.raises(NotThere):
        await confirmations.confirm(asked["id"], twin.actor("袁昆腔"))
    shown = await hall.of(cast, "袁昆腔").get(f"/confirmations/{asked['id']}")
    assert "同楼八年" in shown.text
    await confirmations.confirm(asked["id"], cast.actor("袁昆腔"))
    (seen,) = await db.rows("SELECT way, ground, by_person, confirmed_by FROM verification")
    assert seen == {
        "way": "vouching",
        "ground": "同楼八年",
        "by_person": cast.people["委员01"],
        "confirmed_by": cast.people["袁昆腔"],
    }
    assert await refusals() == ["vouching.not_your_building"]
    assert (await hall.of(cast, "委员02").get("/vouching")).status_code == 404


async def test_a_leader_who_is_none_any_more_has_answered_for_nobody(cast: Cast) -> None:
    person = await listed(cast, "近邻")
    await home(cast, "3-2-502", "近邻")
    await leads(cast, "委员01", "3幢")
    asked = await vouch(person, "同楼", cast.actor("委员01"))
    await db.rows("UPDATE appointment SET ended_at = {} WHERE office = 'group_leader'", now())
    with pytest.raises(Refused, match="not_your_building"):
        await confirmations.confirm(asked, cast.actor("袁昆腔"))
    assert await state(cast, "近邻") == "listed"


async def test_a_newcomer_is_added_by_two_and_is_then_like_everybody(
    hall: Hall, cast: Cast
) -> None:
    await home(cast, "3-2-502", "顾水巷")
    desk = hall.of(cast, "袁昆腔")
    fields = {
        "name": "陆租客",
        "gender": "男",
        "code": "3-2-502",
        "tie": "租户",
        "hukou": "非户籍",
        "evidence": "lease",
        "number": ID,
        "phone": "154 0000 0099",
    }
    wrong = await desk.post("/newcomers", **{**fields, "code": "9-9-999", "gender": "女"})
    assert wrong.status_code == 422
    assert "陆租客" in wrong.text, "what was typed is kept"
    assert ID not in wrong.text
    asked = await desk.post("/newcomers", **fields)
    assert asked.status_code == 303, asked.text
    confirmation = asked.headers["location"].rsplit("/", 1)[-1]
    with pytest.raises(Refused, match="own"):
        await confirmations.confirm(confirmation, cast.actor("袁昆腔"))
    second = hall.of(cast, "曹评话")
    assert "3幢2单元502" in (await second.get(f"/confirmations/{confirmation}")).text
    await confirmations.confirm(confirmation, cast.actor("曹评话"))
    (found,) = await people_queries.search(cast.community, "陆租客")
    assert (found.state, found.roll_no) == ("verified", "N0001")
    (line,) = await db.rows("SELECT way, evidence, by_person, confirmed_by FROM verification")
    assert line == {
        "way": "desk",
        "evidence": "lease",
        "by_person": cast.people["袁昆腔"],
        "confirmed_by": cast.people["曹评话"],
    }
    body = await db.row("SELECT body FROM confirmation WHERE id = {}", confirmation)
    assert body == {"body": '{"name":"陆租客"}'}, "the roll has it now"
    for known in (fields, {**fields, "number": "", "born": "1990-03-05"}):
        again = await desk.post("/newcomers", **known)
        assert again.status_code == 409
        assert f"/people/{found.id}/verification" in again.text
    assert await refusals() == ["newcomer.same_number", "newcomer.same_person"]
    other = {**fields, "number": "", "born": "1991-03-05", "another": "1"}
    assert (await desk.post("/newcomers", **other)).status_code == 303, "a namesake"
    assert (await hall.of(cast, "委员01").get("/newcomers/new")).status_code == 404


@pytest.fixture
async def claimed(cast: Cast) -> tuple[str, str]:
    """顾水巷's letter, opened by somebody with a phone of their own."""
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET state = 'listed' WHERE id = {}", person)
    letter = await actions.issue_letter(person, "household", cast.actor("袁昆腔"))
    await actions.open_letter(*letter, PASSWORD, "", device="somebody")
    return letter


async def test_a_letter_used_by_another_is_claimed_and_two_officers_give_it_back(
    hall: Hall, cast: Cast, claimed: tuple[str, str]
) -> None:
    public, secret = claimed
    browser, person = hall.client(), cast.people["顾水巷"]
    csrf = token_in((await browser.get("/letter-claims")).text)
    fields = {"_csrf_token": csrf, "public": public, "told": "信刚拿到", "contact": "3-2-502"}
    guessed = await browser.http.post("/letter-claims", data={**fields, "secret": "0" * 10})
    assert guessed.status_code == 422
    assert not await db.rows("SELECT id FROM claim_conflict"), "without the letter no claim"
    for _ in range(2):
        said = await browser.http.post("/letter-claims", data={**fields, "secret": secret})
        assert said.status_code == 200, said.text
    (conflict,) = await db.rows("SELECT id, raised_by, contact FROM claim_conflict")
    assert (conflict["raised_by"], conflict["contact"]) == (None, "3-2-502")
    token = await identity_actions.sign_in("R003", PASSWORD, "")
    assert token
    desk = hall.of(cast, "袁昆腔")
    assert "顾水巷" in (await desk.get("/conflicts")).text
    url = f"/conflicts/{conflict['id']}"
    asked = await desk.post(f"{url}/settlement", outcome="claimant", ground="户口簿原件在他手里")
    assert asked.status_code == 303, asked.text
    assert await sessions.resolve(token), "one word takes nobody's account away"
    (confirmation,) = await db.rows("SELECT id FROM confirmation WHERE kind = 'claim'")
    await confirmations.confirm(confirmation["id"], cast.actor("曹评话"))
    assert await sessions.resolve(token) is None
    assert await identity_actions.sign_in("R003", PASSWORD, "") is None
    assert await state(cast, "顾水巷") == "verified"
    settled = await db.row("SELECT outcome, settled_by, confirmed_by FROM claim_conflict")
    assert settled == {
        "outcome": "claimant",
        "settled_by": cast.people["袁昆腔"],
        "confirmed_by": cast.people["曹评话"],
    }
    fresh = await actions.issue_letter(person, "household", cast.actor("袁昆腔"))
    assert (await actions.open_letter(*fresh, PASSWORD + "2", "", device="owner")).login == "r003"
    page = (await desk.get("/verification")).text
    assert re.search("当面核验</th><td[^>]*>1<", page), "the newest way counts"


async def test_who_raised_a_claim_does_not_settle_it_and_neither_means_both_to_the_desk(
    engine: object, cast: Cast, twin: Cast, claimed: tuple[str, str]
) -> None:
    by, other, person = cast.actor("袁昆腔"), cast.actor("委员01"), cast.people["顾水巷"]
    conflict = await raise_claim(Claim(person, "told", "他说是他", "窗口等着"), by)
    assert await raise_claim(Claim(person, "told", "又说一遍", "窗口等着"), by) == conflict
    with pytest.raises(Refused, match=r"claim\.own"):
        await settle_claim(conflict, "holder", "看过户口簿", by)
    for stranger in (other, twin.actor("袁昆腔")):
        with pytest.raises(NotThere):
            await settle_claim(conflict, "holder", "看过户口簿", stranger)
    with pytest.raises((sqlite3.IntegrityError, asyncpg.CheckViolationError)):
        await db.rows(
            "UPDATE claim_conflict SET outcome = 'holder', settled_by = raised_by WHERE id = {}",
            conflict,
        )
    await db.rows(
        "INSERT INTO appointment (id, community, person, office, granted_at)"
        " VALUES ('second', {}, {}, 'secretary', {})",
        cast.community,
        other.person,
        now(),
    )
    assert await settle_claim(conflict, "neither", "两人都说不清", other) is False
    (asked,) = await db.rows("SELECT id FROM confirmation WHERE kind = 'claim'")
    await confirmations.confirm(asked["id"], cast.actor("曹评话"))
    assert await state(cast, "顾水巷") == "listed"
    assert await identity.login_of(person) == ""
    with pytest.raises(Refused, match="settled"):
        await settle_claim(conflict, "holder", "后来又说", other)
    assert await queries.open_letters(person) == []


async def test_two_claims_at_once_are_one(cast: Cast) -> None:
    by, person = cast.actor("袁昆腔"), cast.people["顾水巷"]
    claim = Claim(person, "told", "他说是他", "窗口等着")
    both = [raise_claim(claim, by) for _ in range(2)]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert len(await db.rows("SELECT id FROM claim_conflict")) == 1
    assert [one for one in answers if isinstance(one, str)]
