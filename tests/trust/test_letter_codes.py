"""Row 41: the codes of household letters are not guessed, and guessing locks nobody out.

10,000 guesses in an hour with a fresh device each: 0 hits, at most 600 of them looked at, five for
who keeps the cookie; 300 phones open their own letters in the same hour. The control: the same
guesser against a secret of one sign, and without the count.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import now
from council.identity import codes, passwords, sessions
from council.refusal import Refused
from council.verification import actions, rules
from council.verification.actions import tries
from council.verification.actions.batches import begin_batch, hand_out_batch, make_batch
from council.verification.batch_queries import Choice
from tests import people
from tests.verification.neighbourhood import home, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.db import Engine
    from council.verification.actions.batches import Written
    from tests.people import Cast

PASSWORD = "桂花树下的第三家"
KEY = b"K" * 32
# Guesses, phones, and what is left for codes that rest: small for every run, whole at night.
SMALL = pytest.param(150, 12, 20, id="small")
AT_NIGHT = (pytest.mark.nightly, pytest.mark.timeout(600))
WHOLE = pytest.param(10_000, 300, rules.HOUR_LATE, id="whole", marks=AT_NIGHT)


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    passwords.use(passwords.CHEAPEST)
    sessions.forget_all()
    return await people.assemble(members=4)


async def letters(cast: Cast, code: str, number: int) -> list[Written]:
    """So many people in one building, each with a letter of a printed batch."""
    names = [f"{code}的第{at}位" for at in range(number)]
    for name in names:
        await listed(cast, name)
    await home(cast, code, *names)
    printed: list[Written] = []

    async def paper(some: Sequence[Written]) -> bytes:
        printed.extend(some)
        return b""

    while len(printed) < number:
        batch = f"batch{code[0]}{len(printed):06d}"
        choice = Choice(building=f"{code[0]}幢")
        by = cast.actor("袁昆腔")
        await make_batch(batch, await begin_batch(batch, choice, by), by, KEY, paper)
        await hand_out_batch(batch, KEY, by)
    return printed


async def guess(public: str, secret: str, device: str) -> str:
    """What came of one guess: opened, or the code of the refusal."""
    try:
        await actions.open_letter(public, secret, PASSWORD, "", device=device)
    except Refused as why:
        return why.code
    return "opened"


async def attack(targets: Sequence[Written], guesses: int) -> list[str]:
    """Random secrets at letters whose public parts are known, a fresh device for each."""
    answers: list[str] = []
    for start in range(0, guesses, 50):
        answers += await asyncio.gather(
            *(
                guess(targets[at % len(targets)].public, codes.new_code()[1], f"fresh {at}")
                for at in range(start, start + 50)
            )
        )
    return answers


@pytest.mark.parametrize(("guesses", "phones", "late"), [SMALL, WHOLE])
async def test_ten_thousand_guesses_open_nothing_and_lock_no_hall_out(
    cast: Cast, guesses: int, phones: int, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "HOUR_LATE", late)
    known = await letters(cast, "3-1-101", min(20, guesses // 10))
    hall = await letters(cast, "5-1-101", phones)
    answers = await attack(known, guesses)
    assert answers.count("opened") == 0
    assert "letter.community_rests" in answers, "the hour's limit was reached"
    counted = await db.row("SELECT tries, late FROM letter_hour")
    assert counted == {"tries": len(known) * rules.LETTER_TRIES + late, "late": late}
    assert counted["tries"] <= rules.HOUR_TRIES
    opened = []
    for start in range(0, phones, 20):
        few = hall[start : start + 20]
        opened += await asyncio.gather(*(guess(one.public, one.secret, one.public) for one in few))
    assert opened == ["opened"] * phones


async def test_who_keeps_the_cookie_has_five(cast: Cast) -> None:
    (letter,) = await letters(cast, "3-1-101", 1)
    answers = [await guess(letter.public, codes.new_code()[1], "same") for _ in range(7)]
    assert answers == ["letter.wrong"] * 4 + ["letter.locked"] * 3
    assert await db.row("SELECT tries FROM letter_hour") == {"tries": 5}


async def test_the_same_guesser_hits_a_short_secret_that_nobody_counts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letter,) = await letters(cast, "3-1-101", 1)
    short = await passwords.keeper().hashed("7")
    await db.rows("UPDATE letter SET secret_hash = {}", short)

    async def uncounted(letter: str, community: str, device: str) -> tries.Try:
        return tries.Try(letter, community, device, now(), late=False, left=5)

    monkeypatch.setattr(tries, "spend", uncounted)
    answers = [await guess(letter.public, sign, "same") for sign in codes.SIGNS]
    assert answers.count("opened") == 1
    assert answers[:7] == ["letter.wrong"] * 7, "beyond five"
