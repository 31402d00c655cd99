"""A hall full of phones behind one address signs in; whoever guesses among them is stopped.

Twenty phones each run, three hundred at night at the full cost of a hash. The control counts by
address, as limiters usually do, and locks the hall out.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from council.identity import passwords
from council.identity.actions import failures
from tests.identity.test_logins import PASSWORD
from tests.identity.test_sign_in import sign_in
from tests.residents import cast, hall, nothing_remembered
from tests.trust.test_enumeration import people

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

__all__ = ["cast", "hall", "nothing_remembered"]
GUESSES = 30
PATIENCE = 60  # seconds for everybody


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database: what is slow about signing in is the hash."""
    return sqlite_url


async def evening(hall: Hall, logins: list[str]) -> tuple[list[int], list[int], float]:
    """What the phones and the attacker are answered, and how long all of it took."""
    attacker, target = hall.client(), logins[0]
    attacker.http.timeout = httpx.Timeout(PATIENCE)

    async def guess() -> list[int]:
        answers = list[int]()
        while len(answers) < GUESSES:
            with suppress(httpx.TransportError):
                answer = await sign_in(attacker, target, f"guess {len(answers):04d}")
                if answer.status_code != passwords.UNAVAILABLE:
                    answers.append(answer.status_code)
        return answers

    async def phone(login: str) -> int:
        """Its owner presses the button again when told to, or when nothing came back."""
        client = hall.client()
        client.http.timeout = httpx.Timeout(PATIENCE)
        while True:
            with suppress(httpx.TransportError):
                answer = await sign_in(client, login, PASSWORD)
                if answer.status_code != passwords.UNAVAILABLE:
                    return answer.status_code
            await asyncio.sleep(int(passwords.RETRY_AFTER))

    start = time.perf_counter()
    guessing = asyncio.create_task(guess())
    phones = await asyncio.gather(*map(phone, logins[1:]))
    return phones, await guessing, time.perf_counter() - start


@pytest.mark.parametrize("many", [20, pytest.param(300, marks=pytest.mark.nightly)])
async def test_everybody_gets_in_and_the_guesser_does_not(
    hall: Hall, cast: Cast, many: int
) -> None:
    if many > 20:
        passwords.use(passwords.STRONG)
    logins = await people(cast, many + 1)
    phones, guesses, seconds = await evening(hall, logins)
    assert phones == [303] * many
    assert guesses == [401] * 10 + [429] * (GUESSES - 10)
    print(f"row 42: {many} phones, {seconds:.1f} s, guesses answered 10 of {GUESSES}")  # noqa: T201 - a figure
    assert seconds < PATIENCE


async def test_control_counting_by_address_locks_the_hall_out(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, wrong = failures.begin, failures.wrong
    monkeypatch.setattr(failures, "begin", lambda _: begin("127.0.0.1"))
    monkeypatch.setattr(failures, "wrong", lambda _: wrong("127.0.0.1"))
    phones, _, _ = await evening(hall, await people(cast, 21))
    assert 429 in phones
