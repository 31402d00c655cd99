"""Residents become known: roll, letter, desk, neighbours, offices, and who looked at whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.clock import now
from council.identity import totp
from tests.stories import residents_coming as coming
from tests.stories import residents_data as data
from tests.stories import residents_office as office
from tests.stories.residents_street import (
    CHAIR,
    LEADER,
    NEIGHBOUR,
    RESIDENT,
    SECRETARY,
    SUPERVISOR,
    street,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.stories.residents_street import Street
    from tests.stories.screens import Screen

PATIENCE = 300  # seconds; on a quiet machine it takes less than thirty


async def come_in(story: Street, desk: Screen, phone: Screen) -> tuple[str, str]:
    """The letter's code, which opened one account."""
    await coming.find(desk)
    await coming.look_in_full(desk)
    letter = await coming.print_letter(desk)
    await coming.open_letter(phone, *letter)
    await coming.not_me(phone)
    await coming.sign_in_by_telephone(phone)
    await coming.make_a_passkey(phone)
    return letter


async def by_two(story: Street, desk: Screen, letter: tuple[str, str], step: int) -> None:
    """What one officer alone cannot do."""
    chair = await story.laptop(CHAIR, signed_in=False)
    await office.set_up_second_factor(chair, step)
    await office.enter_newcomer(desk)
    await office.confirm(chair, "a newcomer", office.NEWCOMER)
    await office.is_verified(desk, office.NEWCOMER)
    await office.claim(await story.phone("another", signed_in=False), *letter)
    await office.settle_claim(desk)
    await office.vouch(await story.phone(LEADER))
    await office.confirm(chair, "a neighbour's word", NEIGHBOUR)
    await office.is_verified(desk, NEIGHBOUR)


async def told_in_full(
    browser: Browser, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The whole story; what axe and the width say against its pages."""
    step = totp.step_at(now())
    monkeypatch.setattr(totp, "step_at", lambda _: step)
    async with street(browser, database_url, folder, monkeypatch) as story:
        desk = await story.laptop(SECRETARY)
        phone = await story.phone(RESIDENT, signed_in=False)
        letter = await come_in(story, desk, phone)
        await by_two(story, desk, letter, step)
        await data.watch(await story.laptop(SUPERVISOR))
        await data.see_who_looked(phone)
        await data.consent_and_withdraw(phone)
        return story.faults


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
async def test_residents_become_known_on_sqlite(
    chromium: Browser, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await told_in_full(chromium, sqlite_url, tmp_path, monkeypatch) == []


@pytest.mark.nightly
@pytest.mark.timeout(PATIENCE)
async def test_residents_become_known_on_postgresql(
    chromium: Browser, fresh_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await told_in_full(chromium, fresh_postgres_url, tmp_path, monkeypatch) == []
