"""Row 45: personal data stands in the columns that are for it, and is read by whom the table names.

A resident whose every personal column holds a canary; every page that can be read, as every role;
then the database cell by cell, and the log. Controls: a page that prints the phone, and a mask
that is switched off, are found.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from litestar import get

from council import db
from council.privacy import fields
from council.web import render
from council.web.guards import signed_in
from tests.access import roles
from tests.access.stage import stage
from tests.trust import personal

if TYPE_CHECKING:
    from tests.access.stage import Stage

__all__ = ["stage"]

# Each run: whoever sees something at all, and one of each who do not. The others see what one of
# these sees, which the nightly run shows.
SOME = (
    "anonymous",
    "resident",
    "group_leader",
    "social_worker",
    "chair",
    "secretary",
    "supervisor",
)
ENOUGH = 17  # pages that answer a role in the middle: fewer would mean that nothing was read
FULL = ("secretary", "community_secretary")  # who may read a phone, and says why


@pytest.mark.parametrize(
    "readers", [SOME, pytest.param(roles.ROLES, marks=pytest.mark.nightly)], ids=["some", "all"]
)
async def test_personal_data_is_read_by_whom_the_table_names_and_stored_where_it_belongs(
    stage: Stage, caplog: pytest.LogCaptureFixture, readers: tuple[str, ...]
) -> None:
    caplog.set_level(logging.INFO)  # what a server writes
    person = await personal.plant(stage)
    paths, answered = await personal.pages(stage), 0
    found: list[personal.Leak] = []
    for role in readers:
        count, leaked = await personal.crawl(stage, role, paths)
        answered, found = answered + count, found + leaked
    view = f"/people/{person}/views"
    shown: set[str] = set()
    for role in readers:
        answer = await personal.post(stage, role, view, why="核对电话")
        found += personal.leaks(answer, view, role, reason=True)
        shown |= {role} if personal.CANARIES["phone"][0] in answer.text else set()
    await _search(stage)
    assert found == []
    assert answered >= ENOUGH * len(readers)
    assert shown == set(FULL) & set(readers)
    assert misplaced(stage) == set()
    assert not personal._fields_in(caplog.text)
    _, own = await personal.crawl(stage, personal.NEIGHBOUR, ["/account/data"])
    assert {leak.field for leak in own} >= {"phone", "birth_date", "unit", "email"}


async def _search(stage: Stage) -> None:
    """Forms that hold personal data, right and wrong, for the log to be quiet about."""
    for path, typed in (
        ("/sign-in", {"login": personal.CANARIES["phone"][0], "password": "wrong"}),
        ("/roll/search", {"text": personal.WHO}),
        ("/nowhere", {"name": personal.WHO}),
    ):
        await personal.post(stage, "secretary", path, **typed)


def misplaced(stage: Stage) -> set[tuple[str, str]]:
    """Fields in columns that are not for them."""
    return {
        (field, column)
        for field, column in personal.stored(stage)
        if column not in personal.COLUMNS.get(field, set())
    }


async def test_control_a_page_that_prints_a_phone_and_a_mask_switched_off_are_found(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    @get("/planted", guards=[signed_in])
    async def planted() -> str:
        return str(await db.rows("SELECT phone FROM person"))

    person = await personal.plant(stage)
    stage.app.app.register(planted)
    _, found = await personal.crawl(stage, "observer", await personal.pages(stage))
    assert {(leak.field, leak.where) for leak in found} == {("phone", "/planted")}

    monkeypatch.setitem(fields._MASKS, "phone", str)
    monkeypatch.setitem(render.environment().filters, "masked_phone", str)
    _, found = await personal.crawl(stage, "secretary", [f"/people/{person}"])
    assert {leak.field for leak in found} == {"phone"}

    await db.rows("UPDATE idea SET note = {}", personal.NUMBER)
    assert misplaced(stage) == {("id_number", "idea.note"), ("id_last4", "idea.note")}
