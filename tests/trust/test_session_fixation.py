"""A session that somebody planted in the browser is nobody's after signing in.

Twenty planted tokens: eighteen of the right shape, a neighbour's real one, and rubbish. The
control is a server that goes on with the token the browser brought, as frameworks do.
"""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from council.identity import sessions
from council.verification import actions as verification
from tests.identity.test_logins import PASSWORD
from tests.residents import cast, hall, nothing_remembered
from tests.server import COOKIE, token_in

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

__all__ = ["cast", "hall", "nothing_remembered"]
PLANTED = 20


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: which token a session gets is decided before any is asked."""
    return sqlite_url


@pytest.fixture
async def planted(cast: Cast) -> list[str]:
    by = cast.actor("袁昆腔")
    await verification.verify_at_desk(cast.people["顾水巷"], "身份证", by, PASSWORD)
    drawn = [secrets.token_urlsafe(32) for _ in range(PLANTED - 2)]
    return [*drawn, cast.tokens["委员01"], "x"]


async def survive(hall: Hall, tokens: list[str]) -> list[str]:
    """Those planted tokens that open the resident's page once the resident has signed in."""
    found = []
    for token in tokens:
        victim = hall.client(token)
        csrf = token_in((await victim.get("/letter")).text)
        fields = {"_csrf_token": csrf, "login": "R003", "password": PASSWORD}
        answer = await victim.http.post("/sign-in", data=fields)
        assert answer.status_code == 303
        if answer.cookies[COOKIE] == token:
            found.append(token)
        page = await hall.client(token).get("/account")
        if page.status_code == 200 and "顾水巷" in page.text:
            found.append(token)
    return sorted(set(found))


async def test_none_of_twenty_planted_sessions_survives_signing_in(
    hall: Hall, planted: list[str]
) -> None:
    assert await survive(hall, planted) == []
    assert await sessions.resolve(planted[-2]) is None, "the neighbour's real one ended, too"


async def test_control_a_server_that_keeps_the_browsers_token_is_caught(
    hall: Hall, planted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shaped = iter(planted[:-2])
    kept = SimpleNamespace(token_urlsafe=lambda _: next(shaped))
    monkeypatch.setattr(sessions, "secrets", kept)
    assert len(await survive(hall, planted[:-2])) == PLANTED - 2
