from __future__ import annotations

import asyncio
import threading

import pytest

from council.identity import passwords
from council.identity.passwords import CHEAPEST, QUEUE, STRONG, THREADS, Keeper
from council.refusal import Refused


async def test_a_real_installation_hashes_at_the_promised_cost() -> None:
    stored = await Keeper(STRONG).hashed("桂花树下的第三家")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_only_the_right_password_matches() -> None:
    keeper = Keeper(CHEAPEST)
    stored = await keeper.hashed("桂花树下的第三家")
    assert await keeper.matches(stored, "桂花树下的第三家")
    assert not await keeper.matches(stored, "桂花树下的第三家。")
    assert not await keeper.matches("no hash at all", "桂花树下的第三家")


async def test_nobody_is_hashed_too_and_never_right(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper(CHEAPEST)
    verified: list[str] = []

    def right(stored: str, _secret: str) -> bool:
        verified.append(stored)
        return True

    monkeypatch.setattr(keeper, "_verify", right)
    assert not await keeper.matches(None, "nobody has this password")
    assert verified == [keeper._nothing]


async def test_a_full_queue_is_refused_and_empties_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, gate, busy = Keeper(CHEAPEST), threading.Event(), []

    def slow(_stored: str, _secret: str) -> bool:
        busy.append(threading.get_ident())
        return gate.wait(10)

    monkeypatch.setattr(keeper, "_verify", slow)
    waiting = [asyncio.create_task(keeper.matches("x", "y")) for _ in range(THREADS + QUEUE)]
    await asyncio.sleep(0.1)
    assert len(busy) == THREADS
    with pytest.raises(Refused) as refused:
        await keeper.matches("x", "y")
    assert (refused.value.code, refused.value.status) == ("sign_in.busy", 503)
    waiting[-1].cancel()  # whoever goes away leaves a place when the work is done, not before
    gate.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await keeper.matches("x", "y")
    assert len(set(busy)) == THREADS


def test_the_deny_list_is_what_it_says() -> None:
    assert len(passwords.denied()) > 100
    assert all(len(one) >= 8 and one == one.casefold() for one in passwords.denied())
    for password in ("12345678", "WoAiNi1314"):
        with pytest.raises(Refused, match="common"):
            passwords.check(password)
