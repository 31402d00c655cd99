"""Nobody finds out who is signed up here: not by the answer, not by its time.

Each run compares the answers and counts the hashes; at night 500 known and 500 unknown logins
are timed in turn. The control leaves the hash of nothing out, and is told apart at once.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import now
from council.identity import actions, passwords
from tests.identity.test_logins import PASSWORD, settle
from tests.identity.test_sign_in import sign_in
from tests.residents import cast, hall, nothing_remembered

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

__all__ = ["cast", "hall", "nothing_remembered"]
PAIRS = 500
UNALIKE = 0.05  # of the median
GUESSED = 0.55  # how often a classifier may be right


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: both kinds of login ask it the same."""
    return sqlite_url


async def hashes(login: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many passwords are hashed for one try with this login."""
    keeper, seen = passwords.keeper(), list[str]()
    real = keeper._verify

    def verify(stored: str, secret: str) -> bool:
        seen.append(secret)
        return real(stored, secret)

    with monkeypatch.context() as patch:
        patch.setattr(keeper, "_verify", verify)
        assert await actions.sign_in(login, "wrong password", "") is None
    return len(seen)


async def test_a_known_and_an_unknown_login_get_one_answer_and_one_hash(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(cast, "顾水巷")
    texts, headers = set(), set()
    for login in ("R003", "R999", "15400009999", "nobody@example.cn"):
        answer = await sign_in(hall.client(), login, "wrong password")
        shown = answer.text.replace(f'value="{login}"', 'value=""')
        texts.add((answer.status_code, re.sub(r'"[0-9a-f]{40}"', '""', shown)))
        headers.add(
            tuple(
                (name, "" if name in {"date", "set-cookie", "content-length"} else text)
                for name, text in answer.headers.items()
            )
        )
        assert await hashes(login, monkeypatch) == 1
    assert len(texts) == len(headers) == 1


async def test_control_a_keeper_that_hashes_nothing_for_nobody_is_caught(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(cast, "顾水巷")
    monkeypatch.setattr(passwords.Keeper, "matches", without_dummy)
    counted = [await hashes(login, monkeypatch) for login in ("R003", "R999")]
    assert counted == [1, 0]


async def without_dummy(self: passwords.Keeper, stored: str | None, secret: str) -> bool:
    return stored is not None and await self._run(lambda: self._verify(stored, secret))


async def people(cast: Cast, many: int) -> list[str]:
    """That many residents with accounts at full cost; their logins."""
    hashed, logins = await passwords.keeper().hashed(PASSWORD), []
    for n in range(many):
        person, login = f"many{n:05d}", f"15411{n:06d}"
        await db.rows(
            "INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_last4,"
            " pseudonym, elder, state, listed_at)"
            " VALUES ({}, {}, {}, '居民', '女', '户籍', '', '', {}, {}, 'verified', {})",
            person,
            cast.community,
            f"T{n:05d}",
            f"p-{person}",
            False,
            now(),
        )
        await db.rows(
            "INSERT INTO account (person, login, password_hash, changed_at)"
            " VALUES ({}, {}, {}, {})",
            person,
            login,
            hashed,
            now(),
        )
        await db.rows(
            "INSERT INTO login (key, person, kind, made_at) VALUES ({}, {}, 'phone', {})",
            login,
            person,
            now(),
        )
        logins.append(login)
    return logins


async def timed(known: list[str], unknown: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each try, known and unknown in turn, so that the machine's moods meet both."""
    found: tuple[list[float], list[float]] = ([], [])
    for pair in zip(known, unknown, strict=True):
        order = [0, 1]
        random.shuffle(order)
        for which in order:
            start = time.perf_counter()
            await actions.sign_in(pair[which], "wrong password", "")
            found[which].append(time.perf_counter() - start)
    return found


def guessed(known: list[float], unknown: list[float]) -> float:
    """How often the best threshold of the first half tells the second half apart."""
    half = len(known) // 2
    marks = statistics.quantiles(known[:half] + unknown[:half], n=50)

    def right(mark: float, first: int, last: int) -> float:
        hits = sum(one >= mark for one in known[first:last])
        hits += sum(one < mark for one in unknown[first:last])
        return hits / (2 * (last - first))

    best = max(marks, key=lambda mark: abs(right(mark, 0, half) - 0.5))
    turned = right(best, 0, half) < 0.5
    rate = right(best, half, len(known))
    return 1 - rate if turned else rate


@pytest.mark.nightly
@pytest.mark.timeout(600)
async def test_five_hundred_known_and_unknown_logins_take_the_same_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords.use(passwords.STRONG)
    logins = await people(cast, PAIRS)
    unknown = [f"15412{n:06d}" for n in range(PAIRS)]
    known_times, unknown_times = await timed(logins, unknown)
    middle = statistics.median(known_times)
    apart = abs(middle - statistics.median(unknown_times)) / middle
    rate = guessed(known_times, unknown_times)
    print(f"row 40: {PAIRS} + {PAIRS}, medians differ {apart:.2%}, classifier right {rate:.1%}")  # noqa: T201 - a figure
    assert apart < UNALIKE
    assert rate <= GUESSED
    monkeypatch.setattr(passwords.Keeper, "matches", without_dummy)
    few = slice(0, 20)
    caught = guessed(*await timed(logins[few], [f"15413{n:06d}" for n in range(20)]))
    assert caught > 0.9, "control"
