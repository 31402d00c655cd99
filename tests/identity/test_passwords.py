from __future__ import annotations

import asyncio
import threading

import pytest

from council.identity import denied, passwords
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
    assert len(denied.passwords()) > 3_000
    assert all(len(one) >= 8 and one == one.casefold() for one in denied.passwords())


@pytest.mark.parametrize(
    "password",
    ["12345678", "WoAiNi1314", "19560214", "98765432", "2wsx3edc", "Zhang123456", "shequ@2026",
     "qwertyui1", "56785678", "suzhou888", "QQ123456789"],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="common"):
        passwords.check(password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("顾水巷2026!", "password.context"),
        ("gu shui xiang 99", "password.context"),
        ("苏锦一社区888", "password.context"),
        ("3-2-501-3-2-501", "password.context"),
        ("154-0000-0007", "password.like_login"),
        ("顾水巷爱桂花树和猫", ""),
        ("the tree by the third house", ""),
        ("  七个字两边空格  ", ""),
        ("x1z" * 42, ""),
    ],
)
def test_no_password_is_made_of_what_everybody_here_knows(password: str, code: str) -> None:
    context = ("顾水巷", "gushuixiang", "15400000007", "苏锦一社区", "3-2-501", "501")
    try:
        passwords.check(password, *context)
        said = ""
    except Refused as why:
        said = why.code
    assert said == code
