"""The questions that authenticators sign: ours, for this visit, in time, once."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from council.identity import passkeys
from council.identity.actions import passkeys as acting
from council.identity.passkeys import Site
from council.refusal import Refused

if TYPE_CHECKING:
    from tests.people import Cast

SITE = Site("localhost", "http://localhost:8000", "议事厅", b"key")
NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)


def test_a_question_is_good_for_one_visit_and_purpose_and_five_minutes() -> None:
    asked = passkeys.challenge(SITE, "sign_in", "visit", NOON)
    late = NOON + timedelta(minutes=5)
    changed = asked[:20] + bytes([asked[20] ^ 1]) + asked[21:]
    answers = [
        passkeys.is_ours(SITE, *one)
        for one in (
            ("sign_in", "visit", asked, NOON + timedelta(minutes=4)),
            ("sign_in", "another", asked, NOON),
            ("register", "visit", asked, NOON),
            ("sign_in", "visit", asked, late),
            ("sign_in", "visit", changed, NOON),
            ("sign_in", "visit", b"", NOON),
        )
    ]
    assert answers == [True] + [False] * 5


async def test_of_two_answers_to_one_question_one_counts(cast: Cast) -> None:
    asked = passkeys.challenge(SITE, "sign_in", "visit", NOON)
    twice = [acting._use_up(asked, "sign_in", cast.people["顾水巷"]) for _ in range(2)]
    answers = await asyncio.gather(*twice, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "Refused"]


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{}", '{"id": "a", "response": {}}', '{"id":"a","response":null}']
)
async def test_an_answer_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="unreadable"):
        await acting.sign_in_with_passkey(text, "visit", SITE, "")


async def test_a_made_up_answer_opens_nothing(cast: Cast) -> None:
    asked = passkeys.challenge(SITE, "sign_in", "visit", datetime.now(UTC))

    def packed(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    client = json.dumps({"challenge": packed(asked), "type": "webauthn.get"}).encode()
    said = {"clientDataJSON": packed(client), "userHandle": packed(cast.people["顾水巷"].encode())}
    with pytest.raises(Refused) as why:
        await acting.sign_in_with_passkey(
            json.dumps({"id": "nobodys", "response": said}), "visit", SITE, ""
        )
    assert (why.value.code, why.value.status) == ("passkey.wrong", 401)
