"""Consent is asked for one thing at a time, never ticked beforehand, and as easy to take back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.privacy import actions, consents
from council.privacy.consent_texts import CURRENT, PURPOSES, TEXTS
from council.record.queries import entries
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

# What stands beside every consent: words that were changed in place would break this line.
FROZEN = {
    ("contact_sms", 1): "c544aeb2ab1d",
    ("contact_email", 1): "327d2e40ac6c",
    ("publish_name", 1): "86b73c44975c",
    ("publish_photo", 1): "ee51d81c7c28",
    ("share_with_claimer", 1): "854969e975d7",
}


def test_words_that_somebody_agreed_to_are_never_changed() -> None:
    assert {(one.purpose, one.version): one.sha256[:12] for one in TEXTS} == FROZEN
    assert all(one.text and one.text_en and one.title and one.title_en for one in TEXTS)


async def test_a_resident_agrees_online_with_a_tick_and_takes_it_back(
    hall: Hall, cast: Cast
) -> None:
    person, client = cast.people["顾水巷"], hall.of(cast, "顾水巷")
    page = (await client.get("/account/consents")).text
    assert page.count('type="checkbox"') == len(PURPOSES)
    assert " checked" not in page
    asked = {"purpose": "publish_name", "version": "1"}
    answer = await client.post("/account/consents", **asked)
    assert (answer.status_code, 'id="agree-publish_name-error"' in answer.text) == (422, True)
    assert not await consents.has(person, "publish_name")
    for _ in range(2):
        answer = await client.post("/account/consents", agree="yes", **asked)
        assert answer.status_code == 303
    assert await consents.has(person, "publish_name")
    assert not await consents.has(person, "contact_sms")
    page = (await client.get("/account/consents")).text
    found = re.search(r"/account/consents/(\w+)/withdrawal", page)
    assert found
    neighbour = hall.of(cast, "委员01")
    assert (await neighbour.post(found[0])).status_code == 404
    for _ in range(2):
        assert (await client.post(found[0])).status_code == 303
    assert not await consents.has(person, "publish_name")
    acts = [one["act"] for one in await entries(cast.community)]
    assert (acts.count("consent.given"), acts.count("consent.withdrawn")) == (1, 1)
    stored = await db.row("SELECT text_sha256, channel FROM consent WHERE person = {}", person)
    assert stored == {"text_sha256": CURRENT["publish_name"].sha256, "channel": "online"}


async def test_staff_enter_paper_and_words_with_a_witness_for_others_only(
    hall: Hall, cast: Cast, twin: Cast
) -> None:
    desk, path = hall.of(cast, "袁昆腔"), f"/people/{cast.people['顾水巷']}/consents"
    for fields, fault in (
        ({"channel": "oral"}, "witness"),
        ({"channel": "oral", "witness": "谁也不是"}, "witness"),
        ({"channel": "oral", "witness": "R032"}, "witness"),
        ({"channel": "oral", "witness": "顾水巷"}, "witness"),
        ({"channel": "paper", "witness": "委员01"}, "witness"),
        ({"channel": "online"}, "channel"),
    ):
        answer = await desk.post(path, purpose="contact_sms", **fields)
        assert answer.status_code == 422, fields
        assert f'id="{fault}-error"' in answer.text, fields
    oral = {"purpose": "contact_sms", "channel": "oral", "witness": "委员01"}
    assert (await desk.post(path, **oral)).status_code == 303
    paper = {"purpose": "publish_photo", "channel": "paper"}
    assert (await desk.post(path, **paper)).status_code == 303
    (given, other) = await consents.of(cast.people["顾水巷"], cast.community)
    assert {given.witness, other.witness} == {None, "委员01"}
    page = (await desk.get(path)).text
    assert "见证人委员01" in page
    assert (await desk.post(f"{path}/{given.id}/withdrawal")).status_code == 303
    assert len(await consents.having(cast.people.values(), given.purpose)) == 0
    for client in (hall.of(cast, "顾水巷"), hall.of(twin, "袁昆腔")):
        assert (await client.get(path)).status_code == 404
        assert (await client.post(path, **paper)).status_code == 404
    own = f"/people/{cast.people['袁昆腔']}/consents"
    assert (await desk.post(own, **paper)).status_code == 409


async def test_nobody_consents_for_a_neighbour_or_to_words_that_were_changed(
    cast: Cast, twin: Cast
) -> None:
    by = cast.actor("袁昆腔")
    with pytest.raises(NotThere):
        await actions.enter(twin.people["顾水巷"], "contact_sms", "paper", None, by)
    with pytest.raises(NotThere):
        await actions.enter(cast.people["顾水巷"], "contact_sms", "oral", twin.people["委员01"], by)
    with pytest.raises(Refused, match="text_changed"):
        await actions.give("contact_sms", 2, cast.actor("顾水巷"))
    witness = cast.people["委员01"]
    columns = (
        "INSERT INTO consent (id, community, person, purpose, version, text_sha256, channel,"
        " witness, given_at) SELECT 'x', community, id, 'p', 1, '', 'oral', {}, listed_at"
        " FROM person WHERE id = {}"
    )
    for heard in (None, witness):
        with pytest.raises(Exception, match=r"(?i)check"):
            await db.rows(columns, heard, witness)
